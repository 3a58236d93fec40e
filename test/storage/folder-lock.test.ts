import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { LOCK_FILE, lockFolder } from '#main/storage/folder-lock.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';

const LOCK = fileURLToPath(new URL('../../src/main/storage/folder-lock.ts', import.meta.url));

test('one user at a time; the next one after it was given back', () => {
  const folder = join(aFolder(), 'made', 'when-missing');
  const lock = expectOk(lockFolder(folder));
  expect(lockFolder(folder)).toEqual(fail('already-running'));
  expect(readdirSync(folder)).toEqual([LOCK_FILE]);
  expectOk(lockFolder(aFolder())).release();
  lock.release();
  expectOk(lockFolder(folder)).release();
});

test('another process is kept out, and its own lock ends with it however it ends', async () => {
  const folder = aFolder();
  const code = `const { lockFolder } = await import(${JSON.stringify(LOCK)});
    console.log(lockFolder(${JSON.stringify(folder)}).ok); globalThis.gc?.(); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atEnd(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString().trim()).toBe('true');
  expect(lockFolder(folder)).toEqual(fail('already-running'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expectOk(lockFolder(folder)).release();
});
