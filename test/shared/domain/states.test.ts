import { describe, expect, test } from 'vitest';
import { STEP_STATE, STEPS } from '#shared/desk/carrier.ts';
import {
  canMove,
  ASKED_DISPUTE,
  CUSTOMER_RETURN,
  DISPUTE,
  PARCEL,
  RETURN_PARCEL,
  PARCEL_STATES,
  PURCHASE,
  GOODS,
  FORWARDING,
  MAIL,
  STATEMENT,
  PAY_RUN,
  REFUND,
  PRINT_ITEM,
  PRINT_JOB,
  type StateTable,
} from '#shared/domain/states.ts';

const TABLES: readonly (readonly [string, StateTable<string>, readonly string[]])[] = [
  ['purchase', PURCHASE, ['delivered', 'returned', 'cancelled', 'refused', 'declined', 'expired']],
  ['electronic goods', GOODS, ['refunded', 'cancelled', 'refused', 'declined', 'expired']],
  ['forwarding', FORWARDING, ['closed', 'withdrawn']],
  ['mail', MAIL, ['bounced', 'failed']],
  ['statement', STATEMENT, ['paid']],
  ['pay run', PAY_RUN, ['taken', 'undone']],
  ['refund', REFUND, ['done']],
  ['dispute', DISPUTE, ['won', 'lost', 'withdrawn']],
  ['dispute at the mall', ASKED_DISPUTE, ['won', 'lost', 'withdrawn']],
  ['print job', PRINT_JOB, ['done', 'cancelled', 'expired']],
  ['print job’s item', PRINT_ITEM, ['printed', 'refused', 'left']],
  ['parcel', PARCEL, ['delivered', 'returned', 'cancelled']],
  ['return at the carrier', RETURN_PARCEL, ['handed-to-mall']],
  ['return at the mall', CUSTOMER_RETURN, ['decided']],
];

function reachable({ start, next }: StateTable<string>, from = start, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const state of next[from]!) reachable({ start, next }, state, seen);
  return seen;
}

describe.each(TABLES)('the states of a %s', (_, table, ends) => {
  test('can all be reached from the start', () => {
    expect([...reachable(table)].sort()).toEqual(Object.keys(table.next).sort());
  });

  test('lead to states of the table alone, and never to themselves', () => {
    for (const [state, next] of Object.entries(table.next)) {
      expect(Object.keys(table.next)).toEqual(expect.arrayContaining([...next]));
      expect(next).not.toContain(state);
    }
  });

  test('end where an end is an end, and nowhere else', () => {
    const without = Object.entries(table.next).filter(([, next]) => next.length === 0);
    expect(without.map(([state]) => state).sort()).toEqual([...ends].sort());
  });

  test('always leave a way to an end', () => {
    for (const state of Object.keys(table.next)) {
      const ahead = reachable({ start: state, next: table.next });
      expect(ends.some((end) => ahead.has(end))).toBe(true);
    }
  });

  test('are never begun again', () => {
    expect(Object.values(table.next).flat()).not.toContain(table.start);
  });
});

describe('steps at a station', () => {
  test('each lead to a state that some other state leads to', () => {
    for (const step of STEPS) {
      if (step === 'look') continue;
      const target = STEP_STATE[step];
      expect(PARCEL_STATES.some((state) => canMove(PARCEL, state, target))).toBe(true);
    }
  });

  test('make up every way of a parcel but being called off', () => {
    const targets = new Set<string>(Object.values(STEP_STATE));
    const others = Object.values(PARCEL.next)
      .flat()
      .filter((state) => !targets.has(state));
    expect(new Set(others)).toEqual(new Set(['cancelled']));
  });

  test('never lead back to where the mall was told of', () => {
    expect(canMove(PARCEL, 'delivered', 'accepted')).toBe(false);
    expect(PARCEL_STATES.filter((state) => canMove(PARCEL, state, 'accepted'))).toEqual(['expected']);
  });
});
