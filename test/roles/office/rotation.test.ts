/** Keys and certificates that change while two parties deal with each other, over real connections. */
import { connect, type TLSSocket } from 'node:tls';
import { beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '#shared/bytes.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk, fail } from '#shared/result.ts';
import { renewPartnerDoor } from '#main/doors/partner/partner-door.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { findPartner, lookAtPartner, sendChangedCard, sendEvent, startCourier } from '#main/post/index.ts';
import { type CertificateRoom, renewInTime, renewOne } from '#main/roles/office/certificates.ts';
import { keysView, keyWarnings } from '#main/roles/office/key-view.ts';
import { addSigningKey, renewKeys, rotateSealingKey } from '#main/roles/office/keys.ts';
import { holdOwnAuthority } from '#main/roles/office/own-authority.ts';
import { countInFlight } from '#main/roles/carrier/in-flight.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { claimNumber } from '#main/storage/index.ts';
import { type Authority, createAuthority } from '#main/vault/index.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { aGroup, approveNow, type TestGroup } from '../../builders/a-group.ts';
import { aPartnerDoor, type TestDoor } from '../../builders/a-partner-door.ts';
import { aLabelText, anAgreedParcel, aCatalogue, sealForCarrier } from '../../builders/an-order.ts';
import { CHEAP, type TestParty } from '../../builders/a-party.ts';
import { aClock } from '../../builders/a-clock.ts';
import { until } from '../../builders/until.ts';

const SECRET = 'another horse, another staple';
let group: TestGroup;
let folder: string;
let authority: Authority;
/** The machine's, as TLS goes by that; a test without a connection may give it the group's. */
let authorityClock: () => Date;
let doors: Map<string, TestDoor>;
let room: CertificateRoom;

beforeEach(async () => {
  const clock = aClock();
  authorityClock = () => new Date();
  folder = aFolder();
  authority = expectOk(await createAuthority(folder, SECRET, { name: 'Group', scrypt: CHEAP }));
  doors = new Map();
  group = await aGroup({
    clock,
    mall: { authority },
    carrier: { authority },
    prepare: async (parties) => {
      for (const party of parties) doors.set(party.id, await aPartnerDoor(party));
    },
  });
  for (const party of [group.mall, group.carrier]) {
    const network = { authorities: authority.rootPem, lookup: lookupLocalhost };
    const courier = startCourier(
      party.post,
      () => network,
      () => undefined,
    );
    atEnd(() => courier.stop());
  }
  room = roomOf(group.carrier);
  await renewKeys(group.carrier.post, group.carrier.profile);
});

function roomOf(party: TestParty): CertificateRoom {
  const { door, setting } = doors.get(party.id)!;
  return {
    post: party.post,
    id: party.id,
    uses: ['partner'],
    authority: holdOwnAuthority(party.vault, folder, () => authorityClock()),
    takeIntoUse: async () => renewPartnerDoor(door, { ...setting, tls: party.vault.tlsContext('partner')! }),
    revocations: { until: async () => undefined, install: async () => fail('wrong-state') },
  };
}

const known = async () => (await findPartner(group.mall.post.storage.read, group.carrier.id))!.card;
const sealingKey = async () => currentKey(await known(), 'seal', group.clock())!.x;

async function aLabel(): Promise<{ number: string; label: string; key: string }> {
  const { carrier } = group.carrier;
  const number = await carrier.storage.write((db) => claimNumber(db, 'shipping', () => Math.floor(Math.random() * 10)));
  const envelope = await sealForCarrier(carrier, number);
  return { number, label: aLabelText(number, envelope), key: toHex(envelope.subarray(2, 6)) };
}
const open = async (label: string) =>
  expectOk(await scanParcel(group.carrier.carrier, { who: 'sato' }, { scan: label, step: 'look' })).addressee;

describe('a sealing key that is rotated', () => {
  test('leaves labels in flight readable; what is sealed from then on is sealed to the new one, at partners’ too', async () => {
    const before = await aLabel();
    const old = await sealingKey();
    group.clock.advance({ seconds: 60 });
    const id = await rotateSealingKey(group.carrier.post, 'yamamoto', '端末の紛失');
    await sendChangedCard(group.carrier.post, group.carrier.profile);
    await until('the mall knows it', async () => (await sealingKey()) !== old);
    expect((await known()).keys.map(({ x }) => x)).not.toContain(old);

    const after = await aLabel();
    expect(after.key).toBe(id);
    expect(before.key).not.toBe(id);
    for (const { label } of [before, after]) expect(await open(label)).toBeDefined();
  });

  test('shows how much is in flight under each, and when the old one is destroyed', async () => {
    await aCatalogue(group.mall);
    await anAgreedParcel(group);
    group.clock.advance({ seconds: 60 });
    await rotateSealingKey(group.carrier.post, 'yamamoto', '端末の紛失');
    await anAgreedParcel(group);
    const { sealing } = await keysView(room, () => countInFlight(group.carrier.carrier));
    expect(sealing.map(({ state, inFlight }) => [state, inFlight])).toEqual([
      ['coming', 0],
      ['current', 1],
      ['readable', 1],
    ]);
    expect(sealing.at(-1)!.destroyedAt).toBe('2028-01-01T00:00:00.000Z');
  });

  test('takes the key that was ready for the next month with it, and the month brings one all the same', async () => {
    const coming = () => group.carrier.vault.publicKeys().filter(({ nbf }) => nbf.startsWith('2026-12'));
    const [ready] = coming();
    await rotateSealingKey(group.carrier.post, 'yamamoto', '端末の紛失');
    expect(coming()).toHaveLength(1);
    expect(coming()[0]!.x).not.toBe(ready!.x);
  });
});

describe('a new signing key', () => {
  test('is told to be compared by those partners whose staff have done so', async () => {
    const progress = async () =>
      (await keysView(room, async () => new Map())).signing.find(({ state }) => state === 'next')?.partners;
    expect(await progress()).toBeUndefined();
    expectOk(await addSigningKey(group.carrier.post, 'yamamoto', '交代'));
    expect(await addSigningKey(group.carrier.post, 'yamamoto', '交代')).toEqual(fail('wrong-state'));
    await sendChangedCard(group.carrier.post, group.carrier.profile);
    await until('the mall has the card', async () => (await progress())?.[0]?.state === 'told');
    expectOk(await approveNow(group.mall, group.carrier));
    group.clock.advance({ minutes: 10 });
    await until('the mall takes the new key', async () => (await progress())?.[0]?.state === 'compared');
    // The old key ends when the time to compare is over.
    const signing = group.carrier.vault.publicKeys().filter(({ use }) => use === 'sign');
    expect(signing.map(({ exp }) => exp.slice(0, 10)).sort()[0]).toBe('2027-01-20');
  });
});

describe('a certificate', () => {
  const message = () =>
    group.mall.post.storage.write((db) =>
      sendEvent(group.mall.post, db, {
        to: group.carrier.id,
        type: 'resync.request',
        subject: group.mall.id,
        data: { since: group.clock().toISOString() },
      }),
    );
  const waiting = async () =>
    (await group.mall.post.storage.read.selectFrom('outbox').select('id').where('accepted_at', 'is', null).execute())
      .length;
  /** What the carrier's door shows to whoever connects. */
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = doors.get(group.carrier.id)!;
      const options = { port, host: '127.0.0.1', servername: group.carrier.id, ca: authority.rootPem };
      const socket: TLSSocket = connect(options, () => {
        resolve(socket.getPeerX509Certificate()!.validToDate.toISOString());
        socket.destroy();
      }).once('error', reject);
    });

  test('is renewed by the group’s own authority while partners are connected, with the pin that they know', async () => {
    await message();
    await until('the first message', async () => (await waiting()) === 0);
    const before = group.carrier.vault.certificate('partner')!;
    expect(await renewOne(room, 'yamamoto', 'partner')).toEqual(fail('authority-missing'));
    expect(await room.authority.open('wrong')).toEqual(fail('wrong-passphrase'));
    expectOk(await room.authority.open(SECRET));
    const { until: end } = expectOk(await renewOne(room, 'yamamoto', 'partner'));
    expect(group.carrier.vault.certificate('partner')!.pin).toBe(before.pin);
    expect(await shown()).toBe(end);
    const known = async () => (await keysView(room, async () => new Map())).certificates.at(-1)!.partners![0]!;
    expect(await known()).not.toHaveProperty('metAt');
    group.clock.advance({ minutes: 1 });
    await message();
    await until('the next message', async () => (await waiting()) === 0);
    expect(await known()).toMatchObject({ id: group.mall.id, metAt: expect.any(String) as string });
    expect(expectOk(await lookAtPartner(group.mall.post, group.carrier.id)).certificateUntil).toBe(end);
  });

  test('renews by itself a month before its end, and not sooner', async () => {
    authorityClock = group.clock;
    expectOk(await room.authority.open(SECRET));
    expectOk(await renewOne(room, 'yamamoto', 'partner'));
    const end = () => group.carrier.vault.certificate('partner')!.notAfter.getTime();
    const first = end();
    await renewInTime(room);
    expect(end()).toBe(first);
    group.clock.set(new Date(first - 29 * 86_400_000).toISOString());
    expect(await keyWarnings(room)).toMatchObject([{ what: 'partner-certificate', days: 29, step: 'soon' }]);
    await renewInTime(room);
    expect(end()).toBeGreaterThan(first);
    const trail = await group.carrier.post.storage.read.selectFrom('trail').selectAll().orderBy('id', 'desc').execute();
    expect(trail[0]).toMatchObject({ who: 'automatic', action: 'certificate.renewed', subject: 'partner' });
    expect((await keyWarnings(room)).map(({ what }) => what)).not.toContain('partner-certificate');
  });

  test('of a key that waits to be compared is not renewed by itself', async () => {
    expectOk(await room.authority.open(SECRET));
    await group.carrier.vault.newTlsKey('partner');
    expect(await renewOne(room, 'yamamoto', 'partner')).toEqual(fail('wrong-state', 'pending'));
  });
});

test('a partner’s clock is measured by its answers', async () => {
  // The test's clock stands in the past of the machine, whose time the partner's server shows.
  const row = () =>
    group.mall.post.storage.read
      .selectFrom('partner')
      .select(['clock_offset', 'pin_met'])
      .where('id', '=', group.carrier.id)
      .executeTakeFirstOrThrow();
  await renewKeys(group.mall.post, group.mall.profile);
  await until('an answer', async () => (await row()).clock_offset !== null);
  const expected = Date.now() - group.clock().getTime();
  expect(Math.abs((await row()).clock_offset! - expected)).toBeLessThan(5000);
  expect((await row()).pin_met).toBe(group.carrier.vault.certificate('partner')!.pin);
});
