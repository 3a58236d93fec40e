/**
 * The privacy claim as a schema: every column of a party's database stands here with what it may hold. A new column
 * makes this test fail until somebody has thought about whether this party may know it.
 */
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, type TestGroup } from '../builders/a-group.ts';
import { anAgreedParcel } from '../builders/an-order.ts';
import type { TestParty } from '../builders/a-party.ts';

/** Tables of every party: partners, messages, the trail of deeds, settings, numbers. */
const COMMON: Record<string, string> = {
  partner: 'id role name state card next_card variant added_at last_sent_at last_received_at',
  partner_pin: 'pin partner',
  outbox: 'id partner type subject event created_at attempts next_at accepted_at rejected_at last_error',
  inbox: 'source id digest received_at',
  trail: 'id at who action subject detail',
  setting: 'name value',
  issued_number: 'number',
  kysely_migration: 'name timestamp',
  kysely_migration_lock: 'id is_locked',
};

/** Names of products are the mall's own: in its catalogue, and in a basket until the order is placed. */
const MALL: Record<string, string> = {
  ...COMMON,
  product: 'sku name specification price currency tax_percent length_mm width_mm height_mm grams position stock',
  shop_session: 'token_hash basket carrier credit pay expires_at order_id flow agency wrapper',
  // What is to go back is read from the sealed contents each time.
  stock_return: 'order_id part done',
  purchase:
    'number order_id counterparty variant jti contents prices total currency size weight pay state placed_at' +
    ' offered_at expires_at decided_at shipping return_number addressee changed_at paid_at remittance return_reason shipped_on',
  // `customer` is the credit company's ciphertext: the mall passes it on and can't open it.
  settlement:
    'number order_id counterparty variant jti contents amount currency state offered_at expires_at receipt customer' +
    ' hold_until changed_at claimed released refunded',
  product_file: 'sku position name bytes sha256',
  // The buyer’s public key names nobody: it is made for one order.
  customer_order: 'id placed_at total shipping_charge currency pay buyer_key flow',
  // Parts are sealed to their parties; `prices` names no product. A sealer is a pseudonym, another for each party.
  sealed_order: 'order_id token_hash expires_at prices bundle bundle_digest received_at',
  sealed_part:
    'order_id position party asks number state sealer challenge challenges answer answer_envelope changed_at',
  agency_ask: 'order_id agency state changed_at',
  claim: 'claim payment part amount currency date payout lapsed',
  goods: 'number order_id amount currency state bytes sha256 uploaded attempts next_at last_error changed_at',
  refund: 'refund order_id way amount currency reason state asked_at done_at released charged part',
  cancellation: 'number order_id part reason at confirmed_on',
  // Which pieces were whole stands nowhere, only how many.
  received_parcel: 'purchase at pieces',
  label: 'label purchase copy printed_at reason',
  remittance: 'remittance carrier date parcels total currency breaks',
  remittance_break: 'remittance line shipping amount currency reason purchase expected',
  payout: 'payout credit date claims claimed refunded fee total currency breaks',
  invoice: 'invoice carrier month date parcels refunded total currency breaks',
  invoice_line: 'invoice size parcels expected rate rate_before',
  money_break: 'document line kind subject amount currency reason expected number',
};

/** Addressees exist sealed only; a zone is the carrier's own; of contents it has the mall's ciphertext. */
const CARRIER: Record<string, string> = {
  ...COMMON,
  arrival: 'mall jti claims_digest claims state arrived_at',
  arrival_session: 'window arrival_hash browser_hash mall jti number decided expires_at',
  parcel:
    'number mall jti contents addressee envelope_prefix return_number size weight pay amount currency zone surcharge' +
    ' state collected remittance tracking_hash agreed_at changed_at invoice',
  piece: 'number piece of label accepted_at',
  parcel_step: 'id number state at who reason',
  remittance: 'remittance mall date parcels total currency',
  voided_label: 'label mall',
  // To whom the cash goes is read from the parcel’s sealed addressee each time.
  cash_refund: 'refund number mall amount currency reason state asked_at done_at who invoice',
  invoice: 'invoice mall month date parcels refunded total currency',
  invoice_line: 'invoice size parcels rate',
};

let group: TestGroup;
let files: Record<'mall' | 'carrier', Buffer>;
beforeAll(async () => {
  group = await aGroup();
  for (const zone of ['mainland', 'okinawa']) {
    const parcel = await anAgreedParcel(group, { items: { 'BK-2': 1 }, zone });
    for (const step of ['look', 'accept'] as const) {
      expectOk(await scanParcel(group.carrier.carrier, 'sato', { scan: parcel.labelText, step }));
    }
  }
  await group.exchange();
  const copyOf = async (party: TestParty): Promise<Buffer> => {
    const copy = join(party.folder, 'copy.db');
    await party.post.storage.backup(copy);
    return readFileSync(copy);
  };
  files = { mall: await copyOf(group.mall), carrier: await copyOf(group.carrier) };
});

function columnsOf(party: TestParty): Record<string, string> {
  const database = new Database(join(party.folder, 'tokumei.db'), { readonly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  const columns = Object.fromEntries(
    (tables.all() as { name: string }[]).map(({ name }) => [
      name,
      (database.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name).join(' '),
    ]),
  );
  database.close();
  return columns;
}

const ADDRESS_MARKS = ['見本 花子', '尾上町', '見本マンション', '231-0015', '045-000-0000'];

describe('the mall’s database', () => {
  test('has these columns and no other', () => {
    expect(columnsOf(group.mall)).toEqual(MALL);
  });

  test('has no column for a person', () => {
    const names = Object.entries(columnsOf(group.mall)).flatMap(([table, columns]) =>
      columns.split(' ').map((column) => `${table}.${column}`),
    );
    const personal =
      /address(?!ee$)|phone|mail|customer|buyer|street|city|postal|postcode|zip|zone|region|card_|person/i;
    // A ciphertext, a public key made for one order, and the order itself: nobody.
    const harmless = /^(settlement\.customer|customer_order\.\w+)$/;
    expect(names.filter((name) => personal.test(name) && !harmless.test(name))).toEqual([]);
    expect(names.filter((name) => /(^|[._])name$/.test(name)).sort()).toEqual(
      ['kysely_migration.name', 'partner.name', 'product.name', 'product_file.name', 'setting.name'].sort(),
    );
  });

  test('holds no address, and of the addressee the carrier’s ciphertext alone', () => {
    for (const mark of ADDRESS_MARKS) expect(files.mall.includes(mark)).toBe(false);
    expect(files.mall.includes('okinawa')).toBe(false);
  });
});

describe('the carrier’s database', () => {
  test('has these columns and no other', () => {
    expect(columnsOf(group.carrier)).toEqual(CARRIER);
  });

  test('has no column for a product or a card', () => {
    const names = Object.values(columnsOf(group.carrier)).join(' ').split(' ');
    expect(names.filter((name) => /sku|product|item|basket|price|specification|card_|grams|mm$/i.test(name))).toEqual(
      [],
    );
  });

  test('holds no product and no addressee in clear', () => {
    for (const mark of ['coastal birds', 'Field guide', 'Softcover']) expect(files.carrier.includes(mark)).toBe(false);
    for (const mark of ADDRESS_MARKS) expect(files.carrier.includes(mark)).toBe(false);
  });

  test('holds no price where nothing is collected', async () => {
    const other = await aGroup();
    const parcel = await anAgreedParcel(other, { items: { 'HM-1': 1, 'BK-2': 1 }, pay: 'later' });
    const row = await other.carrier.storage.read.selectFrom('parcel').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ number: parcel.number, amount: null, collected: null });
    const { claims } = await other.carrier.storage.read
      .selectFrom('arrival')
      .select('claims')
      .executeTakeFirstOrThrow();
    expect(Object.keys(JSON.parse(claims) as object)).not.toContain('amount');
  });
});

describe('what the two databases have in common', () => {
  test('is the purchase number of this counterparty and the numbers of the parcel, never the order’s own id', async () => {
    const rows = await group.mall.storage.read.selectFrom('purchase').select('order_id').execute();
    for (const { order_id } of rows) expect(files.carrier.includes(order_id)).toBe(false);
  });
});
