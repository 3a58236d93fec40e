/**
 * How often one network address may try something in an hour. Kept in memory alone, under hashes that mean nothing to
 * another process, and for no longer than the hour. The address itself is never written down, nor told to a role.
 */
import { isIPv6 } from 'node:net';
import { fail, ok, type Result } from '#shared/result.ts';
import { openPassingHash } from '#main/vault/index.ts';

const HOUR_MS = 3_600_000;
/** Households, offices and mobile networks share an address. */
const MOST = {
  payment: 30,
  words: 60,
  passkey: 60,
  reset: 20,
  goods: 120,
  enrol: 30,
  wallet: 120,
  revoke: 30,
  wish: 30,
} as const;
export type LimitedKind = keyof typeof MOST;

export interface AddressLimits {
  /** Counts a try; what it returns gives it back, when the try was right. Fails with `too-many` (about: `address`). */
  count(kind: LimitedKind, address: string): Result<() => void>;
  /** How many addresses are remembered. */
  readonly size: () => number;
  close(): void;
}

export function openAddressLimits(clock: () => Date): AddressLimits {
  const hash = openPassingHash();
  const tries = new Map<string, number[]>();

  function forgetOld(): void {
    const since = clock().getTime() - HOUR_MS;
    for (const [key, times] of tries) {
      const recent = times.filter((at) => at > since);
      if (recent.length === 0) tries.delete(key);
      else tries.set(key, recent);
    }
  }
  const forgetting = setInterval(forgetOld, HOUR_MS / 12);
  forgetting.unref();

  return {
    count: (kind, address) => {
      const key = hash(`${kind} ${networkOf(address)}`);
      const now = clock().getTime();
      const recent = (tries.get(key) ?? []).filter((at) => at > now - HOUR_MS);
      if (recent.length >= MOST[kind]) return fail('too-many', 'address');
      tries.set(key, [...recent, now]);
      return ok(() => {
        const counted = tries.get(key) ?? [];
        const at = counted.indexOf(now);
        if (at >= 0) tries.set(key, counted.toSpliced(at, 1));
      });
    },
    size: () => tries.size,
    close: () => clearInterval(forgetting),
  };
}

/** An IPv4 address as it is; of an IPv6 address the /64, for one subscriber has all of it (RFC 6177). */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head, tail] = plain.split('::', 2);
  const groups = head === '' ? [] : head!.split(':');
  if (tail !== undefined) {
    const behind = tail === '' ? [] : tail.split(':');
    // A dotted tail stands for two groups; both lie behind the /64.
    const length = behind.length + (tail.includes('.') ? 1 : 0);
    groups.push(...Array.from({ length: 8 - groups.length - length }, () => '0'), ...behind);
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
