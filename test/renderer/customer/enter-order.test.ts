import { describe, expect, test } from 'vitest';
import type { Ask } from '#shared/protocol/order-part.ts';
import type { OrderSheet } from '#shared/protocol/order-sheet.ts';
import { expectOk } from '#shared/result.ts';
import { enterOrder, type Typed } from '#renderer/customer/terminal/enter-order.ts';

const NOW = new Date('2026-11-21T03:00:00Z');
const TRACKING = 'A'.repeat(22);
const TYPED: Typed = {
  card: '4111 1111 1111 1111',
  expiry: '１２／２９',
  password: ' kept as typed ',
  name: ' 見本 花子 ',
  postalCode: '２３１-００１５',
  line1: '神奈川県横浜市中区尾上町1-2-3',
  country: 'JP',
  gift: ' おめでとう\r\n花子',
};

const sheet = (...asks: Ask[]): OrderSheet =>
  ({
    mall: { id: 'mall.example', name: 'Mall' },
    expires: '2026-11-22T00:00:00Z',
    total: { value: 100, currency: 'JPY' },
    lines: [{ sku: 'A', name: 'A', quantity: 1, amount: { value: 100, currency: 'JPY' } }],
    parties: asks.map((ask) => ({ id: `${ask}.example`, name: ask, number: '1', asks: ask })),
  }) as unknown as OrderSheet;
const whole = sheet('goods', 'card', 'destination', 'gift');

describe('what was typed', () => {
  test('goes into the parts that are asked for, in one form', () => {
    expect(expectOk(enterOrder(whole, TYPED, TRACKING, NOW))).toEqual({
      card: { card: '4111111111111111', expiry: '2029-12', instalments: 1, password: ' kept as typed ' },
      destination: {
        addressee: {
          name: '見本 花子',
          postalCode: '231-0015',
          lines: ['神奈川県横浜市中区尾上町1-2-3'],
          phone: '',
          country: 'JP',
        },
        tracking: TRACKING,
      },
      gift: { text: 'おめでとう\n花子' },
    });
  });

  test('stays out of parts that nobody asks for', () => {
    expect(Object.keys(expectOk(enterOrder(sheet('goods', 'card'), TYPED, TRACKING, NOW)))).toEqual(['card']);
  });

  const WRONG: readonly [Typed, string, string][] = [
    [{ card: '' }, 'field-missing', 'card'],
    [{ card: '4111111111111112' }, 'bad-number', 'card'],
    [{ expiry: ' ' }, 'field-missing', 'expiry'],
    [{ expiry: '13/29' }, 'field-invalid', 'expiry'],
    [{ expiry: '10/26' }, 'field-invalid', 'expiry'],
    [{ password: '' }, 'field-missing', 'password'],
    [{ password: 'x'.repeat(201) }, 'field-too-long', 'password'],
    [{ name: '' }, 'field-missing', 'name'],
    [{ postalCode: '231' }, 'field-invalid', 'postalCode'],
    [{ line1: 'a\u202eb' }, 'field-characters', 'line1'],
    [{ gift: '' }, 'field-missing', 'gift'],
    [{ gift: 'x'.repeat(201) }, 'field-too-long', 'gift'],
    [{ line1: 'あ'.repeat(100), line2: 'い'.repeat(60) }, 'too-large', 'destination'],
  ];
  test.each(WRONG)('that can’t stand is named: %j', (change, code, about) => {
    expect(enterOrder(whole, { ...TYPED, ...change }, TRACKING, NOW)).toEqual({ ok: false, error: { code, about } });
  });

  test('a card is good through the last day of its month', () => {
    expect(enterOrder(whole, { ...TYPED, expiry: '11/26' }, TRACKING, NOW).ok).toBe(true);
  });
});
