import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { freePort } from '#main/cli/demo/demo-party.ts';
import { readConfig } from '#main/config.ts';
import { readNetwork } from '#main/network.ts';
import { proposedHost } from '#main/setup/proposal.ts';
import { openSetup } from '#main/setup/index.ts';
import {
  createAuthority,
  createVault,
  openAuthority,
  openPaperKey,
  openVault,
  sealToRecoveryKey,
} from '#main/vault/index.ts';
import { readCodes } from '#main/labels/index.ts';
import { aFolder, atEnd } from '../builders/a-folder.ts';
import { CHEAP } from '../builders/a-party.ts';
import { aPlan, aSetup, aSetupWithKeys, PASS, type TestSetup } from './a-setup.ts';

const GROUP = { name: 'Our group' };
const stageOf = async (setup: TestSetup): Promise<string> => expectOk(await setup.ask('setup.look', {})).stage;

async function paperTextOf(sheet: { readonly pdf: string }): Promise<string> {
  const codes = expectOk(await readCodes(new Uint8Array(Buffer.from(sheet.pdf, 'base64'))));
  return codes[0]!.text;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

describe('a first run', () => {
  test('makes a whole party, and nothing lies in its folder before', async () => {
    const setup = await aSetup();
    expect(await stageOf(setup)).toBe('party');
    const described = expectOk(await setup.ask('setup.describe', await aPlan({ place: '第一倉庫' })));
    expect(described).toMatchObject({ stage: 'passphrase', plan: { name: '見本マーケット' } });
    expect(expectOk(await setup.ask('setup.choose-passphrase', { passphrase: PASS })).stage).toBe('recovery');
    const sheet = expectOk(await setup.ask('setup.recovery-sheet', { language: 'ja' }));
    const key = expectOk(await openPaperKey(await paperTextOf(sheet)));
    expect(expectOk(await setup.ask('setup.recovery-kept', {})).stage).toBe('certificates');
    expect(existsSync(setup.folder)).toBe(false);
    expect(expectOk(await setup.ask('setup.own-authority', GROUP)).stage).toBe('ready');
    expect(existsSync(setup.folder)).toBe(false);
    expectOk(await setup.ask('setup.finish', {}));

    const [party] = setup.made;
    expect(readdirSync(setup.folder).sort()).toEqual([
      'authorities.pem',
      'ca',
      'party.json',
      'revoked.pem',
      'vault.json',
    ]);
    expect(existsSync(`${setup.folder}.setup`)).toBe(false);
    const config = await readConfig(setup.folder);
    expect(config).toMatchObject({ id: 'mall.localhost', role: 'mall', place: '第一倉庫', demo: false });
    expect(config.public.listen?.host).toBe('127.0.0.1');
    await readNetwork(setup.folder, config);
    for (const use of ['public', 'partner'] as const) expect(party!.vault.tlsContext(use)).toBeDefined();
    expectOk(await openAuthority(join(setup.folder, 'ca'), PASS));
    expect(party!.vault.secret('authority-passphrase')).toBe(PASS);

    // What stands on the paper opens what is sealed to the party's recovery key.
    const publicKey = new Uint8Array(Buffer.from(config.recovery!, 'base64url'));
    const header = new Uint8Array([1]);
    const sealed = expectOk(await sealToRecoveryKey(publicKey, new Uint8Array(32).fill(7), header));
    expect(expectOk(await key.open(sealed, header))).toEqual(new Uint8Array(32).fill(7));
    expect(setup.reports).toEqual([]);
  });

  test('never again: once the party stands, no command does anything', async () => {
    const setup = await aSetupWithKeys();
    expectOk(await setup.ask('setup.own-authority', GROUP));
    expectOk(await setup.ask('setup.finish', {}));
    const before = readFileSync(join(setup.folder, 'vault.json'), 'utf8');
    const wrong = { ok: false, error: { code: 'wrong-state' } };
    expect(await setup.ask('setup.finish', {})).toMatchObject(wrong);
    expect(await setup.ask('setup.choose-passphrase', { passphrase: PASS })).toMatchObject(wrong);
    expect(await setup.ask('setup.describe', await aPlan())).toMatchObject(wrong);
    expect(await setup.ask('setup.own-authority', GROUP)).toMatchObject(wrong);
    await setup.ask('setup.start-over', {});
    expect(readFileSync(join(setup.folder, 'vault.json'), 'utf8')).toBe(before);
    expect(await openSetup({ folder: setup.folder, deskPort: 1 })).toMatchObject({
      error: { code: 'folder-not-empty' },
    });
  });

  test('interrupted, it goes on where it was left, with the passphrase', async () => {
    const first = await aSetupWithKeys();
    first.stop();
    const again = await aSetup({ folder: first.folder });
    expect(await stageOf(again)).toBe('closed');
    expect(await again.ask('setup.own-authority', GROUP)).toMatchObject({ error: { code: 'wrong-state' } });
    expect(await again.ask('setup.open', { passphrase: 'another one here' })).toMatchObject({
      error: { code: 'wrong-passphrase' },
    });
    expect(expectOk(await again.ask('setup.open', { passphrase: PASS })).stage).toBe('certificates');
    expectOk(await again.ask('setup.own-authority', GROUP));
    expectOk(await again.ask('setup.finish', {}));
    expectOk(await openVault(first.folder, PASS));
  });

  test('a sheet that nobody said to be kept is drawn anew after an interruption', async () => {
    const first = await aSetup();
    expectOk(await first.ask('setup.describe', await aPlan()));
    expectOk(await first.ask('setup.choose-passphrase', { passphrase: PASS }));
    const one = await paperTextOf(expectOk(await first.ask('setup.recovery-sheet', { language: 'en' })));
    const same = await paperTextOf(expectOk(await first.ask('setup.recovery-sheet', { language: 'ja' })));
    expect(same).toBe(one);
    first.stop();
    const again = await aSetup({ folder: first.folder });
    expect(expectOk(await again.ask('setup.open', { passphrase: PASS })).stage).toBe('recovery');
    expect(await again.ask('setup.recovery-kept', {})).toMatchObject({ error: { code: 'wrong-state' } });
    const other = await paperTextOf(expectOk(await again.ask('setup.recovery-sheet', { language: 'en' })));
    expect(other).not.toBe(one);
    expectOk(await again.ask('setup.recovery-kept', {}));
    expect(await again.ask('setup.recovery-sheet', { language: 'en' })).toMatchObject({
      error: { code: 'wrong-state' },
    });
  });

  test('started over, nothing is left', async () => {
    const setup = await aSetupWithKeys();
    expect(expectOk(await setup.ask('setup.start-over', {}))).toMatchObject({ stage: 'party' });
    expect(filesIn(`${setup.folder}.setup`).filter((name) => name !== 'service.lock')).toEqual([]);
    expect(existsSync(setup.folder)).toBe(false);
  });

  test('two at once are refused', async () => {
    const setup = await aSetup();
    expect(await openSetup({ folder: setup.folder, deskPort: await freePort() })).toMatchObject({
      error: { code: 'already-running' },
    });
  });

  test('a folder with anything in it is left alone', async () => {
    const folder = join(aFolder(), 'party');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(await openSetup({ folder, deskPort: 1 })).toMatchObject({ error: { code: 'folder-not-empty' } });
  });
});

describe('what is entered is checked', () => {
  test('a port that somebody uses is named', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, () => resolve()));
    atEnd(() => taken.close());
    const setup = await aSetup();
    const error = { code: 'port-taken', about: String(port) };
    expect(await setup.ask('setup.describe', await aPlan({ partnerPort: port }))).toMatchObject({ error });
    const plan = await aPlan();
    expect(await setup.ask('setup.describe', { ...plan, partnerPort: plan.publicPort })).toMatchObject({
      error: { code: 'field-invalid', about: 'ports' },
    });
  });

  test.each([
    ['an address of digits', { id: '192.168.1.4' }, 'host-invalid', 'id'],
    ['a label that no resolver takes', { id: `${'a'.repeat(64)}.example` }, 'host-invalid', 'id'],
    ['capitals and blanks', { id: 'My Shop' }, 'field-invalid', 'id'],
    ['no name', { name: ' ' }, 'field-invalid', 'name'],
    ['an agency for nobody', { role: 'agency' as const }, 'field-missing', 'settlement'],
  ])('%s', async (_, change, code, about) => {
    const setup = await aSetup();
    const plan = { ...(await aPlan()), ...change } as Parameters<TestSetup['ask']>[1];
    expect(await setup.ask('setup.describe', plan as never)).toMatchObject({ error: { code, about } });
    expect(await stageOf(setup)).toBe('party');
  });

  test('a short passphrase makes no vault', async () => {
    const setup = await aSetup();
    expectOk(await setup.ask('setup.describe', await aPlan()));
    expect(await setup.ask('setup.choose-passphrase', { passphrase: 'short' })).toMatchObject({
      error: { code: 'field-invalid', about: 'passphrase' },
    });
    expect(existsSync(join(`${setup.folder}.setup`, 'vault.json'))).toBe(false);
  });

  test.each([
    ['shop-pc', 'shop-pc.local'],
    ['Mall.Example', 'mall.example'],
    ['10.0.0.5', 'party.localhost'],
    ['bad_name', 'party.localhost'],
  ])('a computer called %s is proposed as %s', (name, proposed) => expect(proposedHost(name)).toBe(proposed));
});

describe('certificates', () => {
  const authority = async (name = 'The group') =>
    expectOk(await createAuthority(aFolder(), 'authority passphrase', { name, scrypt: CHEAP }));

  test('asked for elsewhere, the party waits for the answer, also after a restart', async () => {
    const elsewhere = await authority();
    const first = await aSetupWithKeys();
    const { requests, state } = expectOk(await first.ask('setup.request', {}));
    expect(state.stage).toBe('answer');
    expect(requests.map(({ fileName }) => fileName)).toEqual([
      'mall.localhost-public.csr',
      'mall.localhost-partner.csr',
    ]);
    first.stop();

    const setup = await aSetup({ folder: first.folder });
    expect(expectOk(await setup.ask('setup.open', { passphrase: PASS })).stage).toBe('answer');
    // The same keys wait still.
    const again = expectOk(await setup.ask('setup.request', {}));
    const issue = async (hosts: string[]): Promise<string> => {
      const chains = await Promise.all(requests.map(({ pem }) => elsewhere.issue(pem, { hosts, days: 10 })));
      return chains.map((chain) => expectOk(chain).chainPem).join('');
    };
    expect(again.requests).toHaveLength(2);
    const certificates = await issue(['mall.localhost']);
    const trust = { authorities: elsewhere.rootPem, revoked: await elsewhere.crl() };

    const invalid = (about: string) => ({ error: { code: 'certificate-invalid', about } });
    expect(await setup.ask('setup.certify', { certificates: 'nothing', ...trust })).toMatchObject(invalid('form'));
    expect(await setup.ask('setup.certify', { certificates: elsewhere.rootPem, ...trust })).toMatchObject(
      invalid('key'),
    );
    const other = await issue(['other.localhost']);
    expect(await setup.ask('setup.certify', { certificates: other, ...trust })).toMatchObject(invalid('host'));
    const stranger = await authority('Stranger');
    expect(
      await setup.ask('setup.certify', { certificates, authorities: stranger.rootPem, revoked: trust.revoked }),
    ).toMatchObject(invalid('authority'));
    expect(
      await setup.ask('setup.certify', { certificates, authorities: trust.authorities, revoked: await stranger.crl() }),
    ).toMatchObject({ error: { code: 'revocations-invalid' } });
    expect(await stageOf(setup)).toBe('answer');

    expect(expectOk(await setup.ask('setup.certify', { certificates, ...trust })).stage).toBe('ready');
    expectOk(await setup.ask('setup.finish', {}));
    const config = await readConfig(setup.folder);
    expect(config.revocations).toBe('required');
    await readNetwork(setup.folder, config);
    expect(existsSync(join(setup.folder, 'ca'))).toBe(false);
  });

  test('another way can be chosen while one waits', async () => {
    const setup = await aSetupWithKeys();
    expectOk(await setup.ask('setup.request', {}));
    expect(expectOk(await setup.ask('setup.choose-again', {})).stage).toBe('certificates');
    expect(expectOk(await setup.ask('setup.own-authority', GROUP)).stage).toBe('ready');
  });

  test('an own passphrase of the authority is not kept', async () => {
    const setup = await aSetupWithKeys();
    expectOk(await setup.ask('setup.own-authority', { ...GROUP, passphrase: 'only the head office' }));
    expectOk(await setup.ask('setup.finish', {}));
    const ca = join(setup.folder, 'ca');
    expect(await openAuthority(ca, PASS)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expectOk(await openAuthority(ca, 'only the head office'));
    expect(setup.made[0]!.vault.secret('authority-passphrase')).toBeUndefined();
  });

  test('from another program: PKCS#12 for both doors, and a wrong password is said', async () => {
    const elsewhere = await authority();
    const vault = expectOk(await createVault(aFolder(), 'x', { scrypt: CHEAP }));
    await vault.newTlsKey('public');
    const request = expectOk(await vault.certificateRequest('public', ['mall.localhost']));
    const issued = expectOk(await elsewhere.issue(request, { hosts: ['mall.localhost'], days: 10 }));
    expectOk(await vault.installCertificate('public', issued.chainPem));
    const file = Buffer.from(expectOk(await vault.exportPkcs12('public', 'open sesame'))).toString('base64');

    const setup = await aSetupWithKeys();
    expect(await setup.ask('setup.import', { files: [file], password: 'wrong' })).toMatchObject({
      error: { code: 'wrong-passphrase' },
    });
    expect(await setup.ask('setup.import', { files: ['AAAA'], password: 'x' })).toMatchObject({
      error: { code: 'certificate-invalid', about: 'form' },
    });
    // The chain's own root is believed, and no list is asked for.
    expect(expectOk(await setup.ask('setup.import', { files: [file], password: 'open sesame' })).stage).toBe('ready');
    expectOk(await setup.ask('setup.finish', {}));
    expect((await readConfig(setup.folder)).revocations).toBe('none');
  });

  test('a credit company on a closed network has no certificate for browsers', async () => {
    const setup = await aSetupWithKeys({}, { role: 'credit', id: 'credit.localhost', closed: true });
    expectOk(await setup.ask('setup.own-authority', GROUP));
    expectOk(await setup.ask('setup.finish', {}));
    expect((await readConfig(setup.folder)).public.listen).toBeUndefined();
    expect(setup.made[0]!.vault.tlsContext('public')).toBeUndefined();
  });
});

test('no passphrase and no recovery key lies on the disk or in an answer', async () => {
  const setup = await aSetup();
  expectOk(await setup.ask('setup.describe', await aPlan()));
  expectOk(await setup.ask('setup.choose-passphrase', { passphrase: PASS }));
  const sheet = expectOk(await setup.ask('setup.recovery-sheet', { language: 'en' }));
  const text = await paperTextOf(sheet);
  expectOk(await setup.ask('setup.recovery-kept', {}));
  expectOk(await setup.ask('setup.own-authority', { ...GROUP, passphrase: 'only the head office' }));
  expectOk(await setup.ask('setup.finish', {}));
  const secrets = [PASS, 'only the head office', text, text.match(/.{4}/g)!.join(' ')];
  const kept = filesIn(setup.folder)
    .map((name) => join(setup.folder, name))
    .filter((file) => !file.endsWith('/ca'))
    .map((file) => readFileSync(file, 'utf8'));
  const said = setup.said.filter((message) => !message.includes(sheet.pdf));
  for (const place of [...kept, ...said]) {
    for (const secret of secrets) {
      expect(place.includes(secret)).toBe(false);
      expect(place.includes(Buffer.from(secret).toString('base64').replace(/=+$/, ''))).toBe(false);
    }
  }
});
