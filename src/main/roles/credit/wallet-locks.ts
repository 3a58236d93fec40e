/** Wrong PINs of customers' wallets, counted here where no wallet file can be wound back. */
import type { LockedWallet } from '#shared/desk/inquiries.ts';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import { MOST_WRONG_PINS } from '#shared/protocol/wallet.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { CreditTables } from './tables.ts';

interface WalletName {
  readonly agency: string;
  readonly serial: string;
}

export async function isLocked(db: Readable<CreditTables>, { agency, serial }: WalletName): Promise<boolean> {
  const known = await db
    .selectFrom('wallet_lock')
    .select('locked_at')
    .where('agency', '=', agency)
    .where('serial', '=', serial)
    .executeTakeFirst();
  return known !== undefined && known.locked_at !== null;
}

/**
 * Counts a PIN in the unit of work that decides by it, one after another: a locked wallet stays locked, also for the
 * right one.
 */
export async function countPin(
  credit: Credit,
  db: Writable<CreditTables>,
  wallet: WalletName,
  isRight: boolean,
): Promise<'right' | 'wrong' | 'now-locked' | 'locked'> {
  const { agency, serial } = wallet;
  const known = await db
    .selectFrom('wallet_lock')
    .select(['wrong', 'locked_at'])
    .where('agency', '=', agency)
    .where('serial', '=', serial)
    .executeTakeFirst();
  if (known && known.locked_at !== null) return 'locked';
  if (isRight) {
    if (known) await db.deleteFrom('wallet_lock').where('agency', '=', agency).where('serial', '=', serial).execute();
    return 'right';
  }
  const wrong = (known?.wrong ?? 0) + 1;
  const isLocked = wrong >= MOST_WRONG_PINS;
  const row = { agency, serial, wrong, locked_at: isLocked ? credit.clock().toISOString() : null };
  await db
    .insertInto('wallet_lock')
    .values(row)
    .onConflict((conflict) => conflict.columns(['agency', 'serial']).doUpdateSet(row))
    .execute();
  return isLocked ? 'now-locked' : 'wrong';
}

export async function listLocked(credit: Credit, asked: ListAsked): Promise<ListPage<LockedWallet>> {
  const locked = credit.storage.read.selectFrom('wallet_lock').where('locked_at', 'is not', null);
  const shape = {
    time: 'wallet_lock.locked_at',
    id: 'wallet_lock.serial',
    partner: 'wallet_lock.agency',
    names: ['wallet_lock.serial'],
  } as const;
  const page = await listRows(locked, shape, asked, (found) =>
    found
      .leftJoin('partner', 'partner.id', 'wallet_lock.agency')
      .select(['wallet_lock.serial', 'wallet_lock.agency', 'wallet_lock.locked_at', 'partner.name']),
  );
  return mapPage(page, ({ serial, agency, name, locked_at }) => ({
    serial,
    agency: name ?? (agency === credit.self ? credit.name : agency),
    at: locked_at!,
  }));
}

/** Its PIN counts afresh. Fails with `not-found` for a wallet that is not locked. */
export function unlockWallet(
  credit: Credit,
  who: string,
  { serial, reason }: { serial: string; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const unlocked = await db
      .deleteFrom('wallet_lock')
      .where('serial', '=', serial)
      .where('locked_at', 'is not', null)
      .executeTakeFirst();
    if (unlocked.numDeletedRows === 0n) return fail('not-found');
    await recordDeed(db, { at: credit.clock(), who, action: 'wallet.unlocked', subject: serial, detail: reason });
    credit.changes.announce('inquiries');
    return ok();
  });
}
