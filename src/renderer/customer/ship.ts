/**
 * The ship page: checks what was typed, seals it here, and sends the envelope and the zone – never the fields.
 * Without X25519 the fields go to the carrier's server as they would without scripts, and the page says so before.
 */
import './form/own-address.ts';
import { enterAddressee } from '#shared/domain/addressee.ts';
import { zoneOf } from '#shared/domain/zone.ts';
import type { Failure } from '#shared/result.ts';
import { clearFailure, clearOnInput, readEntry, showFailure, wipeEntry } from './form/addressee-form.ts';
import { element, pageData } from './form/page.ts';
import { showSurcharge, type Zones } from './form/surcharge.ts';
import { canSeal } from './seal/can-seal.ts';
import { sealAddressee, type SealingKey } from './seal/seal-addressee.ts';

const form = element('ship', HTMLFormElement);
const send = element('send', HTMLButtonElement);
const refuse = element('no', HTMLButtonElement);
const sealing = pageData<SealingKey & Zones>('sealing');
const idleText = send.textContent;

let sending = false;

function setSending(now: boolean): void {
  sending = now;
  send.disabled = refuse.disabled = now;
  send.textContent = now ? send.dataset.busy! : idleText;
}

/** A form of its own: the typed fields can't slip in. */
function post(fields: Readonly<Record<string, string>>): void {
  const parcel = document.createElement('form');
  parcel.method = 'post';
  parcel.action = form.action;
  parcel.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    parcel.append(input);
  }
  document.body.append(parcel);
  parcel.submit();
}

/** What kept it from being sent, `undefined` when it is on its way. */
async function shipParcel(): Promise<Failure | undefined> {
  const addressee = enterAddressee(readEntry(form));
  if (!addressee.ok) return addressee.error;
  if (!(await sealable)) {
    form.submit();
    return undefined;
  }
  const envelope = await sealAddressee(sealing, addressee.value);
  if (!envelope.ok) return envelope.error;
  const zone = zoneOf(sealing.prefixes, addressee.value.country, addressee.value.postalCode) ?? '';
  const wish = [element('day', HTMLSelectElement), element('slot', HTMLSelectElement)]
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => [name, value]);
  wipeEntry(form);
  post({ envelope: envelope.value, zone, ...Object.fromEntries(wish) });
  return undefined;
}

/** Sends once, however often the button is pressed. */
async function shipOnce(): Promise<void> {
  if (sending) return;
  clearFailure(form);
  setSending(true);
  // A browser that fails at sealing sends nothing, sealed or not.
  const failure = await shipParcel().catch((): Failure => ({ code: 'internal' }));
  if (!failure) return;
  setSending(false);
  showFailure(form, failure);
}

const sealable = canSeal().then((can) => {
  element('unsealed', HTMLParagraphElement).hidden = can;
  element('sealed-how', HTMLParagraphElement).hidden = !can;
  return can;
});

form.noValidate = true;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void shipOnce();
});
element('refuse', HTMLFormElement).addEventListener('submit', () => {
  wipeEntry(form);
  setSending(true);
});
// "Back" to a page kept as it was: ask the server what its order has become.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

clearOnInput(form);
showSurcharge(sealing, element('country', HTMLSelectElement), element('postalCode', HTMLInputElement));
