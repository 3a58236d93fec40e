import { expect, test } from 'vitest';
import { type ClockReading, judgeClocks } from '#shared/domain/clock-skew.ts';

const NOW = new Date('2026-11-21T03:00:00Z');
const read = (partner: string, seconds: number, at = '2026-11-21T02:59:00Z'): ClockReading => ({
  partner,
  offset: seconds * 1000,
  at,
});
const judge = (...readings: ClockReading[]) => judgeClocks(readings, NOW);

test('clocks within half a minute are nobody’s fault', () => {
  expect(judge()).toEqual({ partners: [] });
  expect(judge(read('a', 12), read('b', -29), read('c', 0))).toEqual({ partners: [] });
});

test('where all partners agree against us, ours is wrong, and none of theirs', () => {
  expect(judge(read('a', 300), read('b', 302), read('c', 299))).toEqual({ own: -300, partners: [] });
  expect(judge(read('a', -90), read('b', -92))).toEqual({ own: 91, partners: [] });
});

test('one that is alone against the others is wrong itself', () => {
  expect(judge(read('a', 1), read('b', 600), read('c', -2))).toEqual({ partners: [{ partner: 'b', seconds: 599 }] });
  expect(judge(read('a', 1), read('b', -45))).toEqual({ partners: [{ partner: 'b', seconds: -45 }] });
});

test('our clock and one partner’s can both be wrong, each told from the right time', () => {
  const verdict = judge(read('a', 300), read('b', 300), read('c', 900));
  expect(verdict).toEqual({ own: -300, partners: [{ partner: 'c', seconds: 600 }] });
});

test('of one partner alone nobody can say whose clock it is', () => {
  expect(judge(read('a', 75))).toEqual({ partners: [], either: { partner: 'a', seconds: 75 } });
});

test('a measurement of the day before says nothing', () => {
  expect(judge(read('a', 300, '2026-11-20T02:00:00Z'))).toEqual({ partners: [] });
});
