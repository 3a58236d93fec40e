import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { runDemo } from '#main/cli/demo/demo.ts';
import { enteredAddressee, readOrderFile } from '#main/cli/demo/order-file.ts';
import { OrderStopped } from '#main/cli/demo/order-stopped.ts';
import { expectSameAddressee } from '#main/cli/demo/play-parcel.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';
import { runCommand } from '../a-command.ts';

const SAMPLES = new URL('../../../data/orders/', import.meta.url).pathname;
const ORDER = { items: [{ sku: 'BK-0001', quantity: 1 }], addressee: ADDRESSEE, pay: 'on-delivery' };

function aFile(content: unknown): string {
  const file = join(aFolder(), 'order.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const withLines = (count: number): typeof ORDER => ({
  ...ORDER,
  addressee: { ...ADDRESSEE, lines: Array.from({ length: count }, (_, at) => `line ${at}`) },
});

describe('an order from a file', () => {
  test.each(readdirSync(SAMPLES))('is read: %s', async (name) => {
    expect(await readOrderFile(join(SAMPLES, name))).toMatchObject({ ok: true });
  });

  test('is refused where the forms would cut something off', async () => {
    expect(await readOrderFile(aFile(withLines(4)))).toMatchObject({ ok: true });
    expect(await readOrderFile(aFile(withLines(5)))).toEqual(fail('field-invalid', 'addressee.lines'));
    for (const quantity of [100, 0, 1.5]) {
      const order = { ...ORDER, items: [{ sku: 'BK-0001', quantity }] };
      expect(await readOrderFile(aFile(order))).toEqual(fail('field-invalid', 'items.0.quantity'));
    }
    const twice = { ...ORDER, items: [ORDER.items[0], ORDER.items[0]] };
    expect(await readOrderFile(aFile(twice))).toEqual(fail('field-invalid', 'items'));
    const wrong = { ...ORDER, addressee: { ...ADDRESSEE, postalCode: '12' } };
    expect(await readOrderFile(aFile(wrong))).toEqual(fail('field-invalid', 'addressee.postalCode'));
  });

  test.each([
    ['no JSON', 'hello', 'field-invalid (no order in JSON)'],
    ['another JSON', '[]', 'field-invalid (no order in JSON)'],
    ['another way to pay', { ...ORDER, pay: 'never' }, 'field-invalid (pay)'],
    ['a fifth line', withLines(5), 'field-invalid (addressee.lines)'],
    ['a settled order without a card', { ...ORDER, pay: 'settled' }, 'field-invalid (card)'],
    ['a card without a password', { ...ORDER, pay: 'settled', card: { number: '1' } }, 'field-invalid (card.password)'],
    ['nobody to deliver to', { ...ORDER, addressee: undefined }, 'field-invalid (addressee)'],
  ])('with %s is one clear line, and no group is started', async (_, content, said) => {
    const file = aFile(content);
    const outcome = await runCommand(runDemo, ['--once', '--json', '--order', file], {});
    expect(outcome).toEqual({ code: 1, out: '', err: `${file}: ${said}` });
  });

  const CARD = { number: '4111007269513902', password: 'tsubaki-7' };
  test.each<[string, object, readonly string[], string]>([
    ['a flow in which a card pays, without one', ORDER, ['--flow', 'sealed'], 'flow-missing (pay)'],
    [
      'words for a gift through windows',
      { ...ORDER, pay: 'settled', card: CARD, gift: 'x' },
      [],
      'flow-missing (gift)',
    ],
    [
      'words for a gift over a closed network',
      { ...ORDER, pay: 'settled', card: CARD, gift: 'x' },
      ['--flow', 'closed'],
      'flow-missing (gift)',
    ],
    ['no words for a gift', { ...ORDER, pay: 'settled', card: CARD, gift: ' ' }, [], 'field-invalid (gift)'],
    [
      'an expiry that is none',
      { ...ORDER, pay: 'settled', card: { ...CARD, expiry: '12/29' } },
      [],
      'field-invalid (card.expiry)',
    ],
  ])('with %s is one clear line, and no group is started', async (_, content, args, said) => {
    const file = aFile(content);
    const outcome = await runCommand(runDemo, ['--once', '--json', '--order', file, ...args], {});
    expect(outcome).toEqual({ code: 1, out: '', err: `${file}: ${said}` });
  });

  test('in a flow that is none is one clear line', async () => {
    const { code, err } = await runCommand(runDemo, ['--once', '--flow', 'window'], {});
    expect([code, err]).toEqual([1, '--flow window: one of sealed, sealed-blom, agency, agency-pass, closed']);
  });

  test('may do without an addressee where a card pays', async () => {
    const card = { number: '4111007269513902', password: 'tsubaki-7' };
    const { addressee: _, ...electronic } = { ...ORDER, pay: 'settled', card };
    expect(expectOk(await readOrderFile(aFile(electronic)))).toEqual({
      ...electronic,
      card: { ...card, checkWords: [] },
    });
    // Where it does not, a card in the file is nobody's business.
    expect(expectOk(await readOrderFile(aFile({ ...ORDER, card })))).toEqual(ORDER);
  });

  test('that is not there is one clear line', async () => {
    const outcome = await runCommand(runDemo, ['--once', '--order', '/nowhere/order.json'], {});
    expect(outcome).toEqual({ code: 1, out: '', err: '/nowhere/order.json: not-found' });
  });
});

describe('what was opened', () => {
  test('is compared as it was entered: NFC, narrow postal code, no empty lines', () => {
    const typed = {
      ...ADDRESSEE,
      name: 'Ca\u0301ndida',
      postalCode: '２３１-００１５',
      lines: ['a', '', 'b'],
      note: 'x',
    };
    const { note: _, ...opened } = expectOk(enteredAddressee(typed));
    expect(opened).toMatchObject({ name: 'C\u00e1ndida', postalCode: '231-0015', lines: ['a', 'b'] });
    expectSameAddressee(opened, typed);
    expect(() => expectSameAddressee({ ...opened, phone: '1' }, typed)).toThrow(OrderStopped);
    expect(() => expectSameAddressee({ ...opened, lines: ['a'] }, typed)).toThrow('another addressee');
  });
});
