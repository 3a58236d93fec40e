/** The accounts themselves: made, changed, closed. Every change says who, and most say why. */
import type { AccountList, AccountRow, accountCommands } from '#shared/desk/accounts.ts';
import { LOCK_CHOICES } from '#shared/desk/accounts.ts';
import type { Input } from '#shared/desk/contract.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { type Permission, permissionsOf, type Rank } from '#shared/domain/permission.ts';
import { checkStaffSecret, foldName } from '#shared/domain/staff-secret.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { z } from 'zod';
import { recordDeed, type TrailAction } from '#main/audit/index.ts';
import { type Readable, readSetting, type Writable, writeResult, writeSetting } from '#main/storage/index.ts';
import { hashSecret, randomUuid } from '#main/vault/index.ts';
import { checkSecret, findByName, hasAccounts } from './sign-in.ts';
import { grantsOf, seatOf, type Staff } from './staff.ts';
import type { AccountTable, StaffTables } from './tables.ts';

export type AccountInput<N extends keyof typeof accountCommands> = Input<N>;

interface NewAccount {
  readonly name: string;
  readonly secret: string;
  readonly rank: Rank;
  readonly more?: readonly Permission[];
  readonly less?: readonly Permission[];
  /** The person chose the secret: nobody asks for another. */
  readonly own?: boolean;
}

const LOCK_SETTING = 'staff-lock-minutes';
const lockSchema = z.literal(LOCK_CHOICES).default(10);

export function readLockMinutes(db: Readable<StaffTables>): Promise<number> {
  return readSetting(db, LOCK_SETTING, lockSchema);
}

/** The administrator's, where nobody has one. Fails with `wrong-state` or `secret-weak`. */
export function makeFirstAccount(
  staff: Staff,
  { name, secret }: { readonly name: string; readonly secret: string },
): Promise<Result<void>> {
  const account = { name: name.trim(), secret, rank: 'administrator' } as const;
  return insertAccount(staff, account, { who: name.trim(), given: false }, async (db) =>
    (await hasAccounts(db)) ? fail('wrong-state', 'account') : ok(),
  );
}

export async function listAccounts({ storage, clock }: Staff): Promise<AccountList> {
  const rows = await storage.read
    .selectFrom('staff_account')
    .selectAll()
    .orderBy('state', 'desc')
    .orderBy('folded')
    .execute();
  const now = clock().toISOString();
  return { accounts: rows.map((row) => toRow(row, now)), lockMinutes: await readLockMinutes(storage.read) };
}

function toRow(account: AccountTable, now: string): AccountRow {
  const { id, name, rank, state, kind, given, made_at, entered_at, locked_until } = account;
  return {
    id,
    name,
    rank,
    ...grantsOf(account),
    state,
    secret: kind,
    given: given === 1,
    madeAt: made_at,
    ...(entered_at !== null && { enteredAt: entered_at }),
    ...(locked_until !== null && locked_until > now && { lockedUntil: locked_until }),
  };
}

export async function addAccount(
  staff: Staff,
  caller: DeskCaller,
  account: NewAccount,
): Promise<Result<{ id: string }>> {
  const gives = permissionsOf(account.rank, { more: account.more ?? [], less: account.less ?? [] });
  const may = checkGives(caller, gives);
  if (!may.ok) return may;
  const id = randomUuid();
  const added = await insertAccount(staff, { ...account, id }, { who: caller.who, given: account.own !== true });
  return added.ok ? ok({ id }) : added;
}

async function insertAccount(
  staff: Staff,
  account: NewAccount & { readonly id?: string },
  by: { readonly who: string; readonly given: boolean },
  check: (db: Writable<StaffTables>) => Promise<Result<void>> = async () => ok(),
): Promise<Result<void>> {
  const { storage, clock, changes, cost } = staff;
  const { id = randomUuid(), name, rank, more = [], less = [] } = account;
  const kind = checkStaffSecret(account.secret, name);
  if (!kind.ok) return kind;
  const secret = await hashSecret(account.secret, cost);
  return writeResult(storage, async (db) => {
    const checked = await check(db);
    if (!checked.ok) return checked;
    if (await isKnown(db, name)) return fail('account-known', 'name');
    const at = clock();
    await db
      .insertInto('staff_account')
      .values({
        id,
        name,
        folded: foldName(name),
        rank,
        more: JSON.stringify(more),
        less: JSON.stringify(less),
        state: 'open',
        secret,
        kind: kind.value,
        given: by.given ? 1 : 0,
        version: 1,
        made_at: at.toISOString(),
        closed_at: null,
        entered_at: null,
        wrong: 0,
        locked_until: null,
      })
      .execute();
    await recordDeed(db, { at, who: by.who, action: 'staff.added', subject: name, detail: rank });
    changes.announce('staff');
    return ok();
  });
}

export function changeAccount(
  staff: Staff,
  caller: DeskCaller,
  change: AccountInput<'accounts.change'>,
): Promise<Result<void>> {
  const { rank, more, less, reason } = change;
  return alter(staff, caller, change.id, reason, 'staff.changed', async () => {
    const may = checkGives(caller, permissionsOf(rank, { more, less }));
    if (!may.ok) return may;
    return ok({ rank, more: JSON.stringify(more), less: JSON.stringify(less) });
  });
}

export function closeAccount(
  staff: Staff,
  caller: DeskCaller,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Result<void>> {
  const closed_at = staff.clock().toISOString();
  return alter(staff, caller, id, reason, 'staff.closed', async (_, { state, version }) =>
    ok(state === 'closed' ? undefined : { state: 'closed', closed_at, version: version + 1 }),
  );
}

export function reopenAccount(
  staff: Staff,
  caller: DeskCaller,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Result<void>> {
  return alter(staff, caller, id, reason, 'staff.reopened', async (_, { state }) =>
    ok(state === 'open' ? undefined : { state: 'open', closed_at: null }),
  );
}

export async function resetSecret(
  staff: Staff,
  caller: DeskCaller,
  { id, secret, reason }: AccountInput<'accounts.reset'>,
): Promise<Result<void>> {
  const named = await staff.storage.read
    .selectFrom('staff_account')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst();
  const kind = checkStaffSecret(secret, named?.name);
  if (!kind.ok) return kind;
  const hash = await hashSecret(secret, staff.cost);
  return alter(staff, caller, id, reason, 'staff.reset', async (_, { version }) =>
    ok({ secret: hash, kind: kind.value, given: 1, version: version + 1, wrong: 0, locked_until: null }),
  );
}

/** As `resetSecret`, of the account with this name. Fails with `account-unknown`, too where it is closed. */
export async function resetByName(
  staff: Staff,
  caller: DeskCaller,
  { name, ...reset }: { readonly name: string; readonly secret: string; readonly reason: string },
): Promise<Result<void>> {
  const account = await findByName(staff.storage.read, name);
  return account?.state === 'open' ? resetSecret(staff, caller, { id: account.id, ...reset }) : fail('account-unknown');
}

/** Whoever sits elsewhere by the old secret is out. */
export async function changeOwnSecret(
  staff: Staff,
  caller: DeskCaller,
  { secret, fresh }: AccountInput<'accounts.change-own'>,
): Promise<Result<void>> {
  const checked = await checkSecret(staff, caller.who, secret);
  if (!checked.ok) return checked;
  const kind = checkStaffSecret(fresh, caller.who);
  if (!kind.ok) return kind;
  if (secret.normalize('NFKC') === fresh.normalize('NFKC')) return fail('secret-weak', 'same');
  const { storage, clock, cost } = staff;
  const { id, name, version } = checked.value;
  const hash = await hashSecret(fresh, cost);
  return writeResult(storage, async (db) => {
    const changed = await db
      .updateTable('staff_account')
      .set({ secret: hash, kind: kind.value, given: 0, version: version + 1 })
      .where('id', '=', id)
      // An administrator may have given another meanwhile, or closed the account: that stands.
      .where('version', '=', version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return fail('wrong-secret');
    await recordDeed(db, { at: clock(), who: name, action: 'staff.own-secret', subject: name });
    return ok();
  });
}

export async function setLockMinutes(staff: Staff, { who }: DeskCaller, minutes: number): Promise<Result<void>> {
  await staff.storage.write(async (db) => {
    await writeSetting(db, LOCK_SETTING, minutes);
    await recordDeed(db, { at: staff.clock(), who, action: 'staff.lock', subject: String(minutes) });
    staff.changes.announce('staff');
  });
  return ok();
}

/** Changes one account and writes down who did and why; `undefined` from `plan`: it is so already. */
async function alter(
  staff: Staff,
  caller: DeskCaller,
  id: string,
  reason: string,
  action: TrailAction,
  plan: (db: Writable<StaffTables>, account: AccountTable) => Promise<Result<Partial<AccountTable> | undefined>>,
): Promise<Result<void>> {
  const { storage, clock, changes } = staff;
  return writeResult(storage, async (db) => {
    const account = await db.selectFrom('staff_account').selectAll().where('id', '=', id).executeTakeFirst();
    if (!account) return fail('account-unknown');
    // Nobody has power over those who may do more.
    const may = checkGives(caller, seatOf(account).permissions);
    if (!may.ok) return may;
    const planned = await plan(db, account);
    if (!planned.ok) return planned;
    if (planned.value === undefined) return ok();
    await db.updateTable('staff_account').set(planned.value).where('id', '=', id).execute();
    if (!(await someoneKeepsAccounts(db))) return fail('last-administrator');
    await recordDeed(db, { at: clock(), who: caller.who, action, subject: account.name, detail: reason });
    changes.announce('staff');
    return ok();
  });
}

/** What nobody has, nobody gives. The house itself – the command line – has everything. */
function checkGives({ seat }: DeskCaller, gives: readonly Permission[]): Result<void> {
  const beyond = seat && gives.find((one) => !seat.permissions.includes(one));
  return beyond === undefined ? ok() : fail('not-permitted', beyond);
}

async function someoneKeepsAccounts(db: Readable<StaffTables>): Promise<boolean> {
  const open = await db.selectFrom('staff_account').selectAll().where('state', '=', 'open').execute();
  return open.some((account) => account.rank === 'administrator' && seatOf(account).permissions.includes('staff'));
}

async function isKnown(db: Readable<StaffTables>, name: string): Promise<boolean> {
  const found = await db
    .selectFrom('staff_account')
    .select('id')
    .where('folded', '=', foldName(name))
    .executeTakeFirst();
  return found !== undefined;
}
