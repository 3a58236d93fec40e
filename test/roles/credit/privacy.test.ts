/**
 * The credit company's side of the privacy claim as a schema: every column of its database stands here. A new one makes
 * this test fail until somebody has thought about whether a company that must not learn what was bought, nor where it
 * goes, may know it.
 */
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk } from '#shared/result.ts';
import { checkWords } from '#main/roles/credit/check-words.ts';
import { handOver, printLabel } from '#main/roles/mall/packing.ts';
import type { InquiryTable } from '#main/roles/credit/inquiry-tables.ts';
import { aDecidedInquiry } from '../../builders/an-inquiry.ts';
import { CATALOGUE } from '../../builders/an-order.ts';
import {
  aLinkedParcel,
  aSettlingGroup,
  HANAKO,
  type LinkedParcel,
  type SettlingGroup,
} from '../../builders/a-payment.ts';
import type { TestParty } from '../../builders/a-party.ts';
import { COMMON_COLUMNS, columnsOf } from '../../builders/database-columns.ts';

const CREDIT: Record<string, string> = {
  ...COMMON_COLUMNS,
  arrival: 'mall jti claims_digest claims state arrived_at',
  arrival_session: 'window arrival_hash browser_hash mall jti number decided expires_at',
  // Its own customers, whom it bills: the only addresses it has.
  customer: 'id name kana postal_code address phone email employer created_at billing language',
  // Name, kana and address of mail once more, folded, so that a customer is found quickly.
  customer_search: 'id customer text',
  // The number itself is nowhere: a keyed hash finds the card, four digits name it to people.
  card: 'id customer last_four expiry card_limit available currency password blocked',
  // That an account is closed, and which card took another's place.
  closed_account: 'customer closed_at',
  card_replacement: 'card replaced_by why at',
  check_word: 'card position word',
  // Of unknown cards too, under the hash that would find one; no network address.
  attempt: 'id kind card mall at',
  // Keys and ids that a holder's authenticator made for this company alone: they name nobody elsewhere.
  passkey: 'id card handle public_key counter transports created_at last_used_at',
  passkey_offer: 'window card until',
  passkey_challenge: 'window purpose card challenge handle until',
  // The link's token is not here: the vault alone can tell it.
  card_reset: 'token_hash id card way created_at expires_at used_at',
  // `contents` is the mall's ciphertext.
  settlement:
    'receipt mall jti card customer contents sealed_customer amount captured refunded currency state held_at' +
    ' hold_until released paid_with',
  claim: 'claim mall receipt amount currency date payable payout refunded covered statement',
  // A class of reason, never what came back.
  credit_refund: 'refund receipt mall amount currency reason kind released given_back at payout statement',
  // Staff write what the customer said; the form asks them to name no product. To the mall goes a class alone.
  dispute: 'dispute receipt mall amount currency about state opened_at due_on answer evidence refund',
  dispute_note: 'id dispute at who kind note',
  // What a package is in bytes, padded; what is in it is sealed to its buyer.
  forwarding: 'receipt mall bytes sha256 state announced_at changed_at mail sent_at',
  // The token itself stands in the customer's mail alone.
  goods_link: 'token_hash receipt expires_at',
  // About what and for which customer: address and words are put together when a mail leaves.
  mail: 'id kind subject customer state created_at attempts tried_at next_at sent_at delayed_at last_error',
  // What was claimed, under whose trade name, and nothing of what it was for.
  statement:
    'reference customer month language amount currency issued_at due_on paid state dunned_at rests_until way sent_at' +
    ' paid_from',
  statement_line: 'statement position kind subject receipt mall date amount',
  statement_letter: 'id statement kind made_at printed_at',
  // `text` is what the customer's bank says about the payment.
  bank_payment: 'id statement customer date amount currency source bank_ref text state booked_at',
  pay_run_head: 'run date state malls total currency',
  pay_run: 'payout run mall date claims refunds fee total currency parts account',
  // Of malls, not of customers.
  payee: 'partner holder bank_code bank_name branch_code branch_name account_type account_number iban bic fee_rate',
  // `request` is what was sealed, until it is decided; `card` and `facts` of the company's own customer; no sealer's pseudonym.
  inquiry:
    'id mall jti flow agency amount currency receipt digest request state reason detail card facts rules nonce' +
    ' received_at decided_at',
  // A wallet's serial names it to its agency alone; whose it is stands nowhere.
  wallet_lock: 'agency serial wrong locked_at',
  transfer: 'id at kind subject debit credit amount currency',
  account_balance: 'account currency balance',
};

const ITEMS = { 'BK-2': 1, 'HM-1': 1 };
const TOTAL = 2860 + 16_500;
const WRONG = { ...HANAKO, password: 'azami-1' };

let group: SettlingGroup;
let parcel: LinkedParcel;
let inquiries: InquiryTable[];
let files: Record<'mall' | 'credit' | 'carrier', Buffer>;
beforeAll(async () => {
  group = await aSettlingGroup();
  const asked = { card: HANAKO.card, words: ['kaede'] };
  expectOk(await checkWords(group.credit.credit, group.mall.id, asked));
  parcel = await aLinkedParcel(group, { items: ITEMS, entry: HANAKO });
  const checked = Object.entries(ITEMS).map(([sku, quantity]) => ({ sku, quantity }));
  expectOk(await printLabel(group.mall.mall, 'mori', { purchase: parcel.purchase, checked }));
  expectOk(await handOver(group.mall.mall, 'mori', parcel.purchase));
  await group.exchange();
  inquiries = [await aDecidedInquiry(group, { entry: HANAKO }), await aDecidedInquiry(group, { entry: WRONG })];
  const copyOf = async (party: TestParty): Promise<Buffer> => {
    const copy = join(party.folder, 'copy.db');
    await party.post.storage.backup(copy);
    return readFileSync(copy);
  };
  files = {
    mall: await copyOf(group.mall),
    credit: await copyOf(group.credit),
    carrier: await copyOf(group.carrier),
  };
});

interface Column {
  readonly table: string;
  readonly name: string;
  readonly values: readonly unknown[];
}

function readColumns(party: TestParty): Column[] {
  const database = new Database(join(party.folder, 'tokumei.db'), { readonly: true });
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all() as { name: string }[];
  const columns = tables.flatMap(({ name: table }) => {
    const rows = database.prepare(`select * from "${table}"`).all() as Record<string, unknown>[];
    const names = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    return names.map((name) => ({ table, name, values: rows.map((row) => row[name]) }));
  });
  database.close();
  return columns;
}

/** Whatever could serve as a name for something: numbers, tokens, hashes, ciphertext. */
function namesIn(party: TestParty): Set<string> {
  const texts = readColumns(party)
    // Who the partners are is no record of an order; the mall's own card is the same for all.
    .filter(({ table }) => !/^(partner|partner_pin|kysely_.*|trail)$/.test(table))
    .flatMap(({ values }) => values)
    .map((value) => (Buffer.isBuffer(value) ? value.toString('base64url') : String(value)));
  return new Set(texts.flatMap((text) => text.match(/\d{12,}|[\w-]{20,}/g) ?? []));
}

describe('the credit company’s database', () => {
  test('has these columns and no other', () => {
    expect(columnsOf(group.credit)).toEqual(CREDIT);
  });

  test('has no column for a product, a parcel or a destination', () => {
    const names = readColumns(group.credit).map(({ table, name }) => `${table}.${name}`);
    const told =
      /sku|product|item|basket|quantity|specification|grams|_mm|size|weight|parcel|shipping|carrier|zone|region/i;
    expect(names.filter((name) => told.test(name))).toEqual([]);
    // The queue of mails and the name of one in it hold no address.
    const MAILS = /^(mail\.(?!.*address)\w+|forwarding\.mail)$/;
    const places = names.filter(
      (name) => /address|postal|city|street|phone|mail|country|consignee/i.test(name) && !MAILS.test(name),
    );
    expect(places.sort()).toEqual(['customer.address', 'customer.email', 'customer.phone', 'customer.postal_code']);
  });

  test('holds nothing of the catalogue, and nothing of the parcel', () => {
    const products = CATALOGUE.split('\n')
      .slice(1)
      .flatMap((row) => row.split(',').slice(0, 2))
      .filter((name) => name !== '');
    const ofParcel = [parcel.number, parcel.purchase, parcel.orderId, 'carrier.localhost', 'みほん運輸'];
    for (const mark of [...products, ...ofParcel]) expect(files.credit.includes(mark), mark).toBe(false);
    // It does hold what it is for.
    for (const mark of ['見本 花子', parcel.receipt, parcel.jti]) expect(files.credit.includes(mark), mark).toBe(true);
  });

  test('holds no card number, no password and no check word', () => {
    const secrets = [HANAKO.card, HANAKO.card.slice(0, 12), HANAKO.password, WRONG.password];
    for (const secret of [...secrets, 'kaede', 'mizuumi', 'hayabusa']) {
      expect(files.credit.includes(secret)).toBe(false);
    }
  });

  test('holds nothing of a decided inquiry that could be opened again', () => {
    expect(inquiries.map(({ state, request }) => [state, request])).toEqual([
      ['yes', null],
      ['no', null],
    ]);
  });
});

describe('the others’ databases', () => {
  test('hold no card, and of the payer the credit company’s ciphertext alone', () => {
    for (const file of [files.mall, files.carrier]) {
      for (const mark of [HANAKO.card, HANAKO.password, 'kaede', '見本 花子', 'hanako@mail.example', 'ミホン']) {
        expect(file.includes(mark), mark).toBe(false);
      }
    }
  });

  test('the carrier’s holds no price of what was paid already', () => {
    const texts = readColumns(group.carrier).flatMap(({ values }) => values.map(String));
    expect(texts.filter((text) => new RegExp(`\\b(${TOTAL}|16500|2860)\\b`).test(text))).toEqual([]);
    const amounts = readColumns(group.carrier).find(({ table, name }) => table === 'parcel' && name === 'amount');
    expect(amounts!.values).toEqual([null]);
  });
});

test('credit company and carrier have no name in common to join their records on', () => {
  const [credit, carrier] = [namesIn(group.credit), namesIn(group.carrier)];
  expect(credit.has(parcel.receipt)).toBe(true);
  expect(carrier.has(parcel.number)).toBe(true);
  expect([...credit].filter((name) => carrier.has(name))).toEqual([]);
});

test('the mall’s claim tells the credit company an amount and a day, not an hour', async () => {
  const [claim] = await group.credit.storage.read.selectFrom('claim').selectAll().execute();
  expect(claim).toMatchObject({ mall: group.mall.id, amount: yen(TOTAL).value, date: '2026-11-21' });
});
