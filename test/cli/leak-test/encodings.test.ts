import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENCODINGS } from '#main/cli/leak-test/encodings.ts';
import { verifyLuhn } from '#shared/domain/card.ts';
import { openMarkBook } from '#main/cli/leak-test/marks.ts';
import { indexMarks } from '#main/cli/leak-test/search.ts';
import { aMark, KANA, sightsOf } from './a-mark.ts';

/** Written without the table, by what a program would use. */
const WRITTEN: readonly (readonly [name: string, write: (text: string) => Buffer])[] = [
  ['utf-8', (text) => Buffer.from(text.normalize('NFC'))],
  ['utf-8 nfd', (text) => Buffer.from(text.normalize('NFD'))],
  ['utf-16le', (text) => Buffer.from(text, 'utf16le')],
  ['utf-16be', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['percent utf-8', (text) => Buffer.from(encodeURIComponent(text).toLowerCase())],
  ['PERCENT utf-8', (text) => Buffer.from(new URLSearchParams({ text }).toString())],
  ['PERCENT utf-8 nfd', (text) => Buffer.from(encodeURI(text.normalize('NFD')))],
  ['hex utf-8', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
  ['HEX utf-16le', (text) => Buffer.from(Buffer.from(text, 'utf16le').toString('hex').toUpperCase())],
  ['base64+1 utf-8', (text) => Buffer.from(btoa(Buffer.from(text).toString('latin1')))],
];

describe('a text', () => {
  test.each(WRITTEN)('is found as %s', async (name, write) => {
    const text = `漏洩 ${KANA} 検査`;
    const bytes = Buffer.concat([randomBytes(50), write(text), randomBytes(50)]);
    expect(await sightsOf(bytes)).toContain(name);
  });

  test('is found as JSON escapes in either case, also within JSON', async () => {
    const escaped = [...KANA].map((letter) => `\\u${letter.charCodeAt(0).toString(16)}`).join('');
    expect(JSON.parse(`"${escaped}"`)).toBe(KANA);
    expect(await sightsOf(Buffer.from(`{"x":"${escaped}"}`))).toEqual(['json']);
    expect(await sightsOf(Buffer.from(`{"x":"${escaped.toUpperCase().replaceAll('U', 'u')}"}`))).toEqual(['JSON']);
    expect(await sightsOf(Buffer.from(JSON.stringify(`{"x":"${escaped}"}`)))).toEqual(['json in json']);
  });

  test.each(['base64', 'base64url'] as const)('is found in %s wherever it begins', async (alphabet) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), async (before, after) => {
        const whole = Buffer.concat([before, Buffer.from(KANA), after]).toString(alphabet);
        const sights = await sightsOf(Buffer.from(whole));
        return sights.some((sight) => /^base64(url)?\+\d utf-8$/.test(sight));
      }),
      { numRuns: 60 },
    );
  });

  test('is found when either end of it was cut off', async () => {
    expect(await sightsOf(Buffer.from(KANA.slice(0, 7)))).toEqual(['utf-8']);
    expect(await sightsOf(Buffer.from(KANA.slice(5)))).toEqual(['utf-8']);
    expect(await sightsOf(Buffer.from(KANA.slice(3, 8)))).toEqual([]);
  });

  test('is found by every encoding of the table as that table writes it', () => {
    const index = indexMarks([aMark()]);
    const missed = ENCODINGS.filter(({ name, write }) => {
      const names: string[] = [];
      index.search(write(`${KANA} 検査`), ({ encodings }) => names.push(...encodings));
      return !names.includes(name);
    });
    expect(missed).toEqual([]);
    expect(ENCODINGS.length).toBeGreaterThan(60);
  });
});

describe('a number', () => {
  const book = openMarkBook();
  book.learnAmount('price', 4_382_917);
  const [amount] = book.marks as [ReturnType<typeof aMark>];

  test('is found plain and with commas', async () => {
    for (const text of ['{"total":4382917}', '¥4,382,917', '4382917', '(4,382,917)']) {
      expect(await sightsOf(Buffer.from(text), amount), text).toEqual(['utf-8']);
    }
    expect(await sightsOf(Buffer.from('¥4,382,917', 'utf16le'), amount)).toContain('utf-16le');
    expect(await sightsOf(Buffer.from(Buffer.from('total 4382917').toString('base64')), amount)).toHaveLength(1);
  });

  test('is not found within longer digits', async () => {
    for (const text of ['14382917', '43829170', '30482771930569438291730']) {
      expect(await sightsOf(Buffer.from(text), amount), text).toEqual([]);
    }
  });
});

test('a card number is found whole or in groups, its last four digits alone are nothing', async () => {
  const book = openMarkBook();
  const number = book.cardNumber('card');
  const [mark] = book.marks;
  expect(verifyLuhn(number)).toBe(true);
  const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');
  for (const text of [number, grouped, grouped.replaceAll(' ', '-'), `x${number.slice(0, 12)}`, number.slice(4)]) {
    expect(await sightsOf(Buffer.from(text), mark), text).toContain('utf-8');
  }
  for (const text of [number.slice(-4), `**** **** **** ${number.slice(-4)}`, number.slice(0, 6)]) {
    expect(await sightsOf(Buffer.from(text), mark), text).toEqual([]);
  }
});

test('marks differ from each other, and in NFD from themselves', () => {
  const book = openMarkBook();
  for (let at = 0; at < 200; at++) {
    book.japanese('name');
    book.latin('name');
    book.phone('phone');
  }
  const cores = book.marks.flatMap((mark) => mark.cores);
  expect(new Set(cores).size).toBe(cores.length);
  expect(cores.every((core) => core.length >= 6)).toBe(true);
  const kana = book.marks.filter(({ text }) => /\p{sc=Hira}|\p{sc=Kana}/u.test(text));
  expect(kana.every(({ text }) => text === text.normalize('NFC'))).toBe(true);
  expect(kana.every(({ cores: [head] }) => head!.normalize('NFD') !== head)).toBe(true);
});
