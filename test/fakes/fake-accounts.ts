/** Accounts in memory: the list of the office, and a door that asks for a PIN as the service does. */
import { randomUUID } from 'node:crypto';
import type { AccountRow, accountCommands } from '#shared/desk/accounts.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Office, PartyOffice } from '#shared/desk/office.ts';
import { type Permission, permissionsOf, type Rank } from '#shared/domain/permission.ts';
import { checkStaffSecret, foldName } from '#shared/domain/staff-secret.ts';
import { fail, ok } from '#shared/result.ts';

type Note = (who: string, action: string, subject: string, detail?: string) => void;

const STAFF: readonly (Pick<AccountRow, 'name' | 'rank'> & Partial<AccountRow>)[] = [
  { name: '山本 恵', rank: 'administrator', secret: 'password', enteredAt: '2026-11-21T00:12:00.000Z' },
  { name: '森', rank: 'supervisor', enteredAt: '2026-11-20T23:40:00.000Z', less: ['money'] },
  { name: '佐藤', rank: 'clerk', enteredAt: '2026-11-21T01:02:00.000Z', more: ['reprint'] },
  { name: '鈴木', rank: 'clerk', given: true },
  { name: '高橋', rank: 'clerk', state: 'closed', enteredAt: '2026-10-30T08:00:00.000Z' },
];

export function openFakeAccounts(
  note: Note,
  announce: (topic: Topic) => void,
): DeskHandlers<keyof typeof accountCommands> {
  let lockMinutes = 10;
  const accounts: AccountRow[] = STAFF.map((given) => ({
    id: randomUUID(),
    more: [],
    less: [],
    state: 'open',
    secret: 'pin',
    given: false,
    madeAt: '2026-09-01T00:00:00.000Z',
    ...given,
  }));
  const change = (who: string, id: string, part: Partial<AccountRow>, action: string, reason: string) => {
    const at = accounts.findIndex((account) => account.id === id);
    const account = accounts[at];
    if (!account) return fail('account-unknown');
    const next = { ...account, ...part };
    const others = accounts.filter((one) => one.id !== id && one.state === 'open');
    if (![next, ...others].some(({ rank, state }) => rank === 'administrator' && state === 'open')) {
      return fail('last-administrator');
    }
    accounts[at] = next;
    note(who, action, account.name, reason);
    announce('staff');
    return ok();
  };
  return {
    'accounts.first': async () => fail('wrong-state', 'account'),
    'accounts.list': async () => ok({ accounts: [...accounts], lockMinutes }),
    'accounts.add': async ({ who }, { name, secret, rank, more, less }) => {
      const kind = checkStaffSecret(secret, name);
      if (!kind.ok) return kind;
      if (accounts.some((account) => foldName(account.name) === foldName(name))) return fail('account-known', 'name');
      const id = randomUUID();
      const madeAt = new Date().toISOString();
      accounts.push({ id, name, rank, more, less, state: 'open', secret: kind.value, given: true, madeAt });
      note(who, 'staff.added', name, rank);
      announce('staff');
      return ok({ id });
    },
    'accounts.change': async ({ who }, { id, rank, more, less, reason }) =>
      change(who, id, { rank, more, less }, 'staff.changed', reason),
    'accounts.close': async ({ who }, { id, reason }) => change(who, id, { state: 'closed' }, 'staff.closed', reason),
    'accounts.reopen': async ({ who }, { id, reason }) => change(who, id, { state: 'open' }, 'staff.reopened', reason),
    'accounts.reset': async ({ who }, { id, reason }) => change(who, id, { given: true }, 'staff.reset', reason),
    'accounts.change-own': async () => ok(),
    'accounts.set-lock': async ({ who }, { minutes }) => {
      lockMinutes = minutes;
      note(who, 'staff.lock', String(minutes));
      announce('staff');
      return ok();
    },
  };
}

export interface FakeAccount {
  readonly name: string;
  readonly rank: Rank;
  readonly secret: string;
  readonly more?: readonly Permission[];
  readonly less?: readonly Permission[];
}

/** A door that nobody passes without a PIN; the first account is made where there is none. */
export function fakeSignIn(
  party: PartyOffice,
  accounts: FakeAccount[],
  { ownSecretDue = false, ...more }: Partial<Office> = {},
): Pick<DeskHandlers, 'office.sign' | 'office.enter' | 'office.leave' | 'accounts.first' | 'accounts.change-own'> {
  const tickets = new Map<string, string>();
  const wrong = new Map<string, number>();
  let due = ownSecretDue;
  return {
    'office.sign': async () => ok({ ...party, first: accounts.length === 0 }),
    'office.leave': async () => {
      tickets.clear();
      return ok();
    },
    'accounts.first': async (_, { name, secret }) => {
      if (accounts.length > 0) return fail('wrong-state', 'account');
      accounts.push({ name, secret, rank: 'administrator' });
      return ok();
    },
    'accounts.change-own': async ({ who }, { fresh }) => {
      const at = accounts.findIndex(({ name }) => name === who);
      accounts[at] = { ...accounts[at]!, secret: fresh };
      due = false;
      return ok();
    },
    'office.enter': async (_, { clerk, secret, ticket }) => {
      const account = accounts.find(({ name }) => foldName(name) === foldName(clerk));
      if (!account) return fail(accounts.length === 0 ? 'first-account' : 'account-unknown');
      const { name, rank } = account;
      const tries = wrong.get(name) ?? 0;
      if (ticket === undefined || tickets.get(ticket) !== name) {
        if (secret === undefined) return fail('secret-needed');
        if (tries >= 5) return fail('locked-out', new Date(Date.now() + 60_000).toISOString());
        if (secret !== account.secret) {
          wrong.set(name, tries + 1);
          return fail('wrong-secret');
        }
      }
      wrong.delete(name);
      const kept = ticket ?? randomUUID();
      tickets.set(kept, name);
      const grants = { more: account.more ?? [], less: account.less ?? [] };
      const permissions = permissionsOf(rank, grants);
      const own = due && { ownSecretDue: true };
      return ok({ ...party, who: name, rank, permissions, lockMinutes: 0, ticket: kept, ...more, ...own });
    },
  };
}
