/** What the service hands to a station that will work cut off. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { expectOk, fail } from '#shared/result.ts';
import { markRestored } from '#main/backup/resume.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes } from '#main/roles/carrier/route-imports.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { copyForStation } from '#main/roles/carrier/station-copy.ts';
import { noteEveryParcelChange } from '#main/roles/carrier/station-copy-tables.ts';
import { beginTariffs, readTariff, saveTariff } from '#main/roles/carrier/tariff.ts';
import { aCarrierStation, type TestCarrierStation } from '../../../builders/a-carrier-station.ts';
import { aGroup, bringEvent, type TestGroup } from '../../../builders/a-group.ts';
import { type AgreedParcel, aLabelText, anAgreedParcel } from '../../../builders/an-order.ts';
import { anEvent } from '../../../post/an-event.ts';

let group: TestGroup;
let carrier: Carrier;
let van: TestCarrierStation;
let other: TestCarrierStation;
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
  van = await aCarrierStation(group, { name: '車両 7' });
  other = await aCarrierStation(group, { name: '車両 8' });
});

const caller = (): DeskCaller => ({ who: 'x', station: { id: van.id, name: '車両 7', kind: 'van' } });

async function cancelledParcel(): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group);
  const { number: subject, purchase } = parcel;
  const event = anEvent(group.mall, { subject, data: { purchase, reason: 'cancelled' } });
  expectOk(await bringEvent(group.mall, group.carrier, JSON.stringify(event)));
  return parcel;
}

describe('the copy', () => {
  test('is for gates and vans of this party alone', async () => {
    expect(await copyForStation(carrier, { who: 'office' }, undefined)).toEqual(fail('not-found'));
    const station = { id: van.id, name: 'x', kind: 'bench' } as const;
    expect(await copyForStation(carrier, { who: 'x', station }, undefined)).toEqual(fail('not-found'));
    const stranger = { id: '8b4b9f0e-33c1-4d1c-9f2e-0a41c0f4d6aa', name: 'x', kind: 'van' } as const;
    expect(await copyForStation(carrier, { who: 'x', station: stranger }, undefined)).toEqual(fail('not-found'));
  });

  test('comes in pages, then only what changed, and holds no addressee', async () => {
    const parcels = [await anAgreedParcel(group), await anAgreedParcel(group), await anAgreedParcel(group)];
    const numbers = new Set<string>();
    let cursor: string | undefined;
    for (let more = true; more;) {
      const page = expectOk(await copyForStation(carrier, caller(), cursor, 2));
      expect(page.parcels.length).toBeLessThanOrEqual(2);
      for (const { number } of page.parcels) numbers.add(number);
      expect(JSON.stringify(page)).not.toContain('尾上町');
      ({ cursor, more } = page);
    }
    for (const { number } of parcels) expect(numbers).toContain(number);
    expectOk(await scanParcel(carrier, { who: 'depot' }, { scan: parcels[1]!.labelText, step: 'accept' }));
    const changed = expectOk(await copyForStation(carrier, caller(), cursor));
    expect(changed).toMatchObject({ fresh: false, more: false, gone: [] });
    expect(changed.parcels).toMatchObject([
      { number: parcels[1]!.number, state: 'accepted', pieces: [{ piece: 1, of: 1, state: 'accepted' }] },
    ]);
    expect(changed).not.toHaveProperty('tables');
    expect(expectOk(await copyForStation(carrier, caller(), changed.cursor))).toMatchObject({
      parcels: [],
      more: false,
    });
  });

  test('forgets what ended long ago', async () => {
    const start = expectOk(await copyForStation(carrier, caller(), undefined));
    const { number } = await cancelledParcel();
    const first = expectOk(await copyForStation(carrier, caller(), undefined));
    expect(first.parcels.find((parcel) => parcel.number === number)?.state).toBe('cancelled');
    group.clock.advance({ days: 15 });
    const gone = expectOk(await copyForStation(carrier, caller(), start.cursor));
    expect(gone.parcels.some((parcel) => parcel.number === number)).toBe(false);
    expect(gone.gone).toContain(number);
    const later = expectOk(await copyForStation(carrier, caller(), undefined));
    expect(later.parcels.some((parcel) => parcel.number === number)).toBe(false);
  });

  test('brings the routes again when they change', async () => {
    const before = expectOk(await copyForStation(carrier, caller(), undefined));
    expectOk(await saveDepot(carrier, 'office', { code: 'YOK', name: '横浜営業所', address: '' }));
    expectOk(await importRoutes(carrier, 'office', 'country,prefix,depot,route\nJP,231,YOK,12-A\n'));
    const after = expectOk(await copyForStation(carrier, caller(), before.cursor));
    expect(after).toMatchObject({ fresh: false, tables: { routes: [{ prefix: '231', depot: 'YOK', route: '12-A' }] } });
  });

  test('begins anew after a restore: the database counts from where its backup stood', async () => {
    const before = expectOk(await copyForStation(carrier, caller(), undefined));
    expect(expectOk(await copyForStation(carrier, caller(), before.cursor)).fresh).toBe(false);
    await markRestored(join(group.carrier.folder, 'tokumei.db'), group.clock().toISOString());
    expect(expectOk(await copyForStation(carrier, caller(), before.cursor)).fresh).toBe(true);
    expect(expectOk(await copyForStation(carrier, caller(), '7|no cursor')).fresh).toBe(true);
  });

  test('tells the zone of a parcel by the table of the day on which it was agreed on', async () => {
    const before = await anAgreedParcel(group);
    const tomorrow = new Date(group.clock().getTime() + 86_400_000);
    const tariff = await readTariff(carrier.storage.read, group.clock());
    const moved = { ...tariff, prefixes: [...tariff.prefixes, ['JP', '23', 'okinawa'] as const] };
    expectOk(await saveTariff(carrier, 'office', { from: calendarDay(tomorrow), tariff: moved }));
    group.clock.advance({ days: 1 });
    await beginTariffs(carrier);
    const wrong = await anAgreedParcel(group, { zone: 'mainland' });
    await other.copied();
    await other.cutOff();
    expect(expectOk(await other.scan(before.labelText)).warnings).toEqual([]);
    expect(expectOk(await other.scan(wrong.labelText)).warnings).toEqual(['zone-differs']);
  });

  test('that is whole again leaves nothing behind at the station of what is expected no more', async () => {
    const { number, envelope } = await cancelledParcel();
    const text = aLabelText(number, envelope);
    await van.copied();
    group.clock.advance({ days: 15 });
    expectOk(await importRoutes(carrier, 'office', 'country,prefix,depot,route\nJP,231,YOK,12-B\n'));
    await carrier.storage.write(noteEveryParcelChange);
    await van.copied();
    await van.cutOff();
    expect(expectOk(await van.scan(text))).toMatchObject({ warnings: ['unconfirmed'], route: { route: '12-B' } });
  });
});
