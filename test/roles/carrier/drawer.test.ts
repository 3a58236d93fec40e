import { beforeAll, expect, test } from 'vitest';
import { yen } from '#shared/domain/money.ts';
import { expectOk, fail } from '#shared/result.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import { closeDrawer, listDrawers, openDrawer, readDrawer, takeCash } from '#main/roles/carrier/drawer.ts';
import { aCaller } from '../../builders/a-seat.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';

let group: TestGroup;
let carrier: Carrier;
beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
});

test('cash of another currency is counted in a drawer of its own', async () => {
  expectOk(await openDrawer(carrier, 'mori', yen(5000)));
  group.clock.advance({ minutes: 1 });
  const at = group.clock().toISOString();
  await carrier.storage.write((db) =>
    takeCash(db, { who: 'mori', number: '31234567890123', amount: { value: 1999, currency: 'USD' }, at }),
  );
  expect((await readDrawer(carrier, 'mori'))?.expected).toEqual(yen(5000));
  expectOk(await closeDrawer(carrier, 'mori', { counted: yen(5000), expected: yen(5000) }));
  expect((await readDrawer(carrier, 'mori'))?.expected).toEqual({ value: 1999, currency: 'USD' });
});

test('a person sees the own drawers, and at the desk those of all who is answerable for money', async () => {
  for (const who of ['abe', 'ito']) {
    expectOk(await openDrawer(carrier, who, yen(100)));
    expectOk(await closeDrawer(carrier, who, { counted: yen(100), expected: yen(100) }));
  }
  const list = carrierDesk(carrier)['drawer.list'];
  const station = { id: 'v', name: 'Van 7', kind: 'van' } as const;
  const names = async (caller: Parameters<typeof list>[0]): Promise<string[]> =>
    expectOk(await list(caller, { limit: 50 })).rows.map(({ who }) => who);
  expect(await names({ ...aCaller('abe', 'supervisor'), station })).toEqual(['abe']);
  expect(await names(aCaller('abe', 'clerk'))).toEqual(['abe']);
  expect(await names(aCaller('abe', 'supervisor'))).toEqual(expect.arrayContaining(['abe', 'ito']));
});

test('drawers that were counted wrong are found, and those of a person', async () => {
  for (const [who, counted] of [
    ['ono', 100],
    ['oka', 90],
  ] as const) {
    expectOk(await openDrawer(carrier, who, yen(100)));
    const close = { counted: yen(counted), expected: yen(100), reason: 'wrong-change' } as const;
    expectOk(await closeDrawer(carrier, who, close));
  }
  const found = async (asked: object): Promise<string[]> =>
    (await listDrawers(carrier, { limit: 50, ...asked })).rows.map(({ who }) => who);
  expect(await found({ states: ['differs'] })).toEqual(['oka']);
  expect(await found({ states: ['agrees'], search: 'ono' })).toEqual(['ono']);
  expect(await found({ most: 95 })).toEqual(['oka']);
});

test('a drawer that is open is not opened again', async () => {
  expectOk(await openDrawer(carrier, 'ueda', yen(100)));
  expect(await openDrawer(carrier, 'ueda', yen(100))).toEqual(fail('wrong-state', 'open'));
});
