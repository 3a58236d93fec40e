import { expect, test } from 'vitest';
import { ERRORS } from '#shared/errors.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';

/** Every text with its path; functions are called with stand-ins. */
function texts(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String((value as (...input: unknown[]) => unknown)(3, 3, 3))]];
  return Object.entries(value as object).flatMap(([key, member]) => texts(member, `${path}.${key}`));
}

const JAPANESE = [...texts(DESK_TEXTS.ja), ...Object.entries(ERROR_TEXTS).map(([code, { ja }]) => [code, ja] as const)];
const ENGLISH = [...texts(DESK_TEXTS.en), ...Object.entries(ERROR_TEXTS).map(([code, { en }]) => [code, en] as const)];

test('the table of texts has exactly the codes of the table of errors', () => {
  expect(Object.keys(ERROR_TEXTS).sort()).toEqual(Object.keys(ERRORS).sort());
});

// Names of formats and of this language are no words; nor are a file's columns, what may stand in them, and a host name.
const NAMES =
  /PDF|PNG|JPEG|WebP|SVG|CSV|ZPL|CUPS|JAN|PKCS|PEM|CSR|CRL|TLS|HTTPS|URL|PIN|QR|SSCC|GS1|RR|JP|English|kg|cm|mm/g;
const COLUMNS = /stock|barcode|shelf|marks|this-way-up|fragile|keep-dry|do-not-stack|shop\.example\.com/g;

test('no English word stands on a Japanese screen', () => {
  const found = JAPANESE.filter(([, text]) => /[A-Za-z]{2,}/.test(text.replace(COLUMNS, '').replace(NAMES, '')));
  expect(found).toEqual([]);
});

test('Japanese texts are Japanese', () => {
  const plain = JAPANESE.filter(
    ([, text]) => !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text) && /\p{L}/u.test(text.replace(NAMES, '')),
  );
  expect(plain.map(([path]) => path)).toEqual([]);
});

test('nothing is shouted', () => {
  for (const [, text] of [...JAPANESE, ...ENGLISH]) expect(text).not.toMatch(/[!！]|successfully/i);
});
