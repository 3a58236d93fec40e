import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type ActionId,
  actionGroupsOf,
  actionKey,
  actionsIn,
  actionText,
  readAction,
  STATION_ACTIONS,
} from '#shared/desk/station-actions.ts';
import { chooseCode } from '#renderer/staff/scanner/choose-code.ts';
import { openLines } from '#renderer/staff/scanner/serial.ts';
import { checkEntry, tornNumber } from '#renderer/staff/scanner/torn.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';

const number = fakeShippingNumbers()[0]!;
const labelId = `${number}010101`;
const wrongLast = (digits: string): string => digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
const ACTIONS = Object.keys(STATION_ACTIONS) as ActionId[];

test('every command has a code of its own, and no number or SKU looks like one', () => {
  const texts = ACTIONS.map(actionText);
  expect(new Set(texts).size).toBe(ACTIONS.length);
  for (const text of texts) {
    expect(text).toMatch(/^TK \d{5}$/);
    // What the catalogue takes as a SKU.
    expect(text).not.toMatch(/^[A-Za-z0-9._-]{1,40}$/);
  }
  for (const id of ACTIONS) expect(readAction(actionText(id).toLowerCase())).toBe(id);
});

test('a command with a wrong check digit is of no desk', () => {
  expect(readAction(wrongLast(actionText('confirm')))).toBe('unknown');
  expect(readAction('HL-0302')).toBeUndefined();
  expect(readAction(number)).toBeUndefined();
});

test('every action stands on the sheet of some role, once', () => {
  const roles = ['mall', 'carrier', 'credit', 'agency', 'wrapper'] as const;
  const listed = new Set(roles.flatMap((role) => actionGroupsOf(role).flatMap(actionsIn)));
  expect([...listed].sort()).toEqual([...ACTIONS].sort());
});

test('no command is printed that nothing does: one without a key is taken by a screen', () => {
  const staff = new URL('../../../src/renderer/staff/', import.meta.url);
  const files = readdirSync(staff, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  const takers = files
    .map((file) => readFileSync(new URL(file, staff), 'utf8'))
    .filter((text) => text.includes('useActions({'));
  for (const id of ACTIONS.filter((id) => actionKey(id) === undefined)) {
    expect(
      takers.some((text) => new RegExp(`(?:'${id}'|\\b${id}):`).test(text)),
      id,
    ).toBe(true);
  }
});

test.each([
  ['a bar code cut off', labelId.slice(0, 12), number.slice(0, 12)],
  ['a label id whose check digit is wrong', `${wrongLast(number)}010101`, wrongLast(number)],
  ['a label id that lost its end', labelId.slice(0, 17), number],
  ['a main code cut off', mainCodeOf(number).slice(0, 200), number],
])('%s is asked for by hand', (_, read, certain) => {
  expect(tornNumber([read])).toEqual({ read, certain });
});

test.each([
  ['a whole label id', labelId],
  ['a number', number],
  ['a command', actionText('back')],
  ['an article number with its check digit', '4901234567894'],
  ['a SKU', 'HL-0302'],
  ['short digits', '300123'],
])('%s is not asked for', (_, read) => {
  expect(tornNumber([read])).toBeUndefined();
});

test('of two readings one that is whole is enough', () => {
  expect(tornNumber([labelId.slice(0, 12), labelId])).toBeUndefined();
});

test('a wrong digit is said with the last one typed', () => {
  expect(checkEntry('3 0482').kind).toBe('typing');
  expect(checkEntry('9').kind).toBe('wrong-kind');
  expect(checkEntry(number).kind).toBe('right');
  expect(checkEntry(wrongLast(number)).kind).toBe('wrong');
  expect(checkEntry('RR123456785JP').kind).toBe('right');
  expect(checkEntry('RR123456784JP').kind).toBe('wrong');
  expect(checkEntry('').kind).toBe('empty');
});

test('of the codes on one label the desk takes the one that it opens', () => {
  const main = mainCodeOf(number);
  expect(chooseCode([labelId, main], 'carrier')).toEqual({ text: main, kind: 'sealed' });
  expect(chooseCode([labelId], 'carrier')).toEqual({ text: labelId, kind: 'id' });
  expect(chooseCode(['4901234567894'], 'mall')).toEqual({ text: '4901234567894', kind: 'other' });
  expect(chooseCode([], 'mall')).toBeUndefined();
});

test('a serial line is cut at its ends, however it comes in pieces', () => {
  const lines: string[] = [];
  const line = openLines('any', (text) => lines.push(text));
  for (const part of ['304', '8277\r', '\n', '\u0002HL-0302\u0003\r\nTK']) line.take(part);
  line.close();
  expect(lines).toEqual(['3048277', 'HL-0302']);
});
