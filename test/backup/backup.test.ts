import { randomFillSync } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { TAR_END_BYTES, tarHeader, tarPadding } from '#shared/protocol/tar.ts';
import { concatBytes, utf8 } from '#shared/bytes.ts';
import { expectOk } from '#shared/result.ts';
import { type BackupSource, clearLeftCopy, restoreBackup, writeBackup } from '#main/backup/index.ts';
import { encodeHeader } from '#main/backup/header.ts';
import { checkLedger, ledgerMigrations, type LedgerTables, bookTransfer } from '#main/ledger/index.ts';
import {
  lockFolder,
  openSqliteStorage,
  settingMigrations,
  type SettingTables,
  type Storage,
  visitSqliteStorage,
} from '#main/storage/index.ts';
import { createVault, decodeContent, encodeContent, fileSha256, randomContentKey, sha256 } from '#main/vault/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../builders/a-party.ts';
import { aRecoveryKey, restore, restoredFolder, type TestRecoveryKey } from '../builders/a-backup.ts';
import { type Notes, notesMigrations } from '../storage/a-storage.ts';

const MARK = 'mark-that-nobody-may-read';

type Tables = Notes & LedgerTables & SettingTables;

let recovery: TestRecoveryKey;
beforeAll(async () => {
  recovery = await aRecoveryKey();
});

interface TestFolder {
  readonly source: BackupSource;
  readonly storage: Storage<Tables>;
}

/** A folder as a party's, with its database open. */
async function aPartyFolder(): Promise<TestFolder> {
  const folder = join(aFolder(), 'party');
  expectOk(await createVault(folder, PASSPHRASE, { scrypt: CHEAP }));
  writeFileSync(join(folder, 'party.json'), JSON.stringify({ name: MARK }));
  for (const name of ['spool', 'product-files', 'packages', 'logs']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'spool/30482771930569-0101.pdf'), `${MARK} label`);
  writeFileSync(join(folder, 'packages/20482771930561.tokumei'), '');
  writeFileSync(join(folder, 'product-files/海図のない航海.epub'), MARK.repeat(5000));
  writeFileSync(join(folder, 'logs/openings.log'), 'opened\n');
  const migrations = { ...notesMigrations, ...ledgerMigrations, ...settingMigrations };
  const storage = await openSqliteStorage<Tables>(join(folder, 'tokumei.db'), migrations);
  atEnd(() => storage.close().catch(() => undefined));
  await storage.write((db) => db.insertInto('note').values({ id: MARK, text: MARK }).execute());
  const party = { id: 'mall.example' as PartyId, role: 'mall' };
  return { source: { folder, database: 'tokumei.db', party, clock: () => new Date() }, storage };
}

const aPlace = (): string => join(aFolder(), 'backup');

/** Every file below a folder, with its mode and digest. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(
    files
      .filter((name) => !/^(tokumei\.db.*|service\.lock|\.backup\/.*)$/.test(name))
      .map((name) => [name, Buffer.from(sha256(readFileSync(join(folder, name)))).toString('hex')]),
  );
}

describe('a backup', () => {
  test('brings every file back, and leaves out what belongs to one run or one machine', async () => {
    const { source } = await aPartyFolder();
    const before = contentsOf(source.folder);
    for (const [name, text] of [
      ['desk-link', 'http://127.0.0.1/#token=x'],
      ['logs/tokumei.log', 'line'],
      ['product-files/1.part', 'half'],
    ])
      writeFileSync(join(source.folder, name!), text!);
    const out = aPlace();
    const made = expectOk(await writeBackup(source, recovery.recipient, out));
    expect(made).toMatchObject({ files: 7, bytes: statSync(out).size });
    expect(Buffer.from(await fileSha256(out)).toString('base64url')).toBe(made.sha256);

    const folder = join(aFolder(), 'restored');
    const restored = expectOk(await restore(out, recovery.key, folder));
    expect(restored).toEqual({ party: source.party, at: made.at, files: 7, sha256: made.sha256 });
    expect(contentsOf(folder)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(
      ['logs', 'packages', 'party.json', 'product-files', 'service.lock', 'spool', 'tokumei.db', 'vault.json'].sort(),
    );
  });

  test('shows nothing without the key: no name, no mark, no table', async () => {
    const { source } = await aPartyFolder();
    const out = aPlace();
    expectOk(await writeBackup(source, recovery.recipient, out));
    const bytes = readFileSync(out);
    for (const text of [MARK, 'mall.example', 'vault', 'SQLite', 'ustar', 'manifest', 'spool', 'epub'])
      expect(bytes.includes(text), text).toBe(false);
    expect(bytes.subarray(0, 16).toString()).toBe('tokumei-backup/1');
  });

  test('is read by what its manual says: HPKE, RFC 8188, and any program for tar', async () => {
    const { source } = await aPartyFolder();
    const out = aPlace();
    const made = expectOk(await writeBackup(source, recovery.recipient, out));
    const bytes = new Uint8Array(readFileSync(out));
    const sealed = { enc: bytes.subarray(20, 52), ciphertext: bytes.subarray(52, 100) };
    const contentKey = expectOk(await recovery.key.open(sealed, bytes.subarray(0, 20)));
    const reader = extract();
    Readable.from(decodeContent(contentKey, Readable.from([bytes.subarray(100)]))).pipe(reader);
    const found = new Map<string, Buffer>();
    for await (const entry of reader) {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      found.set(entry.header.name, Buffer.concat(parts));
    }
    expect([...found.keys()].at(-1)).toBe('manifest.json');
    const manifest = JSON.parse(found.get('manifest.json')!.toString('utf8')) as Record<string, unknown>;
    found.delete('manifest.json');
    expect(manifest).toEqual({
      format: 'tokumei-backup/1',
      party: source.party,
      at: made.at,
      files: [...found].map(([name, content]) => ({
        name,
        bytes: content.length,
        sha256: Buffer.from(sha256(content)).toString('base64url'),
      })),
    });
    expect(found.get('product-files/海図のない航海.epub')!.toString('utf8')).toBe(MARK.repeat(5000));
  });

  test('and what it restores are for their owner alone', async () => {
    const { source } = await aPartyFolder();
    const out = aPlace();
    expectOk(await writeBackup(source, recovery.recipient, out));
    const modeOf = (path: string): number => statSync(path).mode & 0o777;
    expect(modeOf(out)).toBe(0o600);
    const folder = join(aFolder(), 'there already');
    mkdirSync(folder, { mode: 0o755 });
    expectOk(await restore(out, recovery.key, folder));
    expect(modeOf(folder)).toBe(0o700);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name === 'service.lock') continue;
      expect([name, modeOf(join(folder, name)) & 0o077]).toEqual([name, 0]);
    }
  });

  test('leaves no copy of the database behind, whether it was made, stopped, or killed', async () => {
    const { source } = await aPartyFolder();
    const copies = join(source.folder, '.backup');
    const left = (): string[] => readdirSync(copies).filter((name) => name !== 'service.lock');
    expectOk(await writeBackup(source, recovery.recipient, aPlace()));
    expect(left()).toEqual([]);

    const out = aPlace();
    const stopped = await writeBackup(source, recovery.recipient, out, { signal: AbortSignal.abort() });
    expect(stopped).toEqual({ ok: false, error: { code: 'unavailable', about: 'stopped' } });
    expect([left(), existsSync(out), existsSync(`${out}.part`)]).toEqual([[], false, false]);

    writeFileSync(join(copies, 'tokumei.db'), 'as a killed one leaves it');
    const running = expectOk(lockFolder(copies));
    await clearLeftCopy(source.folder);
    expect(left()).toEqual(['tokumei.db']);
    running.release();
    await clearLeftCopy(source.folder);
    expect(left()).toEqual([]);
  });

  test.each([
    ['over another file', 'file-exists', (out: string) => writeFileSync(out, 'earlier')],
    ['into a folder that is not there', 'not-found', undefined],
  ])('is not written %s', async (_, code, prepare) => {
    const { source } = await aPartyFolder();
    const out = prepare ? aPlace() : '/nowhere/at/all';
    prepare?.(out);
    expect(await writeBackup(source, recovery.recipient, out)).toMatchObject({ ok: false, error: { code } });
    if (prepare) expect(readFileSync(out, 'utf8')).toBe('earlier');
  });

  test('is not written into the folder itself, nor to a key that is none, nor while another is made', async () => {
    const { source } = await aPartyFolder();
    const code = async (out: string, recipient = recovery.recipient): Promise<unknown> => {
      const made = await writeBackup(source, recipient, out);
      return made.ok ? 'made' : made.error.code;
    };
    expect(await code(join(source.folder, 'spool/backup'))).toBe('field-invalid');
    expect(await code(aPlace(), new Uint8Array(32))).toBe('unknown-key');
    const [one, two] = await Promise.all([code(aPlace()), code(aPlace())]);
    expect([one, two].sort()).toEqual(['already-running', 'made']);
    expect(await code(aPlace())).toBe('made');
  });
});

describe('a backup while the party writes', () => {
  test('holds every unit whole or not at all, and each file that its rows speak of', { timeout: 30_000 }, async () => {
    const { source, storage } = await aPartyFolder();
    const filler = 'x'.repeat(1_000_000);
    for (let at = 0; at < 40; at++)
      await storage.write((db) =>
        db
          .insertInto('note')
          .values({ id: `filler ${at}`, text: filler })
          .execute(),
      );

    const stop = new AbortController();
    let units = 0;
    const writer = async (lane: number): Promise<void> => {
      for (let at = 0; !stop.signal.aborted; at++) {
        const id = `${lane}-${at}`;
        // As product files are kept: first the file, then its row.
        writeFileSync(join(source.folder, 'product-files', id), id);
        await storage.write(async (db) => {
          await db
            .insertInto('note')
            .values({ id: `first ${id}`, text: id })
            .execute();
          const transfer = { at: new Date(), kind: 'sale', subject: id, amount: yen(1 + at) } as const;
          await bookTransfer(db, { ...transfer, debit: `customer:${lane}`, credit: 'mall:m' });
          await db
            .insertInto('note')
            .values({ id: `second ${id}`, text: id })
            .execute();
        });
        units++;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const writers = [0, 1, 2].map(writer);
    const out = aPlace();
    const unitsBefore = units;
    const made = await writeBackup(source, recovery.recipient, out);
    const unitsDuring = units - unitsBefore;
    stop.abort();
    await Promise.all(writers);
    expectOk(made);
    expect(unitsDuring).toBeGreaterThan(20);

    const folder = await restoredFolder(out, recovery);
    const copy = visitSqliteStorage<Tables>(join(folder, 'tokumei.db'));
    atEnd(() => copy.close());
    expect(await checkLedger(copy.read)).toEqual({ sum: 0, differing: [] });
    const notes = await copy.read
      .selectFrom('note')
      .select(['id', 'text'])
      .where('id', 'not like', 'filler%')
      .execute();
    const ids = new Set(notes.map(({ id }) => id));
    const firsts = notes.filter(({ id }) => id.startsWith('first '));
    expect(firsts.length).toBeGreaterThan(0);
    expect(firsts.filter(({ text }) => !ids.has(`second ${text}`))).toEqual([]);
    expect(notes.filter(({ id, text }) => id.startsWith('second ') && !ids.has(`first ${text}`))).toEqual([]);
    expect(firsts.filter(({ text }) => !existsSync(join(folder, 'product-files', text)))).toEqual([]);
    const booked = await copy.read.selectFrom('transfer').select('subject').execute();
    expect(booked.map(({ subject }) => subject).sort()).toEqual(firsts.map(({ text }) => text).sort());
  });

  test('takes a product file of 200 MB through little memory', async () => {
    const { source } = await aPartyFolder();
    const big = join(source.folder, 'product-files/big');
    const file = openSync(big, 'w');
    const piece = randomFillSync(Buffer.alloc(1_000_000));
    for (let at = 0; at < 200; at++) writeSync(file, piece);
    closeSync(file);
    global.gc?.();
    let most = 0;
    const look = (): void => void (most = Math.max(most, process.memoryUsage().arrayBuffers));
    const before = process.memoryUsage().arrayBuffers;
    const watch = setInterval(look, 5);
    const out = aPlace();
    expectOk(await writeBackup(source, recovery.recipient, out, { progress: look }));
    const folder = await restoredFolder(out, recovery);
    clearInterval(watch);
    expect(await fileSha256(join(folder, 'product-files/big'))).toEqual(await fileSha256(big));
    expect(most - before).toBeLessThan(150_000_000);
  });
});

describe('a restore', () => {
  let out: string;
  let whole: Buffer;
  beforeAll(async () => {
    const { source } = await aPartyFolder();
    out = aPlace();
    expectOk(await writeBackup(source, recovery.recipient, out));
    whole = readFileSync(out);
  });

  /** The code, and that nothing stayed. */
  async function refusal(bytes: Uint8Array, key = recovery.key): Promise<string> {
    const file = aPlace();
    writeFileSync(file, bytes);
    const folder = join(aFolder(), 'new');
    const restored = await restore(file, key, folder);
    expect(existsSync(folder)).toBe(false);
    return restored.ok ? 'restored' : restored.error.code;
  }

  test('with another recovery key says which one is needed', async () => {
    const other = await aRecoveryKey();
    const restored = await restore(out, other.key, join(aFolder(), 'new'));
    expect(restored).toEqual({ ok: false, error: { code: 'recovery-key-wrong', about: recovery.key.id } });
  });

  test('refuses a file that is cut, wherever', async () => {
    const record = 100 + 21 + 32_768;
    const places = [0, 1, 15, 16, 51, 99, 100, 101, 120, 121, 122, 500, record - 1, record, record + 1];
    const last = [1, 16, 17, 100, 1024, 5000].map((fewer) => whole.length - fewer);
    for (const at of [...places, ...last, Math.floor(whole.length / 2)])
      expect([at, await refusal(whole.subarray(0, at))]).toEqual([at, 'backup-damaged']);
  });

  test('refuses a file with one bit turned, wherever', async () => {
    const everywhere = Array.from({ length: 24 }, (_, at) => Math.floor((whole.length * at) / 24));
    for (const at of [...everywhere, 20, 51, 52, 99, 100, 115, 116, 119, 120, 121, whole.length - 1]) {
      const altered = Buffer.from(whole);
      altered[at]! ^= 1;
      const code = await refusal(altered);
      expect([at, code]).toEqual([at, at >= 16 && at < 20 ? 'recovery-key-wrong' : 'backup-damaged']);
    }
  });

  test('refuses a file that goes on, or has records of another', async () => {
    expect(await refusal(Buffer.concat([whole, Buffer.alloc(10)]))).toBe('backup-damaged');
    expect(await refusal(Buffer.concat([whole, whole.subarray(100)]))).toBe('backup-damaged');
    const swapped = Buffer.from(whole);
    whole.copy(swapped, 121, 121 + 32_768, 121 + 2 * 32_768);
    expect(await refusal(swapped)).toBe('backup-damaged');
  });

  test('takes an empty folder or none, and leaves any other as it is', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'something'), 'here');
    const other = await restore(out, recovery.key, folder);
    expect(other).toMatchObject({ ok: false, error: { code: 'folder-not-empty' } });
    expect(readdirSync(folder)).toEqual(['something']);
    expect((await restore(out, recovery.key, aFolder())).ok).toBe(true);
    expect(await restore('/nowhere', recovery.key, aFolder())).toMatchObject({ error: { code: 'not-found' } });
  });

  test('is refused where a party runs, or another restore', async () => {
    const folder = aFolder();
    const lock = expectOk(lockFolder(folder));
    expect(await restore(out, recovery.key, folder)).toEqual({ ok: false, error: { code: 'already-running' } });
    lock.release();
    expect((await restore(out, recovery.key, folder)).ok).toBe(true);
    expect(await restore(out, recovery.key, folder)).toMatchObject({ error: { code: 'folder-not-empty' } });
  });

  test('goes on where one was killed, and leaves nothing where the check fails', async () => {
    const folder = aFolder();
    mkdirSync(join(folder, '.restoring'));
    writeFileSync(join(folder, '.restoring/vault.json'), 'half');
    const seen: string[] = [];
    const refused = await restoreBackup(out, recovery.key, folder, {
      database: 'tokumei.db',
      check: async (unpacked) => {
        seen.push(...readdirSync(unpacked));
        return { ok: false, error: { code: 'backup-damaged', about: 'party.json' } };
      },
    });
    expect(refused).toMatchObject({ ok: false, error: { about: 'party.json' } });
    expect(seen).toContain('vault.json');
    expect(readdirSync(folder)).toEqual([]);
    mkdirSync(join(folder, '.restoring'));
    writeFileSync(join(folder, '.restoring/vault.json'), 'half');
    expect((await restore(out, recovery.key, folder)).ok).toBe(true);
    expect(existsSync(join(folder, '.restoring'))).toBe(false);
  });

  // Whoever has the public half can make one.
  const good: Entries = [
    ['party.json', '{}'],
    ['vault.json', '{}'],
    ['tokumei.db', ''],
  ];
  test.each<{ how: string; entries: Entries; manifest?: string }>([
    { how: 'leads out of the folder', entries: [['../evil', 'x'], ...good] },
    { how: 'leads out of it further in', entries: [['spool/../../evil', 'x'], ...good] },
    { how: 'has an absolute name', entries: [['/tmp/evil', 'x'], ...good] },
    { how: 'has a name of Windows', entries: [['C:\\evil', 'x'], ...good] },
    { how: 'stands in for the lock', entries: [['service.lock', 'x'], ...good] },
    { how: 'names a file twice', entries: [['a', 'x'], ['b', 'x'], ['A', 'x'], ...good] },
    { how: 'has no vault', entries: [good[0]!, good[2]!] },
    { how: 'has no manifest', entries: good, manifest: 'none' },
    { how: 'has a manifest of something else', entries: good, manifest: '{"format":"tokumei-backup/1"}' },
    { how: 'has no database in its database', entries: [...good.slice(0, 2), ['tokumei.db', 'none '.repeat(900)]] },
  ])('refuses a well-sealed one that $how', async ({ entries, manifest }) => {
    expect(await refusal(await aForgery(entries, manifest))).toBe('backup-damaged');
  });

  test('takes a well-sealed one with files in several pieces', async () => {
    const { source, storage } = await aPartyFolder();
    await storage.close();
    const database = readFileSync(join(source.folder, 'tokumei.db'));
    const file = aPlace();
    writeFileSync(file, await aForgery([...good.slice(0, 2), ['tokumei.db', database]], undefined, 5000));
    const folder = await restoredFolder(file, recovery);
    expect(readFileSync(join(folder, 'tokumei.db')).subarray(0, 16)).toEqual(database.subarray(0, 16));
  });
});

type Entries = readonly (readonly [name: string, content: string | Uint8Array])[];

/** @param manifest in place of one that fits; `none`: without any */
async function aForgery(entries: Entries, manifest?: string, pieceBytes = Infinity): Promise<Uint8Array> {
  const files = entries.map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? utf8(content) : content,
  }));
  const listed = files.map(({ name, bytes }) => ({
    name,
    bytes: bytes.length,
    sha256: Buffer.from(sha256(bytes)).toString('base64url'),
  }));
  const party = { id: 'mall.example', role: 'mall' };
  const text = JSON.stringify({ format: 'tokumei-backup/1', party, at: '2026-11-21T03:00:00.000Z', files: listed });
  const all = manifest === 'none' ? files : [...files, { name: 'manifest.json', bytes: utf8(manifest ?? text) }];
  const archive = concatBytes(...all.flatMap((file) => piecesOf(file, pieceBytes)), new Uint8Array(TAR_END_BYTES));
  const contentKey = randomContentKey();
  const header = expectOk(await encodeHeader(recovery.recipient, contentKey));
  const content: Uint8Array[] = [];
  for await (const piece of encodeContent(contentKey, Readable.from([archive]))) content.push(piece.slice());
  return concatBytes(header, ...content);
}

function piecesOf({ name, bytes }: { name: string; bytes: Uint8Array }, pieceBytes: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  do {
    const piece = bytes.subarray(at, at + pieceBytes);
    pieces.push(tarHeader(name, piece.length), piece, new Uint8Array(tarPadding(piece.length)));
    at += piece.length;
  } while (at < bytes.length);
  return pieces;
}
