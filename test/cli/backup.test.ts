import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { runBackup } from '#main/cli/backup.ts';
import { makeParty } from '#main/make-party.ts';
import { runRecoveryKey } from '#main/cli/recovery-key.ts';
import { runRestore } from '#main/cli/restore.ts';
import { FILES, partyConfigSchema, readConfig, writeConfig } from '#main/config.ts';
import type { PostTables } from '#main/post/index.ts';
import { visitSqliteStorage } from '#main/storage/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { CHEAP, PASSPHRASE, theAuthority } from '../builders/a-party.ts';
import { until } from '../builders/until.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

const SERVICE = fileURLToPath(new URL('../../src/main/service.ts', import.meta.url));
const RECOVERY = { TOKUMEI_RECOVERY_PASSPHRASE: 'in the safe' };

const makeKey = (...args: string[]): Promise<CommandOutcome> =>
  runCommand((rest) => runRecoveryKey(rest, CHEAP), args, RECOVERY);
const backup = (...args: string[]): Promise<CommandOutcome> => runCommand(runBackup, args, {});
const restore = (file: string, dir: string, key: string, env: Record<string, string> = RECOVERY) =>
  runCommand(runRestore, ['--file', file, '--dir', dir, '--key', key], env);

let dir: string;
beforeAll(async () => {
  dir = join(aFolder(), 'carrier');
  const [publicPort, partnerPort, deskPort] = await Promise.all([aFreePort(), aFreePort(), aFreePort()]);
  const at = (port: number) => ({ url: `https://carrier.localhost:${port}`, listen: { host: '127.0.0.1', port } });
  const config = partyConfigSchema.parse({
    id: 'carrier.localhost',
    role: 'carrier',
    name: 'みほん運輸',
    public: at(publicPort),
    partner: at(partnerPort),
    desk: { port: deskPort },
  });
  expectOk(await makeParty(dir, config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP }));
});

function aFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A real process; resolves once its doors listen. */
async function serve(folder: string): Promise<{ child: ChildProcess; stop: () => Promise<unknown> }> {
  const env = { ...process.env, TOKUMEI_PASSPHRASE: PASSPHRASE };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVICE, '--dir', folder], { env });
  atEnd(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  await until('ready', () => said.includes('ready\n') || child.exitCode !== null);
  expect(said).toContain('ready\n');
  return {
    child,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

const database = <T>(folder: string, work: (storage: ReturnType<typeof visit>) => Promise<T>): Promise<T> => {
  const storage = visit(folder);
  return work(storage).finally(() => storage.close());
};
const visit = (folder: string) => visitSqliteStorage<PostTables>(join(folder, FILES.database));

describe('a recovery key', () => {
  test('is made, registered with its party, and kept under a passphrase; the public half alone is shown', async () => {
    const out = join(aFolder(), 'key.json');
    const made = await makeKey('--out', out, '--dir', dir);
    expect(made).toMatchObject({ code: 0, err: '' });
    const [, x] = /^([\w-]{43})\.[0-9a-f]{8}$/.exec(made.out)!;
    expect((await readConfig(dir)).recovery).toBe(x);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readFileSync(out, 'utf8')).not.toContain(x);
    expect(await makeKey('--out', out)).toMatchObject({ code: 1, err: 'file-exists' });
  });

  test('made elsewhere is registered by its public half, and a wrong digit is found', async () => {
    const { out: text } = await makeKey('--out', join(aFolder(), 'key.json'));
    const wrong = `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`;
    const before = await readConfig(dir);
    expect(await makeKey('register', '--dir', dir, '--key', wrong)).toMatchObject({
      code: 1,
      err: 'field-invalid (key)',
    });
    expect(await readConfig(dir)).toEqual(before);
    expect((await makeKey('register', '--dir', dir, '--key', text)).code).toBe(0);
    expect((await readConfig(dir)).recovery).toBe(text.slice(0, 43));
  });

  test('is not made beside what it is to save, nor without a passphrase', async () => {
    expect(await makeKey('--out', join(dir, 'key.json'), '--dir', dir)).toMatchObject({
      code: 1,
      err: 'field-invalid (out)',
    });
    const out = join(aFolder(), 'key.json');
    expect((await runCommand(runRecoveryKey, ['--out', out], { TOKUMEI_RECOVERY_PASSPHRASE: '' })).code).toBe(1);
    expect(existsSync(out)).toBe(false);
    expect((await makeKey('--dir', dir)).code).toBe(2);
  });
});

describe('backup and restore', () => {
  test('while the party runs, onto an empty folder, and a party starts from there and asks its partners', async () => {
    const key = join(aFolder(), 'key.json');
    expect((await makeKey('--out', key, '--dir', dir)).code).toBe(0);
    const party = await serve(dir);
    // A partner as staff would have approved it; nobody listens there.
    await database(dir, (storage) =>
      storage.write(async (db) => {
        const card = JSON.stringify({ id: 'mall.localhost', partner: 'https://127.0.0.1:9', keys: [], tls: [] });
        const times = { added_at: new Date().toISOString(), last_sent_at: null, last_received_at: null };
        const names = { id: 'mall.localhost', role: 'mall', name: 'Mall', state: 'approved', variant: 'a' } as const;
        await db
          .insertInto('partner')
          .values({ ...names, card, next_card: null, ...times })
          .execute();
      }),
    );
    const out = join(aFolder(), 'backup');
    const made = await backup('--dir', dir, '--out', out);
    expect(made).toMatchObject({ code: 0, err: '' });
    const said = JSON.parse(made.out) as { at: string; sha256: string; party: string };
    expect(said).toMatchObject({ party: 'carrier.localhost', bytes: statSync(out).size });
    expect(await database(dir, ({ read }) => readTrail(read, { limit: 1 }))).toMatchObject([
      { who: 'backup', action: 'backup.made', subject: said.at, detail: said.sha256 },
    ]);
    await party.stop();

    const folder = join(aFolder(), 'new');
    const restored = await restore(out, folder, key);
    expect(restored.code).toBe(0);
    expect(JSON.parse(restored.out)).toMatchObject({ at: said.at, sha256: said.sha256 });
    expect(restored.err).toContain('revocation list');
    const again = await serve(folder);
    const outbox = await database(folder, ({ read }) =>
      read.selectFrom('outbox').select(['partner', 'type', 'event']).where('type', '=', 'resync.request').execute(),
    );
    expect(outbox).toMatchObject([{ partner: 'mall.localhost', type: 'resync.request' }]);
    const { data } = JSON.parse(outbox[0]!.event) as { data: { since: string } };
    expect(Date.parse(data.since)).toBeLessThan(Date.parse(said.at));
    const running = await restore(out, folder, key);
    expect(running).toMatchObject({ code: 1, err: 'already-running' });
    await again.stop();
    await (await serve(folder)).stop();
    expect(
      await database(folder, ({ read }) =>
        read.selectFrom('outbox').select('id').where('type', '=', 'resync.request').execute(),
      ),
    ).toHaveLength(1);
  });

  test('say in one code what is missing or wrong', async () => {
    const bare = aFolder();
    const { recovery: _, ...config } = await readConfig(dir);
    await writeConfig(bare, config);
    const out = join(aFolder(), 'backup');
    expect(await backup('--dir', bare, '--out', out)).toMatchObject({ code: 1, err: 'recovery-key-missing' });
    expect(await backup('--dir', '/nowhere', '--out', out)).toMatchObject({ code: 1, err: 'not-found (party.json)' });
    expect((await backup('--dir', dir)).code).toBe(2);

    const key = join(aFolder(), 'key.json');
    await makeKey('--out', key, '--dir', dir);
    expect((await backup('--dir', dir, '--out', out)).code).toBe(0);
    const wrong = { TOKUMEI_RECOVERY_PASSPHRASE: 'not that' };
    const empty = aFolder();
    expect(await restore(out, empty, key, wrong)).toMatchObject({ code: 1, err: 'wrong-passphrase' });
    expect(await restore(out, empty, join(aFolder(), 'none'))).toMatchObject({ code: 1 });
    const other = join(aFolder(), 'other.json');
    await makeKey('--out', other);
    expect((await restore(out, empty, other)).err).toMatch(/^recovery-key-wrong \([0-9a-f]{8}\)$/);
    expect(await restore(other, empty, key)).toMatchObject({ code: 1, err: 'backup-damaged (header)' });
    const full = aFolder();
    mkdirSync(join(full, 'spool'));
    expect(await restore(out, full, key)).toMatchObject({ code: 1, err: 'folder-not-empty' });
    writeFileSync(key, '{}');
    expect((await restore(out, empty, key)).err).toMatch(/^vault-damaged/);
  });
});
