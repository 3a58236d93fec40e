import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAnswer, stateOf } from '#main/printing/printers/host-status.ts';

/** As ZPL printers answer `~HS`; STX and ETX are taken off where it is read. */
const aStatus = (first: string, second = '001,0,0,0,1,2,6,0,00000000,1,000'): string =>
  `${first}\r\n${second}\r\n1234,0\r\n`;
const READY = '030,0,0,1245,000,0,0,0,000,0,0,0';

const statusOf = (text: string) => {
  const answer = findAnswer(text);
  return answer?.type === 'status' ? answer.status : undefined;
};

test.each([
  ['ready', aStatus(READY)],
  ['paper-out', aStatus('030,1,0,1245,000,0,0,0,000,0,0,0')],
  ['paused', aStatus('030,0,1,1245,000,0,0,0,000,0,0,0')],
  ['failing', aStatus('030,0,0,1245,000,0,0,0,000,0,0,1')],
  ['head-open', aStatus('030,1,1,1245,000,0,0,0,000,0,0,0', '001,0,1,0,1,2,6,0,00000000,1,000')],
  ['ribbon-out', aStatus(READY, '001,0,0,1,1,2,6,0,00000000,1,000')],
  ['printing', aStatus('030,0,0,1245,002,0,0,0,000,0,0,0')],
] as const)('%s is told by its flag', (state, text) => {
  expect(stateOf(statusOf(text))).toBe(state);
});

test('what it holds is formats, the rest of a batch, and a format that has come in part', () => {
  const status = statusOf(aStatus('030,0,0,1245,003,0,0,1,000,0,0,0', '001,0,0,0,1,2,6,0,00000002,1,007'));
  expect(status).toMatchObject({ outstanding: 6, graphics: 7 });
});

test('errors are bits, and what a person has to mend comes before a pause', () => {
  const text = 'PRINTER STATUS\r\n   ERRORS:         1 00000000 00010005\r\n   WARNINGS:       0 00000000 00000000\r\n';
  const answer = findAnswer(text);
  expect(answer).toMatchObject({ type: 'errors', errors: 0x10005 });
  expect(stateOf(undefined, 0x10005)).toBe('head-open');
  expect(stateOf(undefined, 0x10001)).toBe('paper-out');
  expect(stateOf(undefined, 0x10000)).toBe('paused');
  expect(stateOf(undefined, 0x20)).toBe('failing');
  expect(stateOf(undefined, 0)).toBe('unknown');
});

test('an answer is found once it is whole, in the order in which they came', () => {
  const whole = aStatus(READY);
  for (let length = 0; length < whole.length - 3; length++) expect(findAnswer(whole.slice(0, length))).toBeUndefined();
  const errors = 'ERRORS: 0 00000000 00000000 WARNINGS: 0 00000000 00000000';
  const first = findAnswer(whole + errors)!;
  expect(first.type).toBe('status');
  expect(findAnswer((whole + errors).slice(first.end))?.type).toBe('errors');
});

test('whatever else a printer sends is no answer', () => {
  fc.assert(fc.property(fc.string(), (text) => findAnswer(text) === undefined));
});
