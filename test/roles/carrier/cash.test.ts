import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { countCashDue, listCashDue, listSentRemittances, remitCash } from '#main/roles/carrier/cash.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { listRemittances } from '#main/roles/mall/money.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { type AgreedParcel, anAgreedParcel, type ParcelChoice } from '../../builders/an-order.ts';

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup();
});

async function delivered(choice: ParcelChoice = {}): Promise<AgreedParcel> {
  const { carrier } = group.carrier;
  const parcel = await anAgreedParcel(group, choice);
  const scan = parcel.labelText;
  for (const step of ['accept', 'arrive', 'load'] as const)
    expectOk(await scanParcel(carrier, { who: 'sato' }, { scan, step }));
  const { due } = expectOk(await scanParcel(carrier, { who: 'sato' }, { scan, step: 'deliver' }));
  if (due) expectOk(await scanParcel(carrier, { who: 'sato' }, { scan, step: 'deliver', collected: due }));
  return parcel;
}
const due = async () => (await listCashDue(group.carrier.carrier, { limit: 100 })).rows;
const remit = (mall: string = group.mall.id, currency?: string) =>
  remitCash(group.carrier.carrier, 'abe', { mall, currency });

describe('cash for malls', () => {
  test('is what drivers collected and nobody remitted yet, without the carrier’s own surcharge', async () => {
    expect(await due()).toEqual([]);
    await delivered();
    await delivered({ zone: 'okinawa' });
    await delivered({ pay: 'later' });
    await anAgreedParcel(group);
    expect(await due()).toEqual([
      { mall: group.mall.id, mallName: '見本マーケット', since: expect.any(String), parcels: 2, total: yen(2 * 3955) },
    ]);
  });

  test('is remitted exactly, parcel by parcel, and once', async () => {
    const parcels = [await delivered(), await delivered({ zone: 'hokkaido', items: { 'HM-1': 1 } })];
    const sent = expectOk(await remit());
    expect(sent).toMatchObject({ mall: group.mall.id, date: '2026-11-21', parcels: 2, total: yen(3955 + 16500) });
    const [event] = await sentEvents(group.carrier, 'cod.remittance');
    expect(event!.data['total']).toEqual(yen(3955 + 16500));
    expect(new Set(event!.data['parcels'] as unknown[])).toEqual(
      new Set([
        { shipping: parcels[0]!.number, amount: yen(3955) },
        { shipping: parcels[1]!.number, amount: yen(16500) },
      ]),
    );
    expect(await remit()).toEqual(fail('not-found'));
    expect(await due()).toEqual([]);
    const asked = { search: '見本', least: 1, limit: 10 };
    expect(await listSentRemittances(group.carrier.carrier, asked)).toEqual({ rows: [sent], total: 1 });
  });

  test('of two currencies is never one sum', async () => {
    const [, second] = [await delivered(), await delivered()];
    await group.carrier.storage.write((db) =>
      db.updateTable('parcel').set({ currency: 'EUR' }).where('number', '=', second.number).execute(),
    );
    const totals = (await due()).map(({ total }) => total);
    expect(totals).toEqual(expect.arrayContaining([yen(3955), { value: 3955, currency: 'EUR' }]));
    expect((await listCashDue(group.carrier.carrier, { limit: 1 })).next).toContain(' ');
    expect(await countCashDue(group.carrier.storage.read)).toMatchObject({ malls: 1, totals: { length: 2 } });
    expect(expectOk(await remit(group.mall.id, 'EUR'))).toMatchObject({
      parcels: 1,
      total: { value: 3955, currency: 'EUR' },
    });
    expect(expectOk(await remit())).toMatchObject({ parcels: 1, total: yen(3955) });
    expect(await remit()).toEqual(fail('not-found'));
  });

  test('is remitted once when two clerks press at once', async () => {
    await delivered();
    const answers = await Promise.all([remit(), remit()]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sentEvents(group.carrier, 'cod.remittance')).toHaveLength(1);
  });

  test('arrives at the mall without breaks and pays its purchases', async () => {
    const { purchase } = await delivered();
    expectOk(await remit());
    await group.exchange();
    expect((await listRemittances(group.mall.mall, { limit: 100 })).rows).toMatchObject([
      { parcels: 1, breaks: 0, total: yen(3955) },
    ]);
    const row = await group.mall.storage.read
      .selectFrom('purchase')
      .select('paid_at')
      .where('number', '=', purchase)
      .executeTakeFirstOrThrow();
    expect(row.paid_at).not.toBeNull();
  });

  test('of later deliveries goes with the next remittance', async () => {
    await delivered();
    expectOk(await remit());
    await delivered();
    expect(expectOk(await remit()).parcels).toBe(1);
  });

  test('is remitted to the mall that it is for', async () => {
    await delivered();
    expect(await remit('other.localhost')).toEqual(fail('not-found'));
  });

  test('is recorded', async () => {
    await delivered();
    const { remittance } = expectOk(await remit());
    const [deed] = await readTrail(group.carrier.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'abe', action: 'cash.remitted', subject: remittance, detail: '1' });
  });
});
