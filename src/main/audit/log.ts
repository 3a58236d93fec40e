import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLevel } from '#shared/desk/upkeep.ts';

/** What went wrong, for whoever keeps the installation running. Never a message's or a form's words. */
export interface Log {
  error(room: string, error: unknown): void;
  /** Nothing broke yet: something to be seen to in time. */
  look(room: string, error: unknown): void;
  /** That it started, that it stopped: `code` is one of ours, lower case with hyphens. */
  note(room: string, code: string): void;
}

/** The file in use, and the one before it. */
export const LOG_FILES = ['logs/tokumei.log', 'logs/tokumei.1.log'] as const;
/** Bytes, then a new one is begun: the log never fills the disk. */
const LARGEST_LOG = 5_000_000;

/** Appends JSON lines to `logs/tokumei.log` in the data folder. */
export function openLog(folder: string, clock: () => Date): Log {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  const [file, before] = LOG_FILES.map((name) => join(folder, name)) as [string, string];
  const write = (level: LogLevel, room: string, form: object): void => {
    const line = JSON.stringify({ at: clock().toISOString(), level, room, ...form });
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(file, before);
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not take the doors down; the doors themselves answer disk-full.
    }
  };
  return {
    error: (room, error) => write('error', room, toLogForm(error)),
    look: (room, error) => write('look', room, toLogForm(error)),
    note: (room, code) => write('note', room, { name: 'note', ...codeOf(code), frames: [] }),
  };
}

/** Places of our files, of packages and of Node as such places are called, and nothing else that may stand in a line. */
const FRAME =
  /((?:(?:src|dist)(?:\/[a-z][a-z0-9-]*)+\.[cm]?[jt]sx?|node_modules(?:\/[@a-zA-Z_][\w.@-]*)+|node:[a-z_/]+):\d+:\d+)\)?$/;

/**
 * Where an error came from, without what it says: messages of libraries may repeat what they were given. Frames name
 * our own files from `src` or `dist` on, no folder of the machine.
 */
export function toLogForm(error: unknown): { name: string; code?: string; frames: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const { code } = error as { code?: unknown };
  const frames = traceOf(error)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => FRAME.exec(line)?.[1] ?? '?');
  return { name: nameOf(error), ...codeOf(code), frames };
}

/** As a class is called. Whoever made the error may have put anything there. */
function nameOf({ name }: Error): string {
  return /^([A-Z][A-Za-z]*)?(Error|Failure|Full|Soon|Broken|Undone)$/.test(name) && name.length <= 60 ? name : 'Error';
}

/** As codes are written – ours, Node's, SQLite's, OpenSSL's – and never a number that may be somebody's. */
function codeOf(code: unknown): { code?: string } {
  const known =
    typeof code === 'string' &&
    code.length <= 60 &&
    !/\d{4}/.test(code) &&
    /^([a-z]+(-[a-z0-9]+)*|E[A-Z0-9]+|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+)$/.test(code);
  return known ? { code } : {};
}

/** The stack behind the message, lines of which may look like frames. Nothing where the message is not found. */
function traceOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(at + message.length);
}
