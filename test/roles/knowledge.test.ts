/**
 * What the desk says a party knows of an order, compared with what lies in its database: marked values are searched in
 * every column, and what is said to be sealed is opened by whoever is said to be able to.
 */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Knowledge } from '#shared/desk/knowledge.ts';
import { expectedHolding, type Fact, factsOf, type KnownFact } from '#shared/domain/knowledge.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { readAgencyKnowledge } from '#main/roles/agency/knowledge.ts';
import { readCarrierKnowledge } from '#main/roles/carrier/knowledge.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { readCreditKnowledge } from '#main/roles/credit/knowledge.ts';
import { readMallKnowledge } from '#main/roles/mall/knowledge.ts';
import { knowledgeDesk } from '#main/roles/office/knowledge-desk.ts';
import { readWrapperKnowledge } from '#main/roles/wrapper/knowledge.ts';
import { anAgencyGroup, anAskedOrder } from '../builders/an-agency.ts';
import { ADDRESSEE, aLabelText, anAgreedParcel } from '../builders/an-order.ts';
import { aGroup } from '../builders/a-group.ts';
import {
  aLinkedParcel,
  aSettlingGroup,
  type LinkedParcel,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../builders/a-payment.ts';
import type { TestParty } from '../builders/a-party.ts';
import { anOrderOf, aSealedGroup, aTerminal } from '../builders/a-sealed-order.ts';

/** Words by which a fact would be known. */
const MARKS: Readonly<Partial<Record<Fact, readonly string[]>>> = {
  goods: ['山の手帖', 'BK-1'],
  name: [ADDRESSEE.name],
  destination: ['尾上町', '231-0015'],
  phone: [ADDRESSEE.phone!],
  place: ['mainland'],
  payer: ['Sample Person', 'サンプル'],
  home: ['神宮前', '150-0001', '+81 3 0000 0001'],
  mail: ['person@mail.example'],
  card: [SAMPLE_PERSON.card, SAMPLE_PERSON.card.slice(0, 12)],
  secret: [SAMPLE_PERSON.password, 'lantern', 'fennel'],
};
/** Of no order: what a mall sells, who its partners are, what staff did, what a zone costs. */
const OF_NO_ORDER = [
  'product',
  'product_file',
  'catalogue_import_row',
  'partner',
  'trail',
  'setting',
  'kysely_migration',
];

let group: SettlingGroup;
let parcel: LinkedParcel;
let known: Record<'mall' | 'credit' | 'carrier', Knowledge>;

beforeAll(async () => {
  group = await aSettlingGroup();
  await forgetOthers();
  parcel = await aLinkedParcel(group, { items: { 'BK-1': 1 } });
  const { addressee } = await group.mall.storage.read.selectFrom('purchase').selectAll().executeTakeFirstOrThrow();
  const scan = aLabelText(parcel.number, addressee as Uint8Array<ArrayBuffer>);
  expectOk(await scanParcel(group.carrier.carrier, { who: 'sato' }, { scan, step: 'accept' }));
  await group.exchange();
  known = {
    mall: expectOk(await readMallKnowledge(group.mall.mall, { number: parcel.purchase })),
    credit: expectOk(await readCreditKnowledge(group.credit.credit, { number: parcel.receipt })),
    carrier: expectOk(await readCarrierKnowledge(group.carrier.carrier, { number: parcel.number })),
  };
});

/** One customer alone: of another the same name would be found. */
async function forgetOthers(): Promise<void> {
  await group.credit.storage.write(async (db) => {
    const { id } = await db
      .selectFrom('customer')
      .select('id')
      .where('name', '=', 'Sample Person')
      .executeTakeFirstOrThrow();
    const cards = db.selectFrom('card').select('id').where('customer', '!=', id);
    await db.deleteFrom('check_word').where('card', 'in', cards).execute();
    await db.deleteFrom('card').where('customer', '!=', id).execute();
    await db.deleteFrom('customer_search').where('customer', '!=', id).execute();
    await db.deleteFrom('customer').where('id', '!=', id).execute();
  });
}

/** Columns of the whole database in which one of the words stands as it is. */
function columnsWith(party: TestParty, marks: readonly string[]): string[] {
  const database = new Database(join(party.folder, 'tokumei.db'), { readonly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  const found = (tables.all() as { name: string }[])
    .filter(({ name }) => !OF_NO_ORDER.includes(name))
    .flatMap(({ name: table }) =>
      (database.prepare(`select * from "${table}"`).all() as Record<string, unknown>[]).flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => {
          const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
          const bytes = (mark: string): string => Buffer.from(mark).toString('latin1');
          return marks.some((mark) => text.toLowerCase().includes(mark.toLowerCase()) || text.includes(bytes(mark)))
            ? [`${table}.${column}`]
            : [];
        }),
      ),
    );
  database.close();
  return [...new Set(found)].sort();
}

const factOf = ({ facts }: Knowledge, fact: Fact): KnownFact => facts.find((one) => one.fact === fact)!;
const partyOf = (role: 'mall' | 'credit' | 'carrier'): TestParty => group[role];

describe.each(['mall', 'credit', 'carrier'] as const)('what the %s is said to know', (role) => {
  test.each(Object.keys(MARKS) as Fact[])('of %s stands in the columns that it names, and in no other', (fact) => {
    const told = factOf(known[role], fact);
    const found = columnsWith(partyOf(role), MARKS[fact]!);
    if (told.holding === 'clear') expect(found.filter((column) => !told.columns.includes(column))).toEqual([]);
    else expect(found).toEqual([]);
    expect(told.holding === 'clear').toBe(found.length > 0);
  });

  test('is what the protocol lets it have', () => {
    const { order, facts } = known[role];
    // Nobody has signed for it yet.
    const told = facts.filter(({ fact }) => fact !== 'signature');
    const expected = told.map(({ fact }) => [fact, expectedHolding(role, fact, order).holding]);
    expect(told.map(({ fact, holding }) => [fact, holding])).toEqual(expected);
    expect(facts.map(({ fact }) => fact)).toEqual(factsOf(order));
  });
});

describe('what is said to be sealed', () => {
  test('opens for whom it is said to, and for nobody else', async () => {
    const { addressee, contents } = await group.mall.storage.read
      .selectFrom('purchase')
      .selectAll()
      .executeTakeFirstOrThrow();
    const forCarrier = { kind: 'addressee', recipient: group.carrier.id, number: parcel.number } as const;
    expect(factOf(known.mall, 'destination')).toMatchObject({ holding: 'sealed', opens: ['carrier'] });
    expect(factOf(known.carrier, 'destination')).toMatchObject({ holding: 'sealed', opens: ['carrier'] });
    const opened = expectOk(await group.carrier.vault.open(addressee!, forCarrier));
    expect(Buffer.from(opened).includes('尾上町')).toBe(true);
    expect((await group.mall.vault.open(addressee!, forCarrier)).ok).toBe(false);
    const forMall = { kind: 'contents', recipient: group.mall.id, number: parcel.purchase } as const;
    expect(factOf(known.carrier, 'goods')).toMatchObject({ holding: 'sealed', opens: ['mall'] });
    expect((await group.mall.vault.open(contents, forMall)).ok).toBe(true);
    expect((await group.carrier.vault.open(contents, forMall)).ok).toBe(false);
  });

  test('is told with its time, and with the end of its key', () => {
    const { since, until } = factOf(known.mall, 'destination');
    expect(since).toBe(group.clock().toISOString());
    expect(until).toBe('2028-01-01T00:00:00.000Z');
    expect(factOf(known.mall, 'amount').until).toBeUndefined();
  });

  test('is told as held in clear the moment that it is', async () => {
    const other = await aGroup();
    const { purchase } = await anAgreedParcel(other, {});
    const read = async (): Promise<KnownFact> =>
      factOf(expectOk(await readMallKnowledge(other.mall.mall, { number: purchase })), 'destination');
    expect((await read()).holding).toBe('sealed');
    const clear = Buffer.from(`${ADDRESSEE.name} ${ADDRESSEE.lines.join(' ')}`.padEnd(246));
    await other.mall.storage.write((db) => db.updateTable('purchase').set({ addressee: clear }).execute());
    expect(await read()).toMatchObject({ holding: 'clear', columns: ['purchase.addressee'] });
    await other.mall.storage.write((db) => db.updateTable('purchase').set({ addressee: null }).execute());
    expect(await read()).toMatchObject({ holding: 'never', with: ['carrier'] });
  });
});

test('cash on delivery: the carrier has the amount, and no card is anywhere', async () => {
  const other = await aGroup();
  const { number, purchase } = await anAgreedParcel(other, {});
  const carrier = expectOk(await readCarrierKnowledge(other.carrier.carrier, { number }));
  expect(factOf(carrier, 'amount').holding).toBe('clear');
  expect(carrier.facts.some(({ fact }) => fact === 'card')).toBe(false);
  const mall = expectOk(await readMallKnowledge(other.mall.mall, { number: purchase }));
  expect(mall.facts.map(({ fact }) => fact)).not.toContain('payer');
  expect(factOf(mall, 'amount').with).toEqual(['carrier']);
});

test('a sealed order passes the mall in parts, one for each party, and a gift’s words with them', async () => {
  const sealed = await aSealedGroup({ network: false });
  const order = await anOrderOf(sealed, { wrapped: true });
  const terminal = await aTerminal(sealed, order);
  await terminal.prove();
  expectOk(await terminal.hand(await terminal.bundle()));
  const mall = expectOk(await readMallKnowledge(sealed.mall.mall, { number: order.purchase }));
  const told = (fact: Fact): unknown => [factOf(mall, fact).holding, factOf(mall, fact).opens];
  expect(['card', 'secret', 'destination', 'gift'].map((fact) => told(fact as Fact))).toEqual([
    ['sealed', ['credit']],
    ['sealed', ['credit']],
    ['sealed', ['carrier']],
    ['sealed', ['wrapper']],
  ]);
  await sealed.carry();
  const gifts = sealed.wrapper.storage.read.selectFrom('gift').selectAll();
  const { mall: shop, purchase } = await gifts.executeTakeFirstOrThrow();
  const wrapper = expectOk(await readWrapperKnowledge(sealed.wrapper.wrapper, { number: purchase, mall: shop }));
  for (const { fact, holding } of wrapper.facts) expect(holding, fact).toBe(fact === 'gift' ? 'sealed' : 'never');
});

test('an agency keeps nothing of the customer that went through it', async () => {
  const { agency, mall, clock } = await anAgencyGroup('reseal');
  const { purchase } = await anAskedOrder({ agency, mall, clock });
  const told = expectOk(await readAgencyKnowledge(agency.agency, { number: purchase }));
  const holdings = Object.fromEntries(told.facts.map(({ fact, holding }) => [fact, holding]));
  expect(holdings).toMatchObject({ amount: 'clear', card: 'passed', payer: 'passed', name: 'never', mail: 'never' });
});

test('a number that nobody has is not found, by any of the roles of an installation', async () => {
  const desk = knowledgeDesk(
    (asked) => readCreditKnowledge(group.credit.credit, asked),
    (): Promise<Result<Knowledge>> => readCarrierKnowledge(group.carrier.carrier, { number: parcel.number }),
  );
  const found = expectOk(await desk['knowledge.read']({ who: 'sato' } as never, { number: '1' }));
  expect(found.role).toBe('carrier');
  const none = await knowledgeDesk((asked) => readCreditKnowledge(group.credit.credit, asked))['knowledge.read'](
    { who: 'sato' } as never,
    { number: '1' },
  );
  expect(none).toMatchObject({ ok: false, error: { code: 'not-found' } });
});
