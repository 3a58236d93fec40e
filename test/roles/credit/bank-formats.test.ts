/** The bank's files, byte for byte, and read back by rules that are not the writers' own. */
import { describe, expect, test } from 'vitest';
import { bankAccountSchema } from '#shared/domain/bank-account.ts';
import { writePain001 } from '#main/roles/credit/pain001.ts';
import { writeZengin } from '#main/roles/credit/zengin.ts';
import { OWN_ACCOUNT, PAYEE } from '../../builders/a-billing.ts';

const TRANSFERS = [
  { payout: '0b8c8a2e-53c5-4a3e-9d62-1f3a5f1f0c11', account: PAYEE, amount: 14_514 },
  {
    payout: '5f0f2d3c-1d0a-4b8e-8a77-2c4d9a7e6b22',
    account: { ...PAYEE, holder: 'ｶﾜｼﾖﾃﾝ(ﾕ', accountType: 'savings', iban: 'GB82WEST12345698765432', bic: 'WESTGB22' },
    amount: 9_999_999_999,
  },
] as const;

const zengin = (isBroken = true): Buffer => Buffer.from(writeZengin(OWN_ACCOUNT, '2026-12-01', TRANSFERS, isBroken));

describe('a Zengin file', () => {
  test('is records of 120 bytes, byte for byte', () => {
    const decoded = new TextDecoder('shift_jis').decode(zengin());
    expect(decoded).toBe(
      [
        `12100012345678ﾐﾎﾝｸﾚｼﾞﾂﾄ(ｶ${' '.repeat(29)}12019998ﾐﾎﾝ${' '.repeat(12)}001ﾎﾝﾃﾝ${' '.repeat(11)}20054321${' '.repeat(17)}`,
        `29999ﾅﾐ${' '.repeat(13)}102ﾐﾅﾄ${' '.repeat(12)}000011234567ﾐﾅﾄﾋﾔﾂｶ(ｶ${' '.repeat(21)}0000014514000000000000000000000` +
          `7${' '.repeat(8)}`,
        `29999ﾅﾐ${' '.repeat(13)}102ﾐﾅﾄ${' '.repeat(12)}000041234567ｶﾜｼﾖﾃﾝ(ﾕ${' '.repeat(22)}9999999999000000000000000000000` +
          `7${' '.repeat(8)}`,
        `8000002010000014513${' '.repeat(101)}`,
        `9${' '.repeat(119)}`,
      ]
        .map((record) => `${record}\r\n`)
        .join(''),
    );
  });

  test('adds up when it is read by position', () => {
    const bytes = zengin(false);
    expect(bytes.length % 120).toBe(0);
    const records = Array.from({ length: bytes.length / 120 }, (_, at) => bytes.subarray(at * 120, at * 120 + 120));
    const field = (record: Buffer, from: number, length: number): string =>
      record.toString('latin1', from - 1, from - 1 + length);
    expect(records.map((record) => field(record, 1, 1)).join('')).toBe('12289');
    const data = records.filter((record) => field(record, 1, 1) === '2');
    const trailer = records.at(-2)!;
    expect(Number(field(trailer, 2, 6))).toBe(data.length);
    expect(Number(field(trailer, 8, 12))).toBe(data.reduce((sum, record) => sum + Number(field(record, 81, 10)), 0));
    // Positions of the JBA's data record: bank 2, branch 21, kind 43, number 44.
    expect(
      data.map((record) => [field(record, 2, 4), field(record, 21, 3), field(record, 43, 1), field(record, 44, 7)]),
    ).toEqual([
      ['9999', '102', '1', '1234567'],
      ['9999', '102', '4', '1234567'],
    ]);
    for (const byte of bytes) expect((byte >= 0x20 && byte < 0x7f) || (byte >= 0xa1 && byte <= 0xdf)).toBe(true);
  });

  test('is not written where something does not fit', () => {
    const over = { account: PAYEE, amount: 10_000_000_000 };
    expect(() => writeZengin(OWN_ACCOUNT, '2026-12-01', [over], true)).toThrow('fit');
  });
});

const MESSAGE = {
  run: '9c1b7a54-0d2e-4f6a-8b3c-5d7e9f1a2b33',
  initiator: 'Mihon <Credit> & "Co" \u0007株式会社',
  date: '2026-12-01',
  currency: 'JPY',
  own: OWN_ACCOUNT,
  transfers: TRANSFERS,
};

describe('a pain.001 message', () => {
  const xml = writePain001(MESSAGE);

  test('is what it is, line for line', async () => {
    await expect(xml).toMatchFileSnapshot('../../vectors/pain001.xml');
  });

  test('is well-formed, and its sums and counts are those of its transactions', () => {
    const root = readXml(xml);
    const header = root.one('CstmrCdtTrfInitn').one('GrpHdr');
    const block = root.one('CstmrCdtTrfInitn').one('PmtInf');
    const transactions = block.all('CdtTrfTxInf');
    const amounts = transactions.map((each) => BigInt(each.one('Amt').one('InstdAmt').text));
    const sum = String(amounts.reduce((total, amount) => total + amount, 0n));
    for (const part of [header, block]) {
      expect([part.one('NbOfTxs').text, part.one('CtrlSum').text]).toEqual([String(transactions.length), sum]);
    }
    expect(header.one('InitgPty').one('Nm').text).toBe('Mihon <Credit> & "Co"  株式会社');
    for (const each of transactions) {
      expect(each.one('PmtId').one('EndToEndId').text).toMatch(/^[0-9a-f]{32}$/);
      expect(each.one('CdtrAgt').one('FinInstnId').one('ClrSysMmbId').one('MmbId').text).toBe('9999102');
    }
    expect(transactions[1]!.one('CdtrAcct').one('Id').one('IBAN').text).toBe('GB82WEST12345698765432');
    expect(transactions[0]!.one('CdtrAcct').one('Id').one('Othr').one('Id').text).toBe('1234567');
    expect(xml).not.toMatch(/InstdAmt Ccy="JPY">\d+\./);
  });
});

test('an account is taken as people type it, and refused where a bank would refuse it', () => {
  const typed = {
    ...PAYEE,
    holder: 'みなとひゃっか（カ',
    bankName: 'ナミ',
    accountNumber: '567',
    iban: 'gb82 west 1234 5698 7654 32',
  };
  expect(bankAccountSchema.parse(typed)).toMatchObject({
    holder: 'ﾐﾅﾄﾋﾔﾂｶ(ｶ',
    bankName: 'ﾅﾐ',
    accountNumber: '0000567',
    iban: 'GB82WEST12345698765432',
  });
  for (const wrong of [
    { holder: '港百貨' },
    { holder: '' },
    { holder: 'ア'.repeat(31) },
    { bankCode: '99' },
    { accountNumber: '12345678' },
    { iban: 'GB82WEST12345698765433' },
    { bic: 'WEST' },
  ]) {
    expect(bankAccountSchema.safeParse({ ...PAYEE, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  }
});

/** The little of XML that is needed to read it back: elements, attributes, the five entities. Throws where tags don't match. */
interface Element {
  readonly text: string;
  all(name: string): readonly Element[];
  one(name: string): Element;
}

function readXml(xml: string): Element {
  const stack: { name: string; text: string; children: { name: string; element: Element }[] }[] = [
    { name: '', text: '', children: [] },
  ];
  const rest = xml
    .replace(/^<\?xml[^?]*\?>/, '')
    .replace(/<(\/?)([A-Za-z0-9]+)([^<>]*)>([^<]*)/g, (_, end, name, __, text) => {
      if (end === '/') {
        const closed = stack.pop()!;
        if (closed.name !== name) throw new Error(`${closed.name} ends as ${String(name)}`);
        stack.at(-1)!.children.push({ name: closed.name, element: toElement(closed) });
      } else stack.push({ name: String(name), text: String(text), children: [] });
      return '';
    });
  if (stack.length !== 1 || rest.trim() !== '') throw new Error('not well-formed');
  return toElement(stack[0]!).one('Document');
}

function toElement({
  text,
  children,
}: {
  text: string;
  children: readonly { name: string; element: Element }[];
}): Element {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  const all = (name: string): readonly Element[] =>
    children.filter((child) => child.name === name).map(({ element }) => element);
  return {
    text: text.replace(/&(\w+);/g, (_, name: string) => entities[name]!),
    all,
    one: (name) => {
      const [only, another] = all(name);
      if (!only || another) throw new Error(`not one ${name}`);
      return only;
    },
  };
}
