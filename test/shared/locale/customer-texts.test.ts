import { describe, expect, test } from 'vitest';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';
import { messageOf } from '#shared/locale/customer-failures.ts';
import { CUSTOMER, FIELD_TEXTS, PAY_TEXTS, PROBLEM } from '#shared/locale/customer.ts';
import { FIELD_HINTS, PARCEL_TEXTS, SHIP, ZONE_TEXTS } from '#shared/locale/ship.ts';
import { PAY } from '#shared/locale/pay.ts';
import { RESET } from '#shared/locale/reset.ts';
import { GOODS_TEXTS, PARCEL_ENDS, PAYMENT_ENDS, PURCHASE_TEXTS, REFUND_TEXTS } from '#shared/locale/order-states.ts';
import { ASK_TEXTS, FLOW_HOW, FLOW_TEXTS, FLOWS, PART_TEXTS, WALLET_HOW } from '#shared/locale/shop-flows.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { PART_NAMES, PROOF_TEXTS, STATE_TEXTS, TERMINAL, TERMINAL_FAILURES } from '#shared/locale/terminal.ts';
import { say, type Text } from '#shared/locale/text.ts';

const states = [PURCHASE_TEXTS, GOODS_TEXTS].flatMap((table) =>
  Object.values(table).flatMap(({ name, said }): Text[] => [name, said]),
);
const texts: readonly Text[] = [
  ...[
    CUSTOMER,
    PROBLEM,
    PAY_TEXTS,
    FIELD_TEXTS,
    SHOP,
    FLOWS,
    FLOW_TEXTS,
    FLOW_HOW,
    ASK_TEXTS,
    PART_TEXTS,
    WALLET_HOW,
    PAYMENT_ENDS,
    PARCEL_ENDS,
    PAY,
    RESET,
    SHIP,
    PARCEL_TEXTS,
    TERMINAL,
    PART_NAMES,
    PROOF_TEXTS,
    TERMINAL_FAILURES,
  ].flatMap((table): Text[] => Object.values(table)),
  ...Object.values(FIELD_HINTS).filter((hint) => hint !== undefined),
  ...ZONE_TEXTS.values(),
  ...Object.values(REFUND_TEXTS).flatMap((table): Text[] => Object.values(table)),
  ...Object.values(STATE_TEXTS).flatMap((table): Text[] => Object.values(table)),
  ...states,
];

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
/** Signs and units that stand in Japanese texts as they are. */
const AS_THEY_ARE = /\{\w+\}|\b(kg|cm|Cookie|SHA-256|https:\/\/mall\.example~Zk3)\b/g;

describe('texts of the customer pages', () => {
  test.each(texts.map((text) => [text.en, text]))('%s', (_, text) => {
    expect(placeholders(text.ja).filter((name, at, all) => all.indexOf(name) === at)).toEqual(
      placeholders(text.en).filter((name, at, all) => all.indexOf(name) === at),
    );
    expect(text.ja.replace(AS_THEY_ARE, '')).not.toMatch(/[A-Za-z]/);
    expect(text.en).not.toMatch(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u);
    expect(`${text.ja}${text.en}`).not.toMatch(/[!！]|success/i);
  });

  test('values go where their names stand', () => {
    expect(say(CUSTOMER.size, 'ja', { size: 80, weight: 2 })).toBe('80サイズ（2 kgまで）');
    expect(say({ ja: '{a}と{b}と{a}', en: '{a}, {b}' } as const, 'ja', { a: '$&', b: '{a}' })).toBe('$&と{a}と$&');
  });
});

describe('messageOf', () => {
  test.each(Object.keys(ERRORS) as ErrorCode[])('%s has something to say in both languages', (code) => {
    expect(messageOf({ code }, 'ja').replace(AS_THEY_ARE, '')).not.toMatch(/[A-Za-z]|\{|undefined/);
    expect(messageOf({ code }, 'en')).not.toMatch(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}{]|undefined/u);
  });
  test('names the field in words', () => {
    expect(messageOf({ code: 'field-missing', about: 'name' }, 'ja')).toBe('「お名前」を入力してください。');
    expect(messageOf({ code: 'field-too-long', about: 'line1' }, 'en')).toMatch(/^Address line 1: /);
    expect(messageOf({ code: 'field-invalid', about: 'postalCode' }, 'ja')).toContain('7桁');
    expect(messageOf({ code: 'field-invalid', about: 'quantity:BK-0001' }, 'en')).toMatch(/^Quantity: /);
    expect(messageOf({ code: 'bad-number', about: 'card' }, 'en')).toMatch(/^Card number: /);
    expect(messageOf({ code: 'field-missing', about: 'word' }, 'ja')).toContain('合言葉');
  });
  test('never repeats what the failure is about as it came', () => {
    for (const about of ['constructor', '__proto__', '<b>', 'BK-0001'])
      expect(messageOf({ code: 'field-invalid', about }, 'en')).toMatch(/^This field: /);
  });
});
