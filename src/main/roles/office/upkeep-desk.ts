/**
 * What keeps an installation going, at every role's desk: backups, the service's own log, what runs here. It must never
 * return a private key in clear, nor anything of a record.
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { IntegrityStanding, upkeepCommands } from '#shared/desk/upkeep.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { readLog, recordDeed } from '#main/audit/index.ts';
import { type BackupRoom, folderBytes, freeBytes } from '#main/backup/index.ts';
import type { Post } from '#main/post/index.ts';
import { checkDatabase, type RunningCheck } from '#main/storage/index.ts';
import { createRecoveryKey, recoveryKeyId } from '#main/vault/index.ts';

export interface UpkeepSetting {
  readonly folder: string;
  /** Name of the database in it. */
  readonly database: string;
  readonly version: string;
  readonly backups: BackupRoom;
  /** Registers the public half (base64url) of the recovery key. */
  readonly registerKey: (publicKey: string) => Promise<void>;
  readonly report: (error: unknown) => void;
}

export interface UpkeepDesk {
  readonly desk: DeskHandlers<keyof typeof upkeepCommands>;
  stop(): Promise<void>;
}

export function upkeepDesk(post: Post, setting: UpkeepSetting): UpkeepDesk {
  const { storage, clock } = post;
  const { folder, backups } = setting;
  const database = join(folder, setting.database);
  const startedAt = clock().toISOString();
  let check: RunningCheck | undefined;
  let last: IntegrityStanding['last'];

  function startCheck(): Result<void> {
    if (check) return fail('already-running', 'check');
    const mine = checkDatabase(database);
    check = mine;
    void follow(mine);
    return ok();
  }

  async function follow(mine: RunningCheck): Promise<void> {
    try {
      const found = await mine.end;
      if (found) last = { at: clock().toISOString(), ...found };
    } catch (error) {
      setting.report(error);
    } finally {
      check = undefined;
    }
  }

  const desk: DeskHandlers<keyof typeof upkeepCommands> = {
    'backup.standing': async () => ok(await backups.standing()),
    'backup.start': ({ who }, { way }) => backups.start(who, way),
    'backup.cancel': async () => ok(backups.cancel()),
    'backup.part': (_, { offset }) => backups.part(offset),
    'backup.taken': ({ who }) => backups.taken(who),
    'backup.schedule': async ({ who }, { schedule }) => {
      const chosen = await backups.choose(schedule);
      if (!chosen.ok) return chosen;
      const detail = schedule ? schedule.at : 'off';
      await storage.write((db) =>
        recordDeed(db, { at: clock(), who, action: 'backup.scheduled', subject: post.self, detail }),
      );
      return ok();
    },
    'recovery.make': async (_, { passphrase }) => makeRecoveryKey(passphrase),
    'recovery.register': async ({ who }, { key }) => {
      const x = key.split('.')[0]!;
      const raw = fromBase64Url(x);
      if (raw?.length !== 32 || publicText(x) !== key) return fail('field-invalid', 'key');
      await setting.registerKey(x);
      const id = recoveryKeyId(raw);
      post.changes.announce('upkeep');
      await storage.write((db) => recordDeed(db, { at: clock(), who, action: 'recovery.registered', subject: id }));
      return ok({ id });
    },
    'logs.list': async (_, asked) => ok(await readLog(folder, asked)),
    'about.read': async () =>
      ok({
        version: setting.version,
        runtime: runtime(),
        platform: `${process.platform} ${process.arch}`,
        startedAt,
        folderBytes: await folderBytes(folder),
        databaseBytes: (await stat(database)).size,
        freeBytes: await freeBytes(folder),
      }),
    'about.check': async () => startCheck(),
    'about.cancel-check': async () => ok(check?.cancel()),
    'about.integrity': async () => ok({ ...(check && { running: check.progress() }), ...(last && { last }) }),
  };
  return {
    desk,
    stop: async () => {
      check?.cancel();
      await backups.stop();
    },
  };
}

/** The public half as people copy it: a digit that is wrong is found, not used. */
function publicText(x: string): string {
  return `${x}.${recoveryKeyId(fromBase64Url(x)!)}`;
}

/** Sealed with the passphrase from its first byte on; what the making leaves here goes. */
async function makeRecoveryKey(passphrase: string): Promise<Result<{ file: string; key: string }>> {
  const folder = await mkdtemp(join(tmpdir(), 'tokumei-key-'));
  try {
    const path = join(folder, 'recovery-key.json');
    const made = await createRecoveryKey(path, passphrase);
    return made.ok ? ok({ file: await readFile(path, 'utf8'), key: publicText(made.value) }) : made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runtime(): readonly (readonly [string, string])[] {
  const { node, v8, openssl, electron, chrome } = process.versions;
  return [
    ...(electron === undefined ? [] : [['Electron', electron] as const]),
    ...(chrome === undefined ? [] : [['Chromium', chrome] as const]),
    ['Node.js', node],
    ['V8', v8],
    // In Electron it is BoringSSL that answers for it.
    [electron === undefined ? 'OpenSSL' : 'BoringSSL', openssl],
  ];
}
