import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runInit } from '#main/cli/init.ts';
import { readConfig } from '#main/config.ts';
import { createAuthority, openVault } from '#main/vault/index.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';
import { CHEAP } from '../builders/a-party.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

const ENV = { TOKUMEI_PASSPHRASE: 'of the party', TOKUMEI_AUTHORITY_PASSPHRASE: 'of the authority' };

let authority: string;
beforeAll(async () => {
  authority = aFolder();
  expectOk(
    await createAuthority(authority, ENV.TOKUMEI_AUTHORITY_PASSPHRASE, { name: 'Example group', scrypt: CHEAP }),
  );
});

function init(
  dir: string,
  changes: Record<string, string> = {},
  env: Record<string, string> = ENV,
  more: readonly string[] = [],
): Promise<CommandOutcome> {
  const usual = { dir, role: 'carrier', id: 'carrier.example', name: 'みほん運輸', authority };
  const args = Object.entries({ ...usual, ...changes }).flatMap(([name, value]) => [`--${name}`, value]);
  return runCommand(runInit, [...args, ...more], env);
}

describe('init', () => {
  test('makes a party that can be started: configuration, keys, certificates, accepted authorities', async () => {
    const dir = join(aFolder(), 'party');
    const made = await init(dir, { place: '横浜営業所', service: '全国配達', 'partner-port': '9443' });
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain(dir);
    expect(await readConfig(dir)).toMatchObject({
      id: 'carrier.example',
      role: 'carrier',
      name: 'みほん運輸',
      place: '横浜営業所',
      services: ['全国配達'],
      public: { url: 'https://carrier.example', listen: { host: '0.0.0.0', port: 443 } },
      partner: { url: 'https://carrier.example:9443', listen: { host: '0.0.0.0', port: 9443 } },
      desk: { port: 8480 },
      demo: false,
    });
    const vault = expectOk(await openVault(dir, ENV.TOKUMEI_PASSPHRASE));
    expect(
      vault
        .publicKeys()
        .map(({ use }) => use)
        .sort(),
    ).toEqual(['seal', 'seal', 'sign']);
    expect(vault.tlsContext('public')).toBeDefined();
    expect(vault.tlsContext('partner')).toBeDefined();
    expect(vault.tlsContext('partner')!.key).not.toBe(vault.tlsContext('public')!.key);
    expect(readFileSync(join(dir, 'authorities.pem'), 'utf8')).toBe(readFileSync(join(authority, 'root.pem'), 'utf8'));
    expect(readFileSync(join(dir, 'revoked.pem'), 'utf8')).toContain('X509 CRL');
    for (const file of ['vault.json', 'party.json']) expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
    expect(statSync(dir).mode & 0o077).toBe(0);
  });

  test('opens a door for stations where one is asked for, and none otherwise', async () => {
    const without = join(aFolder(), 'party');
    await init(without);
    expect((await readConfig(without)).stations).toBeUndefined();
    const withDoor = join(aFolder(), 'party');
    expect(await init(withDoor, { 'station-port': '8490', listen: '192.0.2.10' })).toMatchObject({ code: 0, err: '' });
    const listen = { host: '192.0.2.10', port: 8490 };
    expect((await readConfig(withDoor)).stations).toEqual({ listen, hosts: ['carrier.example'] });
    const named = join(aFolder(), 'party');
    const hosts = ['depot.example', '192.0.2.10'];
    await init(
      named,
      { 'station-port': '8490' },
      ENV,
      hosts.flatMap((host) => ['--station-host', host]),
    );
    expect((await readConfig(named)).stations).toEqual({ listen: { host: '0.0.0.0', port: 8490 }, hosts });
    expect(await init(join(aFolder(), 'party'), { 'station-port': 'many' })).toMatchObject({ code: 2 });
  });

  test.each(['mall', 'credit', 'carrier'])('makes a %s', async (role) => {
    const dir = join(aFolder(), 'party');
    expect(await init(dir, { role })).toMatchObject({ code: 0, err: '' });
    expect((await readConfig(dir)).role).toBe(role);
  });

  test('makes an agency that names who settles, and a gift-wrapper', async () => {
    const agency = join(aFolder(), 'party');
    const terms = { settlement: 'credit.example', variant: 'pass' };
    expect(await init(agency, { role: 'agency', ...terms })).toMatchObject({ code: 0, err: '' });
    expect((await readConfig(agency)).agency).toEqual(terms);
    const wrapper = join(aFolder(), 'party');
    expect(await init(wrapper, { role: 'wrapper' })).toMatchObject({ code: 0, err: '' });
    expect((await readConfig(wrapper)).role).toBe('wrapper');
  });

  test('makes a credit company on a closed network: no public door, nor a certificate for one', async () => {
    const dir = join(aFolder(), 'party');
    const closed = ['--no-public', '--partner-listen', '10.0.0.2'];
    expect(await init(dir, { role: 'credit' }, ENV, closed)).toMatchObject({ code: 0, err: '' });
    expect(await readConfig(dir)).toMatchObject({
      public: { url: 'https://carrier.example' },
      partner: { listen: { host: '10.0.0.2', port: 8443 } },
    });
    expect((await readConfig(dir)).public.listen).toBeUndefined();
    const vault = expectOk(await openVault(dir, ENV.TOKUMEI_PASSPHRASE));
    expect(vault.certificate('public')).toBeUndefined();
    expect(vault.certificate('partner')).toBeDefined();
  });

  test('makes a mall with an address on each of two networks', async () => {
    const dir = join(aFolder(), 'party');
    const addresses = ['--partner-also', '10.0.0.1', '--partner-from', 'credit.example=10.0.0.1'];
    expect(await init(dir, { role: 'mall' }, ENV, addresses)).toMatchObject({ code: 0, err: '' });
    expect((await readConfig(dir)).partner).toMatchObject({
      also: [{ host: '10.0.0.1', port: 8443 }],
      from: { 'credit.example': '10.0.0.1' },
    });
    const other = join(aFolder(), 'party');
    await init(other, { role: 'mall' }, ENV, ['--partner-from', '10.0.0.1']);
    expect((await readConfig(other)).partner.from).toBe('10.0.0.1');
  });

  test.each<[string, Record<string, string>, readonly string[], RegExp]>([
    ['an agency without a settlement server', { role: 'agency' }, [], /settlement: an agency names who settles/],
    ['an agency half named', { role: 'agency', settlement: 'credit.example' }, [], /agency\.variant/],
    ['a variant that is none', { role: 'agency', settlement: 'credit.example', variant: 'x' }, [], /agency\.variant/],
    ['a mall as an agency', { role: 'mall', settlement: 'credit.example', variant: 'pass' }, [], /a mall is no agency/],
    ['a carrier that no customer reaches', {}, ['--no-public'], /public\.listen/],
    ['an address that is none', { role: 'mall' }, ['--partner-from', 'there'], /partner\.from/],
  ])('refuses %s', async (_, changes, more, said) => {
    const dir = join(aFolder(), 'party');
    const { code, err } = await init(dir, changes, ENV, more);
    expect(code).toBe(2);
    expect(err).toMatch(/^usage: init/);
    expect(err).toMatch(said);
    expect(existsSync(dir)).toBe(false);
  });

  test('does not replace a party that is there', async () => {
    const dir = join(aFolder(), 'party');
    expect((await init(dir)).code).toBe(0);
    const before = readFileSync(join(dir, 'vault.json'), 'utf8');
    expect(await init(dir, { name: 'Other' })).toEqual({ code: 1, out: '', err: 'wrong-state' });
    expect(readFileSync(join(dir, 'vault.json'), 'utf8')).toBe(before);
    expect((await readConfig(dir)).name).toBe('みほん運輸');
  });

  test('needs the authority’s passphrase, and a passphrase for the party', async () => {
    const dir = join(aFolder(), 'party');
    const wrong = await init(dir, {}, { ...ENV, TOKUMEI_AUTHORITY_PASSPHRASE: 'wrong' });
    expect(wrong).toEqual({ code: 1, out: '', err: 'authority: wrong-passphrase' });
    const nowhere = await init(dir, { authority: join(dir, 'nowhere') });
    expect(nowhere).toEqual({ code: 1, out: '', err: 'authority: not-found' });
    expect(existsSync(join(dir, 'vault.json'))).toBe(false);
    const empty = await init(dir, {}, { ...ENV, TOKUMEI_PASSPHRASE: '' });
    expect(empty).toMatchObject({ code: 1, err: 'field-missing' });
  });

  test.each([
    ['role', 'pirate'],
    ['id', 'Not A Host'],
    ['id', 'UPPER.example'],
    ['name', ''],
    ['public-port', 'many'],
    ['desk-port', '0'],
    ['partner-port', '70000'],
  ])('says what is wrong with --%s %j and makes nothing', async (name, value) => {
    const dir = join(aFolder(), 'party');
    const { code, err } = await init(dir, { [name]: value });
    expect(code).toBe(2);
    expect(err).toMatch(/^usage: init/);
    expect(existsSync(dir)).toBe(false);
  });
});
