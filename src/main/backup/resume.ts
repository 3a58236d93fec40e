/** What a party does at its first start after a restore: it asks every partner for what it may have missed. */
import { z } from 'zod';
import { timeSchema } from '#shared/protocol/party.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Post, type PostTables, sendEvent } from '#main/post/index.ts';
import {
  type Readable,
  readSetting,
  type SettingTables,
  visitSqliteStorage,
  writeSetting,
} from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';

/** Set by a restore, taken away in the unit of work that asks. */
const RESTORED = 'restored';
const restoredSchema = z.object({ at: timeSchema }).optional();

/** Stays, another after each restore: what others know of this database by its counters holds no more. */
const DATABASE = 'restored-database';
const databaseSchema = z.string().default('');

/**
 * Partners note the acceptance by clocks of their own, which may be behind ours. More than any clock is wrong: what
 * comes twice has no second effect.
 */
const MARGIN_MS = 3_600_000;

/** Writes into a restored database what moment it shows. */
export async function markRestored(file: string, at: string): Promise<void> {
  const storage = visitSqliteStorage<PostTables>(file);
  try {
    await storage.write(async (db) => {
      await writeSetting(db, RESTORED, { at });
      await writeSetting(db, DATABASE, randomUuid());
    });
  } finally {
    await storage.close();
  }
}

/** Tells a restored database from the one it was copied from; empty for one that was never restored. */
export function databaseId(db: Readable<SettingTables>): Promise<string> {
  return readSetting(db, DATABASE, databaseSchema);
}

/**
 * After a restore: sends `resync.request` to every approved partner, once, and says so in the trail. A partner brings
 * again what it has brought since the copy was made, and every effect still happens once.
 *
 * @param sendCard tells partners the keys of this party as it is now; done before, in case it ends in between
 */
export async function askForWhatWasMissed(post: Post, sendCard: () => Promise<void>): Promise<void> {
  const restored = await readSetting(post.storage.read, RESTORED, restoredSchema);
  if (!restored) return;
  await sendCard();
  const since = new Date(Date.parse(restored.at) - MARGIN_MS).toISOString();
  await post.storage.write(async (db) => {
    const partners = await db.selectFrom('partner').select('id').where('state', '=', 'approved').execute();
    for (const { id } of partners)
      await sendEvent(post, db, { to: id, type: 'resync.request', subject: post.self, data: { since } });
    const detail = restored.at;
    await recordDeed(db, { at: post.clock(), who: 'restore', action: 'backup.restored', subject: post.self, detail });
    await db.deleteFrom('setting').where('name', '=', RESTORED).execute();
  });
}
