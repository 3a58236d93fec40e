import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { TAR_END_BYTES, tarHeader, tarPadding } from '#shared/protocol/tar.ts';
import { utf8 } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { copySqliteFile, LOCK_FILE, lockFolder } from '#main/storage/index.ts';
import { encodeContent, randomContentKey, startSha256, syncFolder } from '#main/vault/index.ts';
import { BackupBroken, packFile } from './archive.ts';
import { encodeHeader } from './header.ts';
import { MANIFEST_FILE, type Manifest, type ManifestFile } from './manifest.ts';
import { PLACES } from './places.ts';

export interface BackupSource {
  /** The party's data folder. */
  readonly folder: string;
  /** Name of the database in it. */
  readonly database: string;
  readonly party: Manifest['party'];
  readonly clock: () => Date;
}

export interface BackupMade {
  /** Everything committed by then is in it. RFC 3339. */
  readonly at: string;
  readonly files: number;
  /** Of the backup file; the digest in base64url. */
  readonly bytes: number;
  readonly sha256: string;
}

export interface BackupChoice {
  /** Ends it early: nothing stays. */
  readonly signal?: AbortSignal;
  readonly progress?: (bytes: number) => void;
}

/** Rebuilt or taken anew at every start, and of one machine; files that are being written have these ends. */
const LEFT_OUT: ReadonlySet<string> = new Set([LOCK_FILE, 'desk-link', PLACES.copy, PLACES.restoring, PLACES.outgoing]);
const UNFINISHED = /\.(part|tmp)$/;
/** The database itself is copied; its journals belong to the moment. */
const DATABASE_FILES = ['', '-wal', '-shm', '-journal'];
/** Of the logs only what stands for the trail where the database could not be written. */
const KEPT_LOG = 'logs/openings.log';
/** Without them there is nothing to restore. */
const NEEDED = ['party.json', 'vault.json'];

/**
 * Writes everything a party has into one file, sealed to a recovery key, whether the party runs or not.
 *
 * Fails with `file-exists`, `field-invalid` where `out` lies inside the folder (it would be in the next backup),
 * `already-running` while another backup is made, `unknown-key` where `recipient` (32 raw bytes) is no usable key,
 * `not-found` where the folder has no party, `disk-full`, and `unavailable` where a file was cut meanwhile or it was
 * stopped. Whatever the end: no copy of the database stays.
 */
export async function writeBackup(
  source: BackupSource,
  recipient: Uint8Array,
  out: string,
  choice: BackupChoice = {},
): Promise<Result<BackupMade>> {
  const place = await checkPlace(source, out);
  if (!place.ok) return place;
  const copies = join(source.folder, PLACES.copy);
  const lock = lockFolder(copies);
  if (!lock.ok) return lock;
  const part = `${out}.part`;
  try {
    await dropCopies(copies);
    const contentKey = randomContentKey();
    const header = await encodeHeader(recipient, contentKey);
    if (!header.ok) return header;
    const made = await writeParts(source, copies, part, { header: header.value, contentKey }, choice);
    await rename(part, out);
    await syncFolder(dirname(resolve(out)));
    return ok(made);
  } catch (error) {
    await rm(part, { force: true });
    return failureOf(error, choice.signal);
  } finally {
    await dropCopies(copies);
    lock.value.release();
  }
}

async function checkPlace({ folder, database }: BackupSource, out: string): Promise<Result<void>> {
  for (const name of [...NEEDED, database]) if (!(await exists(join(folder, name)))) return fail('not-found', name);
  if (await exists(out)) return fail('file-exists');
  const target = await realpath(dirname(resolve(out))).catch(() => undefined);
  if (target === undefined) return fail('not-found', 'out');
  const whole = await realpath(folder);
  const isInside = `${target}${sep}`.startsWith(`${whole}${sep}`) && target !== join(whole, PLACES.outgoing);
  return isInside ? fail('field-invalid', 'out') : ok();
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function failureOf(error: unknown, signal?: AbortSignal): Result<never> {
  if (error instanceof BackupBroken) return { ok: false, error: error.failure };
  if (signal?.aborted === true) return fail('unavailable', 'stopped');
  const { code } = error as { code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return fail('disk-full');
  throw error;
}

/** What a backup that was killed left of its copy goes. Left alone while one is being made. */
export async function clearLeftCopy(folder: string): Promise<void> {
  await rm(join(folder, PLACES.outgoing), { recursive: true, force: true });
  const copies = join(folder, PLACES.copy);
  if (!(await exists(copies))) return;
  const lock = lockFolder(copies);
  if (!lock.ok) return;
  await dropCopies(copies);
  lock.value.release();
}

/** Not the lock's file: whoever waits for it has it open. */
async function dropCopies(copies: string): Promise<void> {
  for (const name of await readdir(copies))
    if (!name.startsWith(LOCK_FILE)) await rm(join(copies, name), { recursive: true, force: true });
}

async function writeParts(
  source: BackupSource,
  copies: string,
  part: string,
  { header, contentKey }: { readonly header: Uint8Array; readonly contentKey: Uint8Array },
  { signal, progress }: BackupChoice,
): Promise<BackupMade> {
  const packing = packParty(source, copies);
  const digest = startSha256();
  // What a killed one left may have another mode.
  await rm(part, { force: true });
  const file = await open(part, 'wx', 0o600);
  let bytes = 0;
  try {
    await write(header);
    for await (const piece of encodeContent(contentKey, packing.archive)) {
      signal?.throwIfAborted();
      await write(piece);
      progress?.(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const { at, files } = packing.manifest();
  return { at, files: files.length, bytes, sha256: digest.finish() };

  async function write(piece: Uint8Array): Promise<void> {
    digest.update(piece);
    for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
    bytes += piece.length;
  }
}

function packParty(source: BackupSource, copies: string) {
  const { folder, database, party, clock } = source;
  const files: ManifestFile[] = [];
  const taken = new Set<string>();
  let at = clock();
  const manifest = (): Manifest => ({ format: 'tokumei-backup/1', party, at: at.toISOString(), files });

  async function* packAll(names: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const name of names) {
      if (taken.has(name)) continue;
      const file = await openIfThere(join(folder, name));
      if (!file) continue;
      yield* packOpened(name, file);
    }
  }

  async function* packOpened(name: string, file: FileHandle): AsyncGenerator<Uint8Array> {
    try {
      taken.add(name);
      files.push(yield* packFile(name, file));
    } finally {
      await file.close();
    }
  }

  async function* packDatabase(): AsyncGenerator<Uint8Array> {
    const copy = join(copies, database);
    // Made first with the mode that it is to have.
    await (await open(copy, 'wx', 0o600)).close();
    at = await copySqliteFile(join(folder, database), copy, clock);
    yield* packOpened(database, await open(copy, 'r'));
    await rm(copy);
  }

  async function* archive(): AsyncGenerator<Uint8Array> {
    const listed = async (): Promise<string[]> =>
      (await listFiles(folder)).filter((name) => !DATABASE_FILES.some((end) => name === `${database}${end}`));
    // Files that rows speak of: those that are gone by the time of the copy, then those that came while it was made.
    yield* packAll((await listed()).filter((name) => name.includes('/')));
    yield* packDatabase();
    yield* packAll((await listed()).filter((name) => name.includes('/')));
    // After the database: what it was written with – a key for hashes, a sealing key – is there in any case.
    yield* packAll((await listed()).filter((name) => !name.includes('/')));
    for (const name of NEEDED) if (!taken.has(name)) throw new BackupBroken({ code: 'not-found', about: name });
    const text = utf8(JSON.stringify(manifest()));
    yield tarHeader(MANIFEST_FILE, text.length);
    yield text;
    yield new Uint8Array(tarPadding(text.length) + TAR_END_BYTES);
  }

  return { archive: archive(), manifest };
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Names relative to the folder, with `/`: everything that is a file, so that nothing new is forgotten. */
async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  async function walk(within: string): Promise<void> {
    for (const entry of await readdir(join(folder, within), { withFileTypes: true })) {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      if (within === '' && LEFT_OUT.has(basename(name))) continue;
      // Packages may lie on a larger disk.
      const what = entry.isSymbolicLink() ? await stat(join(folder, name)).catch(() => undefined) : entry;
      if (what?.isDirectory()) await walk(name);
      else if (what?.isFile() && !UNFINISHED.test(name) && (!name.startsWith('logs/') || name === KEPT_LOG))
        found.push(name);
    }
  }
  await walk('');
  return found.sort();
}
