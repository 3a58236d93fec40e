/** Parties confirm each other before a sealed order is cut: any role answers a challenge, and nothing but a challenge. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { encodeCardPart } from '#shared/protocol/card-part.ts';
import { answerBinding, type Challenge, decodeAnswer, encodeChallenge } from '#shared/protocol/challenge.ts';
import { encodeConfirmation } from '#shared/protocol/confirmation.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { partBinding } from '#shared/protocol/order-part.ts';
import type { PairwiseScheme } from '#shared/protocol/pairwise.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readyAnswer } from '#main/post/index.ts';
import { drawReplyKey, pairwiseCipher, sha256 } from '#main/vault/index.ts';
import { introduce, sentEvents } from '../builders/a-group.ts';
import { cardPart } from '../builders/an-inquiry.ts';
import { aSettlingGroup, HANAKO, type SettlingGroup } from '../builders/a-payment.ts';
import { aCarrier, type TestParty } from '../builders/a-party.ts';
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
} from '../builders/a-sealed-part.ts';

let group: SettlingGroup;
let number: string;
const nonce = pairwiseCipher.randomBytes(32);
beforeAll(async () => {
  group = await aSettlingGroup();
});
beforeEach(() => {
  number = aPurchase();
});

async function aChallenge(party: TestParty, end: PartyEnd, change: Partial<Challenge> = {}): Promise<string> {
  const expires = Math.floor(group.clock().getTime() / 1000) + 600;
  return sealed(party, end, encodeChallenge({ mall: group.mall.id, expires, nonce, ...change }));
}

async function sealed(party: TestParty, end: PartyEnd, plaintext: Uint8Array): Promise<string> {
  const binding = partBinding({ party: party.id, number, mall: group.mall.id });
  return toBase64Url(expectOk(await end.scheme.seal(binding, plaintext)));
}

/** Relayed by the mall's server, answered by the party's. */
async function relay(party: TestParty, end: PartyEnd, envelope: string): Promise<EventData<'order.answer'>> {
  const data = { purchase: number, by: end.by, envelope };
  expectOk(await tellParty(group.mall, party, { type: 'order.challenge', subject: number, data }));
  const answers = (await sentEvents(party, 'order.answer')).filter(({ subject }) => subject === number);
  return answers.at(-1)!.data as EventData<'order.answer'>;
}

const refused = (envelope: string): object => ({
  purchase: number,
  challenge: toBase64Url(sha256(fromBase64Url(envelope)!)),
  result: 'no',
});

describe('a challenge', () => {
  test('to a public key is answered to the reply key alone, whatever the role', async () => {
    for (const party of [group.credit, group.carrier]) {
      number = aPurchase();
      const reply = await drawReplyKey();
      const end = publicKeyEndOf(party);
      const envelope = await aChallenge(party, end, { replyKey: reply.publicKey });
      const answer = await relay(party, end, envelope);
      expect(answer).toMatchObject({ result: 'ok', challenge: toBase64Url(sha256(fromBase64Url(envelope)!)) });
      const bytes = fromBase64Url(answer.envelope!)!;
      const opened = expectOk(await reply.open(bytes, answerBinding('buyer', number, group.mall.id)));
      expect(decodeAnswer(opened)).toEqual({ ok: true, value: { party: party.id, nonce } });
      const other = await drawReplyKey();
      expect((await other.open(bytes, answerBinding('buyer', number, group.mall.id))).ok).toBe(false);
    }
  });

  test('under a key in common is answered under it: both ends are proven', async () => {
    const party = group.credit;
    for (const end of [await blomEndOf(party, await aKeyCentre()), await agreedEndOf(party)]) {
      number = aPurchase();
      const answer = await relay(party, end, await aChallenge(party, end));
      const id = end.by.scheme === 'hpke' ? '' : end.by.id;
      const binding = answerBinding(id, number, group.mall.id);
      const opened = expectOk(await (end.scheme as PairwiseScheme).open(fromBase64Url(answer.envelope!)!, binding));
      expect(decodeAnswer(opened)).toEqual({ ok: true, value: { party: party.id, nonce } });
    }
  });

  test('is answered by the mall itself for its own part, without a message', async () => {
    const reply = await drawReplyKey();
    const end = publicKeyEndOf(group.mall);
    const envelope = await aChallenge(group.mall, end, { replyKey: reply.publicKey });
    const answer = await readyAnswer(group.mall.post, {
      purchase: number,
      by: end.by,
      envelope,
      mall: group.mall.id,
    });
    expect(answer).toMatchObject({ result: 'ok' });
  });
});

describe('is answered no, without a reason', () => {
  test('what can’t be opened: another number, another key, another centre, no envelope', async () => {
    const party = group.credit;
    const end = publicKeyEndOf(party);
    const { publicKey: replyKey } = await drawReplyKey();
    const forAnother = await aChallenge(party, end, { replyKey });
    number = aPurchase();
    expect(await relay(party, end, forAnother)).toEqual(refused(forAnother));
    const toAnother = await aChallenge(party, publicKeyEndOf(group.carrier), { replyKey });
    expect(await relay(party, end, toAnother)).toEqual(refused(toAnother));
    const stranger = await strangerEndOf(party, await aKeyCentre());
    const ofAnother = await aChallenge(party, stranger);
    expect(await relay(party, stranger, ofAnother)).toEqual(refused(ofAnother));
    expect(await relay(party, end, 'AAAA')).toEqual(refused('AAAA'));
  });

  test('what names another mall, came too late or has nowhere to answer to', async () => {
    const party = group.credit;
    const end = publicKeyEndOf(party);
    const { publicKey: replyKey } = await drawReplyKey();
    const now = Math.floor(group.clock().getTime() / 1000);
    for (const change of [{ replyKey, mall: 'other.example' }, { replyKey, expires: now - 121 }, {}]) {
      const envelope = await aChallenge(party, end, change);
      expect(await relay(party, end, envelope)).toEqual(refused(envelope));
    }
  });

  test('an order part or a confirmation that somebody passes off as a challenge: nobody opens one so', async () => {
    const party = group.credit;
    const end = await blomEndOf(party, await aKeyCentre());
    const way = { mall: group.mall, party, number, end };
    const part = await aSealedPart(way, encodeCardPart(cardPart(HANAKO)), { amount: yen(1000) });
    expect(await relay(party, end, part)).toEqual(refused(part));

    const own = publicKeyEndOf(party);
    const confirmation = await sealed(
      party,
      own,
      encodeConfirmation({
        mall: group.mall.id,
        amount: yen(1000),
        quantity: 1,
        expires: Math.floor(group.clock().getTime() / 1000) + 300,
        nonce,
        wallet: new Uint8Array(32),
        pin: '480916',
      }),
    );
    expect(await relay(party, own, confirmation)).toEqual(refused(confirmation));
  });
});

test('is refused from anybody but a mall, and under another subject', async () => {
  const other = await aCarrier({ id: 'other.localhost', clock: group.clock, press: group.mall.mall.press });
  await introduce(other, group.credit);
  const end = publicKeyEndOf(group.credit);
  const data = { purchase: number, by: end.by, envelope: await aChallenge(group.credit, end) };
  const message = { type: 'order.challenge', subject: number, data } as const;
  expect(await tellParty(other, group.credit, message)).toEqual(fail('event-foreign', 'role'));
  const elsewhere = { ...message, subject: aPurchase() };
  expect(await tellParty(group.mall, group.credit, elsewhere)).toEqual(fail('event-invalid', 'subject'));
  expect((await sentEvents(group.credit, 'order.answer')).filter(({ subject }) => subject === number)).toEqual([]);
});
