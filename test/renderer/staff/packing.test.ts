import { expect, test } from 'vitest';
import type { CommandName } from '#shared/desk/contract.ts';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { DeskClient } from '#renderer/staff/desk-client.ts';
import { createPackingStore } from '#renderer/staff/stations/mall/packing-store.ts';
import type { Paper } from '#renderer/staff/stations/mall/paper.ts';
import {
  addBox,
  type Boxes,
  checkedItems,
  isComplete,
  ONE_BOX,
  removeBox,
  tickUnits,
  untickUnit,
} from '#renderer/staff/stations/mall/ticks.ts';
import { minter } from '#test/fakes/fake-office.ts';

const JAN = '4901234567894';
const ITEMS = [
  { sku: 'HL-0302', quantity: 1, barcode: JAN },
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
    marks: { chosen: [], always: [] },
    ...over,
  };
}

const aLabel = (piece = 1, of = 1, copy = 1) => ({
  labelId: `${shipping}0${piece}0${of}0${copy}`,
  copy,
  pdf: 'cGRm',
  preview: 'cG5n',
});
type Answers = Partial<Record<CommandName, (input: never) => Result<unknown>>>;

function aStation(answers: Answers = {}) {
  const calls: (readonly [CommandName, unknown])[] = [];
  const tones: string[] = [];
  const papers: (readonly Paper[])[] = [];
  let state = 'accepted';
  const all: Answers = {
    'packing.open': ({ number }: { number: string }) =>
      number === other
        ? ok(anOrder({ purchase: other }))
        : [purchase, shipping].includes(number)
          ? ok(anOrder())
          : fail('purchase-unknown'),
    'packing.look': (input: { purchase: string }) =>
      ok(anOrder({ ...input, state: state as 'packed', copies: state === 'packed' ? 1 : 0 })),
    'packing.print': ({ pieces }: { pieces: number }) => {
      state = 'packed';
      return ok(Array.from({ length: pieces }, (_, at) => aLabel(at + 1, pieces)));
    },
    'packing.labels': () => ok([]),
    'packing.hand-over': () => ok(),
    ...answers,
  };
  const call = (async (name: CommandName, input: unknown) => {
    calls.push([name, input]);
    return all[name]?.(input as never) ?? fail('not-found');
  }) as DeskClient['call'];
  const store = createPackingStore(
    { call },
    (tone) => tones.push(tone),
    (made) => void papers.push(made),
  );
  const scan = (text: string, units?: number): Promise<void> => store.getState().take({ text }, units);
  const prints = () => calls.filter(([name]) => name === 'packing.print').map(([, input]) => input);
  return { calls, tones, papers, store, scan, prints };
}

test('each scan ticks one unit, the last one all', () => {
  let boxes: Boxes = ONE_BOX;
  const outcomes = ['CL-0401', 'HL-0302', 'CL-0401'].map((sku) => {
    const step = tickUnits(ITEMS, boxes, [sku]);
    boxes = step.boxes;
    return step.outcome.kind;
  });
  expect(outcomes).toEqual(['ticked', 'ticked', 'all-ticked']);
  expect(isComplete(ITEMS, boxes)).toBe(true);
  expect(isComplete(ITEMS, untickUnit(boxes, 'CL-0401'))).toBe(false);
});

test('too many and a wrong item change nothing', () => {
  const boxes: Boxes = [{ 'HL-0302': 1 }];
  const over = { kind: 'too-many', sku: 'HL-0302', over: 1 };
  expect(tickUnits(ITEMS, boxes, ['HL-0302'])).toEqual({ boxes, outcome: over });
  expect(tickUnits(ITEMS, boxes, ['CL-0401'], 5)).toEqual({
    boxes,
    outcome: { kind: 'too-many', sku: 'CL-0401', over: 3 },
  });
  expect(tickUnits(ITEMS, boxes, ['XX-1'])).toEqual({ boxes, outcome: { kind: 'not-in-order', sku: 'XX-1' } });
});

test('case, width, a foreign layout and its own bar code do not hide an item', () => {
  for (const readings of [['hl-0302'], ['ＨＬ-0302'], ['HL/0302', 'HL-0302'], [JAN]]) {
    expect(tickUnits(ITEMS, ONE_BOX, readings).outcome).toMatchObject({ kind: 'ticked', sku: 'HL-0302' });
  }
});

test('items go into the piece that is open, and come out of the one they went into last', () => {
  let boxes = tickUnits(ITEMS, ONE_BOX, ['CL-0401']).boxes;
  boxes = addBox(boxes);
  expect(removeBox(boxes)).toHaveLength(1);
  boxes = tickUnits(ITEMS, boxes, ['CL-0401']).boxes;
  expect(removeBox(boxes)).toHaveLength(2);
  expect(checkedItems(boxes)).toEqual([
    { sku: 'CL-0401', quantity: 1, piece: 1 },
    { sku: 'CL-0401', quantity: 1, piece: 2 },
  ]);
  expect(untickUnit(boxes, 'CL-0401')).toEqual([{ 'CL-0401': 1 }, { 'CL-0401': 0 }]);
});

test('a scanned number opens its order, and items scanned behind it find it open', async () => {
  const { scan, store, tones } = aStation();
  await Promise.all([scan(`${shipping}010101`), scan('HL-0302')]);
  expect(store.getState().order?.purchase).toBe(purchase);
  expect(store.getState().boxes[purchase]).toEqual([{ 'HL-0302': 1 }]);
  expect(tones).toEqual(['done', 'done']);
});

test('an item without an open order is heard as wrong', async () => {
  const { scan, store, tones } = aStation();
  await scan('HL-0302');
  expect(store.getState().notice).toEqual({ kind: 'no-order' });
  expect(tones).toEqual(['look']);
});

test('nothing is printed before every item is in, and what is missing is said', async () => {
  const { scan, store, prints, tones } = aStation();
  await scan(purchase);
  await scan('HL-0302');
  await store.getState().print();
  expect(store.getState().notice).toMatchObject({ kind: 'missing', items: [{ sku: 'CL-0401', left: 2 }] });
  expect(prints()).toEqual([]);
  expect(tones.at(-1)).toBe('look');
});

test('the last scan prints what was checked, once, and the next number opens the next order', async () => {
  const { scan, store, prints, papers } = aStation();
  await scan(purchase);
  await scan(JAN);
  await Promise.all([scan('CL-0401', 2), store.getState().print()]);
  expect(prints()).toEqual([
    {
      purchase,
      pieces: 1,
      checked: [
        { sku: 'HL-0302', quantity: 1, piece: 1 },
        { sku: 'CL-0401', quantity: 2, piece: 1 },
      ],
    },
  ]);
  expect(store.getState().order).toMatchObject({ state: 'packed', copies: 1 });
  expect(papers.map((made) => made.map(({ label }) => label?.labelId))).toEqual([[`${shipping}010101`]]);
  await scan('HL-0302');
  expect(store.getState().notice).toEqual({ kind: 'not-open' });
  await scan(other);
  expect(store.getState().order?.purchase).toBe(other);
});

test('a label that could not be made leaves the order open, and Enter tries again', async () => {
  let broken = true;
  const { scan, store, prints, papers } = aStation({
    'packing.print': () => (broken ? fail('label-unreadable') : ok([aLabel()])),
  });
  await scan(purchase);
  await scan('HL-0302');
  await scan('CL-0401', 2);
  expect(store.getState().order?.state).toBe('accepted');
  expect(store.getState().notice).toMatchObject({ kind: 'failed', failure: { code: 'label-unreadable' } });
  expect(papers).toEqual([]);
  broken = false;
  await store.getState().print();
  expect(prints()).toHaveLength(2);
  expect(papers).toHaveLength(1);
});

test('labels of several pieces are printed together at the end, first to last', async () => {
  const { scan, store, prints, papers } = aStation();
  await scan(purchase);
  await scan('HL-0302');
  store.getState().addPiece();
  await scan('CL-0401');
  store.getState().addPiece();
  expect(prints()).toEqual([]);
  await scan('CL-0401');
  expect(prints()).toMatchObject([{ pieces: 3 }]);
  expect(papers[0]!.map(({ label }) => `${label?.piece}/${label?.of}`)).toEqual(['1/3', '2/3', '3/3']);
  expect(store.getState().notice).toEqual({ kind: 'printed', pieces: 3 });
});

test('what went into an order left for another one is found again', async () => {
  const { scan, store } = aStation();
  await scan(purchase);
  await scan('HL-0302');
  await scan(other);
  expect(store.getState().order?.purchase).toBe(other);
  await scan(purchase);
  expect(store.getState().boxes[purchase]).toEqual([{ 'HL-0302': 1 }]);
});

test('after the hand-over nothing of the order is left', async () => {
  const { scan, store } = aStation({ 'packing.open': () => ok(anOrder({ state: 'packed' })) });
  await scan(purchase);
  await store.getState().handOver();
  const { order, labels, boxes, notice } = store.getState();
  expect({ order, labels, boxes }).toEqual({ order: undefined, labels: [], boxes: {} });
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

test('an order called off elsewhere is heard and takes no more items', async () => {
  const { scan, store, tones, prints } = aStation({ 'packing.look': () => ok(anOrder({ state: 'cancelled' })) });
  await scan(purchase);
  await store.getState().refresh();
  expect(store.getState().order?.state).toBe('cancelled');
  expect(tones).toEqual(['done', 'look']);
  await store.getState().refresh();
  expect(tones).toEqual(['done', 'look']);
  await scan('HL-0302');
  await scan('CL-0401', 2);
  expect(prints()).toEqual([]);
});

test('a label printed at another bench is seen in the open order', async () => {
  const { scan, store } = aStation({
    'packing.look': () => ok(anOrder({ state: 'packed', copies: 1 })),
    'packing.labels': () => ok([{ labelId: aLabel().labelId, piece: 1, of: 1, copy: 1, printedAt: '' }]),
    'packing.label': () => ok(aLabel()),
  });
  await scan(purchase);
  await store.getState().refresh();
  expect(store.getState().order).toMatchObject({ state: 'packed', copies: 1, items: ITEMS });
  expect(store.getState().labels).toMatchObject([{ preview: 'cG5n' }]);
});
