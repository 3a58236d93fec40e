/** Recovery keys, backups of test parties, and those parties opened again where a backup was restored. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Topic } from '#shared/desk/contract.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { type BackupMade, type Restored, restoreBackup, writeBackup } from '#main/backup/index.ts';
import { type EventHandlers, type Post, type PostTables } from '#main/post/index.ts';
import type { MailTables } from '#main/post/mail/index.ts';
import { openSpool } from '#main/printing/spool.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { carrierEvents } from '#main/roles/carrier/events.ts';
import { carrierMigrations, type CarrierTables } from '#main/roles/carrier/tables.ts';
import { creditEvents } from '#main/roles/credit/events.ts';
import { openPackageStore } from '#main/roles/credit/package-store.ts';
import { creditMigrations, type CreditTables } from '#main/roles/credit/tables.ts';
import { mallEvents } from '#main/roles/mall/events.ts';
import { openGoodsRoom } from '#main/roles/mall/goods-room.ts';
import { mallMigrations, type MallTables } from '#main/roles/mall/tables.ts';
import { type Migrations, openChanges, openSqliteStorage, type Storage } from '#main/storage/index.ts';
import { createRecoveryKey, openRecoveryKey, openVault, type RecoveryKey } from '#main/vault/index.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { CHEAP, PASSPHRASE, type TestCarrier, type TestCredit, type TestMall, type TestParty } from './a-party.ts';

export const RECOVERY_PASSPHRASE = 'kept in the safe';

export interface TestRecoveryKey {
  readonly file: string;
  /** base64url. */
  readonly x: string;
  readonly recipient: Uint8Array;
  readonly key: RecoveryKey;
}

export async function aRecoveryKey(): Promise<TestRecoveryKey> {
  const file = join(aFolder(), 'recovery.json');
  const x = expectOk(await createRecoveryKey(file, RECOVERY_PASSPHRASE, CHEAP));
  const key = expectOk(await openRecoveryKey(file, RECOVERY_PASSPHRASE));
  return { file, x, recipient: fromBase64Url(x)!, key };
}

/** What a party of the builders lacks to be one that could be started. */
export function aConfigFile({ folder, id, post }: Pick<TestParty, 'folder' | 'id' | 'post'>): void {
  const door = (port: number) => ({ url: `https://${id}:${port}`, listen: { host: '127.0.0.1', port } });
  const config = { id, role: post.role, name: 'Example', public: door(1), partner: door(2), desk: { port: 3 } };
  writeFileSync(join(folder, 'party.json'), JSON.stringify(config), { mode: 0o600 });
}

export async function backUp(
  party: TestParty,
  { recipient }: Pick<TestRecoveryKey, 'recipient'>,
  out = join(aFolder(), 'backup'),
): Promise<{ out: string; made: BackupMade }> {
  aConfigFile(party);
  const { folder, id, post, clock } = party;
  const source = { folder, database: 'tokumei.db', party: { id, role: post.role }, clock };
  return { out, made: expectOk(await writeBackup(source, recipient, out)) };
}

export function restore(file: string, key: RecoveryKey, folder: string): Promise<Result<Restored>> {
  return restoreBackup(file, key, folder, { database: 'tokumei.db' });
}

/** Backed up, and restored elsewhere. */
export async function restoredFolder(file: string, { key }: Pick<TestRecoveryKey, 'key'>): Promise<string> {
  const folder = join(aFolder(), 'restored');
  expectOk(await restore(file, key, folder));
  return folder;
}

async function reopen<DB extends PostTables>(original: TestParty, folder: string, migrations: Migrations) {
  const vault = expectOk(await openVault(folder, PASSPHRASE, { now: original.clock }));
  const storage = await openSqliteStorage<DB>(join(folder, 'tokumei.db'), { ...COMMON_MIGRATIONS, ...migrations });
  atEnd(() => storage.close());
  const changes = openChanges<Topic, DB>(storage);
  const post: Post = { ...original.post, storage: storage as unknown as Storage<PostTables>, vault, changes };
  return { folder, vault, storage, changes, post };
}

export async function reopenMall(original: TestMall, folder: string): Promise<TestMall> {
  const opened = await reopen<MallTables>(original, folder, mallMigrations);
  const spool = await openSpool(join(folder, 'spool'));
  const mall = { ...original.mall, ...opened, spool, goods: await openGoodsRoom(folder) };
  return { ...original, ...opened, mall, events: mallEvents(mall) as EventHandlers<PostTables> };
}

export async function reopenCarrier(original: TestCarrier, folder: string): Promise<TestCarrier> {
  const opened = await reopen<CarrierTables>(original, folder, carrierMigrations);
  const carrier = { ...original.carrier, ...opened };
  return { ...original, ...opened, carrier, events: carrierEvents(carrier) as EventHandlers<PostTables> };
}

export async function reopenCredit(original: TestCredit, folder: string): Promise<TestCredit> {
  const opened = await reopen<CreditTables>(original, folder, creditMigrations);
  const mailroom = {
    ...original.credit.mailroom,
    ...opened,
    storage: opened.storage as unknown as Storage<MailTables>,
  };
  const packages = await openPackageStore(join(folder, 'packages'));
  const credit = { ...original.credit, ...opened, mailroom, packages };
  return { ...original, ...opened, credit, events: creditEvents(credit) as EventHandlers<PostTables> };
}
