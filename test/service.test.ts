import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { makeParty } from '#main/make-party.ts';
import { partyConfigSchema, writeConfig } from '#main/config.ts';
import { aFolder, atEnd } from './builders/a-folder.ts';
import { CHEAP, PASSPHRASE, theAuthority } from './builders/a-party.ts';
import { until } from './builders/until.ts';

const SERVICE = fileURLToPath(new URL('../src/main/service.ts', import.meta.url));

let dir: string;
let ports: number[];
beforeAll(async () => {
  dir = join(aFolder(), 'mall');
  ports = await Promise.all([aFreePort(), aFreePort(), aFreePort()]);
  const at = (port: number) => ({ url: `https://mall.localhost:${port}`, listen: { host: '127.0.0.1', port } });
  const config = partyConfigSchema.parse({
    id: 'mall.localhost',
    role: 'mall',
    name: '見本マーケット',
    public: at(ports[0]!),
    partner: at(ports[1]!),
    desk: { port: ports[2] },
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

interface Service {
  readonly child: ChildProcess;
  out(): string;
  err(): string;
  readonly ended: Promise<number | null>;
}

function aService(folder: string, passphrase?: string): Service {
  const env: NodeJS.ProcessEnv = { ...process.env, TOKUMEI_PASSPHRASE: passphrase };
  if (passphrase === undefined) delete env['TOKUMEI_PASSPHRASE'];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVICE, '--dir', folder], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  atEnd(() => child.kill('SIGKILL'));
  return { child, out: () => out, err: () => err, ended };
}

describe('the service', () => {
  test('says it is ready, keeps a fresh desk link for its owner alone, and stops when it is told to', async () => {
    const service = aService(dir, PASSPHRASE);
    await until('ready', () => service.out().includes('ready\n') || service.child.exitCode !== null);
    expect(service.err()).toBe('');
    expect(service.out()).toMatch(
      new RegExp(
        `^desk http://127\\.0\\.0\\.1:${ports[2]}/#token=[\\w-]{22}\\npublic https://mall\\.localhost:${ports[0]}\\nready\\n$`,
      ),
    );
    const link = readFileSync(join(dir, 'desk-link'), 'utf8').trim();
    expect(service.out()).toContain(link);
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(existsSync(join(dir, 'tokumei.db-wal'))).toBe(false);
  });

  test.each([
    ['with another passphrase', () => aService(dir, 'wrong'), /^wrong-passphrase\n$/],
    [
      'in a folder that is not there',
      () => aService(join(dir, 'nowhere'), PASSPHRASE),
      /^not-found( \(vault\.json\))?\n$/,
    ],
    ['with a damaged vault', () => aService(aDamagedVault(), PASSPHRASE), /^vault-damaged( \(vault\.json\))?\n$/],
  ])('%s ends with 1 and says the code and nothing else', async (_, start, said) => {
    const service = start();
    expect(await service.ended).toBe(1);
    expect(service.out()).toBe('');
    expect(service.err()).toMatch(said);
  });

  test('without a passphrase says how it is started', async () => {
    const service = aService(dir);
    expect(await service.ended).toBe(2);
    expect(service.err()).toMatch(/^usage: /);
  });

  test('whose port is taken ends, and says which', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as AddressInfo).port));
    });
    atEnd(() => taken.close());
    const { readConfig } = await import('#main/config.ts');
    const config = await readConfig(dir);
    await writeConfig(dir, { ...config, public: { ...config.public, listen: { host: '127.0.0.1', port } } });
    const service = aService(dir, PASSPHRASE);
    expect(await service.ended).toBe(1);
    expect(service.err()).toContain('EADDRINUSE');
    await writeConfig(dir, config);
  });
});

function aDamagedVault(): string {
  const folder = aFolder();
  writeFileSync(join(folder, 'vault.json'), '{"format":"tokumei-vault/1"');
  return folder;
}
