import { beforeEach, describe, expect, test } from 'vitest';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import type { PartnerRow } from '#shared/desk/office.ts';
import { expectOk, fail } from '#shared/result.ts';
import {
  addPartner,
  allowPartner,
  approvePartner,
  choosePartnerVariant,
  findPartner,
  findPartnerByPin,
  listPartners,
  lookAtPartner,
  partnerRows,
  resumePartner,
  sendOwnCard,
  suspendPartner,
} from '#main/post/index.ts';
import { readTrail } from '#main/audit/index.ts';
import { safetyNumber, signPartyCard } from '#main/vault/index.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { approveNow, bringEvent, carryMessages } from '../builders/a-group.ts';
import { aCarrier, aMall, certify, type TestCarrier, type TestMall, type TestParty } from '../builders/a-party.ts';
import { anEvent } from './an-event.ts';

let mall: TestMall;
let carrier: TestCarrier;
beforeEach(async () => {
  mall = await aMall();
  carrier = await aCarrier({ clock: mall.clock });
});

async function rowOf(at: TestParty, id: string): Promise<PartnerRow> {
  return (await partnerRows(at.post)).find((row) => row.id === id)!;
}

function cardOf(jws: string): PartyCard {
  return JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8')) as PartyCard;
}

/** The party's card with changes of its own making, signed by its key that is in force. */
async function cardWith(party: TestParty, changes: Partial<PartyCard>): Promise<string> {
  return signPartyCard(party.vault, { ...cardOf(await party.card()), ...changes });
}

async function approved(): Promise<void> {
  expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
  expectOk(await approveNow(mall, carrier));
}

/** The partner tells of its keys by message, as it does each month. */
async function tellCard(card: string): Promise<unknown> {
  const event = anEvent(carrier, { type: 'party.keys', subject: carrier.id, data: { card } });
  return bringEvent(carrier, mall, JSON.stringify(event));
}

describe('registering a partner', () => {
  test('makes it known as pending: no message of it is taken and customers do not see it', async () => {
    expect((await addPartner(mall.post, 'mori', await carrier.card())).ok).toBe(true);
    expect((await rowOf(mall, carrier.id)).state).toBe('pending');
    expect(await listPartners(mall.storage.read, 'carrier')).toEqual([]);
    const pin = carrier.vault.certificate('partner')!.pin;
    expect(await findPartnerByPin(mall.storage.read, pin)).toBeUndefined();
  });

  test('shows both sides the same 60 digits', async () => {
    expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
    expectOk(await addPartner(carrier.post, 'sato', await mall.card()));
    const atMall = (await rowOf(mall, carrier.id)).safetyNumber;
    expect(atMall).toMatch(/^\d{60}$/);
    expect((await rowOf(carrier, mall.id)).safetyNumber).toBe(atMall);
  });

  test('approves it with the compared number alone', async () => {
    expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
    const { safetyNumber: right } = await rowOf(mall, carrier.id);
    const wrong = `${right.slice(0, 59)}${(Number(right[59]) + 1) % 10}`;
    const refused = await approvePartner(mall.post, 'mori', { id: carrier.id, safetyNumber: wrong });
    expect(refused).toEqual(fail('card-invalid', 'safety number'));
    expect((await rowOf(mall, carrier.id)).state).toBe('pending');
    expectOk(await approvePartner(mall.post, 'mori', { id: carrier.id, safetyNumber: right }));
    expect((await rowOf(mall, carrier.id)).state).toBe('approved');
    const pin = carrier.vault.certificate('partner')!.pin;
    expect((await findPartnerByPin(mall.storage.read, pin))?.id).toBe(carrier.id);
  });

  test('refuses one’s own card, and what is no card', async () => {
    expect(await addPartner(mall.post, 'mori', await mall.card())).toEqual(fail('card-invalid', 'own card'));
    expect(await addPartner(mall.post, 'mori', 'no card')).toEqual(fail('card-invalid', 'form'));
    expect(await partnerRows(mall.post)).toEqual([]);
  });

  test('refuses a card that was changed after signing', async () => {
    const [header, , signature] = (await carrier.card()).split('.');
    const forged = { ...cardOf(await carrier.card()), partner: 'https://thief.localhost' };
    const payload = Buffer.from(JSON.stringify(forged)).toString('base64url');
    const refused = await addPartner(mall.post, 'mori', `${header}.${payload}.${signature}`);
    expect(refused).toEqual(fail('card-invalid', 'signature'));
  });

  test('refuses a card that shows one key for comparison and is signed by another', async () => {
    const thief = await aCarrier({ id: 'carrier.localhost', clock: mall.clock });
    const genuine = cardOf(await carrier.card());
    const stolen = genuine.keys.find(({ use }) => use === 'sign')!;
    // The genuine key began later, so that its fingerprint would be the one that staff compare.
    const own = cardOf(await thief.card()).keys.map((key) =>
      key.use === 'sign' ? { ...key, nbf: '2026-01-01T00:00:00Z' } : key,
    );
    const mixed = await signPartyCard(thief.vault, { ...genuine, keys: [...own, stolen], partner: 'https://thief' });
    expect(await addPartner(mall.post, 'mori', mixed)).toEqual(fail('card-invalid', 'key'));
  });

  test('computes the safety number of the key that is in force, not of one that will be', async () => {
    const [now] = carrier.vault.publicKeys().filter(({ use }) => use === 'sign');
    await carrier.vault.newSigningKey({ nbf: '2027-01-01T00:00:00Z', exp: '2029-01-01T00:00:00Z' });
    expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
    const [own] = mall.vault.publicKeys().filter(({ use }) => use === 'sign');
    const expected = safetyNumber(
      { id: mall.id, role: 'mall', signingKey: fromBase64Url(own!.x)! },
      { id: carrier.id, role: 'carrier', signingKey: fromBase64Url(now!.x)! },
    );
    expect((await rowOf(mall, carrier.id)).safetyNumber).toBe(expected);
  });

  test('lets no two partners share a TLS key', async () => {
    await approved();
    const other = await aCarrier({ id: 'other.localhost', clock: mall.clock });
    expectOk(await addPartner(mall.post, 'mori', await cardWith(other, { tls: cardOf(await carrier.card()).tls })));
    expect(await approveNow(mall, other)).toEqual(fail('card-invalid', 'pin in use'));
    expect((await rowOf(mall, other.id)).state).toBe('pending');
    const pin = carrier.vault.certificate('partner')!.pin;
    expect((await findPartnerByPin(mall.storage.read, pin))?.id).toBe(carrier.id);
  });

  test('approves nobody unknown, and never an unseen card', async () => {
    const nobody = { id: carrier.id, safetyNumber: '0'.repeat(60) };
    expect(await approvePartner(mall.post, 'mori', nobody)).toEqual(fail('partner-unknown'));
  });

  test('writes each deed into the trail', async () => {
    await approved();
    expectOk(await choosePartnerVariant(mall.post, 'mori', { id: carrier.id, variant: 'c' }));
    expectOk(await suspendPartner(mall.post, 'mori', carrier.id));
    const trail = await readTrail(mall.storage.read, { limit: 10 });
    expect(trail.map(({ who, action, subject, detail }) => [who, action, subject, detail])).toEqual([
      ['mori', 'partner.suspended', carrier.id, undefined],
      ['mori', 'partner.variant', carrier.id, 'c'],
      ['staff', 'partner.approved', carrier.id, undefined],
      ['mori', 'partner.added', carrier.id, undefined],
    ]);
  });
});

describe('a card that changes', () => {
  test('with the same signing key, pin and places is taken over at once', async () => {
    await approved();
    const key = await carrier.vault.newSealingKey({ nbf: '2027-01-01T00:00:00Z', exp: '2027-02-01T00:00:00Z' });
    carrier.profile.name = 'みほん急便';
    expectOk(await sendCard());
    const partner = (await findPartner(mall.storage.read, carrier.id))!;
    expect(partner.card.keys).toContainEqual(key);
    expect(partner.name).toBe('みほん急便');
    expect((await rowOf(mall, carrier.id)).changed).toBe(false);
  });

  async function sendCard(): Promise<{ ok: true; value: void }> {
    await approveBack();
    await sendOwnCard(carrier.post, carrier.profile);
    expect(await carryMessages(carrier, mall)).toBe(1);
    return { ok: true, value: undefined };
  }

  async function approveBack(): Promise<void> {
    expectOk(await addPartner(carrier.post, 'sato', await mall.card()));
    expectOk(await approveNow(carrier, mall));
  }

  test.each([
    ['another TLS key', { tls: ['A'.repeat(43)] }],
    ['another partner door', { partner: 'https://elsewhere.localhost' }],
    ['another public endpoint', { public: 'https://elsewhere.localhost' }],
  ])('with %s waits until staff have compared again', async (_, changes) => {
    await approved();
    const before = (await findPartner(mall.storage.read, carrier.id))!.card;
    await tellCard(await cardWith(carrier, changes));
    expect((await findPartner(mall.storage.read, carrier.id))!.card).toEqual(before);
    const row = await rowOf(mall, carrier.id);
    expect(row).toMatchObject({ state: 'approved', changed: true });
    expectOk(await approvePartner(mall.post, 'mori', { id: carrier.id, safetyNumber: row.safetyNumber }));
    expect((await findPartner(mall.storage.read, carrier.id))!.card).toMatchObject(changes);
    expect((await rowOf(mall, carrier.id)).changed).toBe(false);
  });

  test('with another signing key waits, shows its own number, and the old key still counts', async () => {
    await approved();
    const { safetyNumber: old } = await rowOf(mall, carrier.id);
    await carrier.vault.newSigningKey({ nbf: '2026-11-21T02:59:00Z', exp: '2028-11-21T00:00:00Z' });
    expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
    const row = await rowOf(mall, carrier.id);
    expect(row.changed).toBe(true);
    expect(row.safetyNumber).not.toBe(old);
    const oldNumber = { id: carrier.id, safetyNumber: old };
    expect(await approvePartner(mall.post, 'mori', oldNumber)).toEqual(fail('card-invalid', 'safety number'));
    const signing = (await findPartner(mall.storage.read, carrier.id))!.card.keys.filter(({ use }) => use === 'sign');
    expect(signing).toHaveLength(1);
  });

  test('brings its new pin into force with the approval, and the old one out of it', async () => {
    await approved();
    const oldPin = carrier.vault.certificate('partner')!.pin;
    await certify(carrier.vault, carrier.id, carrier.authority);
    const newPin = carrier.vault.certificate('partner')!.pin;
    expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
    expect(await findPartnerByPin(mall.storage.read, newPin)).toBeUndefined();
    expectOk(await approveNow(mall, carrier));
    expect((await findPartnerByPin(mall.storage.read, newPin))?.id).toBe(carrier.id);
    expect(await findPartnerByPin(mall.storage.read, oldPin)).toBeUndefined();
  });

  test('with fewer pins is taken over at once, and the dropped pin opens the door no more', async () => {
    await carrier.vault.newTlsKey('partner');
    await approved();
    const [oldPin, newPin] = cardOf(await carrier.card()).tls as [string, string];
    expect((await findPartnerByPin(mall.storage.read, newPin))?.id).toBe(carrier.id);
    expect((await findPartnerByPin(mall.storage.read, oldPin))?.id).toBe(carrier.id);
    const request = expectOk(await carrier.vault.certificateRequest('partner', [carrier.id]));
    const issued = expectOk(await carrier.authority.issue(request, { hosts: [carrier.id], days: 30 }));
    expectOk(await carrier.vault.installCertificate('partner', issued.chainPem));
    await tellCard(await carrier.card());
    expect((await rowOf(mall, carrier.id)).changed).toBe(false);
    expect((await findPartner(mall.storage.read, carrier.id))!.card.tls).toEqual([newPin]);
    expect((await findPartnerByPin(mall.storage.read, newPin))?.id).toBe(carrier.id);
    expect(await findPartnerByPin(mall.storage.read, oldPin)).toBeUndefined();
  });

  test('carries the pin of a key that waits for its certificate, beside the one in use', async () => {
    const { pin } = carrier.vault.certificate('partner')!;
    await carrier.vault.newTlsKey('partner');
    expect(cardOf(await carrier.card()).tls).toEqual([pin, carrier.vault.pendingPin('partner')]);
    expect(carrier.vault.pendingPin('partner')).toMatch(/^[\w-]{43}$/);
    expect(carrier.vault.pendingPin('public')).toBeUndefined();
  });

  test('that also brings a new pin gives its sealing keys at once, and nothing else, where a known key vouches', async () => {
    await approved();
    const key = await carrier.vault.newSealingKey({ nbf: '2027-01-01T00:00:00Z', exp: '2027-02-01T00:00:00Z' });
    await tellCard(await cardWith(carrier, { tls: ['A'.repeat(43)], name: 'だれか' }));
    const partner = (await findPartner(mall.storage.read, carrier.id))!;
    expect(partner.card.keys).toContainEqual(key);
    expect(partner.card.tls).not.toContain('A'.repeat(43));
    expect(partner.name).not.toBe('だれか');
    expect((await rowOf(mall, carrier.id)).changed).toBe(true);
  });

  test('by another signing key gives its sealing keys at once by message, and none by file', async () => {
    await approved();
    await carrier.vault.newSigningKey({ nbf: '2026-11-21T02:59:00Z', exp: '2028-11-21T00:00:00Z' });
    const key = await carrier.vault.newSealingKey({ nbf: '2027-01-01T00:00:00Z', exp: '2027-02-01T00:00:00Z' });
    const card = await carrier.card();
    // Handed over by whoever: its signature is by a key that nobody has compared.
    expectOk(await addPartner(mall.post, 'mori', card));
    expect((await findPartner(mall.storage.read, carrier.id))!.card.keys).not.toContainEqual(key);
    // The same in a message, which the known key signs.
    await tellCard(card);
    const { keys } = (await findPartner(mall.storage.read, carrier.id))!.card;
    expect(keys).toContainEqual(key);
    expect(keys.filter(({ use }) => use === 'sign')).toHaveLength(1);
    expect((await rowOf(mall, carrier.id)).changed).toBe(true);
  });

  test('and was overtaken by a newer one changes nothing', async () => {
    await approved();
    const older = await carrier.card();
    const key = await carrier.vault.newSealingKey({ nbf: '2027-01-01T00:00:00Z', exp: '2027-02-01T00:00:00Z' });
    await tellCard(await carrier.card());
    await tellCard(older);
    expect((await findPartner(mall.storage.read, carrier.id))!.card.keys).toContainEqual(key);
  });

  test('never changes the role of a partner', async () => {
    await approved();
    expect(await addPartner(mall.post, 'mori', await cardWith(carrier, { role: 'mall' }))).toEqual(
      fail('card-invalid', 'role'),
    );
  });

  test('is refused when it is another party’s', async () => {
    await approved();
    const other = await aCarrier({ id: 'other.localhost', clock: mall.clock });
    expect(await tellCard(await other.card())).toEqual(fail('event-foreign', 'card'));
    expect(await rowOf(mall, other.id)).toBeUndefined();
  });

  test('is not lost when an approval was on its way to the card before it', async () => {
    await approved();
    const { safetyNumber: seen } = await rowOf(mall, carrier.id);
    const approving = approvePartner(mall.post, 'mori', { id: carrier.id, safetyNumber: seen });
    const [answer] = await Promise.all([approving, tellCard(await cardWith(carrier, { tls: ['A'.repeat(43)] }))]);
    const row = await rowOf(mall, carrier.id);
    // Whichever came first: the changed card waits, or the approval was told that it did not see it.
    expect(answer.ok ? row.changed : row.changed && answer.error.code === 'wrong-state').toBe(true);
  });
});

describe('a suspended partner', () => {
  test('is known and no longer chosen; approving it again brings it back', async () => {
    await approved();
    expectOk(await suspendPartner(mall.post, 'mori', carrier.id));
    expect((await rowOf(mall, carrier.id)).state).toBe('suspended');
    expect(await listPartners(mall.storage.read, 'carrier')).toEqual([]);
    expectOk(await approveNow(mall, carrier));
    expect(await listPartners(mall.storage.read, 'carrier')).toHaveLength(1);
  });

  test('does not come back by its own card', async () => {
    await approved();
    expectOk(await suspendPartner(mall.post, 'mori', carrier.id));
    expectOk(await addPartner(mall.post, 'mori', await carrier.card()));
    expect((await rowOf(mall, carrier.id)).state).toBe('suspended');
  });

  test('has to be there', async () => {
    expect(await suspendPartner(mall.post, 'mori', carrier.id)).toEqual(fail('partner-unknown'));
    const choice = { id: carrier.id, variant: 'b' } as const;
    expect(await choosePartnerVariant(mall.post, 'mori', choice)).toEqual(fail('partner-unknown'));
  });
});

describe('a suspension', () => {
  test('ends by resuming, with the reason of both in the trail', async () => {
    await approved();
    expect(await resumePartner(mall.post, 'mori', { id: carrier.id, reason: '早い' })).toEqual(fail('wrong-state'));
    expectOk(await suspendPartner(mall.post, 'mori', carrier.id, '漏えいの疑い'));
    expect(expectOk(await lookAtPartner(mall.post, carrier.id)).suspendedFor).toBe('漏えいの疑い');
    expectOk(await resumePartner(mall.post, 'mori', { id: carrier.id, reason: '確認済み' }));
    expect((await rowOf(mall, carrier.id)).state).toBe('approved');
    const trail = await mall.storage.read.selectFrom('trail').select(['action', 'detail']).orderBy('id').execute();
    expect(trail.slice(-2)).toEqual([
      { action: 'partner.suspended', detail: '漏えいの疑い' },
      { action: 'partner.resumed', detail: '確認済み' },
    ]);
  });

  test('ends by comparing alone where another card came in meanwhile', async () => {
    await approved();
    expectOk(await suspendPartner(mall.post, 'mori', carrier.id, '停止'));
    expectOk(await addPartner(mall.post, 'mori', await cardWith(carrier, { tls: ['A'.repeat(43)] })));
    expect(await resumePartner(mall.post, 'mori', { id: carrier.id, reason: '再開' })).toEqual(fail('wrong-state'));
    expectOk(await approveNow(mall, carrier));
    expect((await rowOf(mall, carrier.id)).state).toBe('approved');
  });
});

describe('what a partner may send', () => {
  const status = (subject: string) =>
    JSON.stringify(
      anEvent(carrier, { type: 'parcel.status', subject, data: { status: 'accepted', date: '2026-11-21' } }),
    );

  test('is refused with a code where staff took it away, shown, and taken once they allow it again', async () => {
    await approved();
    expectOk(await allowPartner(mall.post, 'mori', { id: carrier.id, types: ['shipping.result'] }));
    const event = status('30000000000005');
    expect(await bringEvent(carrier, mall, event)).toEqual(fail('message-not-allowed', 'parcel.status'));
    await bringEvent(carrier, mall, event);
    const { refused, maySend } = expectOk(await lookAtPartner(mall.post, carrier.id));
    expect(refused).toMatchObject([{ type: 'parcel.status', code: 'message-not-allowed', times: 2 }]);
    expect(maySend.filter(({ allowed }) => allowed).map(({ type }) => type)).toEqual(['shipping.result']);
    expect((await rowOf(mall, carrier.id)).refused).toBe(1);

    expectOk(await allowPartner(mall.post, 'mori', { id: carrier.id, types: maySend.map(({ type }) => type) }));
    // No such parcel here yet: it is tried again, and no refusal any more.
    expect(await bringEvent(carrier, mall, event)).toEqual(fail('event-unknown-number'));
  });

  test('never stops its keys', async () => {
    await approved();
    expectOk(await allowPartner(mall.post, 'mori', { id: carrier.id, types: [] }));
    const key = await carrier.vault.newSealingKey({ nbf: '2027-01-01T00:00:00Z', exp: '2027-02-01T00:00:00Z' });
    expect(await tellCard(await carrier.card())).toMatchObject({ ok: true });
    expect((await findPartner(mall.storage.read, carrier.id))!.card.keys).toContainEqual(key);
    expect((await rowOf(mall, carrier.id)).lastReceivedType).toBe('party.keys');
  });
});
