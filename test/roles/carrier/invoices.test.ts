import { beforeEach, describe, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import { listDueBills, listSentInvoices, openSentInvoice, sendInvoices } from '#main/roles/carrier/invoices.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { readTariff } from '#main/roles/carrier/tariff.ts';
import { listInvoices, openInvoice } from '#main/roles/mall/invoices.ts';
import { randomUuid } from '#main/vault/index.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aGroup, bringEvent, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { anAgreedParcel } from '../../builders/an-order.ts';
import { anEvent } from '../../post/an-event.ts';

const RATE_60 = 800;
const RATE_80 = 1000;

let group: TestGroup;
beforeEach(async () => {
  group = await aGroup({ clock: aClock('2026-11-21T03:00:00.000Z') });
});

async function accepted(pay: 'on-delivery' | 'later' = 'later'): Promise<{ number: string; purchase: string }> {
  const parcel = await anAgreedParcel(group, { pay });
  expectOk(await scanParcel(group.carrier.carrier, { who: 'abe' }, { scan: parcel.number, step: 'accept' }));
  return parcel;
}
const sizeOf = async (number: string) =>
  (
    await group.carrier.storage.read
      .selectFrom('parcel')
      .select('size')
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
  ).size;
const due = () => listDueBills(group.carrier.carrier);
const sent = async () => (await listSentInvoices(group.carrier.carrier, { limit: 100 })).rows;

describe('the carrier bills', () => {
  test('the parcels that it took in a month, at a flat rate by size, when the month is over', async () => {
    await anAgreedParcel(group);
    const { number } = await accepted();
    await accepted('on-delivery');
    const size = await sizeOf(number);
    const { fees } = await readTariff(group.carrier.storage.read, group.clock());
    const rate = fees[size]!;
    const bill = { size, parcels: 2, rate: yen(rate), amount: yen(2 * rate) };
    expect(await due()).toMatchObject([{ mall: group.mall.id, lines: [bill], refunded: yen(0), total: yen(2 * rate) }]);
    await sendInvoices(group.carrier.carrier);
    expect(await sent()).toEqual([]);

    group.clock.advance({ days: 10 });
    await accepted();
    await sendInvoices(group.carrier.carrier);
    await sendInvoices(group.carrier.carrier);
    const [invoice, ...more] = await sent();
    expect(more).toEqual([]);
    expect(invoice).toMatchObject({ month: '2026-11', date: '2026-12-01', parcels: 2, total: yen(2 * rate) });
    expect(expectOk(await openSentInvoice(group.carrier.carrier, invoice!.invoice)).lines).toEqual([bill]);
    expect(await due()).toMatchObject([{ lines: [{ parcels: 1 }] }]);
    const [message] = await sentEvents(group.carrier, 'invoice');
    expect(message!.data).toMatchObject({ month: '2026-11', lines: [bill], refunds: [], total: yen(2 * rate) });
    expect(message!.json).not.toContain(number);

    await group.exchange();
    expect((await listInvoices(group.mall.mall, { limit: 100 })).rows).toMatchObject([
      { carrier: group.carrier.id, month: '2026-11', parcels: 2, total: yen(2 * rate), breaks: 0 },
    ]);
  });

  test('a parcel that was scanned late with the next month, and never twice', async () => {
    const { number } = await accepted();
    group.clock.advance({ days: 10 });
    await sendInvoices(group.carrier.carrier);
    // Synced after the invoice, though a depot took it before.
    await accepted();
    await group.carrier.storage.write((db) =>
      db.updateTable('piece').set({ accepted_at: '2026-11-30T23:00:00.000Z' }).where('number', '<>', number).execute(),
    );
    await sendInvoices(group.carrier.carrier);
    expect(await sent()).toHaveLength(1);
    group.clock.advance({ days: 31 });
    await sendInvoices(group.carrier.carrier);
    expect((await sent()).map(({ month, parcels }) => [month, parcels])).toEqual([
      ['2026-12', 1],
      ['2026-11', 1],
    ]);
    expect(await due()).toEqual([]);
  });

  test('nothing where nothing was taken', async () => {
    await anAgreedParcel(group);
    group.clock.advance({ days: 40 });
    await sendInvoices(group.carrier.carrier);
    expect(await sent()).toEqual([]);
    expect(await openSentInvoice(group.carrier.carrier, randomUuid())).toEqual(fail('not-found'));
  });

  test('the cash that it gave back for a mall, once', async () => {
    const { number } = await accepted('on-delivery');
    const refund = randomUuid();
    await group.carrier.storage.write((db) =>
      db
        .insertInto('cash_refund')
        .values({
          refund,
          number,
          mall: group.mall.id,
          amount: 700,
          currency: 'JPY',
          reason: 'returned',
          state: 'done',
          asked_at: group.clock().toISOString(),
          done_at: group.clock().toISOString(),
          who: 'abe',
          invoice: null,
        })
        .execute(),
    );
    expect(await due()).toMatchObject([{ refunded: yen(700) }]);
    group.clock.advance({ days: 10 });
    await sendInvoices(group.carrier.carrier);
    const [message] = await sentEvents(group.carrier, 'invoice');
    expect(message!.data).toMatchObject({ refunds: [{ refund, amount: yen(700) }] });
    group.clock.advance({ days: 31 });
    await sendInvoices(group.carrier.carrier);
    expect(await sent()).toHaveLength(1);
    await group.exchange();
    const [invoice] = (await listInvoices(group.mall.mall, { limit: 100 })).rows;
    // The mall asked for no such refund.
    expect(invoice).toMatchObject({ breaks: 1 });
    const detail = expectOk(await openInvoice(group.mall.mall, invoice!.invoice));
    expect(detail).toMatchObject({
      refunded: yen(700),
      breaks: [{ kind: 'refund', subject: refund, reason: 'unknown' }],
    });
  });
});

describe('an invoice at the mall', () => {
  const line = (size: number, parcels: number, rate: number) => ({
    size,
    parcels,
    rate: yen(rate),
    amount: yen(parcels * rate),
  });

  function bill(month: string, lines: readonly ReturnType<typeof line>[], changes: Record<string, unknown> = {}) {
    const invoice = randomUuid();
    const total = yen(lines.reduce((sum, { amount }) => sum + amount.value, 0));
    const data = { invoice, month, date: `${month}-28`, lines, refunds: [], total, ...changes };
    const event = anEvent(group.carrier, { type: 'invoice', subject: data.invoice, data });
    return bringEvent(group.carrier, group.mall, JSON.stringify(event));
  }

  test('is held against the parcels that the carrier said it took', async () => {
    const { number } = await accepted();
    await accepted();
    await group.exchange();
    const size = await sizeOf(number);
    expectOk(await bill('2026-11', [line(size, 3, RATE_60), line(size === 80 ? 100 : 80, 1, RATE_80)]));
    const [row] = (await listInvoices(group.mall.mall, { limit: 100 })).rows;
    expect(row).toMatchObject({ parcels: 4, breaks: 2 });
    const { lines } = expectOk(await openInvoice(group.mall.mall, row!.invoice));
    expect(lines.map(({ parcels, expected }) => [parcels, expected]).sort()).toEqual([
      [1, 0],
      [3, 2],
    ]);
  });

  test('shows a rate that has changed, and counts parcels that came late', async () => {
    const { number } = await accepted();
    await accepted();
    await group.exchange();
    const size = await sizeOf(number);
    expectOk(await bill('2026-11', [line(size, 1, RATE_60)]));
    expectOk(await bill('2026-12', [line(size, 1, RATE_60 + 50)]));
    const [december, november] = (await listInvoices(group.mall.mall, { limit: 100 })).rows;
    expect([december!.breaks, november!.breaks]).toEqual([1, 0]);
    const { lines } = expectOk(await openInvoice(group.mall.mall, december!.invoice));
    expect(lines).toMatchObject([{ parcels: 1, expected: 1, rate: yen(RATE_60 + 50), rateBefore: yen(RATE_60) }]);
  });

  test('is refused where its sums do not come out, or its month was billed before', async () => {
    const right = line(60, 1, RATE_60);
    expect(await bill('2026-11', [right], { total: yen(1) })).toEqual(fail('event-invalid', 'total'));
    expect(await bill('2026-11', [{ ...right, amount: yen(801) }])).toEqual(fail('event-invalid', 'lines'));
    expect(await bill('2026-11', [right, right])).toEqual(fail('event-invalid', 'lines'));
    expectOk(await bill('2026-11', [right]));
    expect(await bill('2026-11', [right])).toEqual(fail('event-conflict', 'invoice'));
    expect(await openInvoice(group.mall.mall, randomUuid())).toEqual(fail('not-found'));
    expect((await listInvoices(group.mall.mall, { limit: 100 })).rows).toHaveLength(1);
  });
});
