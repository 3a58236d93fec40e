/** A parcel's way: the carrier's window, the mall's bench, the depot, the door, and the cash back to the mall. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Addressee, AddresseeEntry } from '#shared/domain/addressee.ts';
import { type Money, yen } from '#shared/domain/money.ts';
import { formatNumber, KIND_DIGITS } from '#shared/domain/number.ts';
import { zoneOf, type ZonePrefix } from '#shared/domain/zone.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { canonical } from '#shared/protocol/event.ts';
import { expectOk } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import { sealTo } from '#main/vault/index.ts';
import { FILES } from '#main/config.ts';
import { type CustomerBrowser, type CustomerPage, jsonBlock } from './customer.ts';
import type { DemoGroup } from './group.ts';
import { enteredAddressee } from './order-file.ts';
import { expectPage, OrderStopped, until } from './order-stopped.ts';
import { openWindow } from './play-shop.ts';

/** What became of a parcel, as `demo --json` prints it. */
export interface PlayedParcel {
  readonly shipping: string;
  /** Path of the PDF. */
  readonly label: string;
  /** The main code's digits, read back from the PDF. */
  readonly text: string;
  readonly opened: Omit<Addressee, 'note'>;
  readonly states: readonly string[];
  readonly collected: Money;
  readonly remitted: Money;
}

export interface CarrierWindowOptions {
  /** As a browser without scripts: the carrier's server seals. */
  readonly withoutScripts?: boolean;
  /** When it shall come: the day as the form offers it. */
  readonly wish?: { readonly day: string; readonly slot: string };
}

/** What was opened at the depot is what the customer entered, whatever else lies in the parties' folders. */
export function expectSameAddressee(opened: PlayedParcel['opened'], typed: Addressee): void {
  const { note: _, ...entered } = expectOk(enteredAddressee(typed));
  if (canonical(opened) !== canonical(entered)) throw new OrderStopped('the label opens to another addressee');
}

/** Takes the mall's instruction to the carrier; returns the carrier's form. */
export function openCarrierWindow(group: DemoGroup, browser: CustomerBrowser): Promise<CustomerPage> {
  return openWindow(group, browser, '/ship/form');
}

/** "Ship". */
export async function agreeWithCarrier(
  browser: CustomerBrowser,
  form: CustomerPage,
  addressee: Addressee,
  options: CarrierWindowOptions = {},
): Promise<CustomerPage> {
  const accept = new URL(`/ship/accept${form.url.search}`, form.url);
  const entry = options.withoutScripts ? plainFields(addressee) : await sealedFields(form, addressee);
  const fields = { ...entry, ...options.wish };
  return expectPage(await browser.post(accept, Object.entries(fields)), '/ship/done');
}

/** What the form sends when no script seals it. */
export function plainFields(addressee: Addressee): AddresseeEntry {
  const { name, postalCode, lines, phone, country, note = '' } = addressee;
  const [line1 = '', line2 = '', line3 = '', line4 = ''] = lines;
  return { name, postalCode, line1, line2, line3, line4, phone, country, note };
}

/** What the ship page's script does: the carrier gets an envelope and a zone, no address. */
async function sealedFields(form: CustomerPage, addressee: Addressee): Promise<{ envelope: string; zone: string }> {
  const sealing = jsonBlock(form, 'sealing') as {
    publicKey: string;
    recipient: string;
    number: string;
    prefixes: ZonePrefix[];
  };
  const entered = expectOk(enteredAddressee(addressee));
  const binding = { kind: 'addressee', recipient: sealing.recipient, number: sealing.number } as const;
  const envelope = expectOk(await sealTo(fromBase64Url(sealing.publicKey)!, binding, encodeAddressee(entered)));
  const zone = zoneOf(sealing.prefixes, entered.country, entered.postalCode) ?? '';
  return { envelope: toBase64Url(envelope), zone };
}

/** A parcel at the mall's bench, with its label on. */
export interface PackedOrder {
  readonly purchase: string;
  readonly labelId: string;
  /** Path of the PDF. */
  readonly label: string;
  /** The main code's digits, read back from the PDF; the label id in variant b, whose labels have no main code. */
  readonly text: string;
}

/**
 * Packs an order once a carrier has accepted it.
 *
 * @param number its purchase number; left out where the group has no other order: the oldest
 */
export async function packOrder(group: DemoGroup, number?: string): Promise<PackedOrder> {
  const { mall } = group.parties;
  const waiting = await until('the mall has the answer', async () => {
    const queue = await mall.desk.ask('packing.queue', {});
    return queue.find(({ purchase, state }) => state === 'accepted' && purchase === (number ?? purchase));
  });
  const { purchase, variant } = waiting;
  const open = await mall.desk.ask('packing.open', { number: purchase });
  const checked = open.items.map(({ sku, quantity }) => ({ sku, quantity }));
  const [printed] = await mall.desk.ask('packing.print', { purchase, checked });
  const { labelId } = printed!;
  await mall.desk.ask('packing.slip', { purchase, language: 'ja' });
  const label = join(mall.folder, FILES.spool, `${labelId}.pdf`);
  const text = variant === 'b' ? labelId : await mainCodeOf(await readFile(label), 'shipping');
  return { purchase, labelId, label, text };
}

/** From the driver who takes it at the mall to the remitted cash, where there is any. */
export async function deliverOrder(group: DemoGroup, packed: PackedOrder): Promise<PlayedParcel> {
  const { mall, carrier } = group.parties;
  const { purchase, label, labelId, text } = packed;
  await mall.desk.ask('packing.hand-over', { purchase });
  const file = (await readFile(label)).toString('base64');
  const accepted = await carrier.desk.ask('station.scan-file', { file, step: 'accept' });
  const { number } = accepted;
  await carrier.desk.ask('station.scan', { scan: text, step: 'arrive' });
  await carrier.desk.ask('station.scan', { scan: labelId, step: 'load' });
  const atDoor = await carrier.desk.ask('station.scan', { scan: text, step: 'deliver' });
  if (atDoor.due) await carrier.desk.ask('station.scan', { scan: text, step: 'deliver', collected: atDoor.due });
  const collected = atDoor.amount ?? yen(0);
  const remitted = collected.value > 0 ? await remit(group, purchase) : yen(0);

  await until('the mall knows of the delivery', async () => {
    const purchases = (await mall.desk.ask('purchases.list', { limit: 500 })).rows;
    return purchases.find((row) => row.purchase === purchase && row.state === 'delivered');
  });
  const history = await carrier.desk.ask('parcels.history', { number });
  // At the door alone the address is on the screen.
  const { note: _, ...opened } = atDoor.addressee!;
  return {
    shipping: number,
    label,
    text,
    opened,
    states: history.map(({ state }) => state),
    collected,
    remitted,
  };
}

/** The digits of a label's main code, read back from the paper. */
export async function mainCodeOf(pdf: Uint8Array, kind: 'shipping' | 'receipt'): Promise<string> {
  const codes = expectOk(await readCodes(pdf));
  const main = codes.find(({ text }) => text.startsWith(KIND_DIGITS[kind]) && text.length > 100);
  if (!main) throw new OrderStopped('the label has no main code');
  return main.text;
}

/** Remits all that the carrier holds for the mall; returns what the mall has booked for this one parcel. */
async function remit(group: DemoGroup, purchase: string): Promise<Money> {
  const { mall, carrier } = group.parties;
  const sent = await carrier.desk.ask('cash.remit', { mall: mall.config.id });
  await until('the remittance has arrived', async () => {
    const remittances = (await mall.desk.ask('remittances.received', { limit: 100 })).rows;
    return remittances.find(({ remittance }) => remittance === sent.remittance);
  });
  const row = (await mall.desk.ask('purchases.list', { limit: 500 })).rows.find((row) => row.purchase === purchase);
  // The mall marks a parcel as paid by exactly its total, or not at all.
  if (!row?.paid) throw new OrderStopped(`the cash for ${formatNumber(purchase)} was not remitted`);
  return row.total;
}
