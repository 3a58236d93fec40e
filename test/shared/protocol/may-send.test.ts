import { describe, expect, test } from 'vitest';
import { EVENTS } from '#shared/protocol/event.ts';
import { ALWAYS_SENDABLE, maySend, type Sendable, sendableTypes } from '#shared/protocol/may-send.ts';
import { ROLES } from '#shared/protocol/party.ts';

const pairs = ROLES.flatMap((from) => ROLES.map((to) => [from, to] as const));

describe('what a partner may send', () => {
  test('is by default what its role has to say to ours, and nothing else', () => {
    const carrier = { role: 'carrier' } as const;
    expect(maySend(carrier, 'mall', 'parcel.status')).toBe(true);
    expect(maySend(carrier, 'mall', 'settlement.result')).toBe(false);
    expect(maySend(carrier, 'credit', 'parcel.status')).toBe(false);
  });

  test('is less where staff say so, and never more than its role', () => {
    const narrowed = { role: 'carrier', allowed: ['parcel.status', 'payout'] } as const;
    expect(maySend(narrowed, 'mall', 'parcel.status')).toBe(true);
    expect(maySend(narrowed, 'mall', 'cod.remittance')).toBe(false);
    expect(maySend(narrowed, 'mall', 'payout')).toBe(false);
  });

  test('its keys always, whatever staff say', () => {
    for (const type of ALWAYS_SENDABLE) expect(maySend({ role: 'carrier', allowed: [] }, 'mall', type)).toBe(true);
  });

  test('covers every message that there is, once for each direction', () => {
    const known = new Set<Sendable>(pairs.flatMap(([from, to]) => sendableTypes(from, to)));
    const missing = (Object.keys(EVENTS) as Sendable[]).filter(
      (type) => !known.has(type) && !(ALWAYS_SENDABLE as readonly Sendable[]).includes(type),
    );
    expect(missing).toEqual([]);
    for (const [from, to] of pairs) {
      const types = sendableTypes(from, to);
      expect(new Set(types).size).toBe(types.length);
    }
  });
});
