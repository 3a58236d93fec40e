import { describe, expect, test } from 'vitest';
import { indexMarks } from '#main/cli/leak-test/search.ts';
import { aMark } from './a-mark.ts';

const index = indexMarks([aMark('1234567', { cores: ['1234567'], isNumber: true })]);

function hits(bytes: Uint8Array): number {
  let found = 0;
  index.search(bytes, () => found++);
  return found;
}

describe.each(['base64', 'base64url'] as const)('a number in %s', (alphabet) => {
  const written = (text: string): Uint8Array => Buffer.from(`"${Buffer.from(text).toString(alphabet)}"`);

  test.each(['', 'a', 'ab', 'abc', 'abcd', 'abcde'])(
    'is found behind "%s", and with nothing but text around it',
    (front) => {
      for (const behind of ['', '}', ',x', ', more'])
        expect(hits(written(`${front}1234567${behind}`))).toBeGreaterThan(0);
    },
  );

  test.each(['', 'a', 'ab', 'abc'])('is no find inside a longer one, behind "%s"', (front) => {
    for (const longer of ['91234567', '12345678', '30482123456719']) expect(hits(written(`${front}${longer}`))).toBe(0);
  });
});

test('a number in base64 that differs in its last digit alone is another one', () => {
  for (const front of ['', 'a', 'ab']) {
    for (const last of '012345689') {
      expect(hits(Buffer.from(Buffer.from(`${front}123456${last}`).toString('base64')))).toBe(0);
    }
  }
});

test('a number as plain text counts as a whole alone', () => {
  expect(hits(Buffer.from('"value":1234567,'))).toBe(1);
  expect(hits(Buffer.from('"30482123456719"'))).toBe(0);
  // Four glyphs of a PDF, in their hex string; a number in a tag, or cut off, is none of them.
  expect(hits(Buffer.from('[<0a1234567e03> 20<00f1> 0] TJ'))).toBe(0);
  for (const text of ['<b>1234567</b>', '<1234567', '1234567>', 'abc1234567def'])
    expect(hits(Buffer.from(text))).toBe(1);
});
