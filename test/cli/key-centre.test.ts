import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runKeyCentre } from '#main/cli/key-centre.ts';
import { makeParty } from '#main/make-party.ts';
import { partyConfigSchema } from '#main/config.ts';
import { lockFolder } from '#main/storage/folder-lock.ts';
import { createKeyCentre, openVault, type Vault } from '#main/vault/index.ts';
import { agreedScheme, customerScheme } from '#renderer/customer/seal/sealing-scheme.ts';
import { toHex, utf8 } from '#shared/bytes.ts';
import type { Peer } from '#shared/protocol/pairwise.ts';
import { type AgreedKey, type CustomerKeys, readCustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';
import { anAuthority, CHEAP, PASSPHRASE } from '../builders/a-party.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

const MALL = 'mall.example';
const BINDING = { kind: 'order', issuer: MALL, number: '10482771930563', recipient: MALL } as const;
const TEXT = utf8('an order part');
const ENV = { TOKUMEI_PASSPHRASE: PASSPHRASE, TOKUMEI_KEY_PASSPHRASE: 'on the phone' };

let dir: string;
/** Where files go that are handed over. */
let desk: string;
beforeEach(async () => {
  [dir, desk] = [join(aFolder(), 'keycentre'), aFolder()];
  expectOk(await createKeyCentre(dir, PASSPHRASE, { threshold: 6, scrypt: CHEAP }));
});

const at = (name: string): string => join(desk, name);
const run = (args: readonly string[], env: Record<string, string> = ENV) => runCommand(runKeyCentre, args, env);
function centre(verb: string, ...args: string[]): Promise<CommandOutcome> {
  return run([verb, '--dir', dir, ...args]);
}

async function aMall(id = MALL): Promise<string> {
  const folder = aFolder();
  const door = { url: `https://${id}`, listen: { host: '127.0.0.1', port: 443 } };
  const config = { id, role: 'mall', name: 'Mall', public: door, partner: door, desk: { port: 8480 } };
  expectOk(
    await makeParty(folder, partyConfigSchema.parse(config), PASSPHRASE, await anAuthority('Root'), { scrypt: CHEAP }),
  );
  return folder;
}
const install = (folder: string, file: string, env = ENV): Promise<CommandOutcome> =>
  run(['install', '--dir', folder, '--file', at(file)], env);
const vaultOf = async (folder: string): Promise<Vault> => expectOk(await openVault(folder, PASSPHRASE));
const customerFile = (name: string): CustomerKeys => expectOk(readCustomerKeys(readFileSync(at(name), 'utf8')));

/** A part that a customer seals to the mall, and who that is. */
async function aPart(keys: CustomerKeys): Promise<{ envelope: Uint8Array; peer: Peer }> {
  const { scheme, peer } = expectOk(await customerScheme(keys, MALL));
  return { envelope: expectOk(await scheme.seal(BINDING, TEXT)), peer: { id: peer.id, key: peer } };
}

describe('keycentre', () => {
  test('issues, installs, revokes: a customer’s part opens at the mall until the list is there', async () => {
    const mall = await aMall();
    expect((await centre('issue', '--id', MALL, '--out', at('mall.key'))).code).toBe(0);
    const parties = ['--parties', `${MALL},carrier.example`];
    const issued = await centre('issue-customer', ...parties, '--out', at('customer.json'));
    expect(issued).toMatchObject({ code: 0, err: '' });
    expect(issued.out).toContain('3 of 6 keys left');
    expect(await install(mall, 'mall.key')).toMatchObject({ code: 0, err: '' });
    const { envelope, peer } = await aPart(customerFile('customer.json'));
    expect(toHex(expectOk(await (await vaultOf(mall)).open(envelope, BINDING, peer)))).toBe(toHex(TEXT));

    const reference = issued.out.split('\n')[0]!.split(' ')[1]!;
    const replacing = ['--replaces', reference, '--out', at('customer-2.json')];
    expect((await centre('issue-customer', ...parties, ...replacing)).code).toBe(0);
    expect((await centre('revoked', '--id', MALL, '--out', at('revoked.json'))).out).toBe('1 revoked');
    expect(await install(mall, 'revoked.json')).toMatchObject({ code: 0, out: '1 revoked' });
    const vault = await vaultOf(mall);
    expect(await vault.open(envelope, BINDING, peer)).toMatchObject({ error: { code: 'identifier-revoked' } });
    const fresh = await aPart(customerFile('customer-2.json'));
    expect(await vault.open(fresh.envelope, BINDING, fresh.peer)).toMatchObject({ ok: true });
  });

  test('writes files for nobody else’s eyes: a party’s is sealed, none replaces another', async () => {
    expect((await centre('issue', '--id', MALL, '--out', at('mall.key'))).code).toBe(0);
    expect((await centre('issue-customer', '--parties', MALL, '--out', at('customer.json'))).code).toBe(0);
    for (const file of ['mall.key', 'customer.json']) expect(statSync(at(file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('mall.key'), 'utf8')).not.toContain(MALL);
    for (const file of ['mall.key', 'customer.json']) {
      expect(await centre('issue', '--id', MALL, '--out', at(file))).toMatchObject({ code: 1, out: '' });
    }
    const unsealed = ['issue', '--dir', dir, '--id', MALL, '--out', at('other.key')];
    const without = await run(unsealed, { ...ENV, TOKUMEI_KEY_PASSPHRASE: '' });
    expect(without).toMatchObject({ code: 1, err: 'field-missing (TOKUMEI_KEY_PASSPHRASE)' });
    // What was refused before it was written was not counted.
    expect((await centre('list')).out).toContain('4 of 6 keys left');
  });

  test('stops at the threshold, and goes on with the next generation', async () => {
    const parties = 'a.example,b.example,c.example,d.example,e.example';
    expect((await centre('issue-customer', '--parties', parties, '--out', at('1.json'))).code).toBe(0);
    const refused = { code: 1, out: '', err: 'centre-full' };
    expect(await centre('issue-customer', '--parties', parties, '--out', at('2.json'))).toEqual(refused);
    expect(existsSync(at('2.json'))).toBe(false);
    expect((await centre('issue', '--id', MALL, '--out', at('mall.key'))).code).toBe(0);
    expect(await centre('issue', '--id', 'b.example', '--out', at('b.key'))).toEqual(refused);
    expect((await centre('renew')).out).toMatch(/ generation 2: 6 of 6 keys left$/);
    expect((await centre('issue-customer', '--parties', MALL, '--out', at('2.json'))).code).toBe(0);

    const mall = await aMall();
    expect((await install(mall, 'mall.key')).code).toBe(0);
    const { envelope, peer } = await aPart(customerFile('2.json'));
    expect(await (await vaultOf(mall)).open(envelope, BINDING, peer)).toMatchObject({
      error: { code: 'other-centre' },
    });
  });

  test('lists whom it issued to', async () => {
    await centre('issue', '--id', MALL, '--out', at('mall.key'));
    await centre('issue-customer', '--parties', MALL, '--out', at('customer.json'));
    const { keys, reference } = customerFile('customer.json');
    expect((await centre('revoke', '--id', reference)).out).toBe(keys[0]!.id);
    const lines = (await centre('list')).out.split('\n');
    expect(lines[1]).toMatch(/^mall\.example generation 1 issued \S+ ×1 good$/);
    expect(lines[2]).toContain(`${keys[0]!.id} generation 1`);
    expect(lines[2]).toMatch(new RegExp(` for ${MALL} file ${reference} revoked \\S+$`));
    expect(await centre('revoke', '--id', 'nobody.example')).toMatchObject({ code: 1, err: 'not-found (id)' });
  });

  test('draws keys for two that want no centre', async () => {
    const ends = `${MALL},credit.example`;
    expect((await run(['agree', '--ends', ends, '--out', at('agreed.json')])).code).toBe(0);
    const mall = await aMall();
    expect(await install(mall, 'agreed.json')).toMatchObject({ code: 0, out: 'agreed key with credit.example' });
    const agreed = JSON.parse(readFileSync(at('agreed.json'), 'utf8')) as AgreedKey;
    const credit = expectOk(agreedScheme(agreed, 'credit.example', MALL));
    const envelope = expectOk(await credit.seal(BINDING, TEXT));
    const peer = { id: 'credit.example', key: 'agreed' } as const;
    expect(await (await vaultOf(mall)).open(envelope, BINDING, peer)).toMatchObject({ ok: true });
    expect(await run(['agree', '--ends', MALL, '--out', at('b.json')])).toMatchObject({ code: 1 });
    expect(await install(await aMall('other.example'), 'agreed.json')).toMatchObject({
      code: 1,
      err: 'key-invalid (id)',
    });
  });

  test('installs nothing that is another party’s, altered, or of another passphrase', async () => {
    const mall = await aMall();
    await centre('issue', '--id', 'credit.example', '--out', at('credit.key'));
    await centre('issue', '--id', MALL, '--out', at('mall.key'));
    await centre('revoked', '--id', MALL, '--out', at('revoked.json'));
    expect((await install(mall, 'credit.key')).err).toBe('key-invalid (id)');
    expect((await install(mall, 'mall.key', { ...ENV, TOKUMEI_KEY_PASSPHRASE: 'other' })).err).toBe('wrong-passphrase');
    expect((await install(mall, 'revoked.json')).err).toBe('other-centre');
    expect((await install(mall, 'mall.key', { ...ENV, TOKUMEI_PASSPHRASE: 'other' })).err).toBe('wrong-passphrase');
    const lock = expectOk(lockFolder(mall));
    expect((await install(mall, 'mall.key')).err).toBe('already-running');
    lock.release();
    writeFileSync(at('cut.key'), readFileSync(at('mall.key'), 'utf8').slice(0, 200));
    for (const file of ['cut.key', 'mall.key']) {
      expect((await install(mall, file)).err).toBe(file === 'cut.key' ? 'key-invalid (form)' : '');
    }
    const list = JSON.parse(readFileSync(at('revoked.json'), 'utf8')) as object;
    writeFileSync(at('altered.json'), JSON.stringify({ ...list, number: 7 }));
    expect((await install(mall, 'altered.json')).err).toBe('not-authentic');
    expect((await install(mall, 'revoked.json')).code).toBe(0);
    expect((await install(mall, 'none')).err).toMatch(/^not-found/);
  });

  test('is made with the threshold that is asked for, or 127', async () => {
    const [folder, other] = [join(aFolder(), 'keycentre'), join(aFolder(), 'keycentre')];
    const said = await run(['init', '--dir', folder, '--threshold', '9']);
    expect(said.out).toMatch(/^centre \S{22} generation 1: 9 of 9 keys left$/);
    expect((await run(['init', '--dir', other])).out).toMatch(/: 127 of 127 keys left$/);
    expect((await run(['list', '--dir', folder])).out).toBe(said.out);
  });

  test('opens with its passphrase alone, and says how it is used when it is used otherwise', async () => {
    const list = await run(['list', '--dir', dir], { TOKUMEI_PASSPHRASE: 'wrong' });
    expect(list).toEqual({ code: 1, out: '', err: 'wrong-passphrase' });
    expect((await run(['list', '--dir', join(dir, 'nowhere')])).err).toMatch(/^not-found/);
    expect((await centre('init')).err).toMatch(/^wrong-state/);
    for (const args of [['list'], ['dance', '--dir', dir], ['issue', '--dir', dir], ['init', '--threshold', 'many']]) {
      const { code, err } = await run(args);
      expect(code).toBe(2);
      expect(err).toMatch(/^usage: keycentre init/);
    }
    expect((await run(['init', '--dir', join(aFolder(), 'k'), '--threshold', '0'])).err).toBe(
      'field-invalid (threshold)',
    );
  });
});
