/**
 * The shop's own card form, for a credit company on a closed network: checks what was typed, seals it to that company,
 * and sends the envelope – never the fields, which have no names and are emptied before anything leaves.
 */
import './form/zod-without-eval.ts';
import { parseCardNumber, parseExpiry } from '#shared/domain/card.ts';
import { failedField, messageOf } from '#shared/locale/customer-failures.ts';
import type { CardPart } from '#shared/protocol/card-part.ts';
import { fail, type Failure, ok, type Result } from '#shared/result.ts';
import { followCardNumber } from './form/card-number.ts';
import { followExpiry } from './form/expiry.ts';
import { element, pageData, pageLanguage } from './form/page.ts';
import { canSeal } from './seal/can-seal.ts';
import { type CardSealing, sealCard } from './seal/seal-card.ts';

const form = element('card-form', HTMLFormElement);
const button = element('send-card', HTMLButtonElement);
const fields = {
  card: element('card', HTMLInputElement),
  expiry: element('expiry', HTMLInputElement),
  password: element('password', HTMLInputElement),
};
const sealing = pageData<CardSealing>('sealing');
const idleText = button.textContent;
const ALL_AT_ONCE = 1;
/** As `card-part.ts` takes it. */
const LONGEST_PASSWORD = 200;

let sending = false;

function readCard(): Result<CardPart> {
  for (const [name, { value }] of Object.entries(fields)) {
    if (value.trim() === '') return fail('field-missing', name);
  }
  const card = parseCardNumber(fields.card.value);
  if (!card.ok) return fail('bad-number', 'card');
  const expiry = parseExpiry(fields.expiry.value);
  if (!expiry.ok) return expiry;
  const password = fields.password.value;
  if (password.length > LONGEST_PASSWORD) return fail('field-too-long', 'password');
  return ok({ card: card.value, expiry: expiry.value, instalments: ALL_AT_ONCE, password });
}

/** Leaves nothing typed behind in the page, also for whoever presses "back". */
function wipe(): void {
  for (const field of Object.values(fields)) field.value = field.defaultValue = '';
}

function markField(field: HTMLInputElement, message: string): void {
  if (message === '') field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
  element(`${field.id}-error`, HTMLParagraphElement).textContent = message;
}

function showFailure(failure: Failure | undefined): void {
  const message = failure ? messageOf(failure, pageLanguage()) : '';
  const wrong = failure && Object.values(fields).find(({ id }) => id === failedField(failure));
  for (const field of Object.values(fields)) markField(field, field === wrong ? message : '');
  element('card-problem', HTMLParagraphElement).textContent = wrong ? '' : message;
  wrong?.focus();
}

function setSending(now: boolean): void {
  sending = now;
  button.disabled = now;
  button.textContent = now ? button.dataset.busy! : idleText;
}

/** A form of its own: what was typed can't slip in. */
function post(envelope: string): void {
  const parcel = document.createElement('form');
  parcel.method = 'post';
  parcel.action = form.action;
  parcel.hidden = true;
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = 'envelope';
  input.value = envelope;
  parcel.append(input);
  document.body.append(parcel);
  parcel.submit();
}

/** What kept it from being sent, `undefined` when it is on its way. */
async function sendCard(): Promise<Failure | undefined> {
  const card = readCard();
  if (!card.ok) return card.error;
  const envelope = await sealCard(sealing, card.value);
  if (!envelope.ok) return envelope.error;
  wipe();
  post(envelope.value);
  return undefined;
}

/** Sends once, however often the button is pressed. */
async function sendOnce(): Promise<void> {
  if (sending) return;
  showFailure(undefined);
  setSending(true);
  const failure = await sendCard().catch((): Failure => ({ code: 'internal' }));
  if (!failure) return;
  setSending(false);
  showFailure(failure);
}

form.noValidate = true;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void sendOnce();
});
for (const field of Object.values(fields)) field.addEventListener('input', () => markField(field, ''));
followCardNumber(fields.card);
followExpiry(fields.expiry);
window.addEventListener('pagehide', wipe);
// "Back" to a page kept as it was: ask the server what its order has become.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

if (await canSeal()) form.hidden = false;
else element('cannot-seal', HTMLParagraphElement).hidden = false;
