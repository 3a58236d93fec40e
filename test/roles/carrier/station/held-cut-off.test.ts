/** What customers wish, at a gate or van that is cut off from its service. */
import { beforeAll, expect, test } from 'vitest';
import { deliveryDays } from '#shared/domain/delivery-slot.ts';
import { expectOk, fail } from '#shared/result.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes } from '#main/roles/carrier/route-imports.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { wishDelivery, wishHold } from '#main/roles/carrier/wishes.ts';
import { aCarrierStation, type TestCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aGroup, type TestGroup } from '../../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel } from '../../../builders/an-order.ts';

let group: TestGroup;
let carrier: Carrier;
let van: TestCarrierStation;
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
  expectOk(await saveDepot(carrier, 'sato', { code: 'YOK', name: 'YOK', address: '' }));
  expectOk(await importRoutes(carrier, 'sato', 'country,prefix,depot,route\nJP,,YOK,23-A\n'));
  van = await aCarrierStation(group, { name: '車両 7' });
});

async function atDepot(): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group, { pay: 'later' });
  for (const step of ['accept', 'arrive'] as const) {
    group.clock.advance({ minutes: 1 });
    expectOk(await scanParcel(carrier, { who: 'depot' }, { scan: parcel.labelText, step }));
  }
  return parcel;
}

test('a held parcel is not loaded, one that is brought after all is, and a later day is noticed', async () => {
  const [held, brought, later] = [await atDepot(), await atDepot(), await atDepot()];
  for (const { trackingToken } of [held, brought]) expectOk(await wishHold(carrier, { token: trackingToken }));
  expectOk(await wishDelivery(carrier, { token: brought.trackingToken }, { day: '', slot: '' }));
  const day = deliveryDays(group.clock(), 1)[2]!;
  expectOk(await wishDelivery(carrier, { token: later.trackingToken }, { day, slot: '12-14' }));
  await van.copied();
  await van.cutOff();
  expect(await van.scan(held.labelText, 'load')).toEqual(fail('held-at-depot', 'YOK'));
  expect(expectOk(await van.scan(held.labelText, 'look')).wish).toEqual({ hold: 'YOK' });
  expect(expectOk(await van.scan(brought.labelText, 'load')).state).toBe('out-for-delivery');
  expect(expectOk(await van.scan(later.labelText, 'load'))).toMatchObject({
    wish: { day, slot: '12-14' },
    warnings: ['wish-later'],
  });
  await van.comeBack();
  expect(await van.standing()).toMatchObject({ refused: 0, waiting: 0 });
});

test('what it loaded before the customer asked to have it held is on the van', async () => {
  const parcel = await atDepot();
  await van.copied();
  await van.cutOff();
  expect(expectOk(await van.scan(parcel.labelText, 'load')).state).toBe('out-for-delivery');
  group.clock.advance({ minutes: 5 });
  expectOk(await wishHold(carrier, { token: parcel.trackingToken }));
  await van.comeBack();
  expect(await van.standing()).toMatchObject({ refused: 0 });
  expect(expectOk(await scanParcel(carrier, { who: 'depot' }, { scan: parcel.labelText, step: 'look' }))).toMatchObject(
    {
      state: 'out-for-delivery',
      wish: { hold: 'YOK' },
    },
  );
});

test('no wish stands readable in a station’s database', async () => {
  const { trackingToken } = await atDepot();
  const day = deliveryDays(group.clock(), 1)[4]!;
  expectOk(await wishDelivery(carrier, { token: trackingToken }, { day, slot: '19-21' }));
  await van.copied();
  expect(van.bytesAtRest().includes(day)).toBe(false);
});
