/** Input that is refused, full of marks: what an error says, shows or writes down must hold none of them. */
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { mintNumber } from '#shared/domain/number.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk } from '#shared/result.ts';
import { randomDigit, sealTo } from '#main/vault/index.ts';
import { type CustomerBrowser, type CustomerPage, jsonBlock } from '../demo/customer.ts';
import { type PackedOrder, plainFields } from '../demo/play-parcel.ts';
import { HOLDER_COLUMNS, makeHolder } from './holders.ts';
import { makeAddressee } from './orders.ts';
import type { Stage } from './stage.ts';

/** Entries that the form gives back, each for another reason. */
export async function mistypeAddress(stage: Stage, browser: CustomerBrowser, form: CustomerPage): Promise<void> {
  const accept = new URL(`/ship/accept${form.url.search}`, form.url);
  const spoil: readonly ((addressee: Addressee) => Addressee)[] = [
    (addressee) => ({ ...addressee, lines: [addressee.lines[0]! + '長'.repeat(100)] }),
    (addressee) => ({ ...addressee, note: `${addressee.note}\u{1f381}` }),
    (addressee) => ({ ...addressee, phone: `${addressee.phone}x` }),
    (addressee) => ({ ...addressee, country: 'JPN' }),
  ];
  for (const wrong of spoil) {
    const fields = Object.entries(plainFields(wrong(makeAddressee(stage.book, 'JP'))));
    await expectRefusal(await browser.post(accept, fields));
  }
}

/** Forms filled with what does not belong there, paths and bodies that no page of ours sends. */
export async function customersMistake(stage: Stage, browser: CustomerBrowser, form: CustomerPage): Promise<void> {
  const { group, book } = stage;
  const carrier = group.parties.carrier.config.public.url;
  const shop = group.parties.mall.config.public.url;
  const accept = new URL(`/ship/accept${form.url.search}`, form.url);
  const addressee = makeAddressee(book, 'JP');
  const text = JSON.stringify(addressee);
  const words = [addressee.name, ...addressee.lines, addressee.phone, addressee.note!].map(encodeURIComponent);
  const token = `${toBase64Url(utf8('{"alg":"EdDSA"}'))}.${toBase64Url(utf8(text))}.AAAA`;

  await expectRefusal(
    await browser.post(accept, [
      ['envelope', text],
      ['zone', book.latin('zone')],
    ]),
  );
  await expectRefusal(
    await browser.post(accept, [
      ['envelope', toBase64Url(utf8(text))],
      ['zone', ''],
    ]),
  );
  await expectRefusal(await browser.postBody(accept, 'application/json', text));
  await expectRefusal(await browser.postBody(accept, 'text/plain', text));
  await expectRefusal(await browser.postBody(accept, FORM, `name=${words[0]}&note=${'x'.repeat(70_000)}`));
  await expectRefusal(await browser.postBody(accept, FORM, `${words[0]}=%E3%81&%${words[1]}`));
  for (const instruction of [token, text]) {
    const body = new URLSearchParams({ instruction }).toString();
    await expectRefusal(await browser.postBody(`${carrier}/ship`, FORM, body));
  }
  await expectRefusal(
    await browser.post(`${shop}/basket`, [
      ['take', addressee.name],
      [addressee.phone, text],
    ]),
  );
  // Leads back to the order that was placed already.
  await browser.post(`${shop}/carrier`, [
    ['carrier', addressee.name],
    ['pay', text],
  ]);
  for (const word of words) {
    await browser.get(`${carrier}/track?number=${word}`);
    await browser.get(`${carrier}/track/${word}`);
    await browser.get(`${carrier}/${word}`);
    await browser.get(`${carrier}/assets/${word}.js`);
    await browser.get(`${shop}/${word}?${word}=${word}`);
  }
  await browser.post(`${carrier}/language`, [
    ['language', addressee.name],
    ['back', `/${addressee.name}`],
  ]);
}

const FORM = 'application/x-www-form-urlencoded';

/** A clerk types, pastes or drops the wrong thing. */
export async function clerksMistake(stage: Stage): Promise<void> {
  const { group, book } = stage;
  const mall = group.parties.mall.desk;
  const credit = group.parties.credit.desk;
  const carrier = group.parties.carrier.desk;
  const addressee = makeAddressee(book, 'JP');
  const text = JSON.stringify(addressee);
  const file = Buffer.from(`%PDF-1.4\n${text}`).toString('base64');
  const product = `${book.japanese('product')} ${book.latin('product')}`;
  const row = [book.latin('product'), product, 'free', 'JPY', 10, 1, 1, 1, 1, product].join(',');
  const columns = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';

  for (const scan of [text, addressee.name, addressee.lines[0]!, addressee.phone, addressee.postalCode]) {
    await carrier.call('station.scan', { scan, step: 'accept' });
    await carrier.call('parcels.history', { number: scan.slice(0, 64) });
    await carrier.call('cash.remit', { mall: scan });
    await mall.call('packing.open', { number: scan.slice(0, 64) });
  }
  await carrier.call('station.scan', { scan: '1', step: addressee.name as 'look' });
  await carrier.call('station.scan-file', { file, step: 'accept' });
  await carrier.call(addressee.name as 'depots.list', {});
  await carrier.call('partners.add', { card: text });
  await mall.call('partners.add', { card: `e30.${toBase64Url(utf8(text))}.AAAA` });
  await mall.call('packing.slip', { purchase: addressee.phone, language: 'ja' });
  await mall.call('catalogue.import', { csv: `${columns}\n${row}\n` });
  await mall.call('catalogue.import', { csv: row });
  await carrier.call('catalogue.import', { csv: row });
  await creditClerksMistake(stage);
  for (const desk of [mall, credit, carrier]) await desk.ask('trail.list', { limit: 500 });
}

async function creditClerksMistake({ group, book }: Stage): Promise<void> {
  const { desk } = group.parties.credit;
  const holder = makeHolder(book, 1_000_000);
  const cells = holder.row.split(',');
  const spoil = (column: string, value: string): string =>
    cells.with(HOLDER_COLUMNS.split(',').indexOf(column), value).join(',');
  const rows = [
    spoil('email', cells[0]!),
    spoil('card_number', cells[3]!),
    spoil('limit', cells[4]!),
    spoil('expiry', cells[12]!),
    spoil('blocked', cells[6]!),
    `"${cells[0]}`,
  ];
  await desk.call('customers.import', { csv: [HOLDER_COLUMNS, ...rows].join('\n') });
  await desk.call('customers.import', { csv: holder.row });
  for (const text of [...cells.slice(0, 7), holder.number, holder.password, ...holder.words]) {
    await desk.call('customers.list', { search: text, limit: 100 });
    await desk.call('customers.open', { id: text });
    await desk.call('cards.block', { card: text, blocked: true, reason: 'lost' });
    await desk.call('cards.change-limit', { card: text, limit: { value: 1, currency: 'JPY' }, reason: 'asked for' });
    await desk.call(text as 'claims.list', { limit: 1 });
  }
  await desk.call('partners.add', { card: holder.row });
  await desk.call('catalogue.import', { csv: holder.row });
}

/** Labels that somebody made or changed: digits turned, an envelope of another's, a parcel that nobody agreed to. */
export async function forgeLabels(stage: Stage, form: CustomerPage, packed: PackedOrder): Promise<void> {
  const { desk } = stage.group.parties.carrier;
  const { publicKey, recipient } = jsonBlock(form, 'sealing') as { publicKey: string; recipient: string };
  const forge = async (number: string): Promise<string> => {
    const binding = { kind: 'addressee', recipient, number } as const;
    const plaintext = encodeAddressee(makeAddressee(stage.book, 'JP'));
    const envelope = expectOk(await sealTo(fromBase64Url(publicKey)!, binding, plaintext));
    return expectOk(encodeLabelText({ kind: 'shipping', label: { number, piece: 1, of: 1, copy: 1 }, envelope }));
  };
  const unknown = await forge(mintNumber('shipping', randomDigit));
  const texts = [turnDigit(packed.text), turnDigit(unknown), unknown, await forge(packed.labelId.slice(0, 14))];
  for (const scan of texts) {
    for (const step of ['look', 'accept'] as const) await desk.call('station.scan', { scan, step });
  }
}

function turnDigit(text: string): string {
  const last = Number(text.at(-1));
  return text.slice(0, -1) + String((last + 1) % 10);
}

async function expectRefusal(page: CustomerPage): Promise<void> {
  if (page.status < 400) throw new Error(`${page.url.pathname} took what it should refuse`);
}
