import { describe, expect, it } from 'vitest';
import { type CardKey, currentKey, formatSafetyNumber, isValidAt } from '#shared/protocol/party-card.ts';

function aKey(nbf: string, exp: string, use: CardKey['use'] = 'seal'): CardKey {
  return { use, kty: 'OKP', crv: use === 'seal' ? 'X25519' : 'Ed25519', x: nbf.padEnd(43, 'A').slice(0, 43), nbf, exp };
}

describe('a key’s time', () => {
  it('begins with nbf and ends before exp', () => {
    const key = aKey('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
    expect(isValidAt(key, new Date('2025-12-31T23:59:59.999Z'))).toBe(false);
    expect(isValidAt(key, new Date('2026-01-01T00:00:00Z'))).toBe(true);
    expect(isValidAt(key, new Date('2026-02-01T00:00:00Z'))).toBe(false);
  });
});

describe('the current key', () => {
  const at = new Date('2026-06-15T00:00:00Z');

  it('is the valid one of that use that began last', () => {
    const older = aKey('2026-05-01T00:00:00Z', '2026-07-01T00:00:00Z');
    const newer = aKey('2026-06-01T00:00:00Z', '2026-08-01T00:00:00Z');
    const future = aKey('2026-07-01T00:00:00Z', '2026-09-01T00:00:00Z');
    const signing = aKey('2026-06-10T00:00:00Z', '2026-09-01T00:00:00Z', 'sign');
    expect(currentKey({ keys: [future, older, newer, signing] }, 'seal', at)).toBe(newer);
    expect(currentKey({ keys: [future, older, newer, signing] }, 'sign', at)).toBe(signing);
    expect(currentKey({ keys: [future] }, 'seal', at)).toBeUndefined();
  });

  it('is found by time, not by the way the time is written', () => {
    const first = aKey('2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z');
    const second = aKey('2026-06-01T00:00:00.500Z', '2026-07-01T00:00:00Z');
    expect(currentKey({ keys: [first, second] }, 'seal', at)).toBe(second);
    expect(currentKey({ keys: [second, first] }, 'seal', at)).toBe(second);
  });
});

it('a safety number is read in twelve groups of five', () => {
  expect(formatSafetyNumber('1234567890'.repeat(6))).toBe('12345 67890 '.repeat(6).trim());
});
