import { expect, test } from 'vitest';
import { bestReading, isWholeLabel, numberIn } from '#renderer/staff/scanner/read-scan.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';

const number = fakeShippingNumbers()[0]!;

test('the number of a label is found in its code, its label id, and what people type', () => {
  expect(numberIn(mainCodeOf(number))).toBe(number);
  expect(numberIn(`${number}010101`)).toBe(number);
  expect(numberIn(number.replace(/^(.)(.{4})/, '$1 $2 '))).toBe(number);
  expect(numberIn('rr123456785jp')).toBe('RR123456785JP');
});

test('a SKU, an article number of a foreign shop and a mistyped digit are no numbers of ours', () => {
  expect(numberIn('HL-0302')).toBeUndefined();
  expect(numberIn('4901234567894')).toBeUndefined();
  expect(numberIn(`${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`)).toBeUndefined();
});

test('a label cut short is not whole', () => {
  expect(isWholeLabel(mainCodeOf(number))).toBe(true);
  expect(isWholeLabel(mainCodeOf(number).slice(0, -3))).toBe(false);
});

test('of two readings the one that holds a number is taken', () => {
  expect(bestReading({ text: 'RR123456785JP', asTyped: 'RR!23' })).toBe('RR123456785JP');
  expect(bestReading({ text: 'qqqq', asTyped: number })).toBe(number);
  expect(bestReading({ text: 'HL-0302', asTyped: 'HLß0302' })).toBe('HL-0302');
});
