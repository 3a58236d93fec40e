/** Orders that customers confirmed through an agency: wallet, confirmation, PIN and card, decided at the settlement server. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { MOST_WRONG_PINS } from '#shared/protocol/wallet.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { acceptConfirmed } from '#main/roles/credit/accept-inquiry.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { listLocked, unlockWallet } from '#main/roles/credit/wallet-locks.ts';
import { writeResult } from '#main/storage/index.ts';
import { approveNow } from '../../builders/a-group.ts';
import {
  aConfirmed,
  aConfirmingGroup,
  aDecidedConfirmation,
  anAgencyFor,
  aWallet,
  type ConfirmingGroup,
  decideAll,
  inquiriesOf,
  tellConfirmed,
  type TestWallet,
  toldAbout,
} from '../../builders/an-inquiry.ts';
import { cardRow, HANAKO, SAMPLE_PERSON, TARO } from '../../builders/a-payment.ts';
import { aMall } from '../../builders/a-party.ts';
import { aPurchase, tellParty } from '../../builders/a-sealed-part.ts';

let group: ConfirmingGroup;
let wallet: TestWallet;
beforeAll(async () => {
  group = await aConfirmingGroup();
});
beforeEach(async () => {
  group.clock.advance({ hours: 2 });
  wallet = await aWallet(group);
});

const verdictsOn = async (purchase: string): Promise<unknown[]> =>
  (await toldAbout(group, purchase)).filter(({ type }) => type === 'agency.verdict').map(({ data }) => data['verdict']);
const settlementsOf = (jti: string) =>
  group.credit.storage.read.selectFrom('settlement').selectAll().where('jti', '=', jti).execute();

describe('a confirmed order', () => {
  test.each(['reseal', 'pass'] as const)('is settled as what was confirmed, variant %s', async (variant) => {
    const before = await cardRow(group, HANAKO);
    const own = await aWallet(group, { variant });
    const row = await aDecidedConfirmation(group, own, { amount: yen(2345) });
    expect(row).toMatchObject({ state: 'yes', reason: 'ok', flow: 'agency', agency: group.agency.id, request: null });
    expect((await cardRow(group, HANAKO)).available).toBe(before.available - 2345);
    const told = await toldAbout(group, row.jti);
    expect(told.find(({ type }) => type === 'agency.verdict')!.data).toEqual({
      mall: group.mall.id,
      purchase: row.jti,
      verdict: 'yes',
    });
    expect(told.find(({ type }) => type === 'settlement.result')!.data).toMatchObject({
      purchase: row.jti,
      result: 'ok',
      amount: yen(2345),
      receipt: row.receipt,
    });
    expect(told).toHaveLength(2);
  });

  test('goes to the agency as a verdict and to the mall as a settlement', async () => {
    const { jti } = await aDecidedConfirmation(group, wallet);
    const rows = await group.credit.storage.read.selectFrom('outbox').selectAll().where('subject', '=', jti).execute();
    expect(Object.fromEntries(rows.map(({ type, partner }) => [type, partner]))).toEqual({
      'agency.verdict': group.agency.id,
      'settlement.result': group.mall.id,
    });
  });

  test('answered twice gets the same verdict twice and is settled once', async () => {
    const data = await aConfirmed(group, wallet);
    expectOk(await tellConfirmed(group, data));
    expectOk(await tellConfirmed(group, data));
    await decideAll(group.credit.credit);
    expectOk(await tellConfirmed(group, data));
    // A further confirmation of an order that is settled.
    expectOk(await tellConfirmed(group, await aConfirmed(group, wallet, { number: data.purchase })));
    expect(await verdictsOn(data.purchase)).toEqual(['yes', 'yes', 'yes']);
    expect(await settlementsOf(data.purchase)).toHaveLength(1);
    expect(await inquiriesOf(group, data.purchase)).toHaveLength(1);
  });

  test('of a card that can’t pay ends as no, without a word to the mall', async () => {
    const taro = await aWallet(group, { entry: TARO });
    const row = await aDecidedConfirmation(group, taro, { amount: yen(1200) });
    expect(row).toMatchObject({ state: 'no', reason: 'over-limit' });
    expect(await toldAbout(group, row.jti)).toEqual([
      { type: 'agency.verdict', data: { mall: group.mall.id, purchase: row.jti, verdict: 'no' } },
    ]);
  });
});

describe('what was confirmed is what is charged', () => {
  test('another amount, quantity or mall in the request than the customer confirmed is no', async () => {
    const changed = [
      [{ confirmation: { amount: yen(999) } }, 'amount-differs'],
      [{ confirmation: { quantity: 3 } }, 'amount-differs'],
      [{ confirmation: { mall: 'other.example' } }, 'mall-differs'],
    ] as const;
    for (const [choice, reason] of changed) {
      expect(await aDecidedConfirmation(group, wallet, choice)).toMatchObject({ state: 'no', reason });
    }
  });

  test('the amount can’t change between two confirmations of one order', async () => {
    const { jti: number } = await aDecidedConfirmation(group, wallet, { pin: '1111' });
    const dearer = await aConfirmed(group, wallet, { number, amount: yen(5000) });
    expect(await tellConfirmed(group, dearer)).toEqual(fail('event-conflict'));
    expect(await aDecidedConfirmation(group, wallet, { number })).toMatchObject({ state: 'yes' });
  });

  test('a confirmation of another order does not open, nor do data sealed anew for another order', async () => {
    const [one, other] = [await aConfirmed(group, wallet), await aConfirmed(group, wallet)];
    const swapped = [
      { ...one, confirmation: other.confirmation },
      { ...other, resealed: one.resealed! },
    ];
    for (const data of swapped) expectOk(await tellConfirmed(group, data));
    await decideAll(group.credit.credit);
    for (const { purchase } of swapped) {
      const [row] = await inquiriesOf(group, purchase);
      expect(row).toMatchObject({ state: 'no', reason: 'unreadable', detail: 'not-authentic' });
    }
  });

  test('a confirmation counts once: shown again with other data beside it, it is replayed', async () => {
    const first = await aConfirmed(group, wallet, { identity: { password: 'azami-1' } });
    expectOk(await tellConfirmed(group, first));
    await decideAll(group.credit.credit);
    expect(await verdictsOn(first.purchase)).toEqual(['again']);
    const second = await aConfirmed(group, wallet, { number: first.purchase });
    expectOk(await tellConfirmed(group, { ...second, confirmation: first.confirmation }));
    await decideAll(group.credit.credit);
    const rows = await inquiriesOf(group, first.purchase);
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['card-refused', 'replayed']);
    expect(await settlementsOf(first.purchase)).toEqual([]);
  });

  test('is decided too where its mall was suspended meanwhile', async () => {
    const first = await aConfirmed(group, wallet, { pin: '1111' });
    expectOk(await tellConfirmed(group, first));
    await decideAll(group.credit.credit);
    const second = await aConfirmed(group, wallet, { number: first.purchase });
    expectOk(await tellConfirmed(group, { ...second, confirmation: first.confirmation }));
    expectOk(await suspendPartner(group.credit.post, 'mori', group.mall.id));
    await decideAll(group.credit.credit).finally(() => approveNow(group.credit, group.mall));
    expect((await inquiriesOf(group, first.purchase)).at(-1)).toMatchObject({ state: 'no', request: null });
  });

  test('one that ran out may be made afresh', async () => {
    const now = Math.floor(group.clock().getTime() / 1000);
    const late = await aDecidedConfirmation(group, wallet, { confirmation: { expires: now - 121 } });
    expect(late).toMatchObject({ state: 'again', reason: 'too-late' });
    expect(await aDecidedConfirmation(group, wallet, { number: late.jti })).toMatchObject({ state: 'yes' });
  });
});

describe('a wallet', () => {
  test('that is cut, altered, run out, of another agency or for another settlement server is refused', async () => {
    const other = await anAgencyFor(group, 'other-agency.localhost');
    const { jws } = wallet;
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const altered = toBase64Url(Buffer.from(JSON.stringify({ ...wallet.wallet, expires: '2099-01-01T00:00:00Z' })));
    const wrong: [TestWallet, string][] = [
      [{ ...wallet, jws: jws.slice(0, -8) }, 'wallet-invalid'],
      [{ ...wallet, jws: `${header}.${altered}.${signature}` }, 'wallet-invalid'],
      [{ ...wallet, jws: `${header}.${payload}.` }, 'wallet-invalid'],
      [await aWallet(group, { by: other }), 'wallet-invalid'],
      [await aWallet(group, { change: { agency: other.id } }), 'wallet-foreign'],
      [await aWallet(group, { change: { settlement: other.id } }), 'wallet-foreign'],
      [await aWallet(group, { change: { expires: group.clock().toISOString() } }), 'key-expired'],
    ];
    for (const [each, detail] of wrong) {
      const row = await aDecidedConfirmation(group, each);
      expect(row).toMatchObject({ state: 'no', reason: 'wallet-refused', detail });
    }
    // Brought by another agency than the one that signed it.
    const foreign = await aConfirmed(group, wallet);
    expectOk(await tellConfirmed(group, foreign, other));
    await decideAll(group.credit.credit);
    expect((await inquiriesOf(group, foreign.purchase))[0]).toMatchObject({ reason: 'wallet-refused' });
  });

  test('is not another one that the customer confirmed with', async () => {
    const second = await aWallet(group);
    const data = await aConfirmed(group, wallet);
    expectOk(await tellConfirmed(group, { ...data, wallet: second.jws }));
    await decideAll(group.credit.credit);
    const [row] = await inquiriesOf(group, data.purchase);
    expect(row).toMatchObject({ state: 'no', reason: 'wallet-refused', detail: 'wallet-foreign' });
  });

  test('in variant pass carries its own sealed data, and no other', async () => {
    const own = await aWallet(group, { variant: 'pass' });
    const other = await aWallet(group, { variant: 'pass', entry: SAMPLE_PERSON });
    const sealed = fromBase64Url(other.wallet.sealed)!;
    const row = await aDecidedConfirmation(group, own, { confirmation: { sealed } });
    expect(row).toMatchObject({ state: 'no', reason: 'wallet-refused', detail: 'wallet-invalid' });
  });
});

describe('a PIN', () => {
  test('that is wrong may be typed again; the right one starts the count anew', async () => {
    for (let at = 1; at < MOST_WRONG_PINS; at++) {
      const row = await aDecidedConfirmation(group, wallet, { pin: '1111' });
      expect(row).toMatchObject({ state: 'again', reason: 'pin-wrong', card: null });
    }
    const number = aPurchase();
    expect(await aDecidedConfirmation(group, wallet, { number })).toMatchObject({ state: 'yes' });
    expect(await aDecidedConfirmation(group, wallet, { pin: '1111' })).toMatchObject({ state: 'again' });
  });

  test('wrong five times locks the wallet, also against the right one, until somebody unlocks it', async () => {
    for (let at = 1; at < MOST_WRONG_PINS; at++) await aDecidedConfirmation(group, wallet, { pin: '1111' });
    const fifth = await aDecidedConfirmation(group, wallet, { pin: '1111' });
    expect(fifth).toMatchObject({ state: 'no', reason: 'pin-wrong', detail: 'wallet-locked' });
    expect(await aDecidedConfirmation(group, wallet)).toMatchObject({ state: 'no', reason: 'wallet-locked' });
    // A copy of the file on another device is the same wallet; another wallet of the same customer is not.
    expect(await aDecidedConfirmation(group, await aWallet(group))).toMatchObject({ state: 'yes' });

    const { serial } = wallet.wallet;
    const { credit } = group.credit;
    const [locked] = (await listLocked(credit, { limit: 10 })).rows;
    expect(locked).toMatchObject({ serial, agency: '見本クレジット' });
    expectOk(await unlockWallet(credit, 'mori', { serial, reason: 'the customer called' }));
    expect(await unlockWallet(credit, 'mori', { serial, reason: 'again' })).toEqual(fail('not-found'));
    expect(await aDecidedConfirmation(group, wallet)).toMatchObject({ state: 'yes' });
    const deeds = await credit.storage.read.selectFrom('trail').selectAll().where('subject', '=', serial).execute();
    expect(deeds).toMatchObject([{ action: 'wallet.unlocked', who: 'mori', detail: 'the customer called' }]);
  });

  test('is not told apart by what it sets going, once the wallet is locked', async () => {
    for (let at = 1; at <= MOST_WRONG_PINS; at++) await aDecidedConfirmation(group, wallet, { pin: '1111' });
    const since = group.clock().toISOString();
    const row = await aDecidedConfirmation(group, wallet, { identity: { password: 'azami-1' } });
    expect(row).toMatchObject({ state: 'no', reason: 'wallet-locked' });
    // A password takes a fifth of a second to prove: that alone would tell which PIN was right.
    const tries = await group.credit.storage.read.selectFrom('attempt').select('id').where('at', '>=', since).execute();
    expect(tries).toEqual([]);
  });

  test('many wrong ones at once are counted one by one, and none of them tries the card', async () => {
    const since = group.clock().toISOString();
    const sent = await Promise.all(Array.from({ length: 9 }, () => aConfirmed(group, wallet, { pin: '1111' })));
    for (const data of sent) expectOk(await tellConfirmed(group, data));
    group.clock.advance({ seconds: 1 });
    expectOk(await tellConfirmed(group, await aConfirmed(group, wallet)));
    await decideAll(group.credit.credit);
    const rows = await group.credit.storage.read
      .selectFrom('inquiry')
      .select(['reason', 'state'])
      .where('received_at', '>=', since)
      .execute();
    const count = (reason: string): number => rows.filter((row) => row.reason === reason).length;
    // The right one came last and is locked out.
    expect([count('pin-wrong'), count('wallet-locked')]).toEqual([5, 5]);
    const { id } = await cardRow(group, HANAKO);
    const tries = await group.credit.storage.read
      .selectFrom('attempt')
      .select('id')
      .where('card', '=', id)
      .where('at', '>=', since)
      .execute();
    expect(tries).toEqual([]);
  });
});

test('a card that does not fit may be confirmed again, the fifth time is the last', async () => {
  const wrong = { identity: { expiry: '2031-01' } };
  const { jti: number } = await aDecidedConfirmation(group, wallet, wrong);
  for (let at = 0; at < 4; at++) await aDecidedConfirmation(group, wallet, { ...wrong, number });
  expect(await verdictsOn(number)).toEqual(['again', 'again', 'again', 'again', 'no']);
  expect(await settlementsOf(number)).toEqual([]);
});

describe('a request that is refused at once', () => {
  test('for a mall that is no approved partner here, by who runs no agency, or that asks', async () => {
    const data = await aConfirmed(group, wallet);
    const stranger = await aMall({ id: 'stranger.localhost', clock: group.clock, press: group.mall.mall.press });
    expect(await tellConfirmed(group, { ...data, mall: stranger.id })).toEqual(fail('event-foreign', 'mall'));
    expect(await tellConfirmed(group, data, group.mall)).toEqual(fail('event-foreign', 'role'));
    const ask = {
      step: 'ask',
      purchase: data.purchase,
      amount: data.amount,
      quantity: 1,
      code: 'A'.repeat(43),
      expires: group.clock().toISOString(),
    } as const;
    const asked = { type: 'agency.request', subject: data.purchase, data: ask } as const;
    expect(await tellParty(group.agency, group.credit, asked)).toEqual(fail('event-invalid', 'step'));
  });

  test('of an agency that was suspended before it was decided: no', async () => {
    const agency = await anAgencyFor(group, 'leaving.localhost');
    const leaving = { ...group, agency };
    const data = await aConfirmed(leaving, await aWallet(leaving));
    expectOk(await tellConfirmed(leaving, data));
    expectOk(await suspendPartner(group.credit.post, 'mori', agency.id));
    await decideAll(group.credit.credit);
    const [row] = await inquiriesOf(group, data.purchase);
    expect(row).toMatchObject({ state: 'no', reason: 'wallet-refused', detail: 'partner-suspended' });
    expectOk(await approveNow(group.credit, agency));
  });
});

test('an agency in the same installation is answered next door, in the unit of work that decided', async () => {
  const heard: unknown[] = [];
  const credit: Credit = {
    ...group.credit.credit,
    tellAgency: async (db, to, verdict) => {
      const row = await db
        .selectFrom('inquiry')
        .select('state')
        .where('jti', '=', verdict.purchase)
        .executeTakeFirstOrThrow();
      heard.push({ to, state: row.state, ...verdict });
    },
  };
  const own: ConfirmingGroup = { ...group, agency: group.credit };
  const data = await aConfirmed(own, await aWallet(own));
  const taken = await writeResult(group.credit.storage, (db) => acceptConfirmed(credit, db, group.credit.id, data));
  expect(taken).toEqual(ok());
  await decideAll(credit);
  expect(heard).toEqual([
    { to: group.credit.id, state: 'yes', mall: group.mall.id, purchase: data.purchase, verdict: 'yes' },
  ]);
  expect((await toldAbout(group, data.purchase)).map(({ type }) => type)).toEqual(['settlement.result']);
});
