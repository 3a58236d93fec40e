import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import {
  blockCard,
  cardId,
  changeLimit,
  findCustomers,
  importCustomers,
  openCustomer,
} from '#main/roles/credit/customers.ts';
import { verifySecret } from '#main/vault/index.ts';
import { aCardNumber, BLOCKED, CUSTOMERS, EXPIRED, HANAKO, SAMPLE_PERSON, TARO } from '../../builders/a-payment.ts';
import { aCredit, type TestCredit } from '../../builders/a-party.ts';

let credit: TestCredit;
beforeEach(async () => {
  credit = await aCredit();
});

const HEADER = CUSTOMERS.split('\n')[0]!;
/** Well-formed card numbers of nobody. */
const CARDS = Array.from({ length: 4 }, (_, n) => aCardNumber(n));

function row(changes: Record<string, string> = {}): string {
  const usual: Record<string, string> = {
    name: 'Test Person',
    kana: 'テスト',
    postal_code: '100-0001',
    address: 'Somewhere 1',
    phone: '03-0000-0000',
    email: 'test@mail.example',
    employer: '',
    card_number: CARDS[0]!,
    expiry: '2029-01',
    limit: '1000',
    available: '1000',
    currency: 'JPY',
    password: 'secret-1',
    check_words: 'one|two',
    blocked: 'no',
  };
  const values = { ...usual, ...changes };
  return HEADER.split(',')
    .map((column) => values[column]!)
    .join(',');
}
const file = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');
const take = async (csv: string) => expectOk(await importCustomers(credit.credit, 'mori', csv));
const cards = () => credit.storage.read.selectFrom('card').selectAll().execute();
const cardOf = async (number: string) => {
  const id = await cardId(credit.credit, number);
  return credit.storage.read.selectFrom('card').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
};

describe('an import of customers', () => {
  test('takes the sample with all its rows', async () => {
    expect(await take(CUSTOMERS)).toEqual({ imported: 5, refused: [] });
    expect(await cardOf(HANAKO.card)).toMatchObject({ last_four: '3902', expiry: '2029-03', available: 300_000 });
    expect(await cardOf(TARO.card)).toMatchObject({ card_limit: 50_000, available: 1199, blocked: 0 });
    expect(await cardOf(EXPIRED.card)).toMatchObject({ expiry: '2024-05' });
    expect(await cardOf(BLOCKED.card)).toMatchObject({ blocked: 1 });
    const [hanako] = await findCustomers(credit.credit, 'mori', 'ミホン ハナコ');
    expect(expectOk(await openCustomer(credit.credit, 'mori', hanako!.id))).toMatchObject({
      name: '見本 花子',
      address: '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室',
      employer: '見本商事',
      owed: yen(0),
      cardList: [{ lastFour: '3902', limit: yen(300_000), available: yen(300_000), blocked: false, checkWords: 3 }],
    });
  });

  test.each([
    ['name', { name: '' }, 'field-missing'],
    ['name', { name: 'a\u202eb' }, 'field-invalid'],
    ['name', { name: '名'.repeat(81) }, 'field-invalid'],
    ['email', { email: 'nobody' }, 'field-invalid'],
    ['email', { email: '' }, 'field-missing'],
    ['card_number', { card_number: '4111007269513903' }, 'field-invalid'],
    ['card_number', { card_number: '' }, 'field-missing'],
    ['expiry', { expiry: '2029-13' }, 'field-invalid'],
    ['expiry', { expiry: '01/29' }, 'field-invalid'],
    ['limit', { limit: '-1' }, 'field-invalid'],
    ['available', { available: '1e3' }, 'field-invalid'],
    ['currency', { currency: 'USD' }, 'field-invalid'],
    ['password', { password: '' }, 'field-missing'],
    ['check_words', { check_words: Array(21).fill('w').join('|') }, 'field-invalid'],
    ['blocked', { blocked: 'maybe' }, 'field-invalid'],
  ] as const)('names a row that can’t stand by its line and %s alone: %j', async (field, changes, code) => {
    const report = await take(file(row(changes), row({ card_number: CARDS[1]! })));
    expect(report).toEqual({ imported: 1, refused: [{ line: 2, code, field }] });
    const told = JSON.stringify([report, await readTrail(credit.storage.read, { limit: 10 })]);
    for (const value of ['Test Person', 'test@mail', CARDS[0]!, 'secret-1', 'nobody'])
      expect(told).not.toContain(value);
  });

  test('of a row that ends too soon names what is missing', async () => {
    expect((await take(file('Only Name'))).refused).toEqual([{ line: 2, code: 'field-missing', field: 'email' }]);
  });

  test('refuses a card that is known, in the same file and in a later one, and changes nothing of it', async () => {
    const again = row({ email: 'other@mail.example', password: 'another', limit: '9', available: '9' });
    expect(await take(file(row(), again))).toMatchObject({ imported: 1, refused: [{ line: 3, field: 'card_number' }] });
    const before = await cards();
    expect(await take(file(again))).toMatchObject({ imported: 0, refused: [{ line: 2, field: 'card_number' }] });
    expect(await cards()).toEqual(before);
    expect(await credit.storage.read.selectFrom('customer').select('email').execute()).toHaveLength(1);
    // Grouped, or in full width, it is the same card.
    const grouped = row({ card_number: CARDS[0]!.replace(/(\d{4})(?=\d)/g, '$1 ') });
    const wide = row({ card_number: CARDS[0]!.replace('4', '４') });
    expect((await take(file(grouped, wide))).imported).toBe(0);
  });

  test('joins the cards of one person, and refuses an address of mail that is another person’s', async () => {
    const second = row({ card_number: CARDS[1]!, email: 'TEST@mail.example' });
    const other = row({ card_number: CARDS[2]!, name: 'Somebody Else' });
    const report = await take(file(row(), second, other));
    expect(report).toEqual({ imported: 2, refused: [{ line: 4, code: 'field-invalid', field: 'email' }] });
    const [found] = await findCustomers(credit.credit, 'mori', 'test@');
    expect(found).toMatchObject({ name: 'Test Person', cards: 2 });
  });

  test('needs every column, in whatever order', async () => {
    expect(await importCustomers(credit.credit, 'mori', 'name,kana\nA,B\n')).toEqual(
      fail('catalogue-columns', 'postal_code'),
    );
    expect(await importCustomers(credit.credit, 'mori', '')).toMatchObject({ error: { code: 'catalogue-columns' } });
    const turn = (line: string): string => line.split(',').reverse().join(',');
    expect(await take(file(row()).split('\n').map(turn).join('\n'))).toEqual({ imported: 1, refused: [] });
  });

  test('reads what spreadsheet programs write, and counts lines as an editor does', async () => {
    const long = row({ address: '"first line, and\nsecond"', card_number: CARDS[1]! });
    const csv = `\ufeff${file(row(), '', long, row({ card_number: 'x' }))}`.replaceAll('\n', '\r\n');
    // A line break within an address is no text of one line.
    expect(await take(csv)).toEqual({
      imported: 1,
      refused: [
        { line: 4, code: 'field-invalid', field: 'address' },
        { line: 6, code: 'field-invalid', field: 'card_number' },
      ],
    });
  });

  test('is not sunk by a stray quotation mark, nor by a quotation that never ends', async () => {
    const stray = row({ name: 'Mr 5" Ruler', email: 'a@mail.example', card_number: CARDS[1]! });
    const open = row({ name: '"Endless', email: 'b@mail.example', card_number: CARDS[2]! });
    expect(await take(file(row(), stray, open, row({ card_number: CARDS[3]! })))).toEqual({
      imported: 2,
      refused: [{ line: 4, code: 'field-invalid', field: 'row' }],
    });
  });

  test('is recorded with its counts and tells the screens', async () => {
    const heard: string[] = [];
    credit.changes.listen((topic) => heard.push(topic));
    await take(file(row(), row({ card_number: 'x' })));
    expect(new Set(heard)).toEqual(new Set(['customers']));
    const [deed] = await readTrail(credit.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'mori', action: 'customers.imported', detail: '1/2' });
  });
});

describe('at rest', () => {
  test('there is no card number, no password and no check word in any file of the party', async () => {
    await take(CUSTOMERS);
    await credit.storage.backup(join(credit.folder, 'copy.db'));
    const files = readdirSync(credit.folder).map((name) => readFileSync(join(credit.folder, name)));
    expect(files.some((bytes) => bytes.includes('hanako@mail.example'))).toBe(true);
    const secrets = ['tsubaki-7', 'sazanka-12', 'correct horse battery', 'kaede', 'mizuumi', 'hayabusa', 'lantern'];
    for (const { card } of [HANAKO, TARO, SAMPLE_PERSON, EXPIRED, BLOCKED]) {
      secrets.push(card, card.slice(0, 12), card.replace(/(\d{4})(?=\d)/g, '$1 '));
      secrets.push(Buffer.from(card).toString('base64url'), Buffer.from(card).toString('hex'));
    }
    for (const secret of secrets) expect(files.filter((bytes) => bytes.includes(secret))).toEqual([]);
  });

  test('passwords and check words are scrypt, each with a salt of its own', async () => {
    await take(file(row({ check_words: 'secret-1|secret-1' })));
    const [card] = await cards();
    const words = await credit.storage.read.selectFrom('check_word').select('word').execute();
    const hashes = [card!.password, ...words.map(({ word }) => word)];
    for (const hash of hashes) {
      expect(hash).toMatch(/^scrypt\$\d+\$\d+\$\d+\$[\w-]{22}\$[\w-]{43}$/);
      expect(await verifySecret('secret-1', hash)).toBe(true);
    }
    expect(new Set(hashes).size).toBe(3);
  });

  test('a card’s id tells nothing to whoever has not this party’s key', async () => {
    const other = await aCredit({ id: 'other-credit.localhost' });
    const number = HANAKO.card;
    expect(await cardId(credit.credit, number)).toBe(await cardId(credit.credit, number));
    expect(await cardId(other.credit, number)).not.toBe(await cardId(credit.credit, number));
  });
});

describe('looking a customer up', () => {
  beforeEach(() => take(CUSTOMERS));
  const names = async (text: string): Promise<string[]> =>
    (await findCustomers(credit.credit, 'sato', text)).map(({ name }) => name);

  test('goes by part of the name, kana, mail address, or the last four digits', async () => {
    expect(await names('太郎')).toEqual(['見本 太郎']);
    expect(await names('サンプル')).toEqual(['Sample Person']);
    expect(await names('ichiro@')).toEqual(['期限切 一郎']);
    expect(await names('3902')).toEqual(['見本 花子']);
    expect((await names('')).length).toBe(5);
    expect(await names('nobody')).toEqual([]);
  });

  test('takes wildcards as nothing', async () => {
    expect(await names('見%子')).toEqual([]);
    expect(await names('_本 ')).toEqual(await names('本'));
    expect(await names('%')).toEqual(await names(''));
  });

  test('is in the trail without what was asked, and so is an opened file', async () => {
    const [found] = await findCustomers(credit.credit, 'sato', '花子');
    expectOk(await openCustomer(credit.credit, 'sato', found!.id));
    const deeds = await readTrail(credit.storage.read, { limit: 2 });
    expect(deeds.map(({ who, action, subject }) => [who, action, subject])).toEqual([
      ['sato', 'customer.opened', found!.id],
      ['sato', 'customers.found', credit.id],
    ]);
    expect(JSON.stringify(deeds)).not.toContain('花子');
    expect(await openCustomer(credit.credit, 'sato', 'nobody')).toEqual(fail('not-found'));
  });
});

describe('a card', () => {
  beforeEach(() => take(CUSTOMERS));

  test('is blocked and unblocked with a reason in the trail', async () => {
    const { id } = await cardOf(HANAKO.card);
    expectOk(await blockCard(credit.credit, 'sato', { card: id, blocked: true, reason: 'lost' }));
    expect((await cardOf(HANAKO.card)).blocked).toBe(1);
    expectOk(await blockCard(credit.credit, 'sato', { card: id, blocked: false, reason: 'found' }));
    expect((await cardOf(HANAKO.card)).blocked).toBe(0);
    const deeds = await readTrail(credit.storage.read, { limit: 2 });
    expect(deeds.map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
      ['card.unblocked', id, 'found'],
      ['card.blocked', id, 'lost'],
    ]);
    const nobody = { card: 'nobody', blocked: true, reason: 'x' };
    expect(await blockCard(credit.credit, 'sato', nobody)).toEqual(fail('not-found'));
  });

  test('gets another limit, and never one below what is used', async () => {
    const { id } = await cardOf(TARO.card);
    const change = (value: number, currency = 'JPY') =>
      changeLimit(credit.credit, 'sato', { card: id, limit: { value, currency }, reason: 'asked' });
    expectOk(await change(60_000));
    expect(await cardOf(TARO.card)).toMatchObject({ card_limit: 60_000, available: 11_199 });
    expectOk(await change(48_801));
    expect(await cardOf(TARO.card)).toMatchObject({ card_limit: 48_801, available: 0 });
    expect(await change(48_800)).toEqual(fail('field-invalid', 'limit'));
    expect(await change(60_000, 'USD')).toEqual(fail('not-found'));
    expect(await cardOf(TARO.card)).toMatchObject({ card_limit: 48_801, available: 0 });
  });
});
