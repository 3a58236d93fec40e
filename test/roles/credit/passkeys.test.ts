import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { cardId, readCards } from '#main/roles/credit/cards.ts';
import {
  addPasskey,
  askToAddPasskey,
  askToPayByPasskey,
  forgetPasskeyChallenges,
  isPasskeyOffered,
  removePasskeys,
} from '#main/roles/credit/passkeys.ts';
import { type PayArrival, settle, settleByPasskey } from '#main/roles/credit/settle.ts';
import { anAuthenticator, type TestAuthenticator, type Wrongs } from '../../builders/an-authenticator.ts';
import { sentEvents } from '../../builders/a-group.ts';
import {
  aCardNumber,
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  BLOCKED,
  type CardEntry,
  cardRow,
  EXPIRED,
  HANAKO,
  SAMPLE_PERSON,
  type SettlingGroup,
  TARO,
  UNKNOWN_CARD,
} from '../../builders/a-payment.ts';

const ORIGIN = 'https://credit.localhost';

let group: SettlingGroup;
let authenticator: TestAuthenticator;
beforeAll(async () => {
  group = await aSettlingGroup();
});
beforeEach(async () => {
  // The tries of the test before no longer count.
  group.clock.advance({ hours: 1 });
  authenticator = anAuthenticator(ORIGIN);
  await group.credit.storage.write((db) => db.deleteFrom('passkey').execute());
});

const credit = () => group.credit.credit;
const arrive = async (yen = 100): Promise<PayArrival> => aPayArrival(group, await aPayInstruction(group, { yen }));
/** A window that has just paid with the password. */
async function paid(entry: CardEntry = HANAKO): Promise<PayArrival> {
  const arrival = await arrive();
  expectOk(await settle(credit(), arrival, entry));
  return arrival;
}
async function addOne(entry: CardEntry = HANAKO, by = authenticator): Promise<void> {
  const { window } = await paid(entry);
  const creation = expectOk(await askToAddPasskey(credit(), window));
  expectOk(await addPasskey(credit(), window, by.create(creation)));
}
const ask = async ({ window }: PayArrival, card = HANAKO.card) =>
  expectOk(await askToPayByPasskey(credit(), window, card));
async function pay(arrival: PayArrival, wrongs: Wrongs = {}, by = authenticator) {
  return settleByPasskey(credit(), arrival, by.get(await ask(arrival), wrongs));
}
const rows = async (card = HANAKO.card) =>
  credit()
    .storage.read.selectFrom('passkey')
    .selectAll()
    .where('card', '=', await cardId(credit(), card))
    .execute();
const answersTo = async ({ claims }: PayArrival) =>
  (await sentEvents(group.credit, 'settlement.result'))
    .filter(({ subject }) => subject === claims.jti)
    .map(({ data }) => data['result']);
const tries = async (): Promise<number> =>
  (await credit().storage.read.selectFrom('attempt').selectAll().where('kind', '=', 'payment').execute()).length;

const WRONGS: [string, Wrongs][] = [
  ['another site', { origin: 'https://credit.localhost.evil.example' }],
  ['our host by another port', { origin: 'https://credit.localhost:8443' }],
  ['another host’s passkeys', { host: 'evil.example' }],
  ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['a user whom nobody verified', { unverified: true }],
  ['another ceremony', { type: 'payment.get' }],
];

describe('a passkey', () => {
  test('is added by the window that has just paid with the password, and then pays without it', async () => {
    const { window } = await paid();
    expect(await isPasskeyOffered(credit(), window)).toBe(true);
    const creation = expectOk(await askToAddPasskey(credit(), window));
    expect(creation).toMatchObject({
      rp: { id: 'credit.localhost', name: group.credit.profile.name },
      user: { name: '•••• 3902' },
      authenticatorSelection: { userVerification: 'required' },
      attestation: 'none',
    });
    const { customer, id: card } = await cardRow(group, HANAKO);
    for (const secret of [customer, card, HANAKO.card]) expect(JSON.stringify(creation)).not.toContain(secret);
    expectOk(await addPasskey(credit(), window, authenticator.create(creation)));
    expect(await rows()).toMatchObject([{ card, counter: 1, transports: 'internal', last_used_at: null }]);
    expect(await isPasskeyOffered(credit(), window)).toBe(false);
    const [deed] = await readTrail(credit().storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'customer', action: 'card.passkey-added', subject: card });

    const before = (await cardRow(group, HANAKO)).available;
    const arrival = await arrive(700);
    expect(await pay(arrival)).toEqual({ ok: true, value: { result: 'ok' } });
    expect((await cardRow(group, HANAKO)).available).toBe(before - 700);
    expect(await answersTo(arrival)).toEqual(['ok']);
    const [used] = await rows();
    expect(used).toMatchObject({ counter: 2, last_used_at: group.clock().toISOString() });
    // Whoever pays by passkey has one.
    expect(await isPasskeyOffered(credit(), arrival.window)).toBe(false);
  });

  test('is offered to nobody else, and for a quarter of an hour', async () => {
    const arrival = await arrive();
    expect(await isPasskeyOffered(credit(), arrival.window)).toBe(false);
    expect(await askToAddPasskey(credit(), arrival.window)).toEqual(fail('session-missing'));
    const declined = await arrive(1200);
    expectOk(await settle(credit(), declined, TARO));
    expect(await isPasskeyOffered(credit(), declined.window)).toBe(false);
    const { window } = await paid();
    group.clock.advance({ minutes: 15 });
    expect(await askToAddPasskey(credit(), window)).toEqual(fail('session-missing'));
    await forgetPasskeyChallenges(credit());
    expect(await credit().storage.read.selectFrom('passkey_offer').selectAll().execute()).toEqual([]);
  });

  test.each(WRONGS)('is not taken from %s', async (_, wrongs) => {
    const { window } = await paid();
    const creation = expectOk(await askToAddPasskey(credit(), window));
    expect(await addPasskey(credit(), window, authenticator.create(creation, wrongs))).toEqual(fail('passkey-refused'));
    // The question was used up; another may be asked.
    expect(await addPasskey(credit(), window, authenticator.create(creation))).toEqual(fail('session-missing'));
    const again = expectOk(await askToAddPasskey(credit(), window));
    expectOk(await addPasskey(credit(), window, authenticator.create(again)));
  });

  test.each([undefined, null, '', 'x', {}, { id: 'x' }, { response: {} }, []])('is not %j', async (brought) => {
    const { window } = await paid();
    expectOk(await askToAddPasskey(credit(), window));
    expect(await addPasskey(credit(), window, brought)).toEqual(fail('passkey-refused'));
  });

  test('of one card is asked for by one handle, and an authenticator is told which it has', async () => {
    await addOne();
    const { window } = await paid();
    const creation = expectOk(await askToAddPasskey(credit(), window));
    expect(creation.user.id).toBe(authenticator.made[0]!.handle);
    expect(creation.excludeCredentials?.map(({ id }) => id)).toEqual([authenticator.made[0]!.id]);
    const other = anAuthenticator(ORIGIN);
    expectOk(await addPasskey(credit(), window, other.create(creation)));
    expect((await ask(await arrive())).allowCredentials).toHaveLength(2);
    expect(await pay(await arrive(), {}, other)).toMatchObject({ ok: true });
  });

  test('is one of ten at most', async () => {
    for (let n = 0; n < 10; n++) await addOne();
    const { window } = await paid();
    expect(await askToAddPasskey(credit(), window)).toEqual(fail('too-many', 'passkey'));
  });
});

describe('what an authenticator signed', () => {
  beforeEach(() => addOne());

  test.each([
    ...WRONGS,
    ['another holder’s handle', { handle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['a counter that went back', { counter: 1 }],
    ['a counter that stood still at nothing', { counter: 0 }],
  ] as [string, Wrongs][])('for %s is refused, decides nothing, and counts as a wrong try', async (_, wrongs) => {
    const arrival = await arrive();
    const before = await tries();
    expect(await pay(arrival, wrongs)).toEqual(fail('card-refused'));
    expect([await answersTo(arrival), await tries()]).toEqual([[], before + 1]);
    expect(await pay(arrival)).toMatchObject({ ok: true });
    expect(await tries()).toBe(before + 1);
  });

  test('by another authenticator is refused', async () => {
    const stranger = anAuthenticator(ORIGIN);
    await addOne(SAMPLE_PERSON, stranger);
    const arrival = await arrive();
    expect(await pay(arrival, {}, stranger)).toEqual(fail('card-refused'));
    // Under the right passkey's name, with the wrong key.
    const forged = stranger.get(await ask(arrival));
    forged.id = forged.rawId = authenticator.made[0]!.id;
    expect(await settleByPasskey(credit(), arrival, forged)).toEqual(fail('card-refused'));
  });

  test('pays once: brought again it is refused, here and in another window', async () => {
    const [arrival, other] = [await arrive(), await arrive()];
    const signed = authenticator.get(await ask(arrival));
    const twice = await Promise.all([1, 2].map(() => settleByPasskey(credit(), arrival, signed)));
    expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
    expect(twice.filter(({ ok }) => !ok)).toEqual([fail('card-refused')]);
    await ask(other);
    expect(await settleByPasskey(credit(), other, signed)).toEqual(fail('card-refused'));
    expect(await answersTo(arrival)).toEqual(['ok']);
    expect(await answersTo(other)).toEqual([]);
  });

  test('and the password, sent at once, settle once', async () => {
    const arrival = await arrive(300);
    const before = (await cardRow(group, HANAKO)).available;
    const signed = authenticator.get(await ask(arrival));
    const both = await Promise.all([settleByPasskey(credit(), arrival, signed), settle(credit(), arrival, HANAKO)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.filter(({ ok }) => !ok)).toEqual([fail('already-decided')]);
    expect((await cardRow(group, HANAKO)).available).toBe(before - 300);
    expect(await answersTo(arrival)).toEqual(['ok']);
  });

  test('for another window’s challenge is refused', async () => {
    const [arrival, other] = [await arrive(), await arrive()];
    const signed = authenticator.get(await ask(arrival));
    await ask(other);
    expect(await settleByPasskey(credit(), other, signed)).toEqual(fail('card-refused'));
    // And a window that never asked has nothing to compare with.
    const third = await arrive();
    expect(await settleByPasskey(credit(), third, authenticator.get(await ask(arrival)))).toEqual(fail('card-refused'));
  });

  test('later than five minutes is refused', async () => {
    const arrival = await arrive();
    const signed = authenticator.get(await ask(arrival));
    group.clock.advance({ minutes: 5 });
    expect(await settleByPasskey(credit(), arrival, signed)).toEqual(fail('card-refused'));
    await ask(arrival);
    group.clock.advance({ minutes: 5 });
    await forgetPasskeyChallenges(credit());
    expect(await credit().storage.read.selectFrom('passkey_challenge').selectAll().execute()).toEqual([]);
  });

  test.each([undefined, '', {}, { id: 'x', response: { signature: 'y' } }])('is not %j', async (brought) => {
    const arrival = await arrive();
    await ask(arrival);
    expect(await settleByPasskey(credit(), arrival, brought)).toEqual(fail('card-refused'));
  });

  test('for another card’s question is refused', async () => {
    const arrival = await arrive();
    const signed = authenticator.get(await ask(arrival, SAMPLE_PERSON.card));
    expect(await settleByPasskey(credit(), arrival, signed)).toEqual(fail('card-refused'));
  });

  test('with a card that can’t pay ends as NO', async () => {
    const own = anAuthenticator(ORIGIN);
    await addOne(TARO, own);
    const arrival = await arrive(1200);
    const signed = own.get(await ask(arrival, TARO.card));
    expect(await settleByPasskey(credit(), arrival, signed)).toEqual({ ok: true, value: { result: 'no' } });
    expect(await answersTo(arrival)).toEqual(['no']);
  });

  test('wrongly ten times in an hour ends the tries of the card, by password too', async () => {
    const arrival = await arrive();
    for (let tried = 0; tried < 10; tried++) {
      expect(await pay(arrival, { unverified: true })).toEqual(fail('card-refused'));
    }
    expect(await pay(arrival)).toEqual(fail('too-many'));
    expect(await settle(credit(), arrival, HANAKO)).toEqual(fail('too-many'));
  });

  test('by an authenticator that does not count pays again and again', async () => {
    const own = anAuthenticator(ORIGIN);
    own.counter = 0;
    await addOne(SAMPLE_PERSON, own);
    for (let n = 0; n < 3; n++) {
      const arrival = await arrive();
      const signed = own.get(await ask(arrival, SAMPLE_PERSON.card), { counter: 0 });
      expect(await settleByPasskey(credit(), arrival, signed)).toMatchObject({ ok: true });
    }
  });
});

describe('whoever asks for passkeys', () => {
  test('learns of no card whether there is one, nor whether it has any', async () => {
    await addOne();
    const shapes = new Map<string, string>();
    for (const card of [HANAKO, SAMPLE_PERSON, BLOCKED, EXPIRED].map((entry) => entry.card).concat(UNKNOWN_CARD)) {
      const [first, again] = [await ask(await arrive(), card), await ask(await arrive(), card)];
      expect(first.challenge).not.toBe(again.challenge);
      expect(first.allowCredentials).toEqual(again.allowCredentials);
      const { challenge: _, allowCredentials, ...rest } = first;
      shapes.set(card, JSON.stringify(rest));
      expect(allowCredentials!.length).toBeGreaterThan(0);
      for (const { id, transports, type } of allowCredentials!) {
        expect([16, 20, 32]).toContain(Buffer.from(id, 'base64url').length);
        expect([type, transports!.length > 0]).toEqual(['public-key', true]);
      }
    }
    expect(new Set(shapes.values()).size).toBe(1);
  });

  test('sees no two unknown cards alike, and some with two passkeys', async () => {
    const arrival = await arrive();
    const asked = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(arrival, aCardNumber(n))));
    const ids = asked.flatMap(({ allowCredentials }) => allowCredentials!.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const counts = new Set(asked.map(({ allowCredentials }) => allowCredentials!.length));
    expect([...counts].sort()).toEqual([1, 2]);
  });

  test('types a card number first', async () => {
    const { window } = await arrive();
    expect(await askToPayByPasskey(credit(), window, '4111007269513903')).toEqual(fail('bad-number', 'card'));
  });

  test('can’t use what is asked of a card of nobody, and is limited as often', async () => {
    await addOne();
    const arrival = await arrive();
    for (let tried = 0; tried < 10; tried++) {
      const signed = authenticator.get(await ask(arrival, UNKNOWN_CARD));
      expect(await settleByPasskey(credit(), arrival, signed)).toEqual(fail('card-refused'));
    }
    const signed = authenticator.get(await ask(arrival, UNKNOWN_CARD));
    expect(await settleByPasskey(credit(), arrival, signed)).toEqual(fail('too-many'));
  });
});

describe('removed by staff', () => {
  test('passkeys pay no more, nor one that is being used or made; the password does', async () => {
    await addOne();
    const { id: card, customer } = await cardRow(group, HANAKO);
    const passkeys = async () => (await readCards(credit().storage.read, customer)).map((row) => row.passkeys);
    expect(await passkeys()).toEqual([1]);
    const arrival = await arrive();
    const signed = authenticator.get(await ask(arrival));
    const { window } = await paid();
    const creation = expectOk(await askToAddPasskey(credit(), window));
    expectOk(await removePasskeys(credit(), 'sato', { card, reason: 'phone lost' }));
    expect(await passkeys()).toEqual([0]);
    expect(await settleByPasskey(credit(), arrival, signed)).toEqual(fail('card-refused'));
    expect(await addPasskey(credit(), window, authenticator.create(creation))).toEqual(fail('session-missing'));
    expect(await pay(arrival)).toEqual(fail('card-refused'));
    expectOk(await settle(credit(), arrival, HANAKO));
    const trail = await readTrail(credit().storage.read, { limit: 5 });
    expect(trail).toContainEqual(
      expect.objectContaining({ who: 'sato', action: 'card.passkeys-removed', subject: card, detail: 'phone lost' }),
    );
    expect(await removePasskeys(credit(), 'sato', { card, reason: 'again' })).toEqual(fail('not-found'));
  });
});
