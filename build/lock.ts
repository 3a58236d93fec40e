/**
 * One builder at a time among processes: whoever makes the folder holds the lock; a dead holder's lock is taken away.
 * It saves work and nothing rests on it: two builders at once would each put a whole build in place.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const STEP_MS = 100;
/** A holder that has not yet written who it is. */
const NAMELESS_MS = 5_000;

export async function holdLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  while (!takeLock(path)) {
    if (isAbandoned(path)) breakLock(path);
    else await wait(STEP_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function takeLock(path: string): boolean {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(path, 'holder'), String(process.pid));
  return true;
}

function isAbandoned(path: string): boolean {
  try {
    return !isRunning(Number(readFileSync(join(path, 'holder'), 'utf8')));
  } catch {
    return isNamelessFor(path, NAMELESS_MS);
  }
}

function isNamelessFor(path: string, span: number): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > span;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Renamed before it is removed: of several that saw the holder dead, one succeeds. */
function breakLock(path: string): void {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}
