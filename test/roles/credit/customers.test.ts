import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { addCard, blockCard, cardId, changeLimit, renewCard } from '#main/roles/credit/cards.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { openCustomerList } from '#main/roles/credit/customer-list.ts';
import { addCustomer, editCustomer, openCustomer } from '#main/roles/credit/customers.ts';
import { verifySecret } from '#main/vault/index.ts';
import { aCardNumber, BLOCKED, CUSTOMERS, EXPIRED, HANAKO, SAMPLE_PERSON, TARO } from '../../builders/a-payment.ts';
import { aCredit, type TestCredit } from '../../builders/a-party.ts';

let credit: TestCredit;
beforeEach(async () => {
  credit = await aCredit();
});

const findCustomers = async (deps: TestCredit['credit'], who: string, search: string) =>
  (await openCustomerList(deps)(who, { search, limit: 100 })).rows;

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
    expect(await take(CUSTOMERS)).toMatchObject({ state: 'done', rows: 5, looked: 5, imported: 5, refused: [] });
    expect(await cardOf(HANAKO.card)).toMatchObject({ last_four: '3902', expiry: '2029-03', available: 300_000 });
    expect(await cardOf(TARO.card)).toMatchObject({ card_limit: 50_000, available: 1199, blocked: 0 });
    expect(await cardOf(EXPIRED.card)).toMatchObject({ expiry: '2024-05' });
    expect(await cardOf(BLOCKED.card)).toMatchObject({ blocked: 1 });
    const [hanako] = await findCustomers(credit.credit, 'mori', 'ミホン ハナコ');
    expect(expectOk(await openCustomer(credit.credit, 'mori', hanako!.id))).toMatchObject({
      name: '見本 花子',
      address: '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室',
      employer: '見本商事',
      billing: 'mail',
      language: 'ja',
      owed: yen(0),
      cards: [
        {
          lastFour: '3902',
          limit: yen(300_000),
          available: yen(300_000),
          held: yen(0),
          blocked: false,
          checkWords: 3,
        },
      ],
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
    expect(report).toMatchObject({ imported: 1, refused: [{ line: 2, code, field }] });
    const told = JSON.stringify([report, await readTrail(credit.storage.read, { limit: 10 })]);
    for (const value of ['Test Person', 'test@mail', CARDS[0]!, 'secret-1', 'nobody'])
      expect(told).not.toContain(value);
  });

  test('of a row that ends too soon names what is missing', async () => {
    expect((await take(file('Only Name'))).refused).toEqual([{ line: 2, code: 'field-missing', field: 'email' }]);
  });

  test('refuses a card that is known, in the same file and in a later one, and changes nothing of it', async () => {
    const again = row({ email: 'other@mail.example', password: 'another', limit: '9', available: '9' });
    expect(await take(file(row(), again))).toMatchObject({
      imported: 1,
      refused: [{ line: 3, code: 'card-known', field: 'card_number' }],
    });
    const before = await cards();
    expect(await take(file(again))).toMatchObject({
      imported: 0,
      refused: [{ line: 2, code: 'card-known', field: 'card_number' }],
    });
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
    expect(report).toMatchObject({ imported: 2, refused: [{ line: 4, code: 'email-known', field: 'email' }] });
    const [found] = await findCustomers(credit.credit, 'mori', 'test@');
    expect(found).toMatchObject({ name: 'Test Person', lastFours: [CARDS[0]!.slice(-4), CARDS[1]!.slice(-4)] });
  });

  test('needs every column, in whatever order', async () => {
    expect(await importCustomers(credit.credit, 'mori', 'name,kana\nA,B\n')).toEqual(
      fail('catalogue-columns', 'postal_code'),
    );
    expect(await importCustomers(credit.credit, 'mori', '')).toMatchObject({ error: { code: 'catalogue-columns' } });
    const turn = (line: string): string => line.split(',').reverse().join(',');
    expect(await take(file(row()).split('\n').map(turn).join('\n'))).toMatchObject({ imported: 1, refused: [] });
  });

  test('reads what spreadsheet programs write, and counts lines as an editor does', async () => {
    const long = row({ address: '"first line, and\nsecond"', card_number: CARDS[1]! });
    const csv = `\ufeff${file(row(), '', long, row({ card_number: 'x' }))}`.replaceAll('\n', '\r\n');
    // A line break within an address is no text of one line.
    expect(await take(csv)).toMatchObject({
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
    expect(await take(file(row(), stray, open, row({ card_number: CARDS[3]! })))).toMatchObject({
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
    const files = readdirSync(credit.folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    expect(files.some((bytes) => bytes.includes('hanako@mail.example'))).toBe(true);
    const secrets = ['tsubaki-7', 'sazanka-12', 'correct horse battery', 'kaede', 'mizuumi', 'hayabusa', 'lantern'];
    for (const { card } of [HANAKO, TARO, SAMPLE_PERSON, EXPIRED, BLOCKED]) {
      secrets.push(card, card.slice(0, 12), card.replace(/(\d{4})(?=\d)/g, '$1 '));
      secrets.push(Buffer.from(card).toString('base64url'), Buffer.from(card).toString('hex'));
    }
    for (const secret of secrets) expect(files.filter((bytes) => bytes.includes(secret))).toEqual([]);
  });

  test('the password and the check words are scrypt, each kind with a salt of its own, and no word twice', async () => {
    await take(file(row({ check_words: 'secret-1|SECRET-1|other' })));
    const [card] = await cards();
    const words = await credit.storage.read.selectFrom('check_word').select('word').execute();
    const hashes = [card!.password, ...words.map(({ word }) => word)];
    for (const hash of hashes) expect(hash).toMatch(/^scrypt\$\d+\$\d+\$\d+\$[\w-]{22}\$[\w-]{43}$/);
    for (const hash of hashes.slice(0, 2)) expect(await verifySecret('secret-1', hash)).toBe(true);
    const salts = hashes.map((hash) => hash.split('$')[4]);
    expect([hashes.length, new Set(hashes).size, salts[0] === salts[1]]).toEqual([3, 3, false]);
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

  test('does not mind width, case, spaces, or which kana', async () => {
    for (const text of ['みほん はなこ', 'ﾐﾎﾝﾊﾅｺ', '見本花子', 'HANAKO@', 'ｈａｎａｋｏ']) {
      expect(await names(text), text).toEqual(['見本 花子']);
    }
    expect(await names('３９０２')).toEqual(['見本 花子']);
    // The end of one field does not join the beginning of the next.
    expect(await names('花子ミホン')).toEqual([]);
  });

  test('shows the newest first, whether found by name or by card', async () => {
    credit.clock.advance({ minutes: 1 });
    await take(file(row({ name: '見本 三郎', email: 'n3902@mail.example' })));
    expect((await names(''))[0]).toBe('見本 三郎');
    expect((await names('見本')).slice(0, 1)).toEqual(['見本 三郎']);
    expect(await names('見本')).toHaveLength(3);
    expect(await names('3902')).toEqual(['見本 三郎', '見本 花子']);
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

describe('a customer taken down by hand', () => {
  const CONTACT = {
    name: ' 見本  四郎',
    kana: 'ミホン シロウ',
    postalCode: '530-0001',
    address: '大阪府大阪市北区梅田0-0',
    phone: '06-0000-0000',
    email: 'Shiro@mail.example',
    employer: '',
  };
  const card = (changes: object = {}) => ({
    number: CARDS[1]!,
    expiry: '2029-11',
    limit: yen(80_000),
    password: 'sumire-4',
    checkWords: ['tsuki', ' ', 'hoshi'],
    ...changes,
  });
  const add = (changes: object = {}) =>
    addCustomer(credit.credit, 'sato', { ...CONTACT, ...changes, card: card((changes as { card?: object }).card) });

  test('has a first card, is found at once, and is in the trail by reference alone', async () => {
    const { id } = expectOk(await add());
    expect(expectOk(await openCustomer(credit.credit, 'sato', id))).toMatchObject({
      name: '見本  四郎',
      email: 'shiro@mail.example',
      employer: '',
      cards: [{ expiry: '2029-11', limit: yen(80_000), available: yen(80_000), checkWords: 2, blocked: false }],
    });
    expect((await findCustomers(credit.credit, 'sato', 'シロウ')).map((row) => row.id)).toEqual([id]);
    expect(await verifySecret('sumire-4', (await cardOf(CARDS[1]!)).password)).toBe(true);
    const deeds = await readTrail(credit.storage.read, { limit: 10 });
    expect(deeds.at(-1)).toMatchObject({ who: 'sato', action: 'customer.added', subject: id });
    for (const value of ['四郎', 'shiro', CARDS[1]!, 'sumire', '530-0001', 'tsuki']) {
      expect(JSON.stringify(deeds)).not.toContain(value);
    }
  });

  test.each([
    [{ name: ' ' }, 'field-missing', 'name'],
    [{ name: 'a\u0007' }, 'field-characters', 'name'],
    [{ address: '丁'.repeat(201) }, 'field-too-long', 'address'],
    [{ email: 'nobody' }, 'field-invalid', 'email'],
    [{ card: { number: '' } }, 'field-missing', 'number'],
    [{ card: { number: '4111007269513903' } }, 'field-invalid', 'number'],
    [{ card: { expiry: '2029-13' } }, 'field-invalid', 'expiry'],
    [{ card: { expiry: '2026-10' } }, 'field-invalid', 'expiry'],
    [{ card: { limit: yen(-1) } }, 'field-invalid', 'limit'],
    [{ card: { limit: { value: 1, currency: 'USD' } } }, 'field-invalid', 'limit'],
    [{ card: { password: '' } }, 'field-missing', 'password'],
  ] as const)('is refused whole for one field: %j', async (changes, code, field) => {
    expect(await add(changes)).toEqual(fail(code, field));
    expect(await cards()).toEqual([]);
    expect(await findCustomers(credit.credit, 'sato', '')).toEqual([]);
  });

  test('is refused for a card that is known and an address of mail that is another’s, even of the same name', async () => {
    expectOk(await add());
    expect(await add({ email: 'other@mail.example' })).toEqual(fail('card-known', 'number'));
    expect(await add({ card: { number: CARDS[2]! } })).toEqual(fail('email-known', 'email'));
    expect(await cards()).toHaveLength(1);
    expect(await findCustomers(credit.credit, 'sato', '')).toHaveLength(1);
  });

  test('gets further cards', async () => {
    const { id } = expectOk(await add());
    const further = { customer: id, ...card({ number: CARDS[2]! }) };
    const added = expectOk(await addCard(credit.credit, 'sato', further));
    expect(await addCard(credit.credit, 'sato', further)).toEqual(fail('card-known', 'number'));
    expect(await addCard(credit.credit, 'sato', { ...further, number: CARDS[3]!, customer: 'nobody' })).toEqual(
      fail('not-found'),
    );
    expect(expectOk(await openCustomer(credit.credit, 'sato', id)).cards).toHaveLength(2);
    const deeds = await readTrail(credit.storage.read, { limit: 10 });
    expect(deeds.find(({ action }) => action === 'card.added')?.subject).toBe(added.card);
  });
});

describe('a customer’s data', () => {
  beforeEach(() => take(CUSTOMERS));
  const hanako = async () => (await findCustomers(credit.credit, 'sato', '花子'))[0]!;
  const edit = async (changes: Record<string, string>) =>
    editCustomer(credit.credit, 'sato', { id: (await hanako()).id, changes });

  test('change field by field; the trail says which, never what stood or stands in them', async () => {
    const { id } = await hanako();
    expectOk(await edit({ address: '神奈川県横浜市西区0-0', phone: '045-000-0001', kana: 'ミホン ハナコ' }));
    const opened = expectOk(await openCustomer(credit.credit, 'sato', id));
    expect(opened).toMatchObject({ address: '神奈川県横浜市西区0-0', phone: '045-000-0001', name: '見本 花子' });
    const deeds = await readTrail(credit.storage.read, { limit: 10 });
    const edited = deeds.find(({ action }) => action === 'customer.edited');
    expect(edited).toMatchObject({ who: 'sato', subject: id, detail: 'address phone' });
    for (const value of ['西区', '尾上町', '045-000']) expect(JSON.stringify(deeds)).not.toContain(value);
  });

  test('are found by what stands there now', async () => {
    expectOk(await edit({ name: '例題 花子', email: 'REIDAI@mail.example' }));
    expect(await findCustomers(credit.credit, 'sato', '見本 花子')).toEqual([]);
    expect(await findCustomers(credit.credit, 'sato', 'hanako@')).toEqual([]);
    expect(await findCustomers(credit.credit, 'sato', '例題')).toMatchObject([{ email: 'reidai@mail.example' }]);
  });

  test('stay as they are where one field can’t stand', async () => {
    const { id } = await hanako();
    expect(await edit({ phone: '1', email: 'taro@mail.example' })).toEqual(fail('email-known', 'email'));
    expect(await edit({ phone: '1', name: '' })).toEqual(fail('field-missing', 'name'));
    expect(await edit({ phone: '1', address: 'a\u202eb' })).toEqual(fail('field-characters', 'address'));
    expect(expectOk(await openCustomer(credit.credit, 'sato', id))).toMatchObject({ phone: '045-000-0000' });
    expect(await editCustomer(credit.credit, 'sato', { id: 'nobody', changes: {} })).toEqual(fail('not-found'));
  });

  test('that do not change leave nothing in the trail', async () => {
    expectOk(await edit({ email: 'Hanako@mail.example', name: '見本 花子' }));
    const deeds = await readTrail(credit.storage.read, { limit: 10 });
    expect(deeds.map(({ action }) => action)).not.toContain('customer.edited');
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

  test('is renewed, and closed by a month that has passed, with a reason in the trail', async () => {
    const { id } = await cardOf(EXPIRED.card);
    expectOk(await renewCard(credit.credit, 'sato', { card: id, expiry: '2031-05', reason: 'asked' }));
    expect((await cardOf(EXPIRED.card)).expiry).toBe('2031-05');
    expectOk(await renewCard(credit.credit, 'sato', { card: id, expiry: '2026-10', reason: 'closed' }));
    expect((await cardOf(EXPIRED.card)).expiry).toBe('2026-10');
    const [deed] = await readTrail(credit.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ action: 'card.renewed', subject: id, detail: '2026-10 closed' });
    for (const expiry of ['2031-13', '31-05', '']) {
      expect(await renewCard(credit.credit, 'sato', { card: id, expiry, reason: 'x' })).toEqual(
        fail('field-invalid', 'expiry'),
      );
    }
    expect(await renewCard(credit.credit, 'sato', { card: 'nobody', expiry: '2031-05', reason: 'x' })).toEqual(
      fail('not-found'),
    );
  });
});
