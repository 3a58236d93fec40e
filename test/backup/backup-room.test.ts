import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import type { TrailTables } from '#main/audit/index.ts';
import { readTrail } from '#main/audit/index.ts';
import { type BackupRoom, openBackupRoom } from '#main/backup/index.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import { openSqliteStorage, type SettingTables, type Storage } from '#main/storage/index.ts';
import { createVault } from '#main/vault/index.ts';
import { aRecoveryKey, restoredFolder, type TestRecoveryKey } from '../builders/a-backup.ts';
import { aClock, type TestClock } from '../builders/a-clock.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../builders/a-party.ts';
import { until } from '../builders/until.ts';

let recovery: TestRecoveryKey;
beforeAll(async () => {
  recovery = await aRecoveryKey();
});

interface TestRoom {
  readonly room: BackupRoom;
  readonly folder: string;
  readonly storage: Storage<SettingTables & TrailTables>;
  readonly clock: TestClock;
}

async function aRoom({ key = true, bytes = 0 } = {}): Promise<TestRoom> {
  const folder = join(aFolder(), 'party');
  expectOk(await createVault(folder, PASSPHRASE, { scrypt: CHEAP }));
  writeFileSync(join(folder, 'party.json'), '{}');
  mkdirSync(join(folder, 'packages'));
  if (bytes > 0) writeFileSync(join(folder, 'packages/large.tokumei'), new Uint8Array(bytes));
  const storage = await openSqliteStorage<SettingTables & TrailTables>(join(folder, 'tokumei.db'), COMMON_MIGRATIONS);
  const clock = aClock();
  const room = openBackupRoom({
    source: { folder, database: 'tokumei.db', party: { id: 'mall.example' as never, role: 'mall' }, clock },
    storage,
    recipient: async () => (key ? recovery.recipient : undefined),
    announce: () => undefined,
    report: (error) => {
      throw error;
    },
  });
  atEnd(async () => {
    await room.stop();
    await storage.close();
  });
  return { room, folder, storage, clock };
}

const isReady = async ({ room }: TestRoom): Promise<boolean> => (await room.standing()).ready !== undefined;
const isIdle = async ({ room }: TestRoom): Promise<boolean> => (await room.standing()).running === undefined;

describe('a backup for the screen', () => {
  test('is brought over in parts that restore, and counts once the screen has it all', async () => {
    const made = await aRoom({ bytes: 6_000_000 });
    const { room, folder, storage } = made;
    expectOk(await room.start('sato', 'download'));
    await until('the backup is there', () => isReady(made));
    expect((await room.standing()).last).toBeUndefined();

    const pieces: Buffer[] = [];
    for (let offset = 0, last = false; !last;) {
      const part = expectOk(await room.part(offset));
      pieces.push(Buffer.from(part.data, 'base64'));
      offset += pieces.at(-1)!.length;
      last = part.last;
    }
    expect(pieces.length).toBeGreaterThan(1);
    const file = join(aFolder(), 'taken.backup');
    writeFileSync(file, Buffer.concat(pieces));
    const restored = await restoredFolder(file, recovery);
    expect(statSync(join(restored, 'packages/large.tokumei')).size).toBe(6_000_000);
    expect(existsSync(join(restored, '.outgoing'))).toBe(false);

    expectOk(await room.taken('sato'));
    expect(await room.standing()).toMatchObject({ last: { way: 'download' } });
    expect((await room.standing()).ready).toBeUndefined();
    expect(existsSync(join(folder, '.outgoing'))).toBe(false);
    expect(await readTrail(storage.read, { limit: 1 })).toMatchObject([{ who: 'sato', action: 'backup.made' }]);
  });

  test('is one at a time, says how far it is, and stops without a trace or a complaint', async () => {
    const made = await aRoom({ bytes: 40_000_000 });
    const { room, folder } = made;
    expectOk(await room.start('sato', 'download'));
    expect(await room.start('kato', 'download')).toEqual(fail('already-running', 'backup'));
    expect((await room.standing()).running).toMatchObject({ way: 'download' });
    expect((await room.standing()).running!.of).toBeGreaterThan(40_000_000);
    room.cancel();
    await until('nothing is being made', () => isIdle(made));
    const standing = await room.standing();
    expect([standing.ready, standing.last, standing.failed]).toEqual([undefined, undefined, undefined]);
    expect(existsSync(join(folder, '.outgoing')) ? readdirSync(join(folder, '.outgoing')) : []).toEqual([]);
  });

  test('is not begun without a recovery key, nor into a folder that nobody chose', async () => {
    const { room } = await aRoom({ key: false });
    expect(await room.start('sato', 'download')).toEqual(fail('recovery-key-missing'));
    expect(await (await aRoom()).room.start('sato', 'folder')).toEqual(fail('not-found', 'folder'));
  });
});

describe('the daily backup', () => {
  const at = '03:15';
  /** To an instant of the machine's own day. */
  function setTo(clock: TestClock, hours: number): void {
    const wanted = new Date(clock());
    wanted.setHours(hours, 30, 0, 0);
    while (wanted <= clock()) wanted.setDate(wanted.getDate() + 1);
    clock.set(wanted.toISOString());
  }

  test('is made once after its time, made up for when it was missed, and keeps as many as wanted', async () => {
    const made = await aRoom();
    const { room, clock } = made;
    const folder = aFolder();
    writeFileSync(join(folder, 'holiday.jpg'), '');
    expectOk(await room.choose({ folder, at, keep: 2 }));
    const files = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.backup'));
    const keep = async (): Promise<void> => {
      await room.keep();
      await until('nothing is being made', () => isIdle(made));
    };
    await keep();
    expect(files()).toHaveLength(0);
    setTo(clock, 3);
    await keep();
    await keep();
    expect(files()).toHaveLength(1);
    // Off over two nights.
    clock.advance({ hours: 55 });
    await keep();
    expect(files()).toHaveLength(2);
    setTo(clock, 3);
    await keep();
    expect(files()).toHaveLength(2);
    expect(existsSync(join(folder, 'holiday.jpg'))).toBe(true);
    expect((await room.standing()).last!.way).toBe('folder');
  });

  test('says that it failed, and tries again later rather than at once', async () => {
    const made = await aRoom();
    const { room, clock } = made;
    const folder = join(aFolder(), 'drive');
    mkdirSync(folder);
    expectOk(await room.choose({ folder, at, keep: 2 }));
    rmSync(folder, { recursive: true });
    setTo(clock, 3);
    await room.keep();
    await until('nothing is being made', () => isIdle(made));
    const { failed } = await room.standing();
    expect(failed).toMatchObject({ code: 'not-found' });
    clock.advance({ minutes: 1 });
    await room.keep();
    expect((await room.standing()).running).toBeUndefined();
    mkdirSync(folder);
    clock.advance({ minutes: 20 });
    await room.keep();
    await until('nothing is being made', () => isIdle(made));
    const standing = await room.standing();
    expect([standing.failed, standing.last?.way]).toEqual([undefined, 'folder']);
  });

  test('goes into no place that the next backup would hold', async () => {
    const { room, folder } = await aRoom();
    expect(await room.choose({ folder, at, keep: 2 })).toEqual(fail('field-invalid', 'folder'));
    expect(await room.choose({ folder: join(folder, 'packages'), at, keep: 2 })).toEqual(
      fail('field-invalid', 'folder'),
    );
    expect(await room.choose({ folder: '/no/such/place', at, keep: 2 })).toEqual(fail('field-invalid', 'folder'));
  });
});
