import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTrail } from '#main/audit/index.ts';
import { suspendPartner } from '#main/post/index.ts';
import type { GiftRow, GiftState } from '#shared/desk/gifts.ts';
import { dropOldGifts, finishGift, listGifts, lookAtGift } from '#main/roles/wrapper/gifts.ts';
import { wrapperDesk } from '#main/roles/wrapper/desk.ts';
import { type KeyCentre, randomToken } from '#main/vault/index.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { encodeChallenge } from '#shared/protocol/challenge.ts';
import { encodeDestinationPart } from '#shared/protocol/destination-part.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { encodeGiftPart, enterGift, LONGEST_GIFT } from '#shared/protocol/gift-part.ts';
import { type OrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { aClock, type TestClock } from '../../builders/a-clock.ts';
import { approveNow, introduce, sentEvents } from '../../builders/a-group.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';
import { aCarrier, aMall, aWrapper, type TestParty, type TestWrapper } from '../../builders/a-party.ts';
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
import { COMMON_COLUMNS, columnsOf } from '../../builders/database-columns.ts';

const WORDS = 'お誕生日おめでとう。\n横浜の皆より';
let clock: TestClock;
let mall: TestParty;
let shop: TestWrapper;
let centre: KeyCentre;
let end: PartyEnd;
beforeAll(async () => {
  clock = aClock();
  mall = await aMall({ clock });
  shop = await aWrapper({ clock });
  await introduce(mall, shop);
  centre = await aKeyCentre();
});
beforeEach(() => {
  end = publicKeyEndOf(shop);
});

interface Told {
  readonly number: string;
  readonly data: EventData<'order.parts'>;
  readonly answer: Result<void>;
}

async function tell(
  change: {
    readonly text?: string;
    readonly part?: Partial<OrderPart>;
    readonly sealedFor?: string;
    readonly number?: string;
    readonly end?: PartyEnd;
    readonly from?: TestParty;
  } = {},
): Promise<Told> {
  const { number = aPurchase(), from = mall } = change;
  const way = { mall: from, party: shop, number: change.sealedFor ?? number, end: change.end ?? end };
  const part = await aSealedPart(way, encodeGiftPart({ text: change.text ?? WORDS }), change.part);
  const data = { purchase: number, by: way.end.by, part };
  return { number, data, answer: await tellParty(from, shop, { type: 'order.parts', subject: number, data }) };
}

const verdictsOf = async (number: string): Promise<unknown[]> =>
  (await sentEvents(shop, 'order.verdict'))
    .filter(({ subject }) => subject === number)
    .map(({ data }) => data['verdict']);
const rowOf = async (number: string) => (await listGifts(shop.wrapper, { search: number, limit: 2 })).rows[0];
const look = (number: string): Promise<Result<{ text: string }>> =>
  lookAtGift(shop.wrapper, 'aoki', { mall: mall.id, purchase: number });

describe('the words of a sealed order', () => {
  test.each(['hpke', 'blom', 'agreed'] as const)('sealed by %s are a card to be written', async (scheme) => {
    if (scheme === 'blom') end = await blomEndOf(shop, centre);
    if (scheme === 'agreed') end = await agreedEndOf(shop);
    const { number, answer } = await tell();
    expect(answer).toEqual(ok());
    expect(await verdictsOf(number)).toEqual(['yes']);
    expect(await rowOf(number)).toEqual({
      purchase: number,
      mall: mall.id,
      mallName: '見本マーケット',
      at: clock().toISOString(),
      state: 'open',
    });
    expect(await look(number)).toEqual(ok({ text: WORDS }));
  });

  test('may come twice, and count once', async () => {
    const { number, data } = await tell();
    expect(await tellParty(mall, shop, { type: 'order.parts', subject: number, data })).toEqual(ok());
    expect(await verdictsOf(number)).toEqual(['yes']);
    expect((await tell({ number })).answer).toEqual(fail('already-decided'));
  });

  test('fit at their longest, in any script', async () => {
    const { number } = await tell({ text: '𠮷'.repeat(LONGEST_GIFT) });
    expect(await verdictsOf(number)).toEqual(['yes']);
  });

  test('lie sealed: at rest nobody reads them', async () => {
    await tell({ text: '秘密の言葉' });
    const copy = join(shop.folder, 'copy.db');
    await shop.post.storage.backup(copy);
    expect(readFileSync(copy).includes('秘密')).toBe(false);
  });
});

describe('what can’t be written is a NO', () => {
  const cases: Record<string, Parameters<typeof tell>[0] | (() => Promise<Parameters<typeof tell>[0]>)> = {
    'the part of another purchase': { sealedFor: aPurchase() },
    'a part that names another mall': { part: { mall: 'other.localhost' } },
    'a part for another party': async () => ({ end: publicKeyEndOf(mall) }),
    'a part that has expired': async () => ({ part: { expires: Math.floor(clock().getTime() / 1000) - 121 } }),
    'where a parcel goes': { part: { body: encodeDestinationPart({ addressee: ADDRESSEE, tracking: randomToken() }) } },
    'no words': { text: ' \n ' },
    'words that turn the direction of the text': { text: 'a\u202eb' },
    'more words than a card takes': { text: 'x'.repeat(LONGEST_GIFT + 1) },
    'a personal key of another centre': async () => ({ end: await strangerEndOf(shop, await aKeyCentre()) }),
  };
  test.each(Object.entries(cases))('%s', async (_, change) => {
    const { number, answer } = await tell(typeof change === 'function' ? await change() : change);
    expect(answer).toEqual(ok());
    expect(await verdictsOf(number)).toEqual(['no']);
    expect(await rowOf(number)).toBeUndefined();
  });
});

describe('what is no order part for a wrapper is refused', () => {
  test('about another number', async () => {
    const { data } = await tell();
    const message = { type: 'order.parts', subject: aPurchase(), data } as const;
    expect(await tellParty(mall, shop, message)).toEqual(fail('event-invalid', 'subject'));
  });

  test('from somebody who is no mall', async () => {
    const carrier = await aCarrier({ clock });
    await introduce(carrier, shop);
    expect((await tell({ from: carrier })).answer).toEqual(fail('event-foreign', 'role'));
  });

  test('from a suspended mall', async () => {
    expectOk(await suspendPartner(shop.post, 'staff', mall.id));
    const { number, answer } = await tell();
    expect(answer).toEqual(fail('partner-suspended'));
    expectOk(await approveNow(shop, mall));
    expect(await rowOf(number)).toBeUndefined();
  });
});

test('a challenge is answered; the words themselves, sent as one, are not', async () => {
  end = await blomEndOf(shop, centre);
  const { number, data } = await tell();
  const expires = Math.floor(clock().getTime() / 1000) + 600;
  const plaintext = encodeChallenge({ mall: mall.id, expires, nonce: new Uint8Array(32) });
  const binding = partBinding({ party: shop.id, mall: mall.id, number });
  const challenge = toBase64Url(expectOk(await end.scheme.seal(binding, plaintext)));
  for (const envelope of [challenge, data.part]) {
    const asked = { purchase: number, by: end.by, envelope };
    expectOk(await tellParty(mall, shop, { type: 'order.challenge', subject: number, data: asked }));
  }
  const answers = (await sentEvents(shop, 'order.answer')).filter(({ subject }) => subject === number);
  expect(answers.map(({ data: { result } }) => result).sort()).toEqual(['no', 'ok']);
});

describe('at the desk', () => {
  test('open cards come first, the oldest on top; then the done ones, the newest on top', async () => {
    const own = await aWrapper({ id: 'gifts.localhost', clock });
    await introduce(mall, own);
    const numbers: string[] = [];
    for (let at = 0; at < 4; at++) {
      clock.advance({ minutes: 1 });
      const number = aPurchase();
      const way = { mall, party: own, number, end: publicKeyEndOf(own) };
      const data = { purchase: number, by: way.end.by, part: await aSealedPart(way, encodeGiftPart({ text: WORDS })) };
      expectOk(await tellParty(mall, own, { type: 'order.parts', subject: number, data }));
      numbers.push(number);
    }
    const desk = wrapperDesk(own.wrapper);
    for (const at of [2, 0]) {
      clock.advance({ minutes: 1 });
      expectOk(await desk['gifts.done']({ who: 'aoki' }, { mall: mall.id, purchase: numbers[at]! }));
    }
    const list = async (state: GiftState, order: 'newest' | 'oldest') =>
      expectOk(await desk['gifts.list']({ who: 'aoki' }, { states: [state], order, limit: 10 })).rows;
    const places = (rows: readonly GiftRow[]) => rows.map(({ purchase }) => numbers.indexOf(purchase));
    expect(places(await list('open', 'oldest'))).toEqual([1, 3]);
    const done = await list('done', 'newest');
    expect(places(done)).toEqual([0, 2]);
    expect(done[0]).toMatchObject({ state: 'done', doneAt: clock().toISOString() });
  });

  test('every look and every card written stands in the trail, without a word of it', async () => {
    const { number } = await tell();
    expectOk(await look(number));
    expectOk(await look(number));
    expectOk(await finishGift(shop.wrapper, 'aoki', { mall: mall.id, purchase: number }));
    const trail = await readTrail(shop.storage.read, { limit: 3 });
    const deed = { at: clock().toISOString(), who: 'aoki', subject: number, detail: mall.id };
    expect(trail).toEqual([
      { ...deed, action: 'gift.done' },
      { ...deed, action: 'gift.opened' },
      { ...deed, action: 'gift.opened' },
    ]);
  });

  test('a card is done once, and nobody’s is not found', async () => {
    const { number } = await tell();
    const gift = { mall: mall.id, purchase: number };
    expectOk(await finishGift(shop.wrapper, 'aoki', gift));
    expect(await finishGift(shop.wrapper, 'aoki', gift)).toEqual(fail('wrong-state', 'done'));
    const nobody = { mall: 'other.localhost', purchase: number };
    expect(await finishGift(shop.wrapper, 'aoki', nobody)).toEqual(fail('not-found'));
    expect(await lookAtGift(shop.wrapper, 'aoki', nobody)).toEqual(fail('not-found'));
  });

  test('a written card can be looked at for 35 days; an open one is never forgotten', async () => {
    const [written, waiting] = [await tell(), await tell()];
    expectOk(await finishGift(shop.wrapper, 'aoki', { mall: mall.id, purchase: written.number }));
    clock.advance({ days: 34 });
    await dropOldGifts(shop.wrapper);
    expect(await look(written.number)).toEqual(ok({ text: WORDS }));
    clock.advance({ days: 2 });
    await dropOldGifts(shop.wrapper);
    expect(await look(written.number)).toEqual(fail('not-found'));
    expect(await look(waiting.number)).toEqual(ok({ text: WORDS }));
  });
});

describe('the wrapper’s database', () => {
  test('has these columns and no other: which mall asks, and the words sealed', () => {
    expect(columnsOf(shop)).toEqual({
      ...COMMON_COLUMNS,
      gift: 'mall purchase part received_at state done_at',
    });
  });

  test('keeps no price that a terminal put into a part by mistake', async () => {
    const { number } = await tell({ part: { amount: yen(34_150) } });
    const row = await shop.storage.read
      .selectFrom('gift')
      .selectAll()
      .where('purchase', '=', number)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify({ ...row, part: { ...(JSON.parse(row.part) as object), envelope: '' } })).not.toContain(
      '34150',
    );
    expect(await look(number)).toEqual(ok({ text: WORDS }));
  });
});

describe('words as they are typed', () => {
  test('lose outer blanks and keep their lines', () => {
    expect(enterGift('  A \r\n\r\n B  \n')).toEqual(ok({ text: 'A\n\nB' }));
  });

  test.each([
    ['nothing', ' \n\t', 'field-missing'],
    ['a control character', 'a\u0007b', 'field-characters'],
    ['too many on several lines', `${'x'.repeat(150)}\n${'y'.repeat(50)}`, 'field-too-long'],
  ])('%s: refused', (_, typed, code) => {
    expect(enterGift(typed)).toEqual(fail(code as never, 'gift'));
  });
});
