/**
 * The one form of a sealed order: what the shop's sheet says, a part for each party, and the button that seals. Parties
 * are asked to prove themselves while the customer still types; nothing is sealed before all have.
 */
import { z } from 'zod';
import { toBase64Url } from '#shared/bytes.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { failedField } from '#shared/locale/customer-failures.ts';
import { PART_NAMES, TERMINAL } from '#shared/locale/terminal.ts';
import { LOCALES, say } from '#shared/locale/text.ts';
import { makeBundle, type OrderEntry, type SheetParty } from '#shared/protocol/make-bundle.ts';
import { ASKS, type OrderBundle } from '#shared/protocol/order-part.ts';
import type { OrderSheet } from '#shared/protocol/order-sheet.ts';
import type { Failure, Result } from '#shared/result.ts';
import type { KeyFile } from '../seal/customer-ends.ts';
import { askMall, type OrderCode } from './ask-mall.ts';
import { currentLanguage, follow, make, said, words } from './build-page.ts';
import { enterOrder, type Typed } from './enter-order.ts';
import { failureNotice } from './failure-notice.ts';
import type { Field } from './fields.ts';
import { keyFiles } from './key-files.ts';
import { orderSummary } from './order-summary.ts';
import { partSection, proofLine, type ProofLine } from './part-section.ts';
import { type ProvenEnds, type Proving, proveParties } from './prove-parties.ts';

export interface PostedOrder {
  readonly bundle: OrderBundle;
  /** Token of the customer's own tracking page. */
  readonly tracking: string;
}

export interface OrderForm {
  readonly element: HTMLElement;
  /** Leaves nothing of what was typed in the page. */
  wipe(): void;
}

const TRACKING_BYTES = 16;
const SEND_TRIES = 3;
const SEND_PAUSE_MS = 1_500;

/** @param posted told once the shop has the bundle; @param decided the shop says that it has one already */
export function orderForm(
  code: OrderCode,
  sheet: OrderSheet,
  posted: (order: PostedOrder) => void,
  decided: () => void,
): OrderForm {
  const tracking = toBase64Url(crypto.getRandomValues(new Uint8Array(TRACKING_BYTES)));
  const until = new Date(sheet.until ?? sheet.expires);
  const [shop, ...others] = sheet.parties as [SheetParty, ...SheetParty[]];
  const parts = others.map(partSection);
  const shopProof = proofLine(shop);
  const proofs = new Map<string, ProofLine>([
    [shop.id, shopProof],
    ...parts.map(({ party, proof }) => [party.id, proof] as const),
  ]);
  const fields: readonly Field[] = parts.flatMap((part) => part.fields);
  const notice = failureNotice(nameOf);
  const unproven = failureNotice(nameOf, 'unproven');
  const busy = make('p', { class: 'busy', role: 'status' });
  const send = make('button', { class: 'primary', id: 'send' }, said(TERMINAL.send));
  const entry = make('div', { class: 'entry' }, ...parts.map(({ element }) => element));

  function nameOf(about: string | undefined): string {
    const ask = ASKS.find((each) => each === about);
    if (ask) return PART_NAMES[ask][currentLanguage()];
    return sheet.parties.find(({ id }) => id === about)?.name ?? shop.name;
  }

  // Proof
  let files: readonly KeyFile[] = [];
  let round: Proving | undefined;

  function prove(): void {
    round?.stop();
    notice.clear();
    unproven.clear();
    round = proveParties(code, sheet, files, (party, proof) => {
      proofs.get(party)?.show(proof);
      tellBusy();
    });
    void followRound(round);
  }

  async function followRound(mine: Proving): Promise<void> {
    const proven = await mine.proven;
    if (mine !== round || proven.ok) return;
    for (const proof of proofs.values()) {
      if (proof.state === 'asking' || proof.state === 'waiting') proof.show({ state: 'held' });
    }
    unproven.show(proven.error, prove);
  }

  /** Of the last round that was begun, however many there were. */
  async function provenEnds(): Promise<Result<ProvenEnds>> {
    for (;;) {
      const mine = round!;
      const proven = await mine.proven;
      if (mine === round) return proven;
    }
  }

  const keys = keyFiles(sheet, (changed) => {
    if (changed.ok) {
      files = changed.value;
      prove();
    } else notice.show(changed.error);
  });

  // Sending
  let sending = false;
  /** Sealed, and perhaps with the shop already: the same entry is never sealed twice. */
  let sealed: { readonly typed: string; readonly ends: ProvenEnds; readonly bundle: OrderBundle } | undefined;

  function typed(): Typed {
    return Object.fromEntries(fields.map(({ control }) => [control.name, control.value]));
  }

  let stage: 'idle' | 'waiting' | 'sealing' | 'posting' = 'idle';

  function tellBusy(): void {
    const language = currentLanguage();
    const awaited = [...proofs].find(([, proof]) => proof.state !== 'proven')?.[0];
    if (stage === 'posting') busy.textContent = say(TERMINAL.posting, language);
    else if (stage === 'idle') busy.textContent = '';
    else if (stage === 'sealing' || awaited === undefined) busy.textContent = say(TERMINAL.sealing, language);
    else busy.textContent = say(TERMINAL.waitingFor, language, { name: nameOf(awaited) });
  }

  function setStage(next: typeof stage): void {
    stage = next;
    tellBusy();
  }

  function lock(now: boolean): void {
    sending = now;
    entry.inert = keys.element.inert = now;
    send.disabled = now;
    setStage(now ? 'waiting' : 'idle');
  }

  async function seal(entered: OrderEntry, ends: ProvenEnds): Promise<Result<OrderBundle>> {
    const now = JSON.stringify(typed());
    if (sealed?.typed === now && sealed.ends === ends) return { ok: true, value: sealed.bundle };
    const bundle = await makeBundle(sheet, entered, ends);
    if (bundle.ok) sealed = { typed: now, ends, bundle: bundle.value };
    return bundle;
  }

  async function post(bundle: OrderBundle): Promise<Result<object>> {
    for (let attempt = 1; ; attempt++) {
      const answer = await askMall(code, 'bundle', { bundle }, z.object({}));
      if (answer.ok || answer.error.code !== 'unavailable' || attempt === SEND_TRIES) return answer;
      await new Promise((resolve) => setTimeout(resolve, SEND_PAUSE_MS));
    }
  }

  /** What kept the order from being sent; `undefined` when the shop has it. */
  async function sendOrder(): Promise<Failure | undefined> {
    const entered = enterOrder(sheet, typed(), tracking, new Date());
    if (!entered.ok) return entered.error;
    lock(true);
    const ends = await provenEnds();
    if (!ends.ok) return ends.error;
    setStage('sealing');
    const bundle = await seal(entered.value, ends.value);
    if (!bundle.ok) return bundle.error;
    setStage('posting');
    const answer = await post(bundle.value);
    if (!answer.ok) return answer.error;
    posted({ bundle: bundle.value, tracking });
    return undefined;
  }

  /** Sends once, however often the button is pressed. */
  async function sendOnce(): Promise<void> {
    if (sending) return;
    notice.clear();
    for (const each of fields) each.mark(undefined);
    // A browser that fails at sealing sends nothing.
    const failure = await sendOrder().catch((): Failure => ({ code: 'internal' }));
    if (!failure) return;
    lock(false);
    if (failure.code === 'already-decided') return decided();
    const failed = fields.find(({ control }) => control.name === failedField(failure));
    if (failed) {
      failed.mark(failure);
      failed.control.focus();
    } else {
      const proofFailed = [...proofs.values()].some(({ state }) => state !== 'proven');
      notice.show(failure, proofFailed ? prove : undefined);
    }
  }

  const form = make('form', { id: 'order-form', novalidate: true }, unproven.element, entry, sendSection());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void sendOnce();
  });

  function sendSection(): HTMLElement {
    const credit = others.find(({ asks }) => asks === 'card')?.name ?? '';
    const means = words(() => {
      const amount = formatMoney(sheet.total, LOCALES[currentLanguage()]);
      return say(TERMINAL.sendMeans, currentLanguage(), { amount, credit });
    });
    return make(
      'div',
      { class: 'send' },
      notice.element,
      make('p', { class: 'hint' }, means),
      make('p', { class: 'actions' }, send),
      busy,
    );
  }

  follow(busy, tellBusy);
  prove();
  return {
    element: make(
      'div',
      { class: 'columns order-page' },
      make('div', { class: 'beside-form' }, orderSummary(sheet, until, shopProof), keys.element),
      form,
    ),
    wipe: () => {
      round?.stop();
      sealed = undefined;
      for (const { control } of fields) {
        control.value = '';
        if (!(control instanceof HTMLSelectElement)) control.defaultValue = '';
      }
    },
  };
}
