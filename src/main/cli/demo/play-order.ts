/** One order from the customer's browser to the remitted cash, through every real door. */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Addressee, AddresseeEntry } from '#shared/domain/addressee.ts';
import { type Money, yen } from '#shared/domain/money.ts';
import { formatNumber, normalizeNumber, numberKind } from '#shared/domain/number.ts';
import { zoneOf, type ZonePrefix } from '#shared/domain/zone.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { canonical } from '#shared/protocol/event.ts';
import { expectOk } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import { sealTo } from '#main/vault/index.ts';
import { FILES } from '#main/config.ts';
import {
  type CustomerBrowser,
  type CustomerPage,
  formAction,
  hiddenField,
  jsonBlock,
  openCustomerBrowser,
} from './customer.ts';
import type { DemoGroup } from './group.ts';
import { enteredAddressee, type OrderFile } from './order-file.ts';

/** What happened, as `demo --json` prints it. */
export interface PlayedOrder {
  readonly purchase: string;
  readonly shipping: string;
  /** Path of the PDF. */
  readonly label: string;
  /** The main code's digits, read back from the PDF. */
  readonly text: string;
  readonly opened: Omit<Addressee, 'note'>;
  readonly states: readonly string[];
  readonly collected: Money;
  readonly remitted: Money;
  readonly parties: Readonly<Record<'mall' | 'carrier', string>>;
}

export interface PlayOptions {
  /** As a browser without scripts: the carrier's server seals. */
  readonly withoutScripts?: boolean;
  /** The customer's; one of its own when left out. */
  readonly browser?: CustomerBrowser;
}

/** The order did not go through, and why: never with an address in it. */
export class OrderStopped extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'OrderStopped';
  }
}

/** Plays an order to its end; throws `OrderStopped` where a door refuses it, or where something else comes out. */
export async function playOrder(group: DemoGroup, order: OrderFile, options: PlayOptions = {}): Promise<PlayedOrder> {
  const browser = options.browser ?? openCustomerBrowser(group.rootPem);
  const purchase = await orderAtMall(group, browser, order);
  const form = await openCarrierWindow(group, browser);
  await agreeWithCarrier(browser, form, order, options);
  const played = await deliverOrder(group, await packOrder(group, purchase));
  expectSameAddressee(played.opened, order.addressee);
  return played;
}

/** What was opened at the depot is what the customer entered, whatever else lies in the parties' folders. */
export function expectSameAddressee(opened: PlayedOrder['opened'], typed: Addressee): void {
  const { note: _, ...entered } = expectOk(enteredAddressee(typed));
  if (canonical(opened) !== canonical(entered)) throw new OrderStopped('the label opens to another addressee');
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
  const { labelId } = await mall.desk.ask('packing.print', { purchase, checked });
  await mall.desk.ask('packing.slip', { purchase, language: 'ja' });
  const label = join(mall.folder, FILES.spool, `${labelId}.pdf`);
  const text = variant === 'b' ? labelId : await mainCodeOf(await readFile(label));
  return { purchase, labelId, label, text };
}

/** From the driver who takes it at the mall to the remitted cash. */
export async function deliverOrder(group: DemoGroup, packed: PackedOrder): Promise<PlayedOrder> {
  const { mall, carrier } = group.parties;
  const { purchase, label, labelId, text } = packed;
  await mall.desk.ask('packing.hand-over', { purchase });
  const file = (await readFile(label)).toString('base64');
  const accepted = await carrier.desk.ask('station.scan-file', { file, step: 'accept' });
  const { number } = accepted;
  await carrier.desk.ask('station.scan', { scan: text, step: 'arrive' });
  await carrier.desk.ask('station.scan', { scan: labelId, step: 'load' });
  const atDoor = await carrier.desk.ask('station.scan', { scan: text, step: 'deliver' });
  if (atDoor.due) await carrier.desk.ask('station.deliver', { scan: text, collected: atDoor.due });
  const collected = atDoor.amount ?? yen(0);
  const remitted = collected.value > 0 ? await remit(group, purchase) : yen(0);

  await until('the mall knows of the delivery', async () => {
    const purchases = await mall.desk.ask('purchases.list', { limit: 500 });
    return purchases.find((row) => row.purchase === purchase && row.state === 'delivered');
  });
  const history = await carrier.desk.ask('parcels.history', { number });
  const { note: _, ...opened } = accepted.addressee;
  return {
    purchase,
    shipping: number,
    label,
    text,
    opened,
    states: history.map(({ state }) => state),
    collected,
    remitted,
    parties: { mall: mall.folder, carrier: carrier.folder },
  };
}

/** From the catalogue to the page that offers the carrier's window; returns the purchase number on it. */
export async function orderAtMall(group: DemoGroup, browser: CustomerBrowser, order: OrderFile): Promise<string> {
  const { mall, carrier } = group.parties;
  const shop = mall.config.public.url;
  const basket = order.items.flatMap(({ sku, quantity }): [string, string][] => [
    ['take', sku],
    [`quantity:${sku}`, String(quantity)],
  ]);
  expectPage(await browser.post(`${shop}/basket`, basket), '/carrier');
  const choice = [
    ['carrier', carrier.config.id],
    ['pay', order.pay],
  ] as const;
  const confirmation = expectPage(await browser.post(`${shop}/carrier`, choice), '/confirm');
  const answer = [
    ['answer', 'ok'],
    ['shown', hiddenField(confirmation, 'shown') ?? ''],
  ] as const;
  return purchaseOn(expectPage(await browser.post(`${shop}/confirm`, answer), '/order'));
}

function purchaseOn({ body }: CustomerPage): string {
  const numbers = [...body.matchAll(/<span class="number">([\d ]+)<\/span>/g)].map(([, shown]) =>
    normalizeNumber(shown!),
  );
  const purchase = numbers.find((number) => numberKind(number) === 'purchase');
  if (purchase === undefined) throw new OrderStopped('the order page shows no purchase number');
  return purchase;
}

/** Takes the mall's instruction to the carrier; returns the carrier's form. */
export async function openCarrierWindow(group: DemoGroup, browser: CustomerBrowser): Promise<CustomerPage> {
  const window = await browser.get(`${group.parties.mall.config.public.url}/order`);
  const instruction = hiddenField(window, 'instruction');
  const action = formAction(window, 'instruction');
  if (instruction === undefined || action === undefined) throw new OrderStopped('the shop offers no carrier window');
  return expectPage(await browser.post(action, [['instruction', instruction]]), '/ship/form');
}

/** "Ship". */
export async function agreeWithCarrier(
  browser: CustomerBrowser,
  form: CustomerPage,
  order: OrderFile,
  options: PlayOptions = {},
): Promise<CustomerPage> {
  const accept = new URL(`/ship/accept${form.url.search}`, form.url);
  const fields = options.withoutScripts ? plainFields(order.addressee) : await sealedFields(form, order.addressee);
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

function expectPage(page: CustomerPage, path: string): CustomerPage {
  if (page.status === 200 && page.url.pathname === path) return page;
  const code = /<p class="code">[^<]*?([a-z-]+)\s*<\/p>/.exec(page.body)?.[1] ?? 'no reason';
  throw new OrderStopped(`${page.url.host}${page.url.pathname} answered ${page.status}, ${code}`);
}

async function mainCodeOf(pdf: Uint8Array): Promise<string> {
  const codes = expectOk(await readCodes(pdf));
  const main = codes.find(({ text }) => text.startsWith('3') && text.length > 100);
  if (!main) throw new OrderStopped('the label has no main code');
  return main.text;
}

/** Remits all that the carrier holds for the mall; returns what the mall has booked for this one parcel. */
async function remit(group: DemoGroup, purchase: string): Promise<Money> {
  const { mall, carrier } = group.parties;
  const sent = await carrier.desk.ask('cash.remit', { mall: mall.config.id });
  await until('the remittance has arrived', async () => {
    const remittances = await mall.desk.ask('remittances.received', {});
    return remittances.find(({ remittance }) => remittance === sent.remittance);
  });
  const row = (await mall.desk.ask('purchases.list', { limit: 500 })).find((row) => row.purchase === purchase);
  // The mall marks a parcel as paid by exactly its total, or not at all.
  if (!row?.paid) throw new OrderStopped(`the cash for ${formatNumber(purchase)} was not remitted`);
  return row.total;
}

const PATIENCE_MS = 20_000;

/** Looks again and again; throws where `what` does not come true. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new OrderStopped(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
