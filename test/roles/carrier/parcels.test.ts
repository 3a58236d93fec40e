import { beforeAll, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { expectOk, fail } from '#shared/result.ts';
import { listParcels, parcelHistory, trackByNumber, trackByToken } from '#main/roles/carrier/parcels.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, bringEvent, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel } from '../../builders/an-order.ts';
import { anEvent } from '../../post/an-event.ts';

let group: TestGroup;
let parcel: AgreedParcel;
beforeAll(async () => {
  group = await aGroup();
  parcel = await anAgreedParcel(group, { zone: 'hokkaido' });
});

const step = (name: 'accept' | 'arrive' | 'load') =>
  scanParcel(group.carrier.carrier, { who: 'sato' }, { scan: parcel.labelText, step: name });

describe('tracking by number', () => {
  test('shows the same of a number unknown and of a parcel that has not come yet', async () => {
    const unknown = numberFromDigits('shipping', '555555555555');
    expect(await trackByNumber(group.carrier.carrier, parcel.number)).toEqual({
      number: parcel.number,
      steps: [],
      full: false,
    });
    expect(await trackByNumber(group.carrier.carrier, unknown)).toEqual({ number: unknown, steps: [], full: false });
  });

  test('shows what malls are told: states and dates, no depot, no hour, no clerk', async () => {
    expectOk(await step('accept'));
    expectOk(await step('arrive'));
    const tracked = await trackByNumber(group.carrier.carrier, parcel.number);
    expect(tracked.steps).toEqual([{ state: 'accepted', at: '2026-11-21' }]);
  });
});

describe('tracking by the customer’s token', () => {
  test('shows every step with its time, and no clerk', async () => {
    const tracked = expectOk(await trackByToken(group.carrier.carrier, parcel.trackingToken));
    expect(tracked).toMatchObject({ number: parcel.number, full: true });
    expect(tracked.steps).toEqual([
      { state: 'expected', at: '2026-11-21T03:00:00.000Z' },
      { state: 'accepted', at: '2026-11-21T03:00:00.000Z' },
      { state: 'at-depot', at: '2026-11-21T03:00:00.000Z' },
    ]);
  });

  test('needs that very token', async () => {
    expect(await trackByToken(group.carrier.carrier, `${parcel.trackingToken}A`)).toEqual(fail('parcel-unknown'));
    expect(await trackByToken(group.carrier.carrier, '')).toEqual(fail('parcel-unknown'));
    expect(await trackByToken(group.carrier.carrier, parcel.number)).toEqual(fail('parcel-unknown'));
  });
});

describe('the list of parcels', () => {
  test('shows numbers, states and money, and nobody’s name', async () => {
    const [row] = (await listParcels(group.carrier.carrier, { limit: 10 })).rows;
    expect(row).toEqual({
      number: parcel.number,
      mall: '見本マーケット',
      state: 'at-depot',
      size: { size: 60, weight: 2 },
      pay: 'on-delivery',
      due: yen(3955 + 440),
      agreedAt: '2026-11-21T03:00:00.000Z',
      changedAt: '2026-11-21T03:00:00.000Z',
    });
  });

  test('is read page by page, newest first', async () => {
    group.clock.advance({ minutes: 1 });
    const newer = await anAgreedParcel(group);
    const [first] = (await listParcels(group.carrier.carrier, { limit: 1 })).rows;
    expect(first!.number).toBe(newer.number);
    const [second] = (
      await listParcels(group.carrier.carrier, { limit: 1, before: `${first!.agreedAt}|${first!.number}` })
    ).rows;
    expect(second!.number).toBe(parcel.number);
  });

  test('has no history for a number unknown', async () => {
    expect(await parcelHistory(group.carrier.carrier, '3')).toEqual(fail('parcel-unknown'));
  });
});

describe('calling off a parcel', () => {
  const cancel = (number: string, data: { purchase?: string; reason?: 'cancelled' | 'expired' } = {}) => {
    const { purchase = '10482771930561', reason = 'cancelled' } = data;
    const event = anEvent(group.mall, { type: 'shipping.cancel', subject: number, data: { purchase, reason } });
    return bringEvent(group.mall, group.carrier, JSON.stringify(event));
  };
  const answers = async (number: string) =>
    (await sentEvents(group.carrier, 'shipping.cancelled')).filter(({ subject }) => subject === number);
  const stateOf = async (number: string): Promise<string> =>
    expectOk(await parcelHistory(group.carrier.carrier, number)).at(-1)!.state;

  test('ends one that is still expected, and the mall is told once', async () => {
    const { number, purchase } = await anAgreedParcel(group);
    expectOk(await cancel(number, { purchase }));
    expectOk(await cancel(number, { purchase }));
    expect(await stateOf(number)).toBe('cancelled');
    expect(await answers(number)).toMatchObject([{ subject: number, data: { purchase, date: '2026-11-21' } }]);
  });

  test('comes too late for one that is here: nothing changes, and the mall’s staff see it', async () => {
    const { number, purchase } = parcel;
    expect(await cancel(number, { purchase })).toEqual(fail('wrong-state', 'at-depot'));
    expectOk(await cancel(number, { purchase, reason: 'expired' }));
    expect([await stateOf(number), await answers(number)]).toEqual(['at-depot', []]);
  });

  test('of an order that ended unanswered needs no answer', async () => {
    const { number, purchase } = await anAgreedParcel(group);
    expectOk(await cancel(number, { purchase, reason: 'expired' }));
    expect([await stateOf(number), await answers(number)]).toEqual(['cancelled', []]);
  });

  test('under another purchase than its own is refused', async () => {
    const { number } = await anAgreedParcel(group);
    expect(await cancel(number)).toEqual(fail('event-invalid', 'purchase'));
    expect(await stateOf(number)).toBe('expected');
  });

  test('of a number that is not known yet, or is another mall’s, may come again', async () => {
    expect(await cancel(numberFromDigits('shipping', '666666666666'))).toEqual(fail('event-unknown-number'));
    const { number } = await anAgreedParcel(group);
    await group.carrier.storage.write((db) =>
      db.updateTable('parcel').set({ mall: 'x.localhost' }).where('number', '=', number).execute(),
    );
    expect(await cancel(number)).toEqual(fail('event-unknown-number'));
  });
});
