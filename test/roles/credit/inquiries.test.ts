/** Parts of sealed orders and inquiries over a closed network: taken, decided once, answered with yes or no. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { blockCard } from '#main/roles/credit/cards.ts';
import { decideInquiry } from '#main/roles/credit/decide-inquiry.ts';
import { followInquiries } from '#main/roles/credit/follow-inquiries.ts';
import { endStalePayments, settle } from '#main/roles/credit/settle.ts';
import { sealTo } from '#main/vault/index.ts';
import { approveNow, introduce } from '../../builders/a-group.ts';
import {
  aDecidedInquiry,
  aRelayedPart,
  decideAll,
  inquiriesOf,
  tellPart,
  toldAbout,
} from '../../builders/an-inquiry.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  BLOCKED,
  cardRow,
  EXPIRED,
  HANAKO,
  openPayWindow,
  payClaims,
  SAMPLE_PERSON,
  type SettlingGroup,
  TARO,
  UNKNOWN_CARD,
} from '../../builders/a-payment.ts';
import { aCarrier, aMall } from '../../builders/a-party.ts';
import {
  agreedEndOf,
  aKeyCentre,
  aPurchase,
  blomEndOf,
  publicKeyEndOf,
  strangerEndOf,
  tellParty,
} from '../../builders/a-sealed-part.ts';

let group: SettlingGroup;
beforeAll(async () => {
  group = await aSettlingGroup();
});
beforeEach(() => group.clock.advance({ hours: 1 }));

const settlementsOf = (jti: string) =>
  group.credit.storage.read.selectFrom('settlement').selectAll().where('jti', '=', jti).execute();
const availableOf = async (entry = HANAKO): Promise<number> => (await cardRow(group, entry)).available;

describe('a part of a sealed order that is right', () => {
  test('holds the amount and tells the mall yes and the settlement, once, in one unit of work', async () => {
    const before = await cardRow(group, HANAKO);
    const key = currentKey({ keys: group.mall.vault.publicKeys() }, 'seal', group.clock())!;
    const data = await aRelayedPart(group, { yen: 715 });
    const binding = { kind: 'contents', recipient: group.mall.id, number: data.purchase } as const;
    const contents = toBase64Url(expectOk(await sealTo(fromBase64Url(key.x)!, binding, new Uint8Array([0xa0]))));
    expect(await tellPart(group, { ...data, contents })).toEqual(ok());
    expect(await availableOf()).toBe(before.available);
    await decideAll(group.credit.credit);

    expect(await cardRow(group, HANAKO)).toEqual({ ...before, available: before.available - 715 });
    const [row] = await settlementsOf(data.purchase);
    expect(row).toMatchObject({ mall: group.mall.id, amount: 715, state: 'held', customer: before.customer });
    expect(Buffer.from(row!.contents!).toString('base64url')).toBe(contents);
    const told = await toldAbout(group, data.purchase);
    expect(told.map(({ type }) => type).sort()).toEqual(['order.verdict', 'settlement.result']);
    expect(told.find(({ type }) => type === 'order.verdict')!.data).toEqual({
      purchase: data.purchase,
      verdict: 'yes',
    });
    expect(told.find(({ type }) => type === 'settlement.result')!.data).toEqual({
      purchase: data.purchase,
      result: 'ok',
      receipt: row!.receipt,
      amount: yen(715),
      contents,
      customer: toBase64Url(new Uint8Array(row!.sealed_customer)),
      until: row!.hold_until,
    });
  });

  test('is erased once it is decided; what stays is how and why', async () => {
    const row = await aDecidedInquiry(group, { yen: 715 });
    expect(row).toMatchObject({ state: 'yes', reason: 'ok', detail: null, request: null, flow: 'sealed' });
    expect(JSON.parse(row.facts!)).toMatchObject({ limit: yen(300_000), overdueDays: 0, expiry: '2029-03' });
    expect(JSON.parse(row.rules!)).toEqual({ overdueDays: 30, debtPercent: 90, reminders: 3 });
  });

  test('opens under a key of a key centre, or one agreed beforehand, just the same', async () => {
    for (const end of [await blomEndOf(group.credit, await aKeyCentre()), await agreedEndOf(group.credit)]) {
      expect(await aDecidedInquiry(group, { end })).toMatchObject({ state: 'yes' });
    }
  });

  test('said again gets the same verdict again, and nothing else happens', async () => {
    const data = await aRelayedPart(group);
    expectOk(await tellPart(group, data));
    expectOk(await tellPart(group, data));
    await decideAll(group.credit.credit);
    const after = await availableOf();
    expectOk(await tellPart(group, data));
    await decideAll(group.credit.credit);
    expect(await availableOf()).toBe(after);
    expect(await inquiriesOf(group, data.purchase)).toHaveLength(1);
    const types = (await toldAbout(group, data.purchase)).map(({ type }) => type).sort();
    expect(types).toEqual(['order.verdict', 'order.verdict', 'settlement.result']);
  });
});

describe('an inquiry over a closed network', () => {
  test('is answered yes or no, never why; only a yes is settled', async () => {
    const yes = await aDecidedInquiry(group, { yen: 900 }, 'inquiry.request');
    const no = await aDecidedInquiry(group, { entry: TARO, yen: 1200 }, 'inquiry.request');
    expect(yes).toMatchObject({ flow: 'closed', state: 'yes' });
    expect(no).toMatchObject({ flow: 'closed', state: 'no', reason: 'over-limit' });
    const answers = (told: { type: string; data: unknown }[]) => told.filter(({ type }) => type === 'inquiry.answer');
    expect(answers(await toldAbout(group, yes.jti))[0]!.data).toEqual({ purchase: yes.jti, answer: 'yes' });
    expect(await toldAbout(group, no.jti)).toEqual([
      { type: 'inquiry.answer', data: { purchase: no.jti, answer: 'no' } },
    ]);
    expect(await settlementsOf(no.jti)).toEqual([]);
  });
});

describe('is answered no, holds nothing and says why at the desk alone', () => {
  const cases: [string, Parameters<typeof aRelayedPart>[1], object][] = [
    ['a card of nobody', { entry: { ...HANAKO, card: UNKNOWN_CARD } }, { reason: 'card-refused' }],
    ['a wrong password', { entry: { ...HANAKO, password: 'azami-1' } }, { reason: 'card-refused' }],
    ['another expiry than the card’s', { card: { expiry: '2029-04' } }, { reason: 'card-refused' }],
    ['a number that is none', { card: { card: '4111' } }, { reason: 'card-refused', detail: 'bad-number' }],
    ['instalments', { card: { instalments: 3 } }, { reason: 'instalments' }],
    ['more than is available', { entry: TARO, yen: 1200 }, { reason: 'over-limit' }],
    ['a blocked card', { entry: BLOCKED }, { reason: 'card-blocked' }],
    ['an expired card', { entry: EXPIRED }, { reason: 'card-expired' }],
    ['another amount inside than outside', { part: { amount: yen(999) } }, { reason: 'amount-differs' }],
    ['another currency inside', { part: { amount: { value: 1000, currency: 'EUR' } } }, { reason: 'amount-differs' }],
    ['a part for another mall', { part: { mall: 'other.example' } }, { reason: 'mall-differs' }],
    ['a part without a body of a card', { part: { body: new Uint8Array([0xa0]) } }, { reason: 'unreadable' }],
  ];
  test.each(cases)('%s', async (_, choice, expected) => {
    const before = await availableOf(choice?.entry?.card === TARO.card ? TARO : HANAKO);
    const row = await aDecidedInquiry(group, choice);
    expect(row).toMatchObject({ state: 'no', request: null, ...expected });
    expect(await availableOf(choice?.entry?.card === TARO.card ? TARO : HANAKO)).toBe(before);
    expect(await toldAbout(group, row.jti)).toEqual([
      { type: 'order.verdict', data: { purchase: row.jti, verdict: 'no' } },
    ]);
  });

  test('a part that expired, after two minutes of grace for the clocks', async () => {
    const now = Math.floor(group.clock().getTime() / 1000);
    expect(await aDecidedInquiry(group, { part: { expires: now - 121 } })).toMatchObject({ reason: 'too-late' });
    expect(await aDecidedInquiry(group, { part: { expires: now - 119 } })).toMatchObject({ state: 'yes' });
  });

  test('a part swapped with another order’s, or sent again under another purchase', async () => {
    const [one, other] = [await aRelayedPart(group), await aRelayedPart(group, { entry: SAMPLE_PERSON })];
    expectOk(await tellPart(group, { ...one, part: other.part }));
    expectOk(await tellPart(group, { ...other, part: one.part }));
    await decideAll(group.credit.credit);
    for (const { purchase } of [one, other]) {
      const [row] = await inquiriesOf(group, purchase);
      expect(row).toMatchObject({
        state: 'no',
        reason: 'unreadable',
        detail: 'not-authentic',
        card: null,
        facts: null,
      });
    }
    const paid = await aRelayedPart(group);
    expectOk(await tellPart(group, paid));
    const replayed = { ...paid, purchase: aPurchase() };
    expectOk(await tellPart(group, replayed));
    await decideAll(group.credit.credit);
    expect((await inquiriesOf(group, paid.purchase))[0]).toMatchObject({ state: 'yes' });
    expect((await inquiriesOf(group, replayed.purchase))[0]).toMatchObject({ state: 'no', reason: 'unreadable' });
  });

  test('a personal key of another centre, one that was withdrawn, and one that says it is agreed', async () => {
    const stranger = await strangerEndOf(group.credit, await aKeyCentre());
    const foreign = await aDecidedInquiry(group, { end: stranger });
    expect(foreign).toMatchObject({ state: 'no', reason: 'unreadable', detail: 'other-centre' });

    const centre = await aKeyCentre();
    const end = await blomEndOf(group.credit, centre);
    if (end.by.scheme !== 'blom') throw new Error('a key of a centre');
    expectOk(await centre.revoke(end.by.id));
    expectOk(await group.credit.vault.installRevoked(expectOk(await centre.revokedFor(group.credit.id))));
    const revoked = await aDecidedInquiry(group, { end });
    expect(revoked).toMatchObject({ state: 'no', reason: 'unreadable', detail: 'identifier-revoked' });

    const posing = { ...(await blomEndOf(group.credit, await aKeyCentre())), by: { scheme: 'hpke' } as const };
    expect(await aDecidedInquiry(group, { end: posing })).toMatchObject({ detail: 'unknown-version' });
  });

  test('what is no envelope, or sealed to another party', async () => {
    const data = await aRelayedPart(group);
    expectOk(await tellPart(group, { ...data, part: 'AAAA' }));
    const other = await aRelayedPart(group, { end: publicKeyEndOf(group.carrier) });
    expectOk(await tellPart(group, other));
    await decideAll(group.credit.credit);
    expect((await inquiriesOf(group, data.purchase))[0]).toMatchObject({ reason: 'unreadable', detail: 'damaged' });
    expect((await inquiriesOf(group, other.purchase))[0]).toMatchObject({
      reason: 'unreadable',
      detail: 'unknown-key',
    });
  });

  test('a card that many wrong passwords were tried on, also with the right one', async () => {
    const wrong = { ...SAMPLE_PERSON, password: 'no' };
    const parts = await Promise.all(Array.from({ length: 11 }, () => aRelayedPart(group, { entry: wrong })));
    for (const data of parts) expectOk(await tellPart(group, data));
    await decideAll(group.credit.credit);
    const reasons = await Promise.all(
      parts.map(async ({ purchase }) => (await inquiriesOf(group, purchase))[0]!.reason),
    );
    expect(reasons.filter((reason) => reason === 'card-refused')).toHaveLength(10);
    expect(reasons.filter((reason) => reason === 'too-many')).toHaveLength(1);
    expect(await aDecidedInquiry(group, { entry: SAMPLE_PERSON })).toMatchObject({ state: 'no', reason: 'too-many' });
    group.clock.advance({ hours: 2 });
    expect(await aDecidedInquiry(group, { entry: SAMPLE_PERSON })).toMatchObject({ state: 'yes' });
  });
});

describe('a purchase counts once over all ways', () => {
  test('what came by message is not taken in a window, nor the other way round', async () => {
    const jws = await aPayInstruction(group);
    const { jti: number } = payClaims(jws);
    expectOk(await tellPart(group, await aRelayedPart(group, { number })));
    expect(await openPayWindow(group.credit, jws)).toEqual(fail('instruction-reused'));
    await decideAll(group.credit.credit);
    expect(await openPayWindow(group.credit, jws)).toEqual(fail('instruction-reused'));

    const opened = await aPayInstruction(group);
    const arrival = await aPayArrival(group, opened);
    const late = await aRelayedPart(group, { number: arrival.claims.jti });
    expect(await tellPart(group, late)).toEqual(fail('already-decided'));
    expectOk(await settle(group.credit.credit, arrival, HANAKO));
    expect(await tellPart(group, late, 'inquiry.request')).toEqual(fail('already-decided'));
    expect(await settlementsOf(arrival.claims.jti)).toHaveLength(1);
  });

  test('another part for it is refused while the first waits, and after it was decided', async () => {
    const number = aPurchase();
    expectOk(await tellPart(group, await aRelayedPart(group, { number })));
    const other = await aRelayedPart(group, { number, entry: SAMPLE_PERSON });
    expect(await tellPart(group, other)).toEqual(fail('wrong-state', 'waiting'));
    await decideAll(group.credit.credit);
    expect(await tellPart(group, other)).toEqual(fail('already-decided'));
    expect(await tellPart(group, other, 'inquiry.request')).toEqual(fail('already-decided'));
    expect(await settlementsOf(number)).toHaveLength(1);
  });

  test('housekeeping ends windows that stood open, not what waits to be decided', async () => {
    const data = await aRelayedPart(group, {
      part: { expires: Math.floor(group.clock().getTime() / 1000) + 86_400 },
    });
    expectOk(await tellPart(group, data));
    group.clock.advance({ hours: 3 });
    await endStalePayments(group.credit.credit);
    expect(await toldAbout(group, data.purchase)).toEqual([]);
    await decideAll(group.credit.credit);
    expect((await inquiriesOf(group, data.purchase))[0]).toMatchObject({ state: 'yes' });
  });
});

describe('a message that is refused at once', () => {
  test('of anybody but a mall, under another subject, without an amount or with none', async () => {
    const carrier = await aCarrier({ id: 'other.localhost', clock: group.clock, press: group.mall.mall.press });
    await introduce(group.credit, carrier);
    const asked = await aRelayedPart(group);
    expect(await tellPart(group, asked, 'order.parts', carrier)).toEqual(fail('event-foreign', 'role'));
    expect(await tellPart(group, asked, 'inquiry.request', carrier)).toEqual(fail('event-foreign', 'role'));
    const other = { type: 'order.parts', subject: aPurchase(), data: asked } as const;
    expect(await tellParty(group.mall, group.credit, other)).toEqual(fail('event-invalid', 'subject'));
    const { amount: _, ...without } = asked;
    const nothing = { type: 'order.parts', subject: asked.purchase, data: without } as const;
    expect(await tellParty(group.mall, group.credit, nothing)).toEqual(fail('event-invalid', 'amount'));
    expect(await tellPart(group, { ...asked, amount: yen(0) })).toEqual(fail('event-invalid', 'amount'));
    expect(await tellPart(group, { ...asked, contents: 'AAAA' })).toEqual(fail('event-invalid', 'contents'));
    expect(await inquiriesOf(group, asked.purchase)).toEqual([]);
  });

  test('for a number that is no purchase’s', async () => {
    const asked = { ...(await aRelayedPart(group)), purchase: '20482771930566' };
    const message = { type: 'order.parts', subject: asked.purchase, data: asked } as const;
    expect(await tellParty(group.mall, group.credit, message)).toEqual(fail('event-invalid', 'purchase'));
  });
});

describe('the worker', () => {
  test('takes up after a crash where it stood, and decides once', async () => {
    const data = await aRelayedPart(group, { yen: 333 });
    expectOk(await tellPart(group, data));
    const { id } = (await inquiriesOf(group, data.purchase))[0]!;
    const before = await availableOf();
    // Everything was found out; the unit of work that decides does not come to be.
    const dying = { ...group.credit.credit, storage: { ...group.credit.storage, write: refusingLast() } };
    await expect(decideInquiry(dying, id)).rejects.toThrow('power cut');
    expect((await inquiriesOf(group, data.purchase))[0]).toMatchObject({ state: 'waiting' });
    expect(await toldAbout(group, data.purchase)).toEqual([]);
    expect(await availableOf()).toBe(before);
    await decideAll(group.credit.credit);
    await decideInquiry(group.credit.credit, id);
    expect(await availableOf()).toBe(before - 333);
    expect(await toldAbout(group, data.purchase)).toHaveLength(2);
  });

  /** The tries' counting goes through; the deciding unit runs and is lost before its commit. */
  function refusingLast(): typeof group.credit.storage.write {
    return async (unit) =>
      group.credit.storage.write(async (db) => {
        const value = await unit(db);
        const decided = await db.selectFrom('inquiry').select('id').where('state', '=', 'waiting').executeTakeFirst();
        if (!decided) throw new Error('power cut');
        return value;
      });
  }

  test('decides many at once, each once, whether one worker runs or two', async () => {
    const before = await availableOf();
    const parts = await Promise.all(Array.from({ length: 30 }, (_, at) => aRelayedPart(group, { yen: 100 + at })));
    for (const data of parts) expectOk(await tellPart(group, data));
    const other = followInquiries(group.credit.credit, (error) => {
      throw error;
    });
    await decideAll(group.credit.credit);
    await other.stop();
    const sum = parts.reduce((total, { amount }) => total + amount.value, 0);
    expect(await availableOf()).toBe(before - sum);
    for (const { purchase } of parts) expect(await settlementsOf(purchase)).toHaveLength(1);
  });

  test('two that race for the last of a balance: one wins', async () => {
    const parts = [
      await aRelayedPart(group, { entry: TARO, yen: 700 }),
      await aRelayedPart(group, { entry: TARO, yen: 700 }),
    ];
    for (const data of parts) expectOk(await tellPart(group, data));
    await decideAll(group.credit.credit);
    const states = await Promise.all(parts.map(async ({ purchase }) => (await inquiriesOf(group, purchase))[0]!.state));
    expect(states.sort()).toEqual(['no', 'yes']);
    expect(await availableOf(TARO)).toBe(499);
  });

  test('goes on after something broke on our side, tells whoever listens, and tries again later', async () => {
    const data = await aRelayedPart(group);
    expectOk(await tellPart(group, data));
    const good = await aRelayedPart(group, { yen: 50 });
    const told: unknown[] = [];
    const broken = {
      ...group.credit.credit,
      vault: { ...group.credit.vault, open: () => Promise.reject(new Error('broken')) },
    };
    const worker = followInquiries(broken, (error) => void told.push(error));
    expectOk(await tellPart(group, good));
    await expect.poll(() => told.length).toBe(2);
    await worker.stop();
    await decideAll(group.credit.credit);
    for (const { purchase } of [data, good]) {
      expect((await inquiriesOf(group, purchase))[0]).toMatchObject({ state: 'yes' });
    }
  });

  test('answers no for a mall that was suspended meanwhile, and nothing is held', async () => {
    const mall = await aMall({ id: 'closing.localhost', clock: group.clock, press: group.mall.mall.press });
    await introduce(group.credit, mall);
    const before = await availableOf();
    const data = await aRelayedPart({ mall, credit: group.credit });
    expectOk(await tellPart({ mall, credit: group.credit }, data));
    expectOk(await suspendPartner(group.credit.post, 'mori', mall.id));
    await decideAll(group.credit.credit);
    expect((await inquiriesOf(group, data.purchase))[0]).toMatchObject({ state: 'no', reason: 'mall-suspended' });
    expect(await availableOf()).toBe(before);
    expectOk(await approveNow(group.credit, mall));
  });

  test('looks at the card as it is at that moment', async () => {
    const data = await aRelayedPart(group);
    expectOk(await tellPart(group, data));
    const { id } = await cardRow(group, HANAKO);
    const block = { card: id, blocked: true, reason: 'lost' };
    expectOk(await blockCard(group.credit.credit, 'mori', block));
    await decideAll(group.credit.credit);
    expect((await inquiriesOf(group, data.purchase))[0]).toMatchObject({ state: 'no', reason: 'card-blocked' });
    expectOk(await blockCard(group.credit.credit, 'mori', { ...block, blocked: false }));
  });
});
