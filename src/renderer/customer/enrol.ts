/**
 * The enrolment page: checks what was typed, seals it, has the agency sign it, and gives the wallet to the customer to keep.
 * What was typed leaves this browser sealed or not at all, and is wiped.
 */
import './form/zod-without-eval.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { ENROL } from '#shared/locale/agency.ts';
import { LOCALES, say } from '#shared/locale/text.ts';
import { enrolledSchema, type WalletPlace } from '#shared/protocol/agency-order.ts';
import { readWallet } from '#shared/protocol/make-confirmation.ts';
import { enterWallet, sealWallet, type WalletEntry } from '#shared/protocol/make-wallet.ts';
import { fail, type Result } from '#shared/result.ts';
import { askAgency } from './agency/ask-agency.ts';
import { groupSerial, type HeldWallet, keepWallet, saveWallet } from './agency/kept-wallets.ts';
import { clearRefusal, showRefusal } from './agency/refusal.ts';
import { followCardNumber } from './form/card-number.ts';
import { followExpiry } from './form/expiry.ts';
import { element, pageData, pageLanguage } from './form/page.ts';
import { canSeal } from './seal/can-seal.ts';
import { publicKeyScheme } from './seal/sealing-scheme.ts';

const language = pageLanguage();
const place = pageData<WalletPlace>('sealing');
const form = element('enrol', HTMLFormElement);
const make = element('make', HTMLButtonElement);
const makeText = make.textContent;
const FIELDS = ['name', 'card', 'expiry', 'password', 'pin', 'again'] as const;

let made: HeldWallet | undefined;
let kept = false;

function typed(): WalletEntry {
  const values = FIELDS.map((id) => [id, element(id, HTMLInputElement).value]);
  return Object.fromEntries(values) as WalletEntry;
}

async function makeWallet(): Promise<Result<HeldWallet>> {
  const owner = enterWallet(typed(), new Date());
  if (!owner.ok) return owner;
  const schemes = {
    identity: publicKeyScheme(fromBase64Url(place.identityKey)!),
    pin: publicKeyScheme(fromBase64Url(place.pinKey)!),
  };
  const sealed = await sealWallet(place, schemes, owner.value);
  if (!sealed.ok) return sealed;
  const { serial, ticket } = place;
  const answer = await askAgency('/enrol', { serial, ticket, ...sealed.value }, enrolledSchema);
  if (!answer.ok) return answer;
  const read = readWallet(answer.value.wallet);
  // Nobody but this page knows what is in it: signed must be what was sealed here.
  const { wallet } = read.ok ? read.value : {};
  const isOurs = wallet?.serial === serial && wallet.sealed === sealed.value.sealed && wallet.pin === sealed.value.pin;
  return isOurs ? read : fail('unavailable');
}

function setBusy(busy: boolean): void {
  make.disabled = busy;
  make.textContent = busy ? make.dataset.busy! : makeText;
}

async function enrol(): Promise<void> {
  if (make.disabled) return;
  clearRefusal();
  setBusy(true);
  const result = await makeWallet().catch(() => fail('internal'));
  setBusy(false);
  if (!result.ok) return showRefusal(result.error, language);
  form.reset();
  show(result.value);
}

function show(held: HeldWallet): void {
  made = held;
  form.hidden = true;
  const { serial, expires } = held.wallet;
  element('serial', HTMLElement).textContent = groupSerial(serial);
  const day = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long' });
  element('until', HTMLElement).textContent = day.format(new Date(expires));
  element('keep', HTMLElement).hidden = false;
  const title = element('keep-title', HTMLHeadingElement);
  title.focus();
  title.scrollIntoView({ block: 'nearest' });
}

function noteKept(id: 'saved' | 'kept', text: string): void {
  element(id, HTMLParagraphElement).textContent = text;
  kept = true;
  element('leaving', HTMLParagraphElement).hidden = true;
  element('to-wallet', HTMLAnchorElement).hidden = false;
}

element('save', HTMLButtonElement).addEventListener('click', () => {
  if (!made) return;
  saveWallet(made);
  noteKept('saved', say(ENROL.saved, language));
});
element('keep-here', HTMLButtonElement).addEventListener('click', () => {
  if (!made) return;
  if (keepWallet(made)) noteKept('kept', say(ENROL.keptHere, language));
  else element('kept', HTMLParagraphElement).textContent = say(ENROL.notKept, language);
});
window.addEventListener('beforeunload', (event) => {
  if (made && !kept) event.preventDefault();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void enrol();
});
window.addEventListener('pagehide', () => form.reset());
window.addEventListener('pageshow', (event) => {
  // The serial of a page that comes back may be used up, and its ticket too old.
  if (event.persisted) location.reload();
});
followCardNumber(element('card', HTMLInputElement));
followExpiry(element('expiry', HTMLInputElement));

if (await canSeal()) form.hidden = false;
else element('cannot-seal', HTMLParagraphElement).hidden = false;
