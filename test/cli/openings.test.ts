import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import { readTrail, trailMigrations, type TrailTables } from '#main/audit/index.ts';
import { makeParty } from '#main/make-party.ts';
import { runOpenLabel } from '#main/cli/open-label.ts';
import { FILES, partyConfigSchema } from '#main/config.ts';
import { openSqliteStorage } from '#main/storage/index.ts';
import { sealTo } from '#main/vault/index.ts';
import { aFolder } from '../builders/a-folder.ts';
import { ADDRESSEE } from '../builders/an-order.ts';
import { CHEAP, PASSPHRASE, theAuthority } from '../builders/a-party.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

const NUMBER = numberFromDigits('shipping', '048277193056');

let dir: string;
let text: string;
beforeEach(async () => {
  dir = join(aFolder(), 'carrier');
  const at = (port: number) => ({ url: `https://carrier.example:${port}`, listen: { host: '127.0.0.1', port } });
  const config = partyConfigSchema.parse({
    id: 'carrier.example',
    role: 'carrier',
    name: 'みほん運輸',
    public: at(8443),
    partner: at(8453),
    desk: { port: 8463 },
  });
  const vault = expectOk(await makeParty(dir, config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP }));
  const key = vault.publicKeys().find(({ use }) => use === 'seal')!;
  const binding = { kind: 'addressee', recipient: 'carrier.example', number: NUMBER } as const;
  const envelope = expectOk(await sealTo(fromBase64Url(key.x)!, binding, encodeAddressee(ADDRESSEE)));
  text = expectOk(encodeLabelText({ kind: 'shipping', label: { number: NUMBER, piece: 1, of: 1, copy: 1 }, envelope }));
});

const run = (...args: string[]): Promise<CommandOutcome> =>
  runCommand(runOpenLabel, args, { TOKUMEI_PASSPHRASE: PASSPHRASE });
const database = (): string => join(dir, FILES.database);
const log = (): string => join(dir, 'logs/openings.log');

describe('an opening', () => {
  test('is recorded in the trail, by number and by nothing that was read, while the party runs too', async () => {
    const running = await openSqliteStorage<TrailTables>(database(), trailMigrations);
    expect(await run('--dir', dir, '--text', text)).toEqual({ code: 0, out: JSON.stringify(ADDRESSEE), err: '' });
    const trail = await readTrail(running.read, { limit: 10 });
    expect(trail).toEqual([{ at: expect.any(String), who: 'open-label', action: 'address.opened', subject: NUMBER }]);
    await running.close();
    expect(existsSync(log())).toBe(false);
  });

  test.each([
    ['there is no database', () => rmSync(database(), { force: true })],
    ['the database can’t be used', () => writeFileSync(database(), 'no database at all'.repeat(100))],
  ])('is recorded beside it where %s', async (_, spoil) => {
    spoil();
    expect(await run('--dir', dir, '--text', text)).toMatchObject({ code: 0, err: '' });
    await run('--dir', dir, '--text', text);
    const lines = readFileSync(log(), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toMatchObject({ who: 'open-label', subject: NUMBER });
    expect(lines.join('')).not.toMatch(/見本|横浜/);
  });

  test('goes on where nothing can be written, and says so', async () => {
    writeFileSync(join(dir, 'logs'), '');
    const { code, out, err } = await run('--dir', dir, '--text', text);
    expect([code, out]).toEqual([0, JSON.stringify(ADDRESSEE)]);
    expect(err).toMatch(/^nothing was recorded[^\n]*$/);
  });

  test('that failed is none', async () => {
    expect((await run('--dir', dir, '--text', text.slice(0, -3))).code).toBe(1);
    expect(existsSync(log())).toBe(false);
  });
});

test('a file or folder that is not there is one clear line', async () => {
  expect(await run('--dir', dir, '--file', '/nowhere/label.pdf')).toEqual({
    code: 1,
    out: 'not-found /nowhere/label.pdf',
    err: '',
  });
  expect(await run('--dir', '/nowhere', '--text', text)).toEqual({ code: 1, out: 'not-found /nowhere', err: '' });
});
