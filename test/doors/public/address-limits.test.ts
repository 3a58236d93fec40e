import { afterEach, describe, expect, test, vi } from 'vitest';
import { fail } from '#shared/result.ts';
import { type AddressLimits, networkOf, openAddressLimits } from '#main/doors/public/address-limits.ts';
import { aClock } from '../../builders/a-clock.ts';

const clock = aClock();
let limits: AddressLimits;
const open = (): AddressLimits => (limits = openAddressLimits(clock));
afterEach(() => limits?.close());

const count = (times: number, address: string): boolean[] =>
  Array.from({ length: times }, () => limits.count('payment', address).ok);

describe('tries of one address', () => {
  test('end after thirty wrong payments in an hour, and go on as the hour slides', () => {
    open();
    expect(count(29, '192.0.2.7').every(Boolean)).toBe(true);
    clock.advance({ minutes: 30 });
    expect(count(2, '192.0.2.7')).toEqual([true, false]);
    expect(limits.count('payment', '192.0.2.7')).toEqual(fail('too-many', 'address'));
    expect(limits.count('payment', '192.0.2.8').ok).toBe(true);
    expect(limits.count('words', '192.0.2.7').ok).toBe(true);
    clock.advance({ minutes: 30 });
    expect(count(30, '192.0.2.7').filter(Boolean)).toHaveLength(29);
  });

  test('that were right are given back, once', () => {
    open();
    for (let paid = 0; paid < 100; paid++) {
      const counted = limits.count('payment', '192.0.2.7');
      if (counted.ok) counted.value();
      expect(counted.ok).toBe(true);
    }
    // Those under way count.
    const under = Array.from({ length: 31 }, () => limits.count('payment', '192.0.2.7'));
    expect(under.filter(({ ok }) => ok)).toHaveLength(30);
  });

  test('are of one subscriber: an IPv4 address, or the /64 of an IPv6 address', () => {
    open();
    count(30, '2001:db8:1:2::1');
    expect(count(1, '2001:db8:1:2:ffff:ffff:ffff:ffff')).toEqual([false]);
    expect(count(1, '2001:db8:1:3::1')).toEqual([true]);
    for (const [address, network] of [
      ['192.0.2.7', '192.0.2.7'],
      ['::ffff:192.0.2.7', '192.0.2.7'],
      ['2001:DB8:0:0:1::1', '2001:db8:0:0'],
      ['2001:db8::', '2001:db8:0:0'],
      ['::1', '0:0:0:0'],
      ['fe80::1%eth0', 'fe80:0:0:0'],
      ['64:ff9b::192.0.2.33', '64:ff9b:0:0'],
      ['2001:0db8:0001:0002:0003:0004:0005:0006', '2001:db8:1:2'],
    ]) {
      expect([address, networkOf(address!)]).toEqual([address, network]);
    }
  });

  test('lie in memory for little more than the hour, under a hash', () => {
    vi.useFakeTimers();
    open();
    count(3, '192.0.2.7');
    expect(limits.size()).toBe(1);
    clock.advance({ minutes: 61 });
    vi.advanceTimersByTime(5 * 60_000);
    expect(limits.size()).toBe(0);
    vi.useRealTimers();
  });
});
