import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ScannedParcel, Step } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { deliveryDays } from '#shared/domain/delivery-slot.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { parcelHistory, trackByNumber, trackByToken } from '#main/roles/carrier/parcels.ts';
import { printNotice } from '#main/roles/carrier/missed.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes } from '#main/roles/carrier/route-imports.ts';
import { type Scan, scanParcel } from '#main/roles/carrier/scan.ts';
import { readWishes, wishDelivery, wishHold } from '#main/roles/carrier/wishes.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel } from '../../builders/an-order.ts';

let group: TestGroup;
let carrier: Carrier;
let parcel: AgreedParcel;

const GATE: DeskCaller = { who: 'kato', station: { id: 'g', name: 'Gate 2', kind: 'gate', depot: 'YOK' } };
const VAN: DeskCaller = { who: 'mori', station: { id: 'v', name: 'Van 7', kind: 'van', depot: 'YOK' } };

beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
  expectOk(await saveDepot(carrier, 'sato', { code: 'YOK', name: '横浜営業所', address: '横浜市中区見本町3-3' }));
  expectOk(await importRoutes(carrier, 'sato', 'country,prefix,depot,route\nJP,,YOK,23-A\n'));
});
beforeEach(async () => {
  parcel = await anAgreedParcel(group, { pay: 'later' });
});

const days = (first: 1 | 2): readonly string[] => deliveryDays(group.clock(), first);
const scan = (by: DeskCaller, step: Step, more: Partial<Scan> = {}): Promise<Result<ScannedParcel>> =>
  scanParcel(carrier, by, { scan: parcel.labelText, step, ...more });
async function come(...steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const by = step === 'accept' || step === 'arrive' ? GATE : VAN;
    expectOk(await scan(by, step, step === 'attempt' ? { reason: 'cash-refused' } : {}));
  }
}
const wish = (day = '', slot = ''): Promise<Result<void>> =>
  wishDelivery(carrier, { token: parcel.trackingToken }, { day, slot });
const board = async () => expectOk(await trackByToken(carrier, parcel.trackingToken)).wishes!;

describe('a day and a time of day', () => {
  test('stand on the customer’s page and at the station, and go to no mall', async () => {
    const day = days(2)[1]!;
    const before = (await sentEvents(group.carrier)).length;
    expectOk(await wish(day, '14-16'));
    expect(await board()).toMatchObject({ wish: { day, slot: '14-16' }, attempted: false, waits: false });
    expect((await sentEvents(group.carrier)).length).toBe(before);
    await come('accept');
    expect(expectOk(await scan(GATE, 'arrive')).wish).toEqual({ day, slot: '14-16' });
    expect(expectOk(await scan(VAN, 'load')).warnings).toEqual(['wish-later']);
    for (const { json } of await sentEvents(group.carrier)) expect(json).not.toMatch(/14-16|wish/);
  });

  test('that nobody offers are refused', async () => {
    expect(await wish(days(1)[0], '')).toEqual(fail('field-invalid', 'day'));
    expect(await wish('', 'noon')).toEqual(fail('field-invalid', 'slot'));
    await come('accept', 'arrive');
    expectOk(await wish(days(1)[0], 'morning'));
  });

  test('are refused once the van is out, and when all is over', async () => {
    await come('accept', 'arrive', 'load');
    expect(await wish()).toEqual(fail('parcel-underway'));
    expect(await wishHold(carrier, { token: parcel.trackingToken })).toEqual(fail('parcel-underway'));
    expect((await board()).days).toBeUndefined();
    await come('deliver');
    expect(await wish()).toEqual(fail('parcel-ended'));
  });

  test('need the token', async () => {
    for (const token of ['', 'AAAAAAAAAAAAAAAAAAAAAA', parcel.number]) {
      expect(await wishDelivery(carrier, { token }, { day: '', slot: '' })).toEqual(fail('parcel-unknown'));
      expect(await wishHold(carrier, { token })).toEqual(fail('parcel-unknown'));
    }
  });

  test('leave a line in history and trail; by number alone nothing of it shows', async () => {
    await come('accept');
    const plain = await trackByNumber(carrier, parcel.number);
    expectOk(await wish('', 'morning'));
    expect(await trackByNumber(carrier, parcel.number)).toEqual(plain);
    expect(expectOk(await parcelHistory(carrier, parcel.number)).at(-1)).toMatchObject({
      state: 'accepted',
      who: 'customer',
      asked: 'time',
    });
    const [deed] = await readTrail(carrier.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ action: 'parcel.wished', subject: parcel.number, who: 'customer', detail: 'time' });
  });
});

test('after an attempt the wish is used up, its reason is told, and another delivery is asked for', async () => {
  expectOk(await wish(days(2)[0], 'morning'));
  await come('accept', 'arrive', 'load', 'attempt');
  const tracked = expectOk(await trackByToken(carrier, parcel.trackingToken));
  expect(tracked.wishes).toMatchObject({ attempted: true, days: days(1) });
  expect(tracked.wishes!.wish).toBeUndefined();
  expect(tracked.steps.at(-1)).toMatchObject({ state: 'attempted', reason: 'cash-refused' });
  expectOk(await wish(days(1)[0], '18-20'));
  expect(expectOk(await trackByToken(carrier, parcel.trackingToken)).steps.at(-1)).toMatchObject({
    asked: 'redelivery',
  });
});

describe('held at the depot', () => {
  test('before anybody opened the parcel it is a wish; the depot is named as soon as it is known', async () => {
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    expect(await board()).toMatchObject({ wish: { hold: '' }, waits: false });
    expect(await board()).not.toHaveProperty('counter');
    await come('accept');
    expect(await board()).toMatchObject({ wish: { hold: 'YOK' }, counter: { name: '横浜営業所' }, waits: false });
    await come('arrive');
    expect(await board()).toMatchObject({ waits: true });
  });

  test('at a depot without a counter it is refused; wished for before, it is brought', async () => {
    const depot = { code: 'YOK', name: '横浜営業所', address: '', counter: 'none' } as const;
    expectOk(await saveDepot(carrier, 'sato', depot));
    const { trackingToken: token } = parcel;
    expectOk(await wishHold(carrier, { token }));
    expect(expectOk(await scan(GATE, 'accept')).warnings).toEqual(['no-counter']);
    expect(await board()).toMatchObject({ fetchable: false, waits: false });
    expect((await board()).wish).toBeUndefined();
    const steps = expectOk(await trackByToken(carrier, token)).steps.map(({ state, asked }) => asked ?? state);
    expect(steps).toEqual(['expected', 'hold', 'no-counter', 'accepted']);
    expect((await trackByNumber(carrier, parcel.number)).steps).toHaveLength(1);
    expect(expectOk(await scan(GATE, 'arrive')).warnings).toEqual([]);
    expect(await wishHold(carrier, { token })).toEqual(fail('no-counter'));
    const day = { opens: '09:00', closes: '18:00' };
    const hours = [day, day, day, day, day, null, null];
    expectOk(await saveDepot(carrier, 'sato', { ...depot, counter: 'collect', hours }));
    expectOk(await wishHold(carrier, { token }));
    expect(await board()).toMatchObject({ wish: { hold: 'YOK' }, counter: { hours } });
  });

  test('it is not loaded, and delivered at the counter', async () => {
    await come('accept', 'arrive');
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    expect(expectOk(await scan(GATE, 'look')).wish).toEqual({ hold: 'YOK' });
    expect(await scan(VAN, 'load')).toEqual(fail('held-at-depot', 'YOK'));
    expect(expectOk(await scan({ who: 'abe' }, 'deliver')).state).toBe('delivered');
  });

  test('withdrawn, or with a new time, it goes out again', async () => {
    await come('accept', 'arrive');
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    expectOk(await wishDelivery(carrier, { token: parcel.trackingToken }, { day: '', slot: '' }));
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    expectOk(await wish('', '14-16'));
    expect(await board()).toMatchObject({ wish: { slot: '14-16' } });
    expectOk(await scan(VAN, 'load'));
  });

  test('asked for twice it is asked for once', async () => {
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    const asked = expectOk(await parcelHistory(carrier, parcel.number)).filter((step) => step.asked);
    expect(asked).toHaveLength(1);
  });

  test('what a van that was cut off had loaded before is on the van', async () => {
    await come('accept', 'arrive');
    const at = new Date(group.clock().getTime());
    group.clock.advance({ minutes: 1 });
    expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
    const late: DeskCaller = { ...VAN, once: { station: 'v', id: crypto.randomUUID(), at } };
    expect(expectOk(await scan(late, 'load')).state).toBe('out-for-delivery');
  });
});

describe('told to the depot by its number', () => {
  test('a wish is the clerk’s deed, and stands on the customer’s page', async () => {
    await come('accept', 'arrive', 'load', 'attempt');
    const { number } = parcel;
    expect(expectOk(await readWishes(carrier, number))).toEqual({ days: days(1) });
    expectOk(await wishDelivery(carrier, { number, who: 'abe' }, { day: days(1)[1]!, slot: '19-21' }));
    expect(expectOk(await readWishes(carrier, number)).wish).toEqual({ day: days(1)[1], slot: '19-21' });
    expect(await board()).toMatchObject({ wish: { day: days(1)[1], slot: '19-21' } });
    const [deed] = await readTrail(carrier.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ action: 'parcel.wished', who: 'abe', subject: number, detail: 'redelivery' });
    expectOk(await wishHold(carrier, { number, who: 'abe' }));
    expect(await board()).toMatchObject({ wish: { hold: 'YOK' } });
  });

  test('of no parcel, or too late, it is refused', async () => {
    expect(await readWishes(carrier, '30482771930569')).toEqual(fail('parcel-unknown'));
    await come('accept', 'arrive', 'load');
    expect(await wishHold(carrier, { number: parcel.number, who: 'abe' })).toEqual(fail('parcel-underway'));
    expect(expectOk(await readWishes(carrier, parcel.number))).toEqual({});
  });
});

describe('the missed-delivery notice', () => {
  test('is drawn of the last attempt, with a line in the trail', async () => {
    await come('accept', 'arrive', 'load', 'attempt');
    const { pdf, preview } = expectOk(await printNotice(carrier, 'mori', parcel.number));
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(Buffer.from(preview, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect((await readTrail(carrier.storage.read, { limit: 1 }))[0]).toMatchObject({
      action: 'notice.printed',
      subject: parcel.number,
    });
  });

  test('is not drawn without an attempt, or of no parcel', async () => {
    await come('accept');
    expect(await printNotice(carrier, 'mori', parcel.number)).toEqual(fail('not-attempted'));
    expect(await printNotice(carrier, 'mori', '30482771930569')).toEqual(fail('parcel-unknown'));
  });
});
