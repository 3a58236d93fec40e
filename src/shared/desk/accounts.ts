/** Staff accounts: who may sit down at this party's desks, with what, and what they may do there. */
import { z } from 'zod';
import { PERMISSIONS, type Permission, type Rank, RANKS } from '../domain/permission.ts';
import type { SecretKind } from '../domain/staff-secret.ts';
import { command, nothing } from './command.ts';

export interface AccountRow {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly rank: Rank;
  /** Beyond the rank, and taken from it. */
  readonly more: readonly Permission[];
  readonly less: readonly Permission[];
  readonly state: 'open' | 'closed';
  readonly secret: SecretKind;
  /** Somebody else chose the secret: the person is asked for an own one. */
  readonly given: boolean;
  readonly madeAt: string;
  /** Absent until the person first signed in. */
  readonly enteredAt?: string;
  /** Too many wrong tries: nobody gets in by this name until then. */
  readonly lockedUntil?: string;
}

export interface AccountList {
  readonly accounts: readonly AccountRow[];
  /** Minutes without a key after which a screen locks; 0: never. */
  readonly lockMinutes: number;
}

/** Minutes. */
export const LOCK_CHOICES = [0, 1, 3, 5, 10, 30] as const;
export const LONGEST_NAME = 24;

const id = z.uuid();
const name = z.string().trim().min(1).max(LONGEST_NAME);
const secret = z.string().min(1).max(128);
const reason = z.string().trim().min(1).max(200);
const permissions = z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length);
/** Somebody who agrees to what another does: whose name, and with which PIN or password. */
export const approverSchema = z.object({ name, secret });
export type Approver = z.infer<typeof approverSchema>;

const standing = { rank: z.enum(RANKS), more: permissions, less: permissions };

export const accountCommands = {
  /** Where nobody has an account: makes the administrator's. Fails with `wrong-state` where there is one, `secret-weak`. */
  'accounts.first': command<void>()(z.object({ name, secret })),
  'accounts.list': command<AccountList>()(nothing),
  /** Fails with `account-known`, `secret-weak`, or `not-permitted` for what the asker may not do either. */
  'accounts.add': command<{ id: string }>()(z.object({ name, secret, ...standing })),
  /** A name stays for good: the trail goes by it. Fails as `accounts.add`, and with `last-administrator`. */
  'accounts.change': command<void>()(z.object({ id, reason, ...standing })),
  /** Out at its next call, at every screen. Again is no error. Fails with `last-administrator`. */
  'accounts.close': command<void>()(z.object({ id, reason })),
  'accounts.reopen': command<void>()(z.object({ id, reason })),
  /** The own secret. Fails with `wrong-secret`, `locked-out`, `secret-weak`. */
  'accounts.change-own': command<void>()(z.object({ secret, fresh: secret })),
  /** Another's, who forgot it; a lock-out ends with it. */
  'accounts.reset': command<void>()(z.object({ id, secret, reason })),
  'accounts.set-lock': command<void>()(z.object({ minutes: z.literal(LOCK_CHOICES) })),
};
