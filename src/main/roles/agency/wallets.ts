/** Wallets that this agency signed, as they come back, and those that were withdrawn: their serials are all it keeps. */
import { sql } from 'kysely';
import type { RevokedWalletRow } from '#shared/desk/agency.ts';
import type { ListAsked, ListPage } from '#shared/desk/list.ts';
import { fromUtf8 } from '#shared/bytes.ts';
import { type Wallet, WALLET_TYPE, walletSchema } from '#shared/protocol/wallet.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { peekJws, verifyJws } from '#main/vault/index.ts';
import type { Agency } from './agency.ts';
import type { AgencyTables } from './tables.ts';

/** How the trail and the list name whoever holds a wallet. */
const HOLDER = 'holder';

/**
 * A wallet of this agency's. Fails with `wallet-foreign` (another agency's, or for another settlement server),
 * `wallet-invalid` (no wallet; cut or altered), about `expired` when its time is over.
 */
export async function readOwnWallet(agency: Agency, jws: string): Promise<Result<Wallet>> {
  const form = peekJws(jws, 'wallet-invalid');
  if (!form.ok) return form;
  const { claims } = form.value;
  if (typeof claims['agency'] === 'string' && claims['agency'] !== agency.self) return fail('wallet-foreign');
  const keys = agency.vault.publicKeys();
  const verified = await verifyJws(jws, { type: WALLET_TYPE, keys, code: 'wallet-invalid' });
  if (!verified.ok) return verified;
  const wallet = walletSchema.safeParse(JSON.parse(fromUtf8(verified.value.payload)));
  if (!wallet.success) return fail('wallet-invalid', 'form');
  if (wallet.data.settlement !== agency.settlement) return fail('wallet-foreign', 'settlement');
  if (Date.parse(wallet.data.expires) <= agency.clock().getTime()) return fail('wallet-invalid', 'expired');
  return ok(wallet.data);
}

export async function isRevoked(db: Readable<AgencyTables>, serial: string): Promise<boolean> {
  const row = await db.selectFrom('revoked_wallet').select('serial').where('serial', '=', serial).executeTakeFirst();
  return row !== undefined;
}

/** By whoever holds the wallet: a finder who does so does its owner no harm but the way to a new one. */
export async function giveUpWallet(agency: Agency, jws: string): Promise<Result<void>> {
  const wallet = await readOwnWallet(agency, jws);
  return wallet.ok ? revokeWallet(agency, HOLDER, { serial: wallet.value.serial, reason: HOLDER }) : wallet;
}

/** Withdraws a wallet for good. One that is withdrawn already stays as it was. */
export async function revokeWallet(
  agency: Agency,
  who: string,
  { serial, reason }: { readonly serial: string; readonly reason: string },
): Promise<Result<void>> {
  return writeResult(agency.storage, async (db: Writable<AgencyTables>) => {
    const at = agency.clock();
    const inserted = await db
      .insertInto('revoked_wallet')
      .values({ serial, at: at.toISOString(), who, reason })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return ok();
    await recordDeed(db, { at, who, action: 'wallet.revoked', subject: serial });
    agency.changes.announce('agency');
    return ok();
  });
}

export async function listRevoked(
  agency: Agency,
  asked: ListAsked<RevokedWalletRow['by']>,
): Promise<ListPage<RevokedWalletRow>> {
  const by = sql<RevokedWalletRow['by']>`case when revoked_wallet.who = ${HOLDER} then 'holder' else 'staff' end`;
  const shape = {
    time: 'revoked_wallet.at',
    id: 'revoked_wallet.serial',
    state: by,
    names: ['revoked_wallet.serial', 'revoked_wallet.who'],
  } as const;
  return listRows(agency.storage.read.selectFrom('revoked_wallet'), shape, asked, (found) =>
    found.selectAll('revoked_wallet').select(by.as('by')),
  );
}
