/**
 * The wallet page: shows the order that its code finds, has the customer confirm it with wallet and PIN, waits for the
 * answer; without an order it looks after wallets. The PIN leaves this browser sealed to the settlement server alone.
 */
import './form/zod-without-eval.ts';
import { z } from 'zod';
import { fromBase64Url } from '#shared/bytes.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { WALLET } from '#shared/locale/agency.ts';
import { LOCALES, say, type Text } from '#shared/locale/text.ts';
import {
  type AgencyOrder,
  agencyOrderSchema,
  type ConfirmationState,
  confirmationStateSchema,
} from '#shared/protocol/agency-order.ts';
import { makeConfirmation } from '#shared/protocol/make-confirmation.ts';
import { enterPin } from '#shared/protocol/make-wallet.ts';
import { WALLET_VARIANTS } from '#shared/protocol/wallet.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import { askAgency } from './agency/ask-agency.ts';
import { offerWallets, type WalletChoice } from './agency/choose-wallet.ts';
import { offerManaging, showManaging } from './agency/manage-wallet.ts';
import { dropOrderCode, takeOrderCode } from './agency/order-code.ts';
import { clearRefusal, showRefusal } from './agency/refusal.ts';
import { element, pageData, pageLanguage } from './form/page.ts';
import { canSeal } from './seal/can-seal.ts';
import { browserCipher, publicKeyScheme } from './seal/sealing-scheme.ts';

const ASK_MS = 1500;
/** Questions after which a customer is told that the shop's message has not come; it is looked for all the same. */
const PATIENT_ASKS = 20;

const language = pageLanguage();
const { id: agency } = pageData<{ id: string }>('agency');
const form = element('confirm', HTMLFormElement);
const pin = element('pin', HTMLInputElement);
const confirmNow = element('confirm-now', HTMLButtonElement);
const confirmText = confirmNow.textContent;
const code = takeOrderCode();

let order: AgencyOrder | undefined;
let choice: WalletChoice | undefined;

const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ASK_MS));
const askOrder = (): Promise<Result<AgencyOrder>> => askAgency('/wallet/request', { code }, agencyOrderSchema);
const waitsForCustomer = (state: ConfirmationState): boolean => state === 'open' || state === 'again';

/** A clerk's words for what this page shows now. */
function show(): void {
  const held = choice?.chosen();
  const asks = order !== undefined && waitsForCustomer(order.state);
  const ended = order !== undefined && !asks;
  form.hidden = ended;
  for (const id of ['pin-field', 'confirm-actions', 'means']) element(id, HTMLElement).hidden = !asks || !held;
  for (const variant of WALLET_VARIANTS) {
    for (const part of ['variant', 'told']) {
      element(`${part}-${variant}`, HTMLDivElement).hidden = ended || held?.wallet.variant !== variant;
    }
  }
  element('order', HTMLElement).hidden = order === undefined;
  element('not-mine', HTMLElement).hidden = ended;
  element('lead', HTMLParagraphElement).hidden = code !== undefined;
  if (choice && code === undefined) showManaging(choice);
}

function showOrder(shown: AgencyOrder): void {
  const { mall, amount, quantity, settlement, expires } = shown;
  const locale = LOCALES[language];
  const title = element('title', HTMLHeadingElement);
  title.textContent = title.dataset.confirm!;
  const set = (id: string, text: string): void => void (element(id, HTMLElement).textContent = text);
  const host = document.createElement('span');
  host.className = 'hostname';
  host.textContent = mall.id;
  const name = document.createElement('strong');
  name.textContent = mall.name;
  element('mall', HTMLElement).replaceChildren(name, ' ', host);
  const total = document.createElement('strong');
  total.className = 'total';
  total.textContent = formatMoney(amount, locale);
  element('amount', HTMLElement).replaceChildren(total);
  set('quantity', say(WALLET.pieces, language, { count: quantity }));
  set('settles', settlement.name);
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  set('order-until', time.format(new Date(expires)));
  const means = { amount: formatMoney(amount, locale), mall: mall.name, count: quantity };
  set('means', say(WALLET.means, language, means));
}

/** The mall's message may still be on its way. */
async function findOrder(): Promise<void> {
  const looking = element('looking', HTMLParagraphElement);
  for (let asks = 0; ; asks++) {
    const found = await askOrder();
    looking.hidden = found.ok;
    if (found.ok) {
      clearRefusal();
      order = found.value;
      showOrder(order);
      return order.state === 'sent' ? follow() : settle(order.state);
    }
    if (found.error.code !== 'agency-unavailable' && found.error.code !== 'unavailable') {
      looking.hidden = true;
      return showRefusal(found.error, language);
    }
    if (asks === PATIENT_ASKS) showRefusal(found.error, language);
    await wait();
  }
}

const OUTCOMES: Readonly<Record<'sent' | 'yes' | 'no' | 'expired', readonly [tone: string, title: Text, text: Text]>> =
  {
    sent: ['', WALLET.sentTitle, WALLET.sent],
    yes: ['done', WALLET.yesTitle, WALLET.yes],
    no: ['stop', WALLET.noTitle, WALLET.no],
    expired: ['look', WALLET.expiredTitle, WALLET.expiredText],
  };

/** Shows where the order stands, and nothing else to do where it is over. */
function settle(state: ConfirmationState): void {
  order = { ...order!, state };
  const outcome = element('outcome', HTMLDivElement);
  outcome.hidden = waitsForCustomer(state);
  show();
  if (state === 'open' || state === 'again') {
    if (state === 'again') showRefusal({ code: 'confirmation-refused' }, language);
    if (choice?.chosen()) pin.focus();
    return;
  }
  const [tone, title, text] = OUTCOMES[state];
  outcome.className = `notice ${tone}`.trim();
  element('outcome-title', HTMLHeadingElement).textContent = say(title, language);
  element('outcome-text', HTMLParagraphElement).textContent = text[language].replaceAll(
    '{settlement}',
    order.settlement.name,
  );
  outcome.focus();
  if (state !== 'sent') dropOrderCode();
}

async function follow(): Promise<void> {
  settle('sent');
  for (;;) {
    await wait();
    const now = await askAgency('/wallet/state', { code }, confirmationStateSchema);
    if (now.ok && now.value.state !== 'sent') return settle(now.value.state);
  }
}

/** What is confirmed is what is shown: asked for once more, with the key of this moment. */
async function confirm(): Promise<Result<void>> {
  const held = choice?.chosen();
  if (!held || !order) return fail('wallet-invalid');
  const typed = enterPin(pin.value);
  if (!typed.ok) return typed;
  const fresh = await askOrder();
  if (!fresh.ok) return fresh;
  const { amount, quantity, mall } = fresh.value;
  const isSame =
    mall.id === order.mall.id &&
    amount.value === order.amount.value &&
    amount.currency === order.amount.currency &&
    quantity === order.quantity;
  if (!isSame) return fail('confirmation-refused');
  const scheme = publicKeyScheme(fromBase64Url(fresh.value.settlement.key)!);
  const given = { wallet: held.jws, order: fresh.value, pin: typed.value, now: new Date() };
  const confirmation = await makeConfirmation(scheme, browserCipher, given);
  if (!confirmation.ok) return confirmation;
  const asked = { code, wallet: held.jws, confirmation: confirmation.value };
  const sent = await askAgency('/wallet/confirm', asked, z.object({}));
  return sent.ok ? ok() : sent;
}

function setBusy(busy: boolean): void {
  confirmNow.disabled = busy;
  confirmNow.textContent = busy ? confirmNow.dataset.busy! : confirmText;
}

async function confirmTyped(): Promise<void> {
  if (confirmNow.disabled) return;
  clearRefusal();
  setBusy(true);
  const sent = await confirm().catch((): Result<void> => fail('internal'));
  setBusy(false);
  if (sent.ok) {
    pin.value = '';
    return follow();
  }
  await refused(sent.error);
}

/** In another tab, say, it may have been confirmed, or its time has run out meanwhile. */
async function refused(failure: Failure): Promise<void> {
  if (failure.code === 'confirmation-expired') return settle('expired');
  if (failure.code === 'already-decided') return findOrder();
  showRefusal(failure, language);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (order) void confirmTyped();
});
window.addEventListener('pagehide', () => form.reset());
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
// Another order in the same tab.
window.addEventListener('hashchange', () => {
  if (location.hash.length > 1) location.reload();
});

if (await canSeal()) {
  element('wallet-page', HTMLDivElement).hidden = false;
  choice = offerWallets(agency, show);
  offerManaging(choice);
  show();
  if (code !== undefined) void findOrder();
} else {
  element('cannot-seal', HTMLParagraphElement).hidden = false;
}
