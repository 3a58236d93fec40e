/** What the office can do to its own keys and certificates, and what never comes out. */
import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk, fail, ok } from '#shared/result.ts';
import { type KeyRoom, keysDesk } from '#main/roles/office/keys-desk.ts';
import { holdOwnAuthority } from '#main/roles/office/own-authority.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { aMall, anAuthority, type TestMall } from '../../builders/a-party.ts';

const mori = { who: 'mori' };
let mall: TestMall;
let used: string[];
let told: number;
let desk: ReturnType<typeof keysDesk>;

beforeEach(async () => {
  const clock = aClock();
  mall = await aMall({ clock, authority: await anAuthority('Example group root', clock) });
  used = [];
  told = 0;
  const room: KeyRoom = {
    post: mall.post,
    id: mall.id,
    uses: ['public', 'partner'],
    authority: holdOwnAuthority(mall.vault, aFolder(), mall.clock),
    takeIntoUse: async (use) => void used.push(use),
    tellPartners: async () => void told++,
    inFlight: async () => new Map(),
    revocations: { until: async () => undefined, install: async () => ok(new Date('2026-12-20T00:00:00Z')) },
  };
  desk = keysDesk(room);
});

const trail = async () =>
  (
    await mall.storage.read.selectFrom('trail').select(['who', 'action', 'subject', 'detail']).orderBy('id').execute()
  ).map(({ who, action, subject, detail }) => [who, action, subject, detail].filter((part) => part !== null).join(' '));

async function certified(request: string): Promise<string> {
  return expectOk(await mall.authority.issue(request, { hosts: [mall.id], days: 90 })).chainPem;
}

describe('a certificate', () => {
  test('is requested for the key in use, installed, and shown by its door at once', async () => {
    const before = mall.vault.certificate('public')!;
    const { request, pin } = expectOk(await desk['certificates.request'](mori, { use: 'public', newKey: false }));
    expect(pin).toBe(before.pin);
    const chain = await certified(request);
    const { until } = expectOk(await desk['certificates.install'](mori, { use: 'public', chain }));
    expect(Date.parse(until)).toBeGreaterThan(before.notAfter.getTime());
    expect(used).toEqual(['public']);
    const shown = expectOk(await desk['keys.list'](mori, {})).certificates[0]!;
    expect(shown).toMatchObject({
      use: 'public',
      until,
      pin,
      issuer: 'Example group root',
      hosts: [mall.id],
      days: 90,
    });
    expect(await trail()).toEqual([
      'mori certificate.requested public',
      `mori certificate.installed public ${until.slice(0, 10)}`,
    ]);
  });

  test('for a new key waits beside the one in use, and partners are told of its pin', async () => {
    const { request, pin } = expectOk(await desk['certificates.request'](mori, { use: 'partner', newKey: true }));
    expect(told).toBe(1);
    const [, partner] = expectOk(await desk['keys.list'](mori, {})).certificates;
    expect(partner).toMatchObject({ pendingPin: pin });
    expect(partner!.pin).not.toBe(pin);
    expectOk(await desk['certificates.install'](mori, { use: 'partner', chain: await certified(request) }));
    expect(mall.vault.certificate('partner')!.pin).toBe(pin);
    expect(used).toEqual(['partner']);
  });

  test('that ends is told of in three steps', async () => {
    const { request } = expectOk(await desk['certificates.request'](mori, { use: 'public', newKey: false }));
    expectOk(await desk['certificates.install'](mori, { use: 'public', chain: await certified(request) }));
    const step = async (days: number) => {
      mall.clock.advance({ days });
      return expectOk(await desk['keys.warnings'](mori, {})).find(({ what }) => what === 'public-certificate')?.step;
    };
    expect([await step(20), await step(20), await step(25), await step(20)]).toEqual([
      undefined,
      'early',
      'soon',
      'urgent',
    ]);
  });

  test('that is none, or another’s, changes nothing', async () => {
    const before = mall.vault.certificate('public')!.pin;
    expect(await desk['certificates.install'](mori, { use: 'public', chain: 'x' })).toEqual(
      fail('certificate-invalid', 'form'),
    );
    const chain = mall.vault.tlsContext('partner')!.cert;
    expect(await desk['certificates.install'](mori, { use: 'public', chain })).toEqual(
      fail('certificate-invalid', 'key'),
    );
    expect(mall.vault.certificate('public')!.pin).toBe(before);
    expect([used, await trail()]).toEqual([[], []]);
  });

  test('goes out and comes in with its key as PKCS#12, under a password and with a reason', async () => {
    const { pin } = mall.vault.certificate('public')!;
    const order = { use: 'public', password: 'secret', reason: '予備機' } as const;
    const { file } = expectOk(await desk['certificates.export'](mori, order));
    const wrong = await desk['certificates.import'](mori, { use: 'public', file, password: 'other' });
    expect(wrong).toEqual(fail('wrong-passphrase'));
    expectOk(await desk['certificates.import'](mori, { use: 'public', file, password: 'secret' }));
    expect(mall.vault.certificate('public')!.pin).toBe(pin);
    expect((await trail())[0]).toBe(`mori certificate.exported ${mall.id} 予備機`);
  });
});

test('rotating keys tells partners and names the reason; no answer holds a private key', async () => {
  const { id } = expectOk(await desk['keys.rotate'](mori, { reason: '端末の紛失' }));
  const signing = expectOk(await desk['keys.new-signing'](mori, { reason: '交代' }));
  expect(told).toBe(2);
  expect(await trail()).toEqual([`mori key.rotated ${id} 端末の紛失`, `mori key.signing-made ${signing.id} 交代`]);
  const answers = JSON.stringify([await desk['keys.list'](mori, {}), await desk['keys.warnings'](mori, {})]);
  expect(answers).toContain(id);
  expect(answers).not.toMatch(/PRIVATE KEY|"d":|"x":/);
});
