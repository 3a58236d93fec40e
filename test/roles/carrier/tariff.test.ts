/** A change of fees counts from a day on: for customers as they are sent here, for malls from the first of a month. */
import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64Url } from '#shared/bytes.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { expectOk, fail } from '#shared/result.ts';
import { listDueBills } from '#main/roles/carrier/invoices.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { agreeToShip, findArrivalParcel, priceList } from '#main/roles/carrier/ship.ts';
import { beginTariffs, listTariffs, readTariff, saveTariff, withdrawTariff } from '#main/roles/carrier/tariff.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { anAgreedParcel, anOffer, aShipArrival, sealForCarrier } from '../../builders/an-order.ts';

let group: TestGroup;
let tariff: Tariff;
beforeEach(async () => {
  group = await aGroup({ clock: aClock('2026-11-21T03:00:00.000Z') });
  tariff = await readTariff(group.carrier.storage.read, group.clock());
});
const carrier = () => group.carrier.carrier;
const save = (from: string, change: Partial<Tariff>) =>
  saveTariff(carrier(), 'sato', { from, tariff: { ...tariff, ...change } });
const states = async () => (await listTariffs(carrier())).versions.map(({ from, state }) => [from, state]);

describe('a change of fees', () => {
  test('counts from its day on, and the customer pays what the form showed', async () => {
    expectOk(await save('2026-11-22', { surcharges: { ...tariff.surcharges, mainland: 100 } }));
    const before = await aShipArrival(group, (await anOffer(group, { pay: 'on-delivery' })).instruction);
    expect((await priceList(carrier(), before)).surcharges['mainland']).toBe(0);
    expect(await states()).toEqual([
      ['2026-11-22', 'coming'],
      [undefined, 'now'],
    ]);

    // Fourteen minutes over midnight, with the form still open.
    group.clock.set('2026-11-21T23:50:00.000Z');
    const open = await aShipArrival(group, (await anOffer(group, { pay: 'on-delivery' })).instruction);
    group.clock.advance({ minutes: 14 });
    const envelope = toBase64Url(await sealForCarrier(carrier(), open.number));
    expectOk(await agreeToShip(carrier(), open, { envelope, zone: 'mainland' }));
    expect(await findArrivalParcel(carrier(), open)).toMatchObject({ surcharge: 0 });
    const { number } = await anAgreedParcel(group, { pay: 'on-delivery' });
    expect(expectOk(await scanParcel(carrier(), { who: 'abe' }, { scan: number, step: 'look' }))).toMatchObject({
      surcharge: { value: 100 },
    });
    expect(await states()).toEqual([
      ['2026-11-22', 'now'],
      [undefined, 'ended'],
    ]);
  });

  test('by weight, size and cash is in what the customer pays, and in nothing that the mall is told', async () => {
    expectOk(
      await save('2026-11-22', {
        sizes: { mainland: { 60: 30, 80: 30, 100: 30, 120: 30 } },
        weights: { 2: 4, 5: 4, 10: 4 },
        collecting: [{ upTo: null, fee: 500 }],
      }),
    );
    group.clock.advance({ days: 1 });
    const { number } = await anAgreedParcel(group, { pay: 'on-delivery' });
    const scanned = expectOk(await scanParcel(carrier(), { who: 'abe' }, { scan: number, step: 'look' }));
    expect(scanned).toMatchObject({ surcharge: { value: 534 } });
    const [told] = await sentEvents(group.carrier, 'shipping.result');
    expect(told!.json).not.toContain('534');
    const { number: settled } = await anAgreedParcel(group, { pay: 'later' });
    const later = expectOk(await scanParcel(carrier(), { who: 'abe' }, { scan: settled, step: 'look' }));
    expect(later).toMatchObject({ surcharge: { value: 34 } });
  });

  test('bills malls at one rate a month: that of its first day', async () => {
    const cheap = Object.fromEntries(Object.keys(tariff.fees).map((size) => [size, 1])) as Tariff['fees'];
    expectOk(await save('2026-11-22', { fees: cheap }));
    group.clock.advance({ days: 2 });
    const { number } = await anAgreedParcel(group);
    expectOk(await scanParcel(carrier(), { who: 'abe' }, { scan: number, step: 'accept' }));
    const rate = async () => (await listDueBills(carrier()))[0]!.lines[0]!.rate.value;
    expect(await rate()).toBeGreaterThan(1);
    group.clock.set('2026-12-02T03:00:00.000Z');
    expect(await rate()).toBe(1);
  });

  test('can be taken back before its day, and not put under what was agreed on', async () => {
    expect(await save('2026-11-20', {})).toEqual(fail('field-invalid', 'from'));
    expectOk(await save('2026-12-01', {}));
    expectOk(await withdrawTariff(carrier(), 'sato', '2026-12-01'));
    expect(await withdrawTariff(carrier(), 'sato', '2026-12-01')).toEqual(fail('not-found'));
    expectOk(await save('2026-11-21', { surcharges: { mainland: 5 } }));
    expect((await readTariff(group.carrier.storage.read, group.clock())).surcharges).toEqual({ mainland: 5 });
    await anAgreedParcel(group);
    expect(await save('2026-11-21', {})).toEqual(fail('field-invalid', 'from'));
    expect(await withdrawTariff(carrier(), 'sato', '2026-11-21')).toEqual(fail('not-found'));
  });

  test('that names a code twice, carries nothing, goes nowhere or has steps out of order is refused', async () => {
    const about = async (change: Partial<Tariff>) => {
      const saved = await save('2026-12-01', change);
      return saved.ok ? undefined : saved.error.about;
    };
    expect(await about({ prefixes: [...tariff.prefixes, ['JP', '00', 'mainland']] })).toBe('prefixes');
    expect(await about({ fees: {} })).toBe('fees');
    expect(await about({ surcharges: {} })).toBe('surcharges');
    expect(
      await about({
        collecting: [
          { upTo: null, fee: 1 },
          { upTo: 5, fee: 1 },
        ],
      }),
    ).toBe('collecting');
    expect(await states()).toEqual([[undefined, 'now']]);
  });

  test('reaches stations on the day on which it begins, once', async () => {
    const count = async () =>
      (
        await group.carrier.storage.read
          .selectFrom('change_count')
          .select('count')
          .where('name', '=', 'addresses')
          .executeTakeFirstOrThrow()
      ).count;
    const start = await count();
    expectOk(await save('2026-11-22', {}));
    await beginTariffs(carrier());
    expect(await count()).toBe(start);
    group.clock.advance({ days: 1 });
    await beginTariffs(carrier());
    await beginTariffs(carrier());
    expect(await count()).toBe(start + 1);
  });
});
