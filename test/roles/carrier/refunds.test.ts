/** Cash that goes back to addressees for malls: only what was collected, each once, and the address for as long as needed. */
import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { finishCashRefund, listCashRefunds, openCashRefund } from '#main/roles/carrier/refunds.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aGroup, bringEvent, introduce, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { BRING_BACK, carryParcel, DELIVER } from '../../builders/a-dispatch.ts';
import { ADDRESSEE, type AgreedParcel, anAgreedParcel } from '../../builders/an-order.ts';
import { aMall, type TestParty } from '../../builders/a-party.ts';
import { anEvent } from '../../post/an-event.ts';

const COLLECTED = 3955;
let group: TestGroup;
let parcel: AgreedParcel;
beforeEach(async () => {
  group = await aGroup();
  parcel = await anAgreedParcel(group);
  await carryParcel(group, parcel.number, DELIVER, { due: COLLECTED });
});

interface Asked {
  readonly refund?: string;
  readonly shipping?: string;
  readonly subject?: string;
  readonly currency?: string;
  readonly by?: TestParty;
}

function ask(value: number, choice: Asked = {}): Promise<Result<void>> {
  const {
    refund = randomUuid(),
    shipping = parcel.number,
    subject = refund,
    currency = 'JPY',
    by = group.mall,
  } = choice;
  const data = { refund, shipping, amount: { value, currency }, reason: 'returned' };
  return bringEvent(by, group.carrier, JSON.stringify(anEvent(by, { type: 'cod.refund', subject, data })));
}
const list = async (asked: object = {}) =>
  (await listCashRefunds(group.carrier.carrier, { order: 'oldest', limit: 10, ...asked })).rows;
const told = async () =>
  (await sentEvents(group.carrier, 'cod.refunded')).map(({ data }) => data as EventData<'cod.refunded'>);
const trail = async (): Promise<string[]> =>
  (await group.carrier.storage.read.selectFrom('trail').selectAll().execute()).map(
    ({ action, subject, detail }) => `${action} ${subject} ${detail}`,
  );

describe('a mall asks to give cash back', () => {
  test('and it waits, oldest first, without an address', async () => {
    expectOk(await ask(1000));
    group.clock.advance({ minutes: 1 });
    expectOk(await ask(500));
    const rows = await list();
    expect(rows.map(({ amount, state }) => [amount.value, state])).toEqual([
      [1000, 'asked'],
      [500, 'asked'],
    ]);
    expect(rows[0]).toMatchObject({ number: parcel.number, mall: '見本マーケット', billed: false });
    expect(JSON.stringify(rows)).not.toContain(ADDRESSEE.name);
  });

  test('up to what was collected and not one yen above, in however many parts', async () => {
    expectOk(await ask(3000));
    expect(await ask(956)).toEqual(fail('refund-too-high'));
    const both = await Promise.all([ask(955), ask(955)]);
    expect(both.filter(({ ok }) => !ok)).toEqual([fail('refund-too-high')]);
  });

  test('again without effect; with other content it is a conflict', async () => {
    const again = { refund: randomUuid() };
    expectOk(await ask(1000, again));
    expectOk(await ask(1000, again));
    expect(await ask(1001, again)).toEqual(fail('event-conflict'));
    expect(await list()).toHaveLength(1);
  });

  test('of nothing, in another currency, under another subject, or of another mall’s parcel for nothing', async () => {
    expect(await ask(0)).toEqual(fail('event-invalid', 'amount'));
    expect(await ask(1, { currency: 'USD' })).toEqual(fail('event-invalid', 'amount'));
    expect(await ask(1, { subject: parcel.number })).toEqual(fail('event-invalid', 'subject'));
    expect(await ask(1, { shipping: '30482771930569' })).toEqual(fail('event-unknown-number'));
    const other = await aMall({ id: 'other-mall.localhost', clock: group.clock, press: group.mall.mall.press });
    await introduce(other, group.carrier);
    expect(await ask(1, { by: other })).toEqual(fail('event-unknown-number'));
    expect(await list()).toEqual([]);
  });

  test('that nobody collected: not yet, not at all, or of a parcel that came back', async () => {
    const waiting = await anAgreedParcel(group);
    expect(await ask(1, { shipping: waiting.number })).toEqual(fail('wrong-state', 'expected'));
    await carryParcel(group, waiting.number, BRING_BACK);
    expect(await ask(1, { shipping: waiting.number })).toEqual(fail('wrong-state', 'returned'));
    const prepaid = await anAgreedParcel(group, { pay: 'later' });
    await carryParcel(group, prepaid.number, DELIVER);
    expect(await ask(1, { shipping: prepaid.number })).toEqual(fail('wrong-state', 'delivered'));
  });
});

describe('the clerk', () => {
  let refund: string;
  beforeEach(async () => {
    expectOk(await ask(1000));
    refund = (await list())[0]!.refund;
  });

  test('opens to whom the cash goes, and the trail says so', async () => {
    const { addressee } = expectOk(await openCashRefund(group.carrier.carrier, 'sato', refund));
    expect(addressee).toMatchObject({ name: ADDRESSEE.name, postalCode: ADDRESSEE.postalCode });
    expect(await trail()).toContain(`address.opened ${parcel.number} refund`);
    expect(await openCashRefund(group.carrier.carrier, 'sato', randomUuid())).toEqual(fail('not-found'));
  });

  test('gives it back once, also from two desks; the mall is told the day and no hour', async () => {
    const { carrier } = group.carrier;
    const both = await Promise.all(['sato', 'ito'].map((who) => finishCashRefund(carrier, who, refund)));
    expect(both.filter(({ ok }) => !ok)).toEqual([fail('wrong-state', 'done')]);
    const [sent] = await sentEvents(group.carrier, 'cod.refunded');
    expect(JSON.parse(sent!.json)).toMatchObject({ time: '2026-11-21T00:00:00.000Z' });
    expect(await told()).toEqual([{ refund, shipping: parcel.number, amount: yen(1000), date: '2026-11-21' }]);
    expect(await list({ states: ['asked'] })).toEqual([]);
    expect(await list({ states: ['done'], search: parcel.number })).toMatchObject([{ state: 'done', who: 'sato' }]);
    expect(await trail()).toContain(`cash.given-back ${parcel.number} ${refund}`);
  });

  test('opens no address once it is done', async () => {
    expectOk(await finishCashRefund(group.carrier.carrier, 'sato', refund));
    expect(await openCashRefund(group.carrier.carrier, 'sato', refund)).toEqual(fail('wrong-state', 'done'));
  });
});
