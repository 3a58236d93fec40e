import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { CARD_TYPE } from '#shared/protocol/party-card.ts';
import { INSTRUCTION_TYPE } from '#shared/protocol/instruction.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { addPartner, type BrowserPlace, choosePartnerVariant, enterWindow, suspendPartner } from '#main/post/index.ts';
import {
  agreeToShip,
  endStaleRequests,
  findArrivalParcel,
  findShipArrival,
  receiveShipInstruction,
  refuseToShip,
  type ShipArrival,
} from '#main/roles/carrier/ship.ts';
import { randomDigit, sha256, variantCDigits } from '#main/vault/index.ts';
import { writeSetting } from '#main/storage/index.ts';
import { aGroup, approveNow, introduce, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { anOffer, aShipArrival, openShipWindow, sealForCarrier } from '../../builders/an-order.ts';
import { aMall, type TestParty } from '../../builders/a-party.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});

type Claims = Record<string, unknown>;
const claimsOf = (jws: string): Claims =>
  JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8')) as Claims;
const aPurchaseNumber = (): string =>
  numberFromDigits('purchase', Array.from({ length: 12 }, () => String(randomDigit())).join(''));

/** A mall's instruction with changes of its own making. */
async function anInstruction(changes: Claims = {}, by: TestParty = group.mall): Promise<string> {
  const { instruction } = await anOffer(group);
  return by.vault.sign(
    INSTRUCTION_TYPE,
    JSON.stringify({ ...claimsOf(instruction), jti: aPurchaseNumber(), ...changes }),
  );
}

const post = (jws: string, place?: BrowserPlace): Promise<Result<{ token: BrowserPlace }>> =>
  openShipWindow(group.carrier.carrier, jws, place?.browser);
const sessionOf = async (token: BrowserPlace): Promise<ShipArrival> =>
  (await findShipArrival(group.carrier.carrier, token))!;

async function requests(): Promise<number> {
  return (await group.carrier.storage.read.selectFrom('arrival').select('jti').execute()).length;
}

async function refused(jws: string): Promise<unknown> {
  const before = await requests();
  const answer = await post(jws);
  expect(await requests()).toBe(before);
  return answer;
}

const seconds = (from: number): number => Math.floor(group.clock().getTime() / 1000) + from;

describe('an instruction is taken', () => {
  test('when its mall signed it, for this carrier, in time', async () => {
    const { token } = expectOk(await post(await anInstruction()));
    const session = await sessionOf(token);
    expect(session).toMatchObject({ mallName: '見本マーケット', decided: false });
    expect(session).toMatchObject({ state: 'open', claims: { pay: 'on-delivery' } });
  });

  test('though its mall’s clock is two minutes off', async () => {
    expect((await post(await anInstruction({ iat: seconds(119), exp: seconds(1000) }))).ok).toBe(true);
    expect((await post(await anInstruction({ iat: seconds(-1000), exp: seconds(-119) }))).ok).toBe(true);
  });
});

describe('an instruction is refused', () => {
  test('when it was changed on its way', async () => {
    const [header, payload, signature] = (await anInstruction()).split('.');
    const cheaper = { ...claimsOf(`.${payload}.`), amount: { value: 1, currency: 'JPY' } };
    const changed = toBase64Url(utf8(JSON.stringify(cheaper)));
    expect(await refused(`${header}.${changed}.${signature}`)).toEqual(fail('instruction-invalid', 'signature'));
  });

  test('when it has run out', async () => {
    const expired = await anInstruction({ iat: seconds(-1100), exp: seconds(-200) });
    expect(await refused(expired)).toEqual(fail('instruction-expired'));
  });

  test('when it is of the future, or good for too long', async () => {
    const future = await anInstruction({ iat: seconds(300), exp: seconds(900) });
    expect(await refused(future)).toEqual(fail('instruction-invalid', 'iat'));
    const long = await anInstruction({ iat: seconds(0), exp: seconds(901) });
    expect(await refused(long)).toEqual(fail('instruction-invalid', 'exp'));
  });

  test('when it is for another party', async () => {
    expect(await refused(await anInstruction({ aud: 'other.localhost' }))).toEqual(fail('instruction-foreign', 'aud'));
  });

  test('when its mall is unknown, not approved, suspended, or no mall', async () => {
    const stranger = await aMall({ id: 'stranger.localhost', clock: group.clock });
    const signed = (): Promise<string> =>
      anInstruction({ iss: stranger.id, ret: 'https://stranger.localhost/order' }, stranger);
    expect(await refused(await signed())).toEqual(fail('partner-unknown'));
    expectOk(await addPartner(group.carrier.post, 'staff', await stranger.card()));
    expect(await refused(await signed())).toEqual(fail('partner-unknown'));
    expectOk(await approveNow(group.carrier, stranger));
    expect((await post(await signed())).ok).toBe(true);
    expectOk(await suspendPartner(group.carrier.post, 'staff', stranger.id));
    expect(await refused(await signed())).toEqual(fail('partner-suspended'));
    expect(await refused(await anInstruction({ iss: 'carrier.localhost' }))).toEqual(fail('partner-unknown'));
    expect(await refused(await anInstruction({ iss: 7 }))).toEqual(fail('partner-unknown'));
  });

  test('when another mall signed it', async () => {
    const other = await aMall({ id: 'other-mall.localhost', clock: group.clock });
    await introduce(other, group.carrier);
    expect(await refused(await anInstruction({}, other))).toEqual(fail('instruction-invalid', 'key'));
  });

  test('when it would lead the customer back to somewhere else', async () => {
    for (const ret of ['https://evil.localhost/order', 'https://mall.localhost:8443/order']) {
      expect(await refused(await anInstruction({ ret }))).toEqual(fail('instruction-foreign', 'ret'));
    }
    expect(await refused(await anInstruction({ ret: 'http://mall.localhost/order' }))).toMatchObject({ ok: false });
    expect(await refused(await anInstruction({ ret: 'javascript:alert(1)' }))).toMatchObject({ ok: false });
  });

  test('when it is another signed thing of its mall', async () => {
    const { instruction } = await anOffer(group);
    const jws = await group.mall.vault.sign(CARD_TYPE, JSON.stringify(claimsOf(instruction)));
    expect(await refused(jws)).toEqual(fail('instruction-invalid', 'type'));
  });

  test('when it is not signed at all, or by another algorithm', async () => {
    const [header, payload, signature] = (await anInstruction()).split('.');
    const parameters = claimsOf(`.${header}.`);
    for (const alg of ['none', 'HS256', 'ES256', undefined]) {
      const forged = toBase64Url(utf8(JSON.stringify({ ...parameters, alg })));
      expect(await refused(`${forged}.${payload}.`)).toEqual(fail('instruction-invalid', 'algorithm'));
      expect(await refused(`${forged}.${payload}.${signature}`)).toEqual(fail('instruction-invalid', 'algorithm'));
    }
  });

  test('when the key that signed it has run out', async () => {
    const other = await aGroup();
    const { instruction } = await anOffer(other);
    await other.carrier.storage.write(async (db) => {
      const { card } = await db.selectFrom('partner').select('card').executeTakeFirstOrThrow();
      const outdated = card.replace(/2028-11-21T03:00:00.000Z/, '2026-11-21T02:00:00.000Z');
      expect(outdated).not.toBe(card);
      await db.updateTable('partner').set({ card: outdated }).execute();
    });
    const answer = await openShipWindow(other.carrier.carrier, instruction);
    expect(answer).toEqual(fail('instruction-invalid', 'key'));
  });

  test.each<[string, Claims]>([
    ['a price though nothing is collected', { pay: 'later' }],
    ['no price though it is collected', { amount: undefined }],
    ['nothing to collect', { amount: { value: 0, currency: 'JPY' } }],
    ['money to pay out', { amount: { value: -500, currency: 'JPY' } }],
    ['a fraction of a yen', { amount: { value: 0.5, currency: 'JPY' } }],
    ['millimetres', { size: { size: 83, weight: 5 } }],
    ['a name', { name: '見本花子' }],
    ['another act', { act: 'settle' }],
    ['contents that are no envelope', { contents: 'AAAA' }],
    ['neither number nor contents', { jti: 'abc', contents: undefined }],
    ['a shipping number', { jti: '30482771930569' }],
    ['a hash of other contents', { jti: toBase64Url(sha256(utf8('other'))) }],
  ])('when it holds %s', async (_, changes) => {
    expect(await refused(await anInstruction(changes))).toMatchObject({ error: { code: 'instruction-invalid' } });
  });

  test.each(['', 'x', 'a.b.c', '..', 'e30.e30.e30'])('when it is none: %j', async (jws) => {
    expect(await refused(jws)).toMatchObject({ ok: false });
  });

  test('when its number was used before with other claims', async () => {
    const jti = aPurchaseNumber();
    expectOk(await post(await anInstruction({ jti })));
    const other = await anInstruction({ jti, amount: { value: 99, currency: 'JPY' } });
    expect(await refused(other)).toEqual(fail('instruction-reused'));
  });

  test('though two other ones of the same number arrive at once', async () => {
    const jti = aPurchaseNumber();
    const both = await Promise.all([
      anInstruction({ jti }),
      anInstruction({ jti, amount: { value: 99, currency: 'JPY' } }),
    ]);
    const answers = await Promise.all(both.map((jws) => post(jws)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual(fail('instruction-reused'));
  });
});

describe('the same instruction again', () => {
  async function agreed(): Promise<{ jws: string; token: BrowserPlace; session: ShipArrival }> {
    const jws = await anInstruction();
    const { token } = expectOk(await post(jws));
    const session = await sessionOf(token);
    const envelope = toBase64Url(await sealForCarrier(group.carrier.carrier, session.number));
    expectOk(await agreeToShip(group.carrier.carrier, session, { envelope, zone: 'mainland' }));
    return { jws, token, session };
  }

  test('with the browser’s own cookie goes on where it stood', async () => {
    const jws = await anInstruction();
    const { token } = expectOk(await post(jws));
    expect(await post(jws, token)).toEqual({ ok: true, value: { token } });
  });

  test('goes on after its time too: it came in time', async () => {
    const jws = await anInstruction();
    const { token } = expectOk(await post(jws));
    group.clock.advance({ minutes: 30 });
    expect(await post(jws, token)).toEqual({ ok: true, value: { token } });
    expect((await post(jws)).ok).toBe(true);
  });

  test('from another browser starts blank, with a number of its own', async () => {
    const jws = await anInstruction();
    const own = await sessionOf(expectOk(await post(jws)).token);
    const other = await sessionOf(expectOk(await post(jws)).token);
    expect(other.number).not.toBe(own.number);
    expect(other).toMatchObject({ decided: false });
  });

  test('from another browser, once it is decided, shows how it ended and nothing of what was typed', async () => {
    const { jws, session } = await agreed();
    const other = await sessionOf(expectOk(await post(jws)).token);
    expect(other.state).toBe('ok');
    expect(other.decided).toBe(false);
    expect(other.number).not.toBe(session.number);
    expect(await findArrivalParcel(group.carrier.carrier, other)).toBeUndefined();
    const envelope = toBase64Url(await sealForCarrier(group.carrier.carrier, other.number));
    const again = await agreeToShip(group.carrier.carrier, other, { envelope, zone: 'mainland' });
    expect(again).toEqual(fail('already-decided'));
    expect(await refuseToShip(group.carrier.carrier, other)).toEqual(fail('already-decided'));
  });

  test('with the cookie of another order starts blank', async () => {
    const { token } = expectOk(await post(await anInstruction()));
    const other = expectOk(await post(await anInstruction(), token)).token;
    expect(other.browser).toBe(token.browser);
    expect(other.window).not.toBe(token.window);
    expect((await sessionOf(other)).number).not.toBe((await sessionOf(token)).number);
  });

  test('two orders in one browser keep apart: each window answers its own', async () => {
    const one = expectOk(await post(await anInstruction())).token;
    const two = expectOk(await post(await anInstruction(), one)).token;
    const first = await sessionOf(one);
    expectOk(await refuseToShip(group.carrier.carrier, first));
    expect((await sessionOf(one)).state).toBe('refused');
    expect((await sessionOf(two)).state).toBe('open');
  });

  test('a window opens for no other browser, and the token of the arrival once', async () => {
    const { carrier } = group.carrier;
    const { arrival } = expectOk(await receiveShipInstruction(carrier, { jws: await anInstruction() }));
    const place = expectOk(await enterWindow(carrier.post, arrival, undefined));
    const other = expectOk(await post(await anInstruction())).token;
    expect(await findShipArrival(carrier, { browser: other.browser, window: place.window })).toBeUndefined();
    expect(await findShipArrival(carrier, { window: place.window })).toBeUndefined();
    expect(await enterWindow(carrier.post, arrival, undefined)).toEqual(fail('session-missing'));
  });

  test('a form of any other origin than the mall’s own is refused', async () => {
    const { carrier } = group.carrier;
    const jws = await anInstruction();
    expect(await receiveShipInstruction(carrier, { jws, origin: 'https://evil.example' })).toEqual(
      fail('instruction-foreign', 'origin'),
    );
    expect((await receiveShipInstruction(carrier, { jws, origin: 'null' })).ok).toBe(true);
  });

  test('a mall that was suspended meanwhile gets no parcel', async () => {
    const own = await aGroup();
    const session = await aShipArrival(own, (await anOffer(own)).instruction);
    expectOk(await suspendPartner(own.carrier.post, 'staff', own.mall.id));
    const envelope = toBase64Url(await sealForCarrier(own.carrier.carrier, session.number));
    expect(await agreeToShip(own.carrier.carrier, session, { envelope, zone: 'mainland' })).toEqual(
      fail('partner-suspended'),
    );
  });

  test('is shown to a dozen browsers at most', async () => {
    const jws = await anInstruction();
    for (let count = 0; count < 12; count++) expectOk(await post(jws));
    expect(await post(jws)).toEqual(fail('too-many'));
  });
});

describe('a browser’s place', () => {
  test('is stored as a hash of its token', async () => {
    const { token } = expectOk(await post(await anInstruction()));
    const rows = await group.carrier.storage.read.selectFrom('arrival_session').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token.browser);
  });

  test('ends after an hour', async () => {
    const { token } = expectOk(await post(await anInstruction()));
    group.clock.advance({ minutes: 61 });
    expect(await findShipArrival(group.carrier.carrier, token)).toBeUndefined();
  });
});

describe('a request that nobody decides', () => {
  test('ends as NO after an hour, told once; its number is never used again', async () => {
    const other = await aGroup();
    const { carrier } = other.carrier;
    const { instruction } = await anOffer(other);
    const { token } = expectOk(await openShipWindow(carrier, instruction));
    const { number } = (await findShipArrival(carrier, token))!;
    other.clock.advance({ minutes: 59 });
    await endStaleRequests(carrier);
    expect(await sentEvents(other.carrier)).toEqual([]);
    other.clock.advance({ minutes: 2 });
    await endStaleRequests(carrier);
    await endStaleRequests(carrier);
    expect((await sentEvents(other.carrier, 'shipping.result')).map(({ data }) => data['result'])).toEqual(['no']);
    await other.exchange();
    const { state } = await other.mall.storage.read.selectFrom('purchase').select('state').executeTakeFirstOrThrow();
    expect(state).toBe('declined');
    const issued = await other.carrier.storage.read.selectFrom('issued_number').select('number').execute();
    expect(issued).toEqual([{ number }]);
  });

  test('forgets the browsers’ places, of decided requests too', async () => {
    const other = await aGroup();
    const { carrier } = other.carrier;
    const { instruction } = await anOffer(other);
    const { token } = expectOk(await openShipWindow(carrier, instruction));
    await refuseToShip(carrier, (await findShipArrival(carrier, token))!);
    other.clock.advance({ hours: 3 });
    await endStaleRequests(carrier);
    expect(await other.carrier.storage.read.selectFrom('arrival_session').selectAll().execute()).toEqual([]);
  });
});

describe('what this carrier does not carry', () => {
  async function answered(changes: Claims): Promise<string> {
    const { token } = expectOk(await post(await anInstruction(changes)));
    const { claims, state } = await sessionOf(token);
    const sent = (await sentEvents(group.carrier, 'shipping.result')).filter(({ subject }) => subject === claims.jti);
    expect(sent.map(({ data }) => data)).toEqual([{ purchase: claims.jti, result: 'no' }]);
    return state;
  }

  test('a size that its tariff does not name is answered NO at once', async () => {
    await group.carrier.storage.write((db) =>
      writeSetting(db, 'tariff', { currency: 'JPY', fees: { 60: 800 }, surcharges: { mainland: 0 }, prefixes: [] }),
    );
    expect(await answered({ size: { size: 80, weight: 2 } })).toBe('no');
    await group.carrier.storage.write((db) => db.deleteFrom('setting').execute());
  });

  test('cash in a currency that it does not collect is answered NO at once', async () => {
    expect(await answered({ amount: { value: 100, currency: 'EUR' } })).toBe('no');
  });
});

describe('in variant c', () => {
  test('the number is derived from the contents and told to nobody', async () => {
    const other = await aGroup({ variant: 'c' });
    const { instruction } = await anOffer(other);
    const { token } = expectOk(await openShipWindow(other.carrier.carrier, instruction));
    const session = (await findShipArrival(other.carrier.carrier, token))!;
    const digest = fromBase64Url(claimsOf(instruction)['jti'] as string)!;
    expect(session.number).toBe(numberFromDigits('shipping', variantCDigits(digest)));
    const envelope = toBase64Url(await sealForCarrier(other.carrier.carrier, session.number));
    expectOk(await agreeToShip(other.carrier.carrier, session, { envelope, zone: 'mainland' }));
    const [result] = await sentEvents(other.carrier, 'shipping.result');
    expect(result!.json).not.toContain(session.number);
  });

  test('two browsers bind to the same number, and the first that decides wins', async () => {
    const other = await aGroup();
    expectOk(await choosePartnerVariant(other.mall.post, 'staff', { id: other.carrier.id, variant: 'c' }));
    const { carrier } = other.carrier;
    const { instruction } = await anOffer(other);
    const sessions: ShipArrival[] = [];
    for (let browser = 0; browser < 2; browser++) {
      const { token } = expectOk(await openShipWindow(carrier, instruction));
      sessions.push((await findShipArrival(carrier, token))!);
    }
    const [first, second] = sessions as [ShipArrival, ShipArrival];
    expect(first.number).toBe(second.number);
    const sealed = async () => ({
      envelope: toBase64Url(await sealForCarrier(carrier, first.number)),
      zone: 'mainland',
    });
    expectOk(await agreeToShip(carrier, first, await sealed()));
    expect(await agreeToShip(carrier, second, await sealed())).toEqual(fail('already-decided'));
  });
});
