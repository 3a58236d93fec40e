/** Keeping the installation: backups, the service's own log, what runs here. No key and no record leaves by these. */
import { z } from 'zod';
import { command, cursorSchema, nothing } from './command.ts';

/** Backups that the service makes by itself. */
export const backupScheduleSchema = z.object({
  /** Of the service's computer, outside of the data folder. */
  folder: z.string().trim().min(1).max(400),
  /** Local time of the service's computer. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** So many stay; older ones of this party are removed. */
  keep: z.int().min(1).max(365),
});
export type BackupSchedule = z.infer<typeof backupScheduleSchema>;

export interface BackupStanding {
  /** Id of the registered recovery key, 8 hexadecimal digits; without one there are no backups. */
  readonly recoveryKey?: string;
  readonly last?: { readonly at: string; readonly bytes: number; readonly way: 'download' | 'folder' | 'command' };
  /** The latest attempt, where it failed. */
  readonly failed?: { readonly at: string; readonly code: string };
  readonly schedule?: BackupSchedule;
  /** Being made; `of` is what the data folder holds, about as much as the backup will. */
  readonly running?: { readonly bytes: number; readonly of: number; readonly way: 'download' | 'folder' };
  /** Made, and waiting to be taken away by the screen that asked for it. */
  readonly ready?: { readonly name: string; readonly bytes: number };
}

/** Bytes of one answer of `backup.part`. */
export const BACKUP_PART = 4_194_304;

export const LOG_LEVELS = ['note', 'look', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where in the service something happened. */
export interface LogRow {
  readonly at: string;
  readonly level: LogLevel;
  readonly room: string;
  /** Kind of the error, and its code; never what it said. */
  readonly name: string;
  readonly code?: string;
  /** `src/main/post/courier.ts:88:12` */
  readonly frames: readonly string[];
}

export interface LogPage {
  readonly rows: readonly LogRow[];
  readonly next?: string;
  /** Every room that has a line in the log. */
  readonly rooms: readonly string[];
}

export interface About {
  readonly version: string;
  /** Name and version: Node.js, V8, SQLite, OpenSSL or BoringSSL, Electron where it runs in it. */
  readonly runtime: readonly (readonly [name: string, version: string])[];
  readonly platform: string;
  readonly startedAt: string;
  readonly folderBytes: number;
  readonly databaseBytes: number;
  /** Left on the disk of the data folder. */
  readonly freeBytes: number;
}

export interface IntegrityStanding {
  readonly running?: { readonly done: number; readonly of: number };
  readonly last?: { readonly at: string; readonly sound: boolean; readonly tables: number };
}

export const upkeepCommands = {
  'backup.standing': command<BackupStanding>()(nothing),
  /** Begins one; `backup.standing` says how far it is. Fails with `recovery-key-missing`, `already-running`. */
  'backup.start': command<void>()(z.object({ way: z.enum(['download', 'folder']) })),
  'backup.cancel': command<void>()(nothing),
  /** A piece of the one that is ready, base64; `last` at its end. */
  'backup.part': command<{ data: string; last: boolean }>()(z.object({ offset: z.int().min(0) })),
  /** The screen has it all: it counts from now on, and the service's own file goes. */
  'backup.taken': command<void>()(nothing),
  /** `null`: none by itself. Fails with `field-invalid` about `folder`. */
  'backup.schedule': command<void>()(z.object({ schedule: backupScheduleSchema.nullable() })),
  /** Makes a recovery key: the private half as a sealed file to be kept elsewhere. Nothing is registered yet. */
  'recovery.make': command<{ file: string; key: string }>()(z.object({ passphrase: z.string().min(10).max(200) })),
  /** Registers the public half as `recovery.make` or the command line told it: backups are sealed to it from now on. */
  'recovery.register': command<{ id: string }>()(z.object({ key: z.string().trim().max(80) })),
  'logs.list': command<LogPage>()(
    z.object({
      room: z.string().max(40).optional(),
      levels: z.array(z.enum(LOG_LEVELS)).max(LOG_LEVELS.length).optional(),
      limit: z.int().min(1).max(1000).default(200),
      before: cursorSchema.optional(),
    }),
  ),
  'about.read': command<About>()(nothing),
  /** Reads the whole database and says whether it is sound; goes on while others work. */
  'about.check': command<void>()(nothing),
  'about.cancel-check': command<void>()(nothing),
  'about.integrity': command<IntegrityStanding>()(nothing),
};
