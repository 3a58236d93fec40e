import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { numberFromDigits, numberKind } from '#shared/domain/number.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { encodeChallenge } from '#shared/protocol/challenge.ts';
import { encodeDestinationPart } from '#shared/protocol/destination-part.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { encodeGiftPart } from '#shared/protocol/gift-part.ts';
import { type OrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { claimPurchase, suspendPartner } from '#main/post/index.ts';
import { trackByToken } from '#main/roles/carrier/parcels.ts';
import { receiveShipInstruction } from '#main/roles/carrier/ship.ts';
import type { ParcelTable } from '#main/roles/carrier/tables.ts';
import { type KeyCentre, randomToken, randomUuid, sha256, variantCDigits } from '#main/vault/index.ts';
import { aGroup, approveNow, introduce, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';
import { aCredit, aMall, type TestParty } from '../../builders/a-party.ts';
import {
  agreedEndOf,
  aKeyCentre,
  aPurchase,
  aSealedPart,
  blomEndOf,
  type PartyEnd,
  publicKeyEndOf,
  strangerEndOf,
  tellParty,
} from '../../builders/a-sealed-part.ts';

type Parts = EventData<'order.parts'>;

/** The mall's own ciphertext: the carrier sees its form alone. */
const CONTENTS_BYTES = Uint8Array.from({ length: 128 + 54 }, (_, at) => [1, 3][at] ?? 7);
const CONTENTS = toBase64Url(CONTENTS_BYTES);
let group: TestGroup;
let carrier: TestGroup['carrier'];
let mall: TestParty;
let centre: KeyCentre;
let end: PartyEnd;
let tracking: string;
beforeAll(async () => {
  group = await aGroup();
  ({ mall, carrier } = group);
  centre = await aKeyCentre();
});
beforeEach(() => {
  end = publicKeyEndOf(carrier);
  tracking = randomToken();
});

interface Told {
  readonly number: string;
  readonly data: Parts;
  readonly answer: Result<void>;
}

/** The mall passes a part on; everything may be another than it should. */
async function tell(
  change: {
    readonly addressee?: Partial<Addressee>;
    readonly part?: Partial<OrderPart>;
    readonly sealedFor?: string;
    readonly data?: Partial<Parts>;
    readonly number?: string;
    readonly from?: TestParty;
    readonly end?: PartyEnd;
  } = {},
): Promise<Told> {
  const { number = aPurchase(), from = mall } = change;
  const body = encodeDestinationPart({ addressee: { ...ADDRESSEE, ...change.addressee }, tracking });
  const way = { mall: from, party: carrier, number: change.sealedFor ?? number, end: change.end ?? end };
  const data: Parts = {
    purchase: number,
    by: way.end.by,
    part: await aSealedPart(way, body, change.part),
    size: { size: 80, weight: 5 },
    pay: 'settled',
    contents: CONTENTS,
    ...change.data,
  };
  return { number, data, answer: await tellParty(from, carrier, { type: 'order.parts', subject: number, data }) };
}

const resultsOf = async (number: string): Promise<Record<string, unknown>[]> =>
  (await sentEvents(carrier, 'shipping.result')).filter(({ subject }) => subject === number).map(({ data }) => data);
const parcelOf = (number: string): Promise<ParcelTable | undefined> =>
  carrier.storage.read.selectFrom('parcel').selectAll().where('jti', '=', number).executeTakeFirst();
const NO = (number: string): unknown[] => [{ purchase: number, result: 'no' }];

describe('a part of a sealed order', () => {
  test.each(['hpke', 'blom', 'agreed'] as const)('sealed by %s becomes a parcel and an answer', async (scheme) => {
    if (scheme === 'blom') end = await blomEndOf(carrier, centre);
    if (scheme === 'agreed') end = await agreedEndOf(carrier);
    const { number, answer } = await tell();
    expect(answer).toEqual(ok());
    const parcel = (await parcelOf(number))!;
    expect(parcel).toMatchObject({
      state: 'expected',
      mall: mall.id,
      size: 80,
      weight: 5,
      pay: 'settled',
      amount: null,
      zone: 'mainland',
      surcharge: 0,
    });
    expect(numberKind(parcel.number)).toBe('shipping');
    const [result] = await resultsOf(number);
    expect(result).toEqual({
      purchase: number,
      result: 'ok',
      pay: 'settled',
      shipping: parcel.number,
      return: parcel.return_number,
      contents: CONTENTS,
      addressee: toBase64Url(parcel.addressee),
    });
  });

  test('is sealed anew under the parcel’s own number, to the month’s key', async () => {
    const { number, data } = await tell({ addressee: { note: '宅配ボックス可' } });
    const parcel = (await parcelOf(number))!;
    const binding = { kind: 'addressee', recipient: carrier.id, number: parcel.number } as const;
    const opened = expectOk(await carrier.vault.open(parcel.addressee, binding));
    expect(expectOk(decodeAddressee(opened))).toEqual({ ...ADDRESSEE, note: '宅配ボックス可' });
    // As a label has it: neither the part itself, nor longer than the main code holds.
    expect(parcel.addressee.length).toBeLessThanOrEqual(384 + 54);
    expect(toBase64Url(parcel.addressee)).not.toBe(data.part);
  });

  test('opens the full tracking page to the token that the customer drew', async () => {
    const { number } = await tell();
    const parcel = (await parcelOf(number))!;
    expect(expectOk(await trackByToken(carrier.carrier, tracking))).toMatchObject({
      number: parcel.number,
      full: true,
    });
    expect(JSON.stringify(parcel)).not.toContain(tracking);
  });

  test('tells the mall nothing of zone and surcharge', async () => {
    const { number } = await tell({ addressee: { postalCode: '900-0015' } });
    expect(await parcelOf(number)).toMatchObject({ zone: 'okinawa', surcharge: 880 });
    const members = (await resultsOf(number)).flatMap((result) => Object.keys(result)).sort();
    expect(members).toEqual(['addressee', 'contents', 'pay', 'purchase', 'result', 'return', 'shipping']);
  });

  test('in variant b without contents, in variant c under the number that both sides derive', async () => {
    const bare = await tell({ data: { contents: undefined } });
    expect(await resultsOf(bare.number)).toEqual([
      { purchase: bare.number, result: 'ok', pay: 'settled', shipping: expect.any(String), return: expect.any(String) },
    ]);
    const digest = sha256(CONTENTS_BYTES);
    const derived = await tell({ number: toBase64Url(digest) });
    const label = numberFromDigits('shipping', variantCDigits(digest));
    expect(await parcelOf(derived.number)).toMatchObject({ number: label });
    expect((await resultsOf(derived.number))[0]).not.toHaveProperty('shipping');
  });

  test('leaves nothing of the destination in clear', async () => {
    const { data } = await tell({ addressee: { name: '秘密 宛名', lines: ['秘密町九丁目'], phone: '09099998888' } });
    const copy = join(carrier.folder, 'copy.db');
    await carrier.post.storage.backup(copy);
    const bytes = readFileSync(copy);
    for (const mark of ['秘密', '09099998888', tracking, data.part]) expect(bytes.includes(mark)).toBe(false);
    expect(bytes.includes(Buffer.from(fromBase64Url(data.part)!))).toBe(false);
  });
});

describe('the same purchase', () => {
  test('again is one parcel and one answer: the same message, and the same part in another', async () => {
    const number = aPurchase();
    const { data } = await tell({ number });
    const id = randomUuid();
    for (const again of [{ id }, { id }, {}]) {
      expect(await tellParty(mall, carrier, { type: 'order.parts', subject: number, data, ...again })).toEqual(ok());
    }
    expect(await resultsOf(number)).toHaveLength(1);
  });

  test('at once is one parcel and one answer', async () => {
    const number = aPurchase();
    const answers = await Promise.all([tell({ number }), tell({ number }), tell({ number })]);
    expect(answers.filter(({ answer }) => answer.ok)).toHaveLength(1);
    expect(answers.filter(({ answer }) => !answer.ok).map(({ answer }) => answer)).toEqual([
      fail('already-decided'),
      fail('already-decided'),
    ]);
    expect(await resultsOf(number)).toHaveLength(1);
  });

  test('is refused with another part, after a yes and after a no', async () => {
    const { number } = await tell();
    expect((await tell({ number })).answer).toEqual(fail('already-decided'));
    const refused = await tell({ addressee: { country: '??' } });
    expect((await tell({ number: refused.number })).answer).toEqual(fail('already-decided'));
    expect(await resultsOf(refused.number)).toEqual(NO(refused.number));
    expect(await parcelOf(refused.number)).toBeUndefined();
  });

  test('does not come through the customer’s window after it, nor before', async () => {
    const { number } = await tell();
    const now = Math.floor(carrier.clock().getTime() / 1000);
    const claims = {
      iss: mall.id,
      aud: carrier.id,
      iat: now,
      exp: now + 900,
      act: 'ship',
      size: { size: 80, weight: 5 },
      pay: 'settled',
      contents: CONTENTS,
      ret: `${mall.profile.public}/order`,
    };
    const post = async (jti: string): Promise<Result<unknown>> => {
      const jws = await mall.vault.sign('tokumei-instruction+jws', JSON.stringify({ ...claims, jti }));
      return receiveShipInstruction(carrier.carrier, { jws });
    };
    expect(await post(number)).toEqual(fail('instruction-reused'));
    const windowFirst = aPurchase();
    expectOk(await post(windowFirst));
    expect((await tell({ number: windowFirst })).answer).toEqual(fail('already-decided'));
    expect(await resultsOf(windowFirst)).toEqual([]);
  });

  test('of two malls is two purchases', async () => {
    const other = await aMall({ id: 'other.localhost', clock: group.clock });
    await introduce(other, carrier);
    const { number } = await tell();
    expect((await tell({ number, from: other })).answer).toEqual(ok());
    expect(await carrier.storage.read.selectFrom('parcel').select('mall').where('jti', '=', number).execute()).toEqual([
      { mall: mall.id },
      { mall: other.id },
    ]);
  });
});

describe('what the carrier can’t do is a NO, and nothing else', () => {
  const broken = (part: string): string => `${part.slice(0, -4)}${part.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
  const cases: Record<string, Parameters<typeof tell>[0] | (() => Promise<Parameters<typeof tell>[0]>)> = {
    'a part of another purchase': { sealedFor: aPurchase() },
    'a part that names another mall': { part: { mall: 'other.localhost' } },
    'a part for another party': async () => ({ end: publicKeyEndOf(mall) }),
    'a damaged part': async () => {
      const { data } = await tell();
      return { data: { part: broken(data.part) } };
    },
    'no base64url of an envelope': { data: { part: 'A' } },
    'a part that has expired': async () => ({
      part: { expires: Math.floor(carrier.clock().getTime() / 1000) - 121 },
    }),
    'the words for a gift card': { part: { body: encodeGiftPart({ text: '見本' }) } },
    'an address outside the rules': { addressee: { country: 'XXX' } },
    'no name': { addressee: { name: ' ' } },
    'a name with a control character': { addressee: { name: 'A\u202eB' } },
    'a line too many': { addressee: { lines: ['1', '2', '3', '4', '5'] } },
    'an addressee that no label holds': { addressee: { lines: Array.from({ length: 4 }, () => '区'.repeat(41)) } },
    'a size that is not carried': async () => {
      const { writeTariff, readTariff } = await import('#main/roles/carrier/tariff.ts');
      const tariff = await readTariff(carrier.storage.read, group.clock());
      const { 170: _, ...fees } = tariff.fees;
      await carrier.storage.write((db) => writeTariff(db, { ...tariff, fees }));
      return { data: { size: { size: 170, weight: 5 } } };
    },
    'a place that is not served': async () => {
      const { writeTariff, readTariff } = await import('#main/roles/carrier/tariff.ts');
      const tariff = await readTariff(carrier.storage.read, group.clock());
      const { abroad: _, ...surcharges } = tariff.surcharges;
      await carrier.storage.write((db) => writeTariff(db, { ...tariff, surcharges }));
      return { addressee: { country: 'GB', postalCode: 'SW1A 1AA' } };
    },
    'a personal key of another centre': async () => ({ end: await strangerEndOf(carrier, await aKeyCentre()) }),
    'a pseudonym that is not the sealer’s': async () => {
      const [one, other] = [await blomEndOf(carrier, centre), await blomEndOf(carrier, centre)];
      return { end: { by: other.by, scheme: one.scheme } };
    },
    'an envelope anybody could make, in a pseudonym’s name': async () => ({
      end: { by: (await blomEndOf(carrier, centre)).by, scheme: publicKeyEndOf(carrier).scheme },
    }),
  };

  test.each(Object.entries(cases))('%s', async (_, change) => {
    const { number, answer } = await tell(typeof change === 'function' ? await change() : change);
    expect(answer).toEqual(ok());
    expect(await resultsOf(number)).toEqual(NO(number));
    expect(await parcelOf(number)).toBeUndefined();
  });

  test('a part within the two minutes that clocks may differ is none of them', async () => {
    const { number } = await tell({ part: { expires: Math.floor(carrier.clock().getTime() / 1000) - 119 } });
    expect(await resultsOf(number)).toMatchObject([{ result: 'ok' }]);
  });

  test('two parts of one bundle swapped between their numbers', async () => {
    const [one, other] = [await tell({ from: mall }), await tell({ from: mall })];
    const numbers = [aPurchase(), aPurchase()] as const;
    for (const [number, { data }] of [
      [numbers[0], other],
      [numbers[1], one],
    ] as const) {
      await tellParty(mall, carrier, { type: 'order.parts', subject: number, data: { ...data, purchase: number } });
      expect(await resultsOf(number)).toEqual(NO(number));
    }
  });
});

describe('what is no carrier’s order part is refused', () => {
  const bad: Record<string, [change: Partial<Parts>, code: Result<never>]> = {
    'without a size': [{ size: undefined }, fail('event-invalid', 'pay')],
    'to be collected at the door': [{ pay: 'on-delivery' }, fail('event-invalid', 'pay')],
    'of no variant': [
      { purchase: toBase64Url(sha256(utf8('x'))), contents: undefined },
      fail('event-invalid', 'contents'),
    ],
    'with contents that are none': [{ contents: toBase64Url(utf8('x')) }, fail('event-invalid', 'contents')],
    'of variant c with the contents of another': [
      { purchase: toBase64Url(sha256(utf8('x'))) },
      fail('event-invalid', 'jti'),
    ],
  };
  test.each(Object.entries(bad))('%s', async (_, [change, code]) => {
    const { answer } = await tell({ data: change, ...(change.purchase !== undefined && { number: change.purchase }) });
    expect(answer).toEqual(code);
  });

  test('about another number', async () => {
    const { data } = await tell();
    const message = { type: 'order.parts', subject: aPurchase(), data } as const;
    expect(await tellParty(mall, carrier, message)).toEqual(fail('event-invalid', 'subject'));
  });

  test('from somebody who is no mall', async () => {
    const credit = await aCredit({ clock: group.clock });
    await introduce(credit, carrier);
    expect((await tell({ from: credit })).answer).toEqual(fail('event-foreign', 'role'));
  });

  test('from a suspended mall, and taken once it is trusted again', async () => {
    const number = aPurchase();
    expectOk(await suspendPartner(carrier.post, 'staff', mall.id));
    const { answer, data } = await tell({ number });
    expect(answer).toEqual(fail('partner-suspended'));
    expect(await resultsOf(number)).toEqual([]);
    expectOk(await approveNow(carrier, mall));
    expect(await tellParty(mall, carrier, { type: 'order.parts', subject: number, data })).toEqual(ok());
    expect(await resultsOf(number)).toMatchObject([{ result: 'ok' }]);
  });
});

describe('a challenge', () => {
  const challenge = async (number: string, body?: Uint8Array): Promise<EventData<'order.challenge'>> => {
    const expires = Math.floor(carrier.clock().getTime() / 1000) + 600;
    const plaintext = body ?? encodeChallenge({ mall: mall.id, expires, nonce: new Uint8Array(32) });
    const binding = partBinding({ party: carrier.id, mall: mall.id, number });
    const envelope = toBase64Url(expectOk(await end.scheme.seal(binding, plaintext)));
    return { purchase: number, by: end.by, envelope };
  };

  test('is answered, and claims nothing', async () => {
    end = await blomEndOf(carrier, centre);
    const number = aPurchase();
    expectOk(
      await tellParty(mall, carrier, { type: 'order.challenge', subject: number, data: await challenge(number) }),
    );
    expect((await sentEvents(carrier, 'order.answer')).filter(({ subject }) => subject === number)).toMatchObject([
      { data: { result: 'ok' } },
    ]);
    expect((await tell({ number })).answer).toEqual(ok());
    expect(await resultsOf(number)).toMatchObject([{ result: 'ok' }]);
  });

  test('that is an order part is not opened for anybody, and a challenge is no order part', async () => {
    end = await blomEndOf(carrier, centre);
    const number = aPurchase();
    const { data } = await tell();
    const asChallenge = { purchase: data.purchase, by: data.by, envelope: data.part };
    expectOk(await tellParty(mall, carrier, { type: 'order.challenge', subject: data.purchase, data: asChallenge }));
    const answers = await sentEvents(carrier, 'order.answer');
    expect(answers.find(({ subject }) => subject === data.purchase)!.data).toMatchObject({ result: 'no' });
    await tell({ number, data: { part: (await challenge(number)).envelope } });
    expect(await resultsOf(number)).toEqual(NO(number));
  });
});

test('a purchase that another way has claimed stays with it', async () => {
  const number = aPurchase();
  await carrier.storage.write((db) =>
    claimPurchase(db, { mall: mall.id, jti: number, digest: 'another' }, carrier.clock()),
  );
  expect((await tell({ number })).answer).toEqual(fail('already-decided'));
});
