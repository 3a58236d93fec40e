/** Backups from the desk and by the clock: one at a time, seen while it is made, stopped where somebody says so. */
import { mkdir, open, readdir, realpath, rm, stat, statfs } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { BACKUP_PART, type BackupSchedule, type BackupStanding } from '#shared/desk/upkeep.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { TrailTables } from '#main/audit/index.ts';
import type { SettingTables, Storage } from '#main/storage/index.ts';
import { recoveryKeyId } from '#main/vault/index.ts';
import { noteBackup, noteFailedBackup, readBackupRecord, writeSchedule } from './backup-record.ts';
import { PLACES } from './places.ts';
import { backupName, dropOldBackups, isBackupDue } from './schedule.ts';
import { type BackupMade, type BackupSource, writeBackup } from './write-backup.ts';

export interface BackupRoomSetting {
  readonly source: BackupSource;
  readonly storage: Storage<SettingTables & TrailTables>;
  /** Public half of the registered recovery key, 32 raw bytes; read each time, for the command line may change it. */
  readonly recipient: () => Promise<Uint8Array | undefined>;
  /** Something to see has changed; heard with the next commit. */
  readonly announce: () => void;
  readonly report: (error: unknown) => void;
}

export interface BackupRoom {
  standing(): Promise<BackupStanding>;
  /** Begins one and returns. Fails with `recovery-key-missing`, `already-running`, and `not-found` without a schedule. */
  start(who: string, way: 'download' | 'folder'): Promise<Result<void>>;
  cancel(): void;
  part(offset: number): Promise<Result<{ data: string; last: boolean }>>;
  taken(who: string): Promise<Result<void>>;
  choose(schedule: BackupSchedule | null): Promise<Result<void>>;
  /** Makes the one that is due; called every minute. */
  keep(): Promise<void>;
  /** Ends what is being made. */
  stop(): Promise<void>;
}

interface Running {
  readonly way: 'download' | 'folder';
  readonly of: number;
  readonly controller: AbortController;
  bytes: number;
  done: Promise<void>;
}

/** The trail's name for what the service does by itself. */
const BY_ITSELF = 'backup';

export function openBackupRoom(setting: BackupRoomSetting): BackupRoom {
  const { source, storage } = setting;
  const { folder, party, clock } = source;
  const outgoing = join(folder, PLACES.outgoing);
  let running: Running | undefined;
  let ready: { file: string; name: string; made: BackupMade } | undefined;

  async function begin(who: string, way: 'download' | 'folder'): Promise<Result<void>> {
    if (running) return fail('already-running', 'backup');
    const recipient = await setting.recipient();
    if (!recipient) return fail('recovery-key-missing');
    const { schedule } = await readBackupRecord(storage.read);
    if (way === 'folder' && !schedule) return fail('not-found', 'folder');
    const of = await folderBytes(folder);
    // Another may have begun meanwhile.
    if (running) return fail('already-running', 'backup');
    const mine: Running = { way, of, controller: new AbortController(), bytes: 0, done: Promise.resolve() };
    running = mine;
    const target = way === 'folder' ? schedule!.folder : outgoing;
    mine.done = make(mine, { who, recipient, target, keep: schedule?.keep }).finally(() => {
      if (running === mine) running = undefined;
    });
    return ok();
  }

  async function make(
    mine: Running,
    order: { who: string; recipient: Uint8Array; target: string; keep: number | undefined },
  ): Promise<void> {
    const { way, controller } = mine;
    const { who, recipient, target } = order;
    const name = backupName(party.id, clock());
    const file = join(target, name);
    const made = await write(file).catch((error: unknown): Result<BackupMade> => {
      setting.report(error);
      return fail('internal');
    });
    setting.announce();
    if (!made.ok) {
      // Stopped by a person: nothing failed.
      if (controller.signal.aborted) return;
      await storage.write((db) => noteFailedBackup(db, clock(), made.error.code)).catch(setting.report);
      return;
    }
    if (way === 'download') {
      ready = { file, name, made: made.value };
      return;
    }
    await storage.write((db) => noteBackup(db, made.value, { at: clock(), who, way })).catch(setting.report);
    if (order.keep !== undefined) await dropOldBackups(target, party.id, order.keep).catch(setting.report);

    async function write(out: string): Promise<Result<BackupMade>> {
      if (way === 'download') {
        await dropOutgoing();
        await mkdir(outgoing, { recursive: true, mode: 0o700 });
      }
      const progress = (bytes: number): void => void (mine.bytes = bytes);
      return writeBackup(source, recipient, out, { signal: controller.signal, progress });
    }
  }

  async function dropOutgoing(): Promise<void> {
    ready = undefined;
    await rm(outgoing, { recursive: true, force: true });
  }

  return {
    standing: async () => {
      const recipient = await setting.recipient();
      const { schedule, ...record } = await readBackupRecord(storage.read);
      return {
        ...(recipient && { recoveryKey: recoveryKeyId(recipient) }),
        ...record,
        ...(schedule && { schedule: { folder: schedule.folder, at: schedule.at, keep: schedule.keep } }),
        ...(running && { running: { bytes: running.bytes, of: running.of, way: running.way } }),
        ...(ready && { ready: { name: ready.name, bytes: ready.made.bytes } }),
      };
    },
    start: begin,
    cancel: () => {
      running?.controller.abort();
      if (ready) void dropOutgoing().catch(setting.report);
    },
    part: async (offset) => {
      if (!ready) return fail('not-found', 'backup');
      const file = await open(ready.file, 'r');
      try {
        const buffer = Buffer.alloc(BACKUP_PART);
        const { bytesRead } = await file.read(buffer, 0, BACKUP_PART, offset);
        const last = offset + bytesRead >= ready.made.bytes;
        return ok({ data: buffer.subarray(0, bytesRead).toString('base64'), last });
      } finally {
        await file.close();
      }
    },
    taken: async (who) => {
      if (!ready) return fail('not-found', 'backup');
      const { made } = ready;
      await dropOutgoing();
      setting.announce();
      await storage.write((db) => noteBackup(db, made, { at: clock(), who, way: 'download' }));
      return ok();
    },
    choose: async (schedule) => {
      if (schedule && !(await isPlace(schedule.folder, folder))) return fail('field-invalid', 'folder');
      setting.announce();
      await storage.write((db) => writeSchedule(db, schedule, clock()));
      return ok();
    },
    keep: async () => {
      if (running || !isBackupDue(await readBackupRecord(storage.read), clock())) return;
      const begun = await begin(BY_ITSELF, 'folder');
      if (begun.ok || begun.error.code === 'already-running') return;
      setting.announce();
      await storage.write((db) => noteFailedBackup(db, clock(), begun.error.code));
    },
    stop: async () => {
      running?.controller.abort();
      await running?.done;
      await dropOutgoing();
    },
  };
}

/** A folder outside of the data folder: inside, the next backup would hold the last. */
async function isPlace(place: string, folder: string): Promise<boolean> {
  const found = await stat(place).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  return !`${await realpath(place)}${sep}`.startsWith(`${await realpath(folder)}${sep}`);
}

/** Of everything in it. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

/** Left on the folder's disk for this user. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
