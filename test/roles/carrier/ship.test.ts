import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { AddresseeEntry } from '#shared/domain/addressee.ts';
import { numberKind } from '#shared/domain/number.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk, fail } from '#shared/result.ts';
import {
  agreeToShip,
  currentSealingKey,
  findArrivalParcel,
  refuseToShip,
  sealEntry,
  type ShipArrival,
} from '#main/roles/carrier/ship.ts';
import { keepKeys } from '#main/roles/office/keys.ts';
import { sealTo } from '#main/vault/index.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE, anOffer, aShipArrival, sealForCarrier } from '../../builders/an-order.ts';
import type { TestCarrier } from '../../builders/a-party.ts';

let group: TestGroup;
let carrier: TestCarrier['carrier'];
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
});

const anArrival = async (): Promise<ShipArrival> => aShipArrival(group, (await anOffer(group)).instruction);
async function sealed(arrival: ShipArrival): Promise<{ envelope: string; zone: string }> {
  return { envelope: toBase64Url(await sealForCarrier(carrier, arrival.number)), zone: 'mainland' };
}
const resultsOf = async ({ claims }: ShipArrival): Promise<Record<string, unknown>[]> =>
  (await sentEvents(group.carrier, 'shipping.result'))
    .filter(({ subject }) => subject === claims.jti)
    .map(({ data }) => data);

const ENTRY: AddresseeEntry = {
  name: ADDRESSEE.name,
  postalCode: ADDRESSEE.postalCode,
  line1: ADDRESSEE.lines[0]!,
  line2: ADDRESSEE.lines[1]!,
  line3: '',
  line4: '',
  phone: ADDRESSEE.phone,
  country: 'JP',
  note: '',
};

describe('agreeing to ship', () => {
  test('keeps the parcel, its first step and the answer to the mall, and a token for this browser', async () => {
    const arrival = await anArrival();
    const { trackingToken } = expectOk(await agreeToShip(carrier, arrival, await sealed(arrival)));
    const parcel = (await findArrivalParcel(carrier, arrival))!;
    expect(parcel).toMatchObject({ state: 'expected', zone: 'mainland', surcharge: 0, collected: null });
    expect(numberKind(parcel.number)).toBe('shipping');
    expect(numberKind(parcel.return_number)).toBe('return');
    expect(JSON.stringify(parcel)).not.toContain(trackingToken);
    expect(await resultsOf(arrival)).toMatchObject([
      { result: 'ok', shipping: arrival.number, return: parcel.return_number, pay: 'on-delivery' },
    ]);
  });

  test('twice is one parcel and one answer, one after the other and at once', async () => {
    const arrival = await anArrival();
    const envelope = await sealed(arrival);
    const answers = await Promise.all([
      agreeToShip(carrier, arrival, envelope),
      agreeToShip(carrier, arrival, envelope),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual(fail('already-decided'));
    expect(await agreeToShip(carrier, arrival, envelope)).toEqual(fail('already-decided'));
    expect(await resultsOf(arrival)).toHaveLength(1);
  });

  test('tells the mall nothing of zone and surcharge', async () => {
    const arrival = await anArrival();
    expectOk(await agreeToShip(carrier, arrival, { ...(await sealed(arrival)), zone: 'okinawa' }));
    expect((await findArrivalParcel(carrier, arrival))!.surcharge).toBe(880);
    const [told] = await resultsOf(arrival);
    expect(Object.values(told!)).not.toContain(880);
    expect(Object.values(told!)).not.toContain('okinawa');
    const members = ['addressee', 'contents', 'pay', 'purchase', 'result', 'return', 'shipping'];
    expect(Object.keys(told!).sort()).toEqual(members);
  });

  test('in a zone that is not served is refused', async () => {
    const arrival = await anArrival();
    for (const zone of ['', 'moon', 'constructor', '__proto__']) {
      const refused = await agreeToShip(carrier, arrival, { ...(await sealed(arrival)), zone });
      expect(refused).toEqual(fail('field-invalid', 'country'));
    }
    expect(await resultsOf(arrival)).toEqual([]);
  });

  test('needs an envelope that this carrier can have sealed for it now', async () => {
    const arrival = await anArrival();
    const { zone } = await sealed(arrival);
    const own = fromBase64Url((await sealed(arrival)).envelope)!;
    const contents = fromBase64Url(arrival.claims.contents!)!;
    const stranger = fromBase64Url(currentSealingKey({ ...carrier, vault: group.mall.vault }).x)!;
    const binding = { kind: 'addressee', recipient: carrier.self, number: arrival.number } as const;
    const foreign = expectOk(await sealTo(stranger, binding, new Uint8Array(20)));
    const cases: [string, Uint8Array | string][] = [
      ['damaged', ''],
      ['damaged', '!!!'],
      ['damaged', own.subarray(1)],
      ['unknown-version', Uint8Array.from([9, ...own.subarray(1)])],
      ['wrong-kind', Uint8Array.from([2, ...own.subarray(1)])],
      ['wrong-kind', contents],
      ['unknown-key', foreign],
    ];
    for (const [code, bytes] of cases) {
      const envelope = typeof bytes === 'string' ? bytes : toBase64Url(bytes);
      expect(await agreeToShip(carrier, arrival, { envelope, zone })).toMatchObject({ error: { code } });
    }
    const large = new Uint8Array(512 + 54);
    large.set(own.subarray(0, 38));
    const tooLarge = await agreeToShip(carrier, arrival, { envelope: toBase64Url(large), zone });
    expect(tooLarge).toEqual(fail('too-large'));
    expect(await resultsOf(arrival)).toEqual([]);
  });

  test('takes what was sealed to last month’s key within the hour, and no later', async () => {
    const other = await aGroup();
    const { carrier } = other.carrier;
    other.clock.set('2026-11-30T23:30:00.000Z');
    const arrivals: ShipArrival[] = [];
    for (let count = 0; count < 2; count++) {
      arrivals.push(await aShipArrival(other, (await anOffer(other)).instruction));
    }
    const envelopes = await Promise.all(arrivals.map(({ number }) => sealForCarrier(carrier, number)));
    const ship = (at: number) =>
      agreeToShip(carrier, arrivals[at]!, { envelope: toBase64Url(envelopes[at]!), zone: 'mainland' });
    other.clock.set('2026-12-01T00:20:00.000Z');
    await keepKeys(other.carrier.vault, other.clock());
    expect((await ship(0)).ok).toBe(true);
    other.clock.set('2026-12-01T01:20:00.000Z');
    expect(await ship(1)).toMatchObject({ error: { code: 'unknown-key' } });
  });
});

describe('refusing', () => {
  test('tells the mall NG, once, and agrees to nothing', async () => {
    const arrival = await anArrival();
    expect((await refuseToShip(carrier, arrival)).ok).toBe(true);
    expect(await refuseToShip(carrier, arrival)).toEqual(fail('already-decided'));
    expect(await agreeToShip(carrier, arrival, await sealed(arrival))).toEqual(fail('already-decided'));
    expect(await resultsOf(arrival)).toEqual([{ purchase: arrival.claims.jti, result: 'refused' }]);
    expect(await findArrivalParcel(carrier, arrival)).toBeUndefined();
  });
});

describe('a browser without scripts', () => {
  async function seal(changes: Partial<AddresseeEntry> = {}) {
    return sealEntry(carrier, await anArrival(), { ...ENTRY, ...changes });
  }

  test('has its entry sealed at once, bound to its number', async () => {
    const arrival = await anArrival();
    const { envelope, zone } = expectOk(await sealEntry(carrier, arrival, { ...ENTRY, note: '宅配ボックス可' }));
    expect(zone).toBe('mainland');
    const binding = { kind: 'addressee', recipient: carrier.self, number: arrival.number } as const;
    const opened = expectOk(await carrier.vault.open(fromBase64Url(envelope)!, binding));
    expect(decodeAddressee(opened)).toEqual({ ok: true, value: { ...ADDRESSEE, note: '宅配ボックス可' } });
  });

  test('has its zone computed here', async () => {
    expect(expectOk(await seal({ postalCode: '900-0001' })).zone).toBe('okinawa');
    expect(expectOk(await seal({ postalCode: '060-0001' })).zone).toBe('hokkaido');
    expect(expectOk(await seal({ country: 'PL', postalCode: '50-001' })).zone).toBe('abroad');
  });

  test.each([
    ['an emoji', { name: '花子😀' }, 'field-characters', 'name'],
    ['a bidi override', { line1: 'abc\u202edef' }, 'field-characters', 'line1'],
    ['400 characters', { line1: 'あ'.repeat(400) }, 'field-too-long', 'line1'],
    ['no name', { name: '' }, 'field-missing', 'name'],
  ] as const)('is told of %s', async (_, changes, code, field) => {
    expect(await seal(changes)).toEqual(fail(code, field));
  });

  test('is told when all fields together are too long to be sealed', async () => {
    const lines = { line1: '街'.repeat(90), line2: '街'.repeat(90), line3: '街'.repeat(90) };
    expect(await seal(lines)).toEqual(fail('too-large'));
  });

  test('leaves nothing of its entry in the database', async () => {
    const arrival = await anArrival();
    const entry = expectOk(await sealEntry(carrier, arrival, ENTRY));
    expectOk(await agreeToShip(carrier, arrival, entry));
    const copy = `${group.carrier.folder}/copy.db`;
    await carrier.storage.backup(copy);
    const bytes = readFileSync(copy);
    for (const marked of ['見本 花子', '尾上町', '045-000-0000', '231-0015'])
      expect(bytes.includes(marked)).toBe(false);
  });
});
