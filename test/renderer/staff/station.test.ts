import { expect, test } from 'vitest';
import type { ScannedParcel } from '#shared/desk/carrier.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { DeskClient } from '#renderer/staff/desk-client.ts';
import { stepsAfter } from '#renderer/staff/stations/carrier/steps.ts';
import { createStationStore, type StationStore } from '#renderer/staff/stations/carrier/station-store.ts';
import { HANAKO } from '#test/fakes/fake-carrier.ts';
import { minter } from '#test/fakes/fake-office.ts';

const mint = minter(9);
const number = mint('shipping');
const second = mint('shipping');

function aParcel(over: Partial<ScannedParcel> = {}): ScannedParcel {
  return {
    number,
    piece: 1,
    of: 1,
    copy: 1,
    state: 'at-depot',
    mall: 'みなと百貨',
    size: { size: 80, weight: 5 },
    pay: 'settled',
    addressee: HANAKO,
    warnings: [],
    openedFrom: 'label',
    ...over,
  };
}

function aStation(
  answer: (command: string, input: Record<string, unknown>) => Result<unknown> | Promise<Result<unknown>>,
  asksProof = false,
) {
  const calls: (readonly [string, Record<string, unknown>])[] = [];
  const tones: string[] = [];
  const call = (async (name: string, input: Record<string, unknown>) => {
    calls.push([name, input]);
    return answer(name, input);
  }) as DeskClient['call'];
  const store = createStationStore(
    { call },
    (tone) => tones.push(tone),
    () => asksProof,
    () => 1000,
  );
  const scan = (text: string): Promise<void> => store.getState().take({ kind: 'text', text });
  return { calls, tones, store, scan };
}

const everything = (state: StationStore): string => JSON.stringify(state);

test('a step that was done is green, one tone, and stands in the strip', async () => {
  const { store, scan, tones } = aStation(() => ok(aParcel()));
  store.getState().chooseStep('arrive');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'done', step: 'arrive' });
  expect(store.getState().recent).toMatchObject([{ number, outcome: 'done', step: 'arrive' }]);
  expect(tones).toEqual(['done']);
});

test('look opens and is not shown as done', async () => {
  const { store, scan } = aStation(() => ok(aParcel()));
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'seen' });
});

test('a warning is amber and sounds like one', async () => {
  const { store, scan, tones } = aStation(() => ok(aParcel({ warnings: ['copy'] })));
  store.getState().chooseStep('accept');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'look' });
  expect(tones).toEqual(['look']);
});

test('a refused scan is red, with the number where the scan holds one', async () => {
  const { store, scan, tones } = aStation(() => fail('label-duplicate'));
  await scan(`${number}010101`);
  expect(store.getState().panel).toEqual({ kind: 'stop', failure: { code: 'label-duplicate' }, number });
  expect(tones).toEqual(['look']);
});

test('the strip never holds a name or an address', async () => {
  const { store, scan } = aStation(() => ok(aParcel()));
  await scan(number);
  expect(JSON.stringify(store.getState().recent)).not.toMatch(/見本|尾上町|045|231/);
});

test('forgetting takes the address out of memory and leaves the rest', async () => {
  const { store, scan } = aStation(() => ok(aParcel()));
  await scan(number);
  expect(everything(store.getState())).toContain('見本 花子');
  store.getState().forget();
  expect(everything(store.getState())).not.toMatch(/見本 花子|尾上町|045-000/);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', parcel: { number } });
  store.getState().forget();
  expect(store.getState().panel).toEqual({ kind: 'idle' });
});

test('the next scan takes the place of the address', async () => {
  const { store, scan } = aStation((_, { scan: text }) => (text === number ? ok(aParcel()) : fail('parcel-unknown')));
  await scan(number);
  await scan(second);
  expect(everything(store.getState())).not.toContain('見本 花子');
});

test('scans are worked on in the order they came', async () => {
  const { store, scan } = aStation(async (_, { scan: text }) => {
    await new Promise((resolve) => setTimeout(resolve, text === number ? 20 : 1));
    return ok(aParcel({ number: String(text) }));
  });
  await Promise.all([scan(number), scan(second)]);
  expect(store.getState().recent.map((entry) => entry.number)).toEqual([second, number]);
  expect(store.getState().reading).toBe(0);
});

const due = { pay: 'on-delivery', amount: yen(3115), surcharge: yen(300), due: yen(3415) } as const;

test('at delivery cash due is counted first; the parcel is delivered with what was counted', async () => {
  const { store, scan, calls } = aStation((_, input) =>
    input['collected'] !== undefined
      ? (input['collected'] as { value: number }).value === 3415
        ? ok(aParcel({ ...due, state: 'delivered' }))
        : fail('cash-differs')
      : ok(aParcel({ ...due, state: 'out-for-delivery' })),
  );
  store.getState().chooseStep('deliver');
  await scan(`${number}010101`);
  expect(store.getState().panel).toMatchObject({ kind: 'door', parcel: { due: yen(3415) } });

  await store.getState().deliver({ collected: yen(3400) });
  expect(store.getState().panel).toMatchObject({ kind: 'door', failure: { code: 'cash-differs' } });

  await store.getState().deliver({ collected: yen(3415) });
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'done', collected: yen(3415) });
  expect(calls.at(-1)).toEqual(['station.scan', { scan: `${number}010101`, step: 'deliver', collected: yen(3415) }]);
});

test('a parcel read from a file is delivered by its label id', async () => {
  const { store, calls } = aStation(() => ok(aParcel({ ...due, state: 'out-for-delivery', of: 2 })));
  store.getState().chooseStep('deliver');
  await store.getState().take({ kind: 'file', file: 'cGRm' });
  await store.getState().deliver({ collected: yen(1) });
  expect(calls.at(-1)?.[1]).toMatchObject({ scan: `${number}010201` });
});

test('where a signature is wanted the parcel is shown first, and delivered with who took it', async () => {
  const { store, scan, calls } = aStation(
    (_, { proof }) => ok(aParcel({ state: proof === 'wanted' ? 'out-for-delivery' : 'delivered' })),
    true,
  );
  store.getState().chooseStep('deliver');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'door', parcel: { number } });
  const proof = { name: '受付', signature: '' };
  await store.getState().deliver({ proof });
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'done', step: 'deliver' });
  expect(calls.map(([, input]) => input['proof'])).toEqual(['wanted', proof]);
});

test('a piece of several is scanned without asking anything', async () => {
  const { store, scan } = aStation(
    () => ok(aParcel({ ...due, state: 'out-for-delivery', of: 2, warnings: ['pieces-missing'] })),
    true,
  );
  store.getState().chooseStep('deliver');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'look' });
});

test('an attempt asks why', async () => {
  const { store, scan, calls } = aStation(() => ok(aParcel({ state: 'attempted' })));
  store.getState().chooseStep('attempt');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'reason', step: 'attempt' });
  await store.getState().giveReason('cash-refused');
  expect(calls).toEqual([['station.scan', { scan: number, step: 'attempt', reason: 'cash-refused' }]]);
});

test('a return asks its reason before anything is opened', async () => {
  const { store, scan, calls } = aStation(() => ok(aParcel({ state: 'returned' })));
  store.getState().chooseStep('return');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'reason', number });
  expect(calls).toEqual([]);
  await store.getState().giveReason('refused');
  expect(calls).toEqual([['station.scan', { scan: number, step: 'return', reason: 'refused' }]]);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'done', step: 'return' });
});

test('without a connection a scan is refused, and no later one sends it', async () => {
  const { store, scan, calls } = aStation(() => fail('unavailable', 'not-sent'));
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'stop', failure: { code: 'unavailable' } });
  expect(calls).toHaveLength(1);
});

test('cash is counted at the counter of a depot, too, before anything is called done', async () => {
  const { store, scan } = aStation(() => ok(aParcel({ state: 'at-depot', pay: 'on-delivery', due: yen(3415) })));
  store.getState().chooseStep('deliver');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'door', parcel: { due: yen(3415) } });
});

test('a delivery that came late is no question at the door', async () => {
  const late = aParcel({ state: 'attempted', pay: 'on-delivery', due: yen(3415), warnings: ['late'] });
  const { store, scan } = aStation(() => ok(late), true);
  store.getState().chooseStep('deliver');
  await scan(number);
  expect(store.getState().panel).toMatchObject({ kind: 'parcel', outcome: 'look' });
});

test('a parcel that a step can’t be done to says which can', () => {
  expect(stepsAfter('expected')).toEqual(['accept']);
  expect(stepsAfter('out-for-delivery')).toEqual(['arrive', 'deliver', 'attempt']);
  expect(stepsAfter('delivered')).toEqual([]);
});
