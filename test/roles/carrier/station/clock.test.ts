/** A station whose own clock is wrong. */
import { beforeAll, expect, test } from 'vitest';
import type { Step } from '#shared/desk/carrier.ts';
import { expectOk, fail } from '#shared/result.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { aCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aClock } from '../../../builders/a-clock.ts';
import { aGroup, type TestGroup } from '../../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel } from '../../../builders/an-order.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});

async function aParcel(steps: readonly Step[]): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group, { pay: 'later' });
  for (const step of steps) {
    group.clock.advance({ minutes: 1 });
    const reason = step === 'attempt' ? ({ reason: 'absent' } as const) : {};
    expectOk(await scanParcel(group.carrier.carrier, { who: 'depot' }, { scan: parcel.labelText, step, ...reason }));
  }
  return parcel;
}

test('behind its service’s: what it scans is not taken for late, there or on its own', async () => {
  const clock = aClock(new Date(group.clock().getTime() - 600_000).toISOString());
  const station = await aCarrierStation(group, { name: '車両 2', clock });
  const [online, alone] = [
    await aParcel(['accept', 'arrive', 'load', 'attempt']),
    await aParcel(['accept', 'arrive', 'load', 'attempt']),
  ];
  clock.advance({ minutes: 9 });
  await station.copied();
  expect(expectOk(await station.scan(online.labelText, 'load'))).toMatchObject({
    state: 'out-for-delivery',
    warnings: [],
  });
  await station.cutOff();
  expect(expectOk(await station.scan(alone.labelText, 'load'))).toMatchObject({
    state: 'out-for-delivery',
    warnings: [],
  });
  await station.comeBack();
  const row = await group.carrier.carrier.storage.read
    .selectFrom('parcel')
    .select(['state', 'changed_at'])
    .where('number', '=', alone.number)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ state: 'out-for-delivery', changed_at: group.clock().toISOString() });
});

test('ahead by weeks: it works cut off all the same', async () => {
  const clock = aClock(new Date(group.clock().getTime() + 30 * 86_400_000).toISOString());
  const station = await aCarrierStation(group, { name: '車両 3', clock });
  const { labelText } = await aParcel(['accept']);
  await station.copied();
  await station.cutOff();
  expect(expectOk(await station.scan(labelText, 'arrive')).state).toBe('at-depot');
  clock.advance({ days: 8 });
  expect(await station.scan(labelText, 'look')).toEqual(fail('station-lease-ended'));
});

test('set back after the lease has ended, it opens nothing', async () => {
  const clock = aClock(group.clock().toISOString());
  const station = await aCarrierStation(group, { name: '車両 4', clock });
  const { labelText } = await aParcel(['accept']);
  await station.copied();
  await station.cutOff();
  clock.advance({ days: 8 });
  expect(await station.scan(labelText, 'look')).toEqual(fail('station-lease-ended'));
  clock.advance({ days: -7 });
  expect(await station.scan(labelText, 'look')).toEqual(fail('station-lease-ended'));
  await station.restart();
  expect(await station.scan(labelText, 'look')).toEqual(fail('station-lease-ended'));
});
