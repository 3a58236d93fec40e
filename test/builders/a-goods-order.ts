/** Electronic goods that were settled: a mall with files on its products, a credit company, and a buyer's key. */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk } from '#shared/result.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import { sealContents } from '#main/roles/mall/contents.ts';
import { appendToFile, beginFile, finishFile } from '#main/roles/mall/product-files.ts';
import type { GoodsTable, SettlementTable } from '#main/roles/mall/tables.ts';
import { randomDigit, randomUuid, sealTo, sha256, variantCDigits } from '#main/vault/index.ts';
import { aClock, type TestClock } from './a-clock.ts';
import { introduce } from './a-group.ts';
import { aBuyerKey, type BuyerKey } from './an-order.ts';
import { aCredit, aMall, type TestCredit, type TestMall, type TestParty } from './a-party.ts';

export const GOODS_CATALOGUE = `sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification
EB-1,電子書籍『海図のない航海』,1200,JPY,10,,,,,EPUB 3
EB-2,Audio guide to coastal birds,2400,JPY,10,,,,,MP3 2 h
EB-3,電子書籍『ファイルのない本』,900,JPY,10,,,,,EPUB 3
BK-1,文庫本『山の手帖』,715,JPY,10,152,107,14,190,文庫判 240ページ
`;

/** What is attached to the products of that catalogue. */
export const GOODS_FILES: Readonly<Record<string, readonly (readonly [name: string, bytes: Uint8Array])[]>> = {
  'EB-1': [['海図のない航海.epub', someBytes(300_000, 1)]],
  'EB-2': [
    ['part 1.mp3', someBytes(200_000, 2)],
    ['notes.pdf', someBytes(1, 3)],
  ],
};

/** The same each time, and nothing that compresses. */
export function someBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

export interface GoodsGroup {
  readonly mall: TestMall;
  readonly credit: TestCredit;
  readonly clock: TestClock;
}

export async function aGoodsGroup(
  choice: { readonly prepare?: (parties: readonly TestParty[]) => Promise<void> } = {},
): Promise<GoodsGroup> {
  const clock = aClock();
  const mall = await aMall({ clock });
  const credit = await aCredit({ clock });
  await choice.prepare?.([mall, credit]);
  await introduce(mall, credit);
  expectOk(await importCatalogue(mall.mall, 'staff', GOODS_CATALOGUE));
  for (const [sku, files] of Object.entries(GOODS_FILES)) {
    for (const [name, bytes] of files) await attachFile(mall, sku, name, bytes);
  }
  return { mall, credit, clock };
}

/** As a screen does, in pieces. */
export async function attachFile(
  { mall }: TestMall,
  sku: string,
  name: string,
  bytes: Uint8Array,
  piece = 100_000,
): Promise<void> {
  const { upload } = expectOk(await beginFile(mall, { sku, name }));
  for (let offset = 0; offset < bytes.length; offset += piece) {
    const data = Buffer.from(bytes.subarray(offset, offset + piece)).toString('base64');
    expectOk(await appendToFile(mall, { upload, offset, data }));
  }
  expectOk(await finishFile(mall, 'staff', upload));
}

/** The file that a buyer may keep of it. */
export function buyerKeyFile({ publicKey, privateKey }: BuyerKey): string {
  return JSON.stringify({
    tokumei: 'buyer-key/1',
    publicKey: toBase64Url(publicKey),
    privateKey: toBase64Url(privateKey),
  });
}

export interface GoodsOrderChoice {
  readonly items?: Readonly<Record<string, number>>;
  readonly variant?: Variant;
  readonly buyer?: BuyerKey;
  readonly state?: GoodsTable['state'];
  readonly payment?: SettlementTable['state'];
  /** Minutes from now until the hold ends. */
  readonly holdMinutes?: number;
}

export interface SettledGoods {
  /** The payment's purchase number. */
  readonly number: string;
  readonly receipt: string;
  readonly orderId: string;
  readonly amount: number;
  readonly buyer: BuyerKey;
  readonly customer: Uint8Array<ArrayBuffer>;
}

const freshNumber = <K extends 'purchase' | 'receipt'>(kind: K) =>
  numberFromDigits(kind, Array.from({ length: 12 }, () => String(randomDigit())).join(''));

/** Rows as placing and settling leave them: the customer paid, nothing is sealed yet. */
export async function someSettledGoods(
  { mall: { mall }, credit, clock }: GoodsGroup,
  choice: GoodsOrderChoice = {},
): Promise<SettledGoods> {
  const { items = { 'EB-1': 1, 'EB-2': 1 }, variant = 'a', buyer = aBuyerKey() } = choice;
  const products = await mall.storage.read
    .selectFrom('product')
    .selectAll()
    .where('sku', 'in', Object.keys(items))
    .execute();
  const lines = products.map((product) => ({ product, quantity: items[product.sku]! }));
  const amount = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  const number = freshNumber('purchase');
  const contents = await sealContents(mall, number, lines);
  const receipt =
    variant === 'c' ? numberFromDigits('receipt', variantCDigits(sha256(contents))) : freshNumber('receipt');
  const key = currentKey({ keys: credit.vault.publicKeys() }, 'seal', clock())!;
  const customer = expectOk(
    await sealTo(
      fromBase64Url(key.x)!,
      { kind: 'customer', recipient: credit.id, number: receipt },
      encodeCustomer({ name: '見本 花子', reference: 'C-0001' }),
    ),
  );
  const orderId = randomUuid();
  const now = clock().toISOString();
  const later = (minutes: number): string => new Date(clock().getTime() + minutes * 60_000).toISOString();
  await mall.storage.write(async (db) => {
    await db
      .insertInto('customer_order')
      .values({
        id: orderId,
        placed_at: now,
        total: amount,
        shipping_charge: 0,
        currency: 'JPY',
        pay: 'settled',
        flow: 'window',
        buyer_key: buyer.publicKey,
      })
      .execute();
    await db
      .insertInto('settlement')
      .values({
        number,
        order_id: orderId,
        counterparty: credit.id,
        variant,
        jti: variant === 'c' ? toBase64Url(sha256(contents)) : number,
        contents,
        amount,
        currency: 'JPY',
        state: choice.payment ?? 'accepted',
        offered_at: now,
        expires_at: later(15),
        receipt,
        customer: variant === 'b' ? null : customer,
        hold_until: later(choice.holdMinutes ?? 7 * 24 * 60),
        claimed: 0,
        released: 0,
        refunded: 0,
        changed_at: now,
      })
      .execute();
    await db
      .insertInto('goods')
      .values({
        number,
        order_id: orderId,
        amount,
        currency: 'JPY',
        state: choice.state ?? 'ready',
        bytes: null,
        sha256: null,
        uploaded: 0,
        attempts: 0,
        next_at: null,
        last_error: null,
        changed_at: now,
      })
      .execute();
    mall.changes.announce('goods');
  });
  return { number, receipt, orderId, amount, buyer, customer };
}
