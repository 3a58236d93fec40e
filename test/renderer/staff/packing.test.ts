import { expect, test } from 'vitest';
import type { CommandName } from '#shared/desk/contract.ts';
import type { PackingOrder } from '#shared/desk/mall.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { DeskClient } from '#renderer/staff/desk-client.ts';
import { createPackingStore } from '#renderer/staff/stations/mall/packing-store.ts';
import { isComplete, tickUnit, untickUnit } from '#renderer/staff/stations/mall/ticks.ts';
import { minter } from '#test/fakes/fake-office.ts';

const ITEMS = [
  { sku: 'HL-0302', quantity: 1 },
  { sku: 'CL-0401', quantity: 2 },
];
const mint = minter(5);
const [purchase, shipping, other] = [mint('purchase'), mint('shipping'), mint('purchase')];

function anOrder(over: Partial<PackingOrder> = {}): PackingOrder {
  return {
    purchase,
    placedAt: '2026-11-21T01:00:00.000Z',
    carrier: 'aozora.example',
    carrierName: '青空運送',
    variant: 'a',
    state: 'accepted',
    total: yen(4298),
    pay: 'on-delivery',
    size: { size: 80, weight: 5 },
    shipping,
    paid: false,
    copies: 0,
    items: ITEMS,
    ...over,
  };
}

type Answers = Partial<Record<CommandName, (input: never) => Result<unknown>>>;

function aStation(answers: Answers = {}) {
  const calls: (readonly [CommandName, unknown])[] = [];
  const tones: string[] = [];
  const all: Answers = {
    'packing.open': ({ number }: { number: string }) =>
      number === other
        ? ok(anOrder({ purchase: other }))
        : [purchase, shipping].includes(number)
          ? ok(anOrder())
          : fail('purchase-unknown'),
    'packing.print': () => ok({ labelId: `${shipping}010101`, copy: 1, pdf: 'cGRm', preview: 'cG5n' }),
    'packing.hand-over': () => ok(),
    ...answers,
  };
  const call = (async (name: CommandName, input: unknown) => {
    calls.push([name, input]);
    return all[name]?.(input as never) ?? fail('not-found');
  }) as DeskClient['call'];
  const store = createPackingStore({ call }, (tone) => tones.push(tone));
  const scan = (text: string): Promise<void> => store.getState().take({ text });
  return { calls, tones, store, scan };
}

test('each scan ticks one unit, the last one all', () => {
  let ticks = {};
  const outcomes = ['CL-0401', 'HL-0302', 'CL-0401'].map((sku) => {
    const step = tickUnit(ITEMS, ticks, [sku]);
    ticks = step.ticks;
    return step.outcome.kind;
  });
  expect(outcomes).toEqual(['ticked', 'ticked', 'all-ticked']);
  expect(isComplete(ITEMS, ticks)).toBe(true);
  expect(isComplete(ITEMS, untickUnit(ticks, 'CL-0401'))).toBe(false);
});

test('one too many and a wrong item change nothing', () => {
  const ticks = { 'HL-0302': 1 };
  expect(tickUnit(ITEMS, ticks, ['HL-0302'])).toEqual({ ticks, outcome: { kind: 'too-many', sku: 'HL-0302' } });
  expect(tickUnit(ITEMS, ticks, ['XX-1'])).toEqual({ ticks, outcome: { kind: 'not-in-order', sku: 'XX-1' } });
});

test('case, width and a foreign layout do not hide an item', () => {
  expect(tickUnit(ITEMS, {}, ['hl-0302']).outcome.kind).toBe('ticked');
  expect(tickUnit(ITEMS, {}, ['ＨＬ-0302']).outcome.kind).toBe('ticked');
  expect(tickUnit(ITEMS, {}, ['HL/0302', 'HL-0302']).outcome.kind).toBe('ticked');
});

test('a scanned number opens its order, and items scanned behind it find it open', async () => {
  const { scan, store, tones } = aStation();
  await Promise.all([scan(`${shipping}010101`), scan('HL-0302')]);
  expect(store.getState().order?.purchase).toBe(purchase);
  expect(store.getState().ticks[purchase]).toEqual({ 'HL-0302': 1 });
  expect(tones).toEqual(['done', 'done']);
});

test('an item without an open order is heard as wrong', async () => {
  const { scan, store, tones } = aStation();
  await scan('HL-0302');
  expect(store.getState().notice).toEqual({ kind: 'no-order' });
  expect(tones).toEqual(['look']);
});

test('nothing is printed before every item is ticked', async () => {
  const { scan, store, calls } = aStation();
  await scan(purchase);
  await scan('HL-0302');
  await store.getState().print();
  expect(store.getState().notice).toEqual({ kind: 'failed', failure: { code: 'items-unchecked' } });
  expect(calls.map(([name]) => name)).toEqual(['packing.open']);
});

test('print sends what was checked, once, however often Enter is pressed', async () => {
  const { scan, store, calls } = aStation();
  await scan(purchase);
  for (const sku of ['HL-0302', 'CL-0401', 'CL-0401']) await scan(sku);
  await Promise.all([store.getState().print(), store.getState().print()]);
  const prints = calls.filter(([name]) => name === 'packing.print');
  expect(prints).toEqual([['packing.print', { purchase, checked: ITEMS }]]);
  expect(store.getState().order).toMatchObject({ state: 'packed', copies: 1 });
  expect(store.getState().papers.label).toMatchObject({ copy: 1, preview: 'cG5n' });
});

test('ticks of an order left for another one are found again', async () => {
  const { scan, store } = aStation();
  await scan(purchase);
  await scan('HL-0302');
  await scan(other);
  expect(store.getState().order?.purchase).toBe(other);
  await scan(purchase);
  expect(store.getState().ticks[purchase]).toEqual({ 'HL-0302': 1 });
});

test('after the hand-over nothing of the order is left', async () => {
  const { scan, store } = aStation({ 'packing.open': () => ok(anOrder({ state: 'packed' })) });
  await scan(purchase);
  await store.getState().handOver();
  const { order, papers, ticks, notice } = store.getState();
  expect({ order, papers, ticks }).toEqual({ order: undefined, papers: {}, ticks: {} });
  expect(notice).toEqual({ kind: 'handed-over', purchase });
});

test('a refused command says why and leaves the order open', async () => {
  const { scan, store, tones } = aStation({ 'packing.hand-over': () => fail('wrong-state', 'accepted') });
  await scan(purchase);
  await store.getState().handOver();
  expect(store.getState().order?.purchase).toBe(purchase);
  expect(store.getState().notice).toMatchObject({ kind: 'failed', failure: { code: 'wrong-state' } });
  expect(tones.at(-1)).toBe('look');
});

test('a label printed at another bench is seen in the open order', async () => {
  const { scan, store } = aStation();
  await scan(purchase);
  store.getState().sync([anOrder({ state: 'packed', copies: 1 })]);
  expect(store.getState().order).toMatchObject({ state: 'packed', copies: 1, items: ITEMS });
});
