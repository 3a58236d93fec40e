/** Every party's own part, opened with keys alone; every other part refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { encodeCardPart } from '#shared/protocol/card-part.ts';
import { encodeDestinationPart } from '#shared/protocol/destination-part.ts';
import { encodeGiftPart } from '#shared/protocol/gift-part.ts';
import { encodeGoodsPart } from '#shared/protocol/goods-part.ts';
import { encodeOrderPart, partBinding, type SealedPart, sealedPartSchema } from '#shared/protocol/order-part.ts';
import { blomScheme, type SealingScheme } from '#shared/protocol/pairwise.ts';
import type { Role } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import { makeParty } from '#main/make-party.ts';
import { runOpenPart } from '#main/cli/open-part.ts';
import { partyConfigSchema } from '#main/config.ts';
import { createKeyCentre, hpkeScheme, pairwiseCipher, type Vault } from '#main/vault/index.ts';
import { aFolder } from '../builders/a-folder.ts';
import { ADDRESSEE } from '../builders/an-order.ts';
import { CHEAP, PASSPHRASE, theAuthority } from '../builders/a-party.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

const NUMBER = '10482771930569';
const EXPIRES = 1_800_000_000;
const AMOUNT = yen(3960);
const CARD = { card: '4111007269513902', expiry: '2029-03', instalments: 1, password: 'tsubaki-7' };
const TRACKING = toBase64Url(new Uint8Array(16).fill(7));

type OrderRole = Extract<Role, 'mall' | 'credit' | 'carrier' | 'wrapper'>;
const ROLES: readonly OrderRole[] = ['mall', 'credit', 'carrier', 'wrapper'];
const BODIES: Readonly<Record<OrderRole, Uint8Array>> = {
  mall: encodeGoodsPart({ items: [{ sku: 'BK-0001', quantity: 2 }], pay: 'settled' }),
  credit: encodeCardPart(CARD),
  carrier: encodeDestinationPart({ addressee: ADDRESSEE, tracking: TRACKING }),
  wrapper: encodeGiftPart({ text: 'おめでとう' }),
};
const SAID: Readonly<Record<OrderRole, object>> = {
  mall: { amount: AMOUNT, items: [{ sku: 'BK-0001', quantity: 2 }], pay: 'settled' },
  credit: { amount: AMOUNT, card: CARD.card, expiry: CARD.expiry, instalments: 1 },
  carrier: { addressee: ADDRESSEE },
  wrapper: { text: 'おめでとう' },
};

const folders = {} as Record<Role, string>;
const vaults = {} as Record<Role, Vault>;
const keys = new Map<string, { readonly scheme: SealingScheme; readonly by: SealedPart['by'] }>();

beforeAll(async () => {
  const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { scrypt: CHEAP, threshold: 15 }));
  for (const role of [...ROLES, 'agency'] as const) {
    folders[role] = join(aFolder(), role);
    const at = (port: number) => ({ url: `https://${role}.example:${port}`, listen: { host: '127.0.0.1', port } });
    const config = partyConfigSchema.parse({
      id: `${role}.example`,
      role,
      name: role,
      public: at(8443),
      partner: at(8453),
      desk: { port: 8463 },
      ...(role === 'agency' && { agency: { settlement: 'credit.example', variant: 'reseal' } }),
    });
    vaults[role] = expectOk(
      await makeParty(folders[role], config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP }),
    );
    if (role !== 'agency') expectOk(await vaults[role].installPersonalKey(expectOk(await centre.issue(config.id))));
  }
  const customer = expectOk(await centre.issueCustomer(ROLES.map((role) => `${role}.example`)));
  for (const own of customer.keys) {
    const { centre, generation, id } = own;
    const scheme = expectOk(await blomScheme(pairwiseCipher, own, { id: own.for, centre, generation }));
    keys.set(own.for, { scheme, by: { scheme: 'blom', id, centre, generation } });
  }
});

type Choice = Partial<Pick<SealedPart, 'mall' | 'number'>> & { readonly blom?: boolean; readonly insideMall?: string };

async function aPart(role: OrderRole, choice: Choice = {}): Promise<SealedPart> {
  const { blom = false, mall = 'mall.example', number = NUMBER, insideMall = mall } = choice;
  const publicKey = fromBase64Url(vaults[role].publicKeys().find(({ use }) => use === 'seal')!.x)!;
  const sealing = blom
    ? keys.get(`${role}.example`)!
    : { scheme: hpkeScheme(publicKey), by: { scheme: 'hpke' } as const };
  const amount = role === 'mall' || role === 'credit' ? { amount: AMOUNT } : {};
  const part = sealedPartSchema.parse({
    tokumei: 'order-part/1',
    party: `${role}.example`,
    mall,
    number,
    by: sealing.by,
    envelope: 'AA',
  });
  const plaintext = encodeOrderPart({ mall: insideMall, ...amount, expires: EXPIRES, body: BODIES[role] });
  const envelope = expectOk(await sealing.scheme.seal(partBinding(part), plaintext));
  return { ...part, envelope: toBase64Url(envelope) };
}

function open(role: Role, part: unknown, passphrase = PASSPHRASE): Promise<CommandOutcome> {
  const file = join(aFolder(), 'part.json');
  writeFileSync(file, typeof part === 'string' ? part : JSON.stringify(part));
  return runCommand(runOpenPart, ['--dir', folders[role], '--file', file], { TOKUMEI_PASSPHRASE: passphrase });
}

test.each(ROLES.flatMap((role) => [[role, false] as const, [role, true] as const]))(
  'the %s opens its own part (under a key of the centre: %s), and nobody else does',
  async (role, blom) => {
    const part = await aPart(role, { blom });
    const { code, out, err } = await open(role, part);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      mall: 'mall.example',
      number: NUMBER,
      expires: new Date(EXPIRES * 1000).toISOString(),
      ...SAID[role],
    });
    expect(out).not.toMatch(/tsubaki|password/);
    expect(out).not.toContain(TRACKING);
    for (const other of ROLES.filter((each) => each !== role)) {
      const refused = await open(other, part);
      expect([refused.code, refused.out]).toEqual([1, '']);
      expect(refused.err).toMatch(/^unknown-key [0-9a-f]{8}$/);
      // Nor with its own name on the file.
      expect((await open(other, { ...part, party: `${other}.example` })).code).toBe(1);
    }
    expect(await open('agency', part)).toEqual({ code: 1, out: '', err: 'bundle-foreign agency' });
  },
);

test('a part moved to another number or mall, altered, or of another sealer is refused', async () => {
  const part = await aPart('credit');
  const bytes = fromBase64Url(part.envelope)!;
  bytes[bytes.length - 1]! ^= 1;
  const codes: readonly [object, string][] = [
    [{ ...part, number: '10482771930570' }, 'not-authentic'],
    [{ ...part, mall: 'other.example' }, 'not-authentic'],
    [{ ...part, envelope: toBase64Url(bytes) }, 'not-authentic'],
    [{ ...part, by: keys.get('credit.example')!.by }, 'unknown-version'],
    [{ ...(await aPart('credit', { blom: true })), by: { scheme: 'hpke' } }, 'unknown-version'],
    [await aPart('credit', { insideMall: 'other.example' }), 'bundle-foreign mall'],
    [{ ...part, by: { ...keys.get('credit.example')!.by, centre: 'A'.repeat(22) } }, 'other-centre'],
  ];
  for (const [altered, said] of codes) expect(await open('credit', altered)).toEqual({ code: 1, out: '', err: said });
});

test('what is no part is refused before any key is asked for', async () => {
  for (const text of ['hello', '{}', JSON.stringify({ tokumei: 'order-bundle/1', mall: 'mall.example', parts: [] })]) {
    expect(await open('mall', text, '')).toEqual({ code: 1, out: '', err: 'bundle-invalid' });
  }
  expect(await open('mall', { ...(await aPart('mall')), envelope: 'AAA_B' })).toMatchObject({ code: 1, out: '' });
});

test('it needs the passphrase, the file and the party, and says how it is used', async () => {
  const part = await aPart('carrier');
  expect(await open('carrier', part, 'wrong')).toEqual({ code: 1, out: '', err: 'wrong-passphrase' });
  const env = { TOKUMEI_PASSPHRASE: PASSPHRASE };
  const run = (...args: string[]): Promise<CommandOutcome> => runCommand(runOpenPart, args, env);
  expect((await run('--dir', folders.carrier, '--file', '/nowhere')).err).toMatch(/^not-found \/nowhere$/);
  expect((await run('--dir', folders.carrier)).err).toMatch(/^usage: open-part/);
  expect((await run('--dir', folders.carrier)).code).toBe(2);
});

test('an opening is noted by number alone', async () => {
  const number = '10482771930577';
  expect((await open('carrier', await aPart('carrier', { number }))).code).toBe(0);
  const log = readFileSync(join(folders.carrier, 'logs/openings.log'), 'utf8');
  expect(log).toContain(`"action":"address.opened","subject":"${number}"`);
  expect(log).not.toContain(ADDRESSEE.name);
});
