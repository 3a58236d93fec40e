import { expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { parseAmount } from '#renderer/staff/components/amount.ts';
import { readPageSize } from '#renderer/staff/components/pdf.ts';
import { decodeCsv } from '#renderer/staff/lists/csv-file.ts';
import { compareSafetyNumber, safetyGroups } from '#renderer/staff/lists/safety-number.ts';
import { railOf, screenOf } from '#renderer/staff/route.ts';
import { readSettings } from '#renderer/staff/stores/settings-store.ts';

test('amounts are read as people write them, and nothing is guessed', () => {
  expect(parseAmount('3,415', 'JPY')).toEqual(yen(3415));
  expect(parseAmount('￥３４１５', 'JPY')).toEqual(yen(3415));
  expect(parseAmount('3415円', 'JPY')).toEqual(yen(3415));
  expect(parseAmount('12.5', 'EUR')).toEqual({ value: 1250, currency: 'EUR' });
  for (const bad of ['', '3.5', '-5', '1e3', 'abc', '12 000 000 000 000'])
    expect(parseAmount(bad, 'JPY')).toBeUndefined();
});

const SAFETY = '581930472615038472918364750192837465019283746501928374650192';

test('a safety number is compared group by group as it is read', () => {
  expect(safetyGroups(SAFETY)).toHaveLength(12);
  expect(compareSafetyNumber(SAFETY, '')).toMatchObject({ agreeing: 0, complete: false });
  expect(compareSafetyNumber(SAFETY, '58193 04726 15')).toMatchObject({ agreeing: 2, complete: false });
  expect(compareSafetyNumber(SAFETY, '58193 04727').differs).toBe(2);
  expect(compareSafetyNumber(SAFETY, `${SAFETY.slice(0, 59)}0`)).toMatchObject({ differs: 12, complete: false });
  expect(compareSafetyNumber(SAFETY, safetyGroups(SAFETY).join(' '))).toEqual({
    typed: SAFETY,
    agreeing: 12,
    complete: true,
  });
});

test('a table saved by a Japanese spreadsheet is read, a picture is not', () => {
  const utf8 = new TextEncoder().encode('\ufeffsku,name\nHL-1,体温計');
  expect(decodeCsv(utf8)).toEqual({ csv: 'sku,name\nHL-1,体温計', encoding: 'UTF-8' });
  // 体温計 in Shift_JIS.
  const shiftJis = Uint8Array.of(0x91, 0xcc, 0x89, 0xb7, 0x8c, 0x76);
  expect(decodeCsv(shiftJis)).toEqual({ csv: '体温計', encoding: 'Shift_JIS' });
  expect(decodeCsv(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d))).toBeUndefined();
});

test('the page size of a PDF comes in millimetres', () => {
  const size = readPageSize('<< /Type /Pages /Count 1 >> << /Type /Page /MediaBox [0 0 283.46 425.2] >>');
  expect(size?.pages).toBe(1);
  expect(size?.widthMm).toBeCloseTo(100, 1);
  expect(size?.heightMm).toBeCloseTo(150, 1);
  expect(readPageSize('no pdf')).toBeUndefined();
});

test('broken or foreign settings fall back one by one', () => {
  expect(readSettings('{"language":"ja","theme":"pink","volume":7}', 'en-GB')).toMatchObject({
    language: 'ja',
    theme: 'system',
    volume: 0.6,
    sound: true,
  });
  expect(readSettings('not json', 'ja-JP').language).toBe('ja');
  expect(readSettings('null', 'fr').language).toBe('en');
});

test('every role has its screens, stations first; an unknown address is the first screen', () => {
  expect(screenOf('', { role: 'mall' })).toBe('packing');
  expect(screenOf('#/cash', { role: 'carrier' })).toBe('cash');
  expect(screenOf('#/packing', { role: 'carrier' })).toBe('scan');
  expect(screenOf('#token=abc', { role: 'credit' })).toBe('forwarding');
  expect(railOf({ role: 'mall' })[0]?.group).toBe('stations');
});

test('a credit company that runs an agency has its lists beside its own', () => {
  expect(screenOf('#/wallets', { role: 'credit' })).toBe('forwarding');
  expect(screenOf('#/wallets', { role: 'credit', agency: true })).toBe('wallets');
  expect(railOf({ role: 'credit', agency: true })[0]).toEqual(railOf({ role: 'credit' })[0]);
  expect(railOf({ role: 'agency', agency: true })).toEqual(railOf({ role: 'agency' }));
});
