/** Whether a name and a secret belong together, and how often anybody may guess. */
import { foldName } from '#shared/domain/staff-secret.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { verifySecret } from '#main/vault/index.ts';
import type { Staff } from './staff.ts';
import type { AccountTable, StaffTables } from './tables.ts';

/** Tries before the first wait. */
export const FREE_TRIES = 5;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;

/** How long nobody gets in after so many wrong tries: a minute, then twice as long each time, an hour at most. */
export function waitAfter(wrong: number): number {
  return wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
}

export function findByName(db: Readable<StaffTables>, name: string): Promise<AccountTable | undefined> {
  return db.selectFrom('staff_account').selectAll().where('folded', '=', foldName(name)).executeTakeFirst();
}

export async function hasAccounts(db: Readable<StaffTables>): Promise<boolean> {
  return (await db.selectFrom('staff_account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/**
 * The account of this name, where the secret is its. A try is written down before it is looked at, so that neither a
 * restart nor many tries at once are a way around the wait.
 *
 * Fails with `first-account`, `account-unknown`, `secret-needed`, `locked-out` about the time until which, and
 * `wrong-secret`.
 */
export async function checkSecret(
  staff: Staff,
  name: string,
  secret: string | undefined,
): Promise<Result<AccountTable>> {
  const { storage, clock } = staff;
  const known = await findOpen(storage.read, name);
  if (!known.ok) return known;
  if (secret === undefined) return fail('secret-needed');
  const counted = await countTry(staff, known.value.id);
  if (!counted.ok) return counted;
  const account = counted.value;
  if (!(await verifySecret(secret, account.secret))) return refuse(staff, account);
  const at = clock();
  await storage.write((db) => forgive(db, account.id, at));
  return ok(account);
}

async function findOpen(db: Readable<StaffTables>, name: string): Promise<Result<AccountTable>> {
  const found = await findByName(db, name);
  if (found?.state === 'open') return ok(found);
  return fail(found || (await hasAccounts(db)) ? 'account-unknown' : 'first-account');
}

/** Wrong until it is found right. */
function countTry({ storage, clock }: Staff, id: string): Promise<Result<AccountTable>> {
  return writeResult(storage, async (db) => {
    const account = await db.selectFrom('staff_account').selectAll().where('id', '=', id).executeTakeFirst();
    if (account?.state !== 'open') return fail('account-unknown');
    const now = clock();
    if (account.locked_until !== null && account.locked_until > now.toISOString()) {
      return fail('locked-out', account.locked_until);
    }
    const wrong = account.wrong + 1;
    const wait = waitAfter(wrong);
    const locked_until = wait === 0 ? null : new Date(now.getTime() + wait).toISOString();
    await db.updateTable('staff_account').set({ wrong, locked_until }).where('id', '=', id).execute();
    return ok({ ...account, wrong, locked_until });
  });
}

async function refuse({ storage, clock, changes }: Staff, account: AccountTable): Promise<Result<never>> {
  const { name, locked_until } = account;
  await storage.write(async (db) => {
    const detail = locked_until === null ? {} : { detail: 'locked-out' };
    await recordDeed(db, { at: clock(), who: name, action: 'staff.refused', subject: name, ...detail });
    changes.announce('staff');
  });
  return locked_until === null ? fail('wrong-secret') : fail('locked-out', locked_until);
}

async function forgive(db: Writable<StaffTables>, id: string, at: Date): Promise<void> {
  const right = { wrong: 0, locked_until: null, entered_at: at.toISOString() };
  await db.updateTable('staff_account').set(right).where('id', '=', id).execute();
}
