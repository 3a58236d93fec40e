/**
 * The privacy claim as a schema: every column of a party's database stands here with what it may hold. A new column
 * makes this test fail until somebody has thought about whether this party may know it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, type TestGroup } from '../builders/a-group.ts';
import { anAgreedParcel } from '../builders/an-order.ts';
import type { TestParty } from '../builders/a-party.ts';
import { COMMON_COLUMNS, columnsOf } from '../builders/database-columns.ts';

/** Names of products are the mall's own: in its catalogue, and in a basket until the order is placed. */
const MALL: Record<string, string> = {
  ...COMMON_COLUMNS,
  print_job: 'id printer kind made_by made_at expires_at state cause total printed refused unsure left_over start_at',
  // A reference is a label’s number; what is on the paper stands nowhere.
  print_job_item: 'job position reference detail state code',
  product:
    'sku name specification price currency tax_percent length_mm width_mm height_mm grams position stock' +
    ' barcode shelf marks low_stock on_sale sale_from sale_until revision',
  // Pictures are of products; what a camera wrote beside one is not taken.
  product_picture: 'id sku position alt_ja alt_en small large',
  picture: 'hash type width height bytes',
  catalogue_import: 'id at who state rows added changed withdrawn refused undone_at undone_by',
  catalogue_import_row: 'import sku revision before after',
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
  // A class of objection and classes of evidence: whose card it was stands nowhere.
  asked_dispute: 'dispute number credit amount currency about state asked_at answer_by answer evidence',
  cancellation: 'number order_id part reason at confirmed_on',
  // Which pieces were whole stands nowhere, only how many.
  received_parcel: 'purchase at pieces',
  customer_return:
    'purchase number reason state asked_at accepted_on arrived_on opened_at decided_at taken restocked changed_at',
  // Which products are missing stands nowhere, only their places in the sealed contents.
  label: 'label purchase piece of copy printed_at reason who approver voided_at voided_by void_reason',
  packing_mark: 'purchase marks',
  set_aside: 'purchase at who missing pieces',
  shortage: 'purchase at who missing pieces amount currency asked',
  size_correction: 'purchase turn was size by date at',
  // What is handed over, parcel by parcel: numbers, pieces and classes, as in the file that was signed.
  handover_count: 'purchase piece who at',
  manifest: 'manifest number carrier date closed_at who parcels pieces csv jws answered_on final',
  manifest_parcel: 'manifest purchase shipping pieces size taken found_at found_by',
  manifest_extra: 'manifest shipping',
  remittance: 'remittance carrier date parcels total currency breaks',
  remittance_break: 'remittance line shipping amount currency reason purchase expected',
  payout: 'payout credit date claims claimed refunded fee total currency breaks',
  invoice: 'invoice carrier month date parcels refunded total currency breaks',
  invoice_line: 'invoice size parcels expected rate rate_before',
  money_break: 'document line kind subject amount currency reason expected number',
};

/** Addressees exist sealed only; a zone is the carrier's own; of contents it has the mall's ciphertext. */
const CARRIER: Record<string, string> = {
  ...COMMON_COLUMNS,
  arrival: 'mall jti claims_digest claims state arrived_at',
  arrival_session: 'window arrival_hash browser_hash mall jti number decided expires_at',
  parcel:
    'number mall jti contents addressee envelope_prefix return_number size weight pay amount currency zone surcharge' +
    ' state collected remittance tracking_hash agreed_at changed_at invoice depot route' +
    ' wish_day wish_slot hold_depot hold_asked_at',
  piece: 'number piece of label accepted_at state depot',
  parcel_step: 'id number state at who reason station depot late asked',
  depot: 'code name address hours counter',
  route_prefix: 'country prefix depot route',
  // Prices and postal prefixes, of nobody's parcel.
  tariff_version: 'from_day tariff saved_at who begun',
  number_range: 'range format lead country first last issued in_use added_at who',
  // Who took a parcel is sealed to the carrier’s own key of that month.
  delivery_proof: 'number at who sealed',
  drawer: 'id who opened_at float currency closed_at expected counted reason',
  drawer_entry: 'drawer number amount at',
  pickup: 'manifest number mall date received_at parcels pieces closed_at closed_by',
  pickup_parcel: 'manifest number pieces size taken',
  pickup_extra: 'manifest number',
  // Where it came from stands nowhere: a depot is where it is now.
  return_parcel: 'number parcel mall state accepted_at arrived_at handed_at depot changed_at invoice',
  parcel_change: 'number change',
  change_count: 'name count',
  tour_order: 'depot route date position number',
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
      expectOk(await scanParcel(group.carrier.carrier, { who: 'sato' }, { scan: parcel.labelText, step }));
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
    const harmless = /^(settlement\.customer|customer_(order|return)\.\w+)$/;
    expect(names.filter((name) => personal.test(name) && !harmless.test(name))).toEqual([]);
    expect(names.filter((name) => /(^|[._])name$/.test(name)).sort()).toEqual(
      [
        'kysely_migration.name',
        'partner.name',
        'product.name',
        'product_file.name',
        'setting.name',
        // What a computer of its own is called.
        // Of the mall's own staff.
        'staff_account.name',
        'station.name',
        'station_pairing.name',
      ].sort(),
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
