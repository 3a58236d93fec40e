import { chmod, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { createReadStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '#shared/result.ts';
import { checkSqliteFile, LOCK_FILE, lockFolder } from '#main/storage/index.ts';
import { ContentDamaged, decodeContent, type RecoveryKey, startSha256, syncFolder } from '#main/vault/index.ts';
import { type ArchiveTaker, BackupBroken, unpackArchive } from './archive.ts';
import { HEADER_BYTES, openHeader } from './header.ts';
import { LARGEST_MANIFEST, MANIFEST_FILE, type Manifest, type ManifestFile, readManifest } from './manifest.ts';
import { PLACES } from './places.ts';
import { markRestored } from './resume.ts';

export interface Restored {
  readonly party: Manifest['party'];
  /** The moment that it shows, RFC 3339. */
  readonly at: string;
  readonly files: number;
  /** Of the backup file, base64url: to be compared with what its making said. */
  readonly sha256: string;
}

export interface RestoreChoice {
  /** Name of the database in the folder. */
  readonly database: string;
  /** Looks at what was unpacked before it counts. */
  readonly check?: (folder: string) => Promise<Result<void>>;
  readonly signal?: AbortSignal;
}

/**
 * Brings a backup back onto a folder that is empty or not there. Nothing has its final name before every tag, the last
 * record, the manifest and the database were found right; on any failure the folder is as it was.
 *
 * Fails with `not-found`, `already-running`, `folder-not-empty`, `recovery-key-wrong` (about: the id of the right one),
 * `backup-damaged`, `disk-full`, `unavailable` where it was stopped, and whatever `check` fails with.
 */
export async function restoreBackup(
  file: string,
  key: RecoveryKey,
  folder: string,
  choice: RestoreChoice,
): Promise<Result<Restored>> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) return fail('not-found', 'file');
  const wasThere = existsSync(folder);
  const free = await checkFolder(folder);
  if (!free.ok) return free;
  const lock = lockFolder(folder);
  if (!lock.ok) return lock;
  const restoring = join(folder, PLACES.restoring);
  let done = false;
  try {
    await rm(restoring, { recursive: true, force: true });
    await mkdir(restoring, { mode: 0o700 });
    const restored = await unpackBackup(file, key, restoring, choice);
    if (!restored.ok) return restored;
    await moveIntoPlace(restoring, folder);
    done = true;
    return restored;
  } catch (error) {
    return failureOf(error, choice.signal);
  } finally {
    lock.value.release();
    if (!done) await leaveAsItWas(folder, wasThere);
  }
}

async function checkFolder(folder: string): Promise<Result<void>> {
  if (!existsSync(folder)) return ok();
  const names = await readdir(folder);
  if (names.includes(LOCK_FILE)) {
    const lock = lockFolder(folder);
    if (!lock.ok) return lock;
    lock.value.release();
  }
  // Both may be there after a restore that was killed.
  const others = names.filter((name) => !name.startsWith(LOCK_FILE) && name !== PLACES.restoring);
  return others.length === 0 ? ok() : fail('folder-not-empty');
}

async function leaveAsItWas(folder: string, wasThere: boolean): Promise<void> {
  await rm(join(folder, PLACES.restoring), { recursive: true, force: true });
  await rm(join(folder, LOCK_FILE), { force: true });
  if (!wasThere) await rmdir(folder).catch(() => undefined);
}

function failureOf(error: unknown, signal?: AbortSignal): Result<never> {
  if (error instanceof BackupBroken) return { ok: false, error: error.failure };
  if (error instanceof ContentDamaged) return fail('backup-damaged', 'content');
  if (signal?.aborted === true) return fail('unavailable', 'stopped');
  const { code } = error as { code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return fail('disk-full');
  throw error;
}

async function unpackBackup(
  file: string,
  key: RecoveryKey,
  into: string,
  { database, check, signal }: RestoreChoice,
): Promise<Result<Restored>> {
  const header = await readStart(file);
  const contentKey = await openHeader(header, key);
  if (!contentKey.ok) return contentKey;
  const digest = startSha256();
  digest.update(header);
  const taker = openTaker(into);
  try {
    await unpackArchive(decodeContent(contentKey.value, readRest(file, digest, signal)), taker);
  } finally {
    await taker.close();
  }
  const manifest = readManifest(taker.manifest());
  if (!manifest || !isListed(taker.files, manifest, database)) return fail('backup-damaged', 'manifest');
  if (!checkSqliteFile(join(into, database)).ok) return fail('backup-damaged', 'database');
  const checked = (await check?.(into)) ?? ok();
  if (!checked.ok) return checked;
  await markRestored(join(into, database), manifest.at);
  const { party, at, files } = manifest;
  return ok({ party, at, files: files.length, sha256: digest.finish() });
}

async function readStart(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return new Uint8Array(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

async function* readRest(
  file: string,
  digest: ReturnType<typeof startSha256>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(file, { start: HEADER_BYTES, highWaterMark: 512 * 1024 })) {
    signal?.throwIfAborted();
    digest.update(piece as Buffer);
    yield piece as Buffer;
  }
}

/** Every file that came is in the manifest as it came, and the other way round. */
function isListed(files: readonly ManifestFile[], manifest: Manifest, database: string): boolean {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const same = (file: ManifestFile): boolean => {
    const { bytes, sha256 } = listed.get(file.name) ?? {};
    return bytes === file.bytes && sha256 === file.sha256;
  };
  const needed = [database, 'party.json', 'vault.json'].every((name) => listed.has(name));
  return needed && manifest.files.length === files.length && listed.size === files.length && files.every(same);
}

/** Whoever has the public half can make a backup: no name in it may lead out of the folder, or to our own places. */
function isSafeName(name: string): boolean {
  const parts = name.split('/');
  const [top = ''] = parts;
  if (top.startsWith(LOCK_FILE) || Object.values<string>(PLACES).includes(top)) return false;
  return parts.length <= 8 && parts.every((part) => isPlainPart(part));
}

function isPlainPart(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && part.length <= 200 && !hasForbidden(part);
}

/** Separators, drives and streams of Windows, and control characters. */
function hasForbidden(part: string): boolean {
  return [...part].some((character) => '\\:*?"<>|'.includes(character) || character < ' ');
}

function openTaker(into: string) {
  const files: ManifestFile[] = [];
  const names = new Set<string>();
  const syncing: Promise<void>[] = [];
  let current: { name: string; file: Awaited<ReturnType<typeof open>>; bytes: number } | undefined;
  let digest = startSha256();
  let manifest: Uint8Array[] | undefined;
  let manifestBytes = 0;

  async function begin(name: string): Promise<void> {
    // The manifest is the last: what follows it, nobody vouches for.
    if (manifest !== undefined) throw damaged();
    if (name === MANIFEST_FILE) return void (manifest = []);
    // Some file systems do not tell them apart by case.
    if (!isSafeName(name) || names.has(name.toLowerCase())) throw damaged();
    names.add(name.toLowerCase());
    const path = join(into, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    digest = startSha256();
    current = { name, file: await open(path, 'wx', 0o600), bytes: 0 };
  }

  async function take(bytes: Uint8Array): Promise<void> {
    if (!current) {
      manifestBytes += bytes.length;
      if (manifestBytes > LARGEST_MANIFEST) throw damaged();
      return void manifest?.push(bytes.slice());
    }
    digest.update(bytes);
    for (let at = 0; at < bytes.length;) at += (await current.file.write(bytes, at)).bytesWritten;
    current.bytes += bytes.length;
  }

  async function end(): Promise<void> {
    if (!current) return;
    const { name, file, bytes } = current;
    current = undefined;
    files.push({ name, bytes, sha256: digest.finish() });
    syncing.push(file.sync().finally(() => file.close()));
    if (syncing.length === SYNCED_TOGETHER) await settle();
  }

  async function settle(): Promise<void> {
    const all = await Promise.allSettled(syncing.splice(0));
    for (const each of all) if (each.status === 'rejected') throw each.reason;
  }

  async function close(): Promise<void> {
    const { file } = current ?? {};
    current = undefined;
    await file?.close();
    await settle();
  }

  const taker: ArchiveTaker = { begin, take, end };
  return { ...taker, close, files, manifest: () => new Uint8Array(Buffer.concat(manifest ?? [])) };
}

/** One flush of the disk's journal serves them all. */
const SYNCED_TOGETHER = 32;

const damaged = (): BackupBroken => new BackupBroken({ code: 'backup-damaged', about: 'archive' });

/** The vault comes last: without it a folder is no party that anything would start. */
async function moveIntoPlace(from: string, folder: string): Promise<void> {
  await chmod(folder, 0o700);
  const names = (await readdir(from)).filter((name) => name !== 'vault.json');
  for (const name of [...names, 'vault.json']) await rename(join(from, name), join(folder, name));
  await rmdir(from);
  await syncFolder(folder);
}
