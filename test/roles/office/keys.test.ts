import { beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '#shared/bytes.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk, fail } from '#shared/result.ts';
import { findPartner, partnerRows } from '#main/post/index.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { keepKeys, renewKeys } from '#main/roles/office/keys.ts';
import { keyThumbprint, openVault, peekJws } from '#main/vault/index.ts';
import { aGroup, approveNow, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { aLabelText, sealForCarrier } from '../../builders/an-order.ts';
import { PASSPHRASE } from '../../builders/a-party.ts';
import { claimNumber } from '#main/storage/index.ts';

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup();
});

function months(): string[] {
  const keys = group.carrier.vault.publicKeys().filter(({ use }) => use === 'seal');
  return keys.map(({ nbf }) => nbf.slice(0, 7)).sort();
}
/** Housekeeping, as on a day of that month. */
async function liveThrough(...days: string[]): Promise<void> {
  for (const day of days) {
    group.clock.set(`${day}T12:00:00.000Z`);
    await keepKeys(group.carrier.vault, group.clock());
  }
}

describe('sealing keys', () => {
  test('are there for this month and the next', () => {
    expect(months()).toEqual(['2026-11', '2026-12']);
  });

  test('come once a month, however often the house is kept', async () => {
    await liveThrough('2026-12-01', '2026-12-01', '2026-12-15', '2026-12-31');
    expect(months()).toEqual(['2026-11', '2026-12', '2027-01']);
  });

  test('begin and end with the month, in UTC, over the turn of the year', async () => {
    await liveThrough('2026-12-01');
    const key = group.carrier.vault.publicKeys().find(({ nbf }) => nbf.startsWith('2027'));
    expect(key).toMatchObject({ nbf: '2027-01-01T00:00:00.000Z', exp: '2027-02-01T00:00:00.000Z' });
  });

  test('are one at any time, also for a party that was off for months', async () => {
    await liveThrough('2027-05-10');
    expect(months()).toEqual(['2026-11', '2026-12', '2027-05', '2027-06']);
    const now = currentKey({ keys: group.carrier.vault.publicKeys() }, 'seal', group.clock());
    expect(now?.nbf).toBe('2027-05-01T00:00:00.000Z');
  });

  test('are destroyed thirteen months after their own: a label of that time opens for nobody', async () => {
    const { carrier } = group.carrier;
    const number = await carrier.storage.write((db) => claimNumber(db, 'shipping', () => 7));
    const label = aLabelText(number, await sealForCarrier(carrier, number));
    const look = () => scanParcel(carrier, { who: 'sato' }, { scan: label, step: 'look' });
    const keyId = toHex((await sealForCarrier(carrier, number)).subarray(2, 6));

    await liveThrough('2027-12-31');
    expect(months()).toContain('2026-11');
    expect(expectOk(await look()).addressee).toBeDefined();

    await liveThrough('2028-01-01');
    expect(months()).not.toContain('2026-11');
    expect(months()).toContain('2026-12');
    expect(await look()).toEqual(fail('unknown-key', keyId));
  });

  test('that are destroyed lie nowhere in the vault any more, also after opening it again', async () => {
    const { x } = group.carrier.vault.publicKeys().find(({ use }) => use === 'seal')!;
    await liveThrough('2028-01-01');
    const again = expectOk(await openVault(group.carrier.folder, PASSPHRASE));
    for (const vault of [group.carrier.vault, again]) expect(vault.publicKeys().map((key) => key.x)).not.toContain(x);
  });
});

describe('renewing keys', () => {
  test('tells every partner, and the partner takes them over without comparing again', async () => {
    group.clock.set('2026-12-01T00:00:30.000Z');
    await renewKeys(group.carrier.post, group.carrier.profile);
    expect(await sentEvents(group.carrier, 'party.keys')).toHaveLength(1);
    await group.exchange();
    const known = (await findPartner(group.mall.storage.read, group.carrier.id))!;
    const sealing = known.card.keys.filter(({ use }) => use === 'seal').map(({ nbf }) => nbf.slice(0, 7));
    expect(sealing.sort()).toEqual(['2026-12', '2027-01']);
    expect(known.state).toBe('approved');
  });

  test('tells nobody again when nothing changed', async () => {
    for (let day = 0; day < 3; day++) await renewKeys(group.carrier.post, group.carrier.profile);
    expect(await sentEvents(group.carrier, 'party.keys')).toHaveLength(1);
  });

  test('tells partners also when a crash came between the new keys and the message', async () => {
    await renewKeys(group.carrier.post, group.carrier.profile);
    group.clock.set('2026-12-01T00:00:30.000Z');
    await keepKeys(group.carrier.vault, group.clock());
    // Here the process ended; what follows is its next start.
    await renewKeys(group.carrier.post, group.carrier.profile);
    expect(await sentEvents(group.carrier, 'party.keys')).toHaveLength(2);
    await group.exchange();
    const known = (await findPartner(group.mall.storage.read, group.carrier.id))!;
    expect(known.card.keys.map(({ nbf }) => nbf.slice(0, 7))).toContain('2027-01');
  });

  test('tells partners of another TLS key before it is in use', async () => {
    await renewKeys(group.carrier.post, group.carrier.profile);
    await group.carrier.vault.newTlsKey('partner');
    await renewKeys(group.carrier.post, group.carrier.profile);
    expect(await sentEvents(group.carrier, 'party.keys')).toHaveLength(2);
  });

  test('hands over no key that has run out, and no private one', async () => {
    group.clock.set('2027-02-01T00:00:30.000Z');
    await renewKeys(group.carrier.post, group.carrier.profile);
    const jws = await group.carrier.card();
    const card = JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8')) as { keys: object[] };
    for (const key of card.keys) expect(Object.keys(key).sort()).toEqual(['crv', 'exp', 'kty', 'nbf', 'use', 'x']);
    expect(card.keys.filter((key) => 'exp' in key && Date.parse(String(key.exp)) <= group.clock().getTime())).toEqual(
      [],
    );
  });
});

describe('the signing key', () => {
  const signing = () => group.carrier.vault.publicKeys().filter(({ use }) => use === 'sign');
  const kidOf = (jws: string): unknown => expectOk(peekJws(jws)).header.kid;

  test('gets a successor sixty days before its end, once', async () => {
    await liveThrough('2028-09-20');
    expect(signing()).toHaveLength(1);
    await liveThrough('2028-09-23', '2028-09-24', '2028-11-20');
    expect(signing()).toHaveLength(2);
    expect(signing()[1]!.exp.slice(0, 10)).toBe('2030-09-23');
  });

  test('goes on signing messages until its end, so that partners have time to compare the next one', async () => {
    const [old] = signing();
    await liveThrough('2028-09-23');
    const { vault } = group.carrier;
    expect(kidOf(await vault.sign('t', '{}'))).toBe(await keyThumbprint(old!));
    await liveThrough('2028-11-22');
    expect(kidOf(await vault.sign('t', '{}'))).toBe(await keyThumbprint(signing()[1]!));
  });

  test('is followed by one that waits at the partner for another comparison; then either speaks for the party', async () => {
    const { carrier, mall } = group;
    group.clock.set('2028-09-23T12:00:00.000Z');
    for (const party of [mall, carrier]) await renewKeys(party.post, party.profile);
    await group.exchange();
    const row = async () => (await partnerRows(mall.post)).find(({ id }) => id === carrier.id)!;
    expect(await row()).toMatchObject({ state: 'approved', changed: true });
    expect((await partnerRows(carrier.post))[0]!.safetyNumber).toBe((await row()).safetyNumber);
    expectOk(await approveNow(mall, carrier));
    const known = (await findPartner(mall.storage.read, carrier.id))!;
    expect(known.card.keys.filter(({ use }) => use === 'sign')).toHaveLength(2);

    group.clock.set('2028-11-22T12:00:00.000Z');
    await renewKeys(carrier.post, carrier.profile);
    await group.exchange();
    // By the key that signs, and once more as a trial of the new one; the third tells of the old one's end.
    expect((await sentEvents(carrier, 'party.keys')).length).toBe(3);
    const outbox = await carrier.post.storage.read.selectFrom('outbox').select('accepted_at').execute();
    expect(outbox.every(({ accepted_at }) => accepted_at !== null)).toBe(true);
  });
});
