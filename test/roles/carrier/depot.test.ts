import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ScannedParcel, Step } from '#shared/desk/carrier.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { yen } from '#shared/domain/money.ts';
import { encodeSignature } from '#shared/domain/signature.ts';
import { expectOk, fail, type Result } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { correctSize } from '#main/roles/carrier/correct-size.ts';
import { closeDrawer, listDrawers, openDrawer, readDrawer } from '#main/roles/carrier/drawer.ts';
import { parcelHistory } from '#main/roles/carrier/parcels.ts';
import { openProof } from '#main/roles/carrier/proof.ts';
import { readDepotRows, removeDepot, saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes, openRouteImports } from '#main/roles/carrier/route-imports.ts';
import { listRoutes, removeRoute, saveRoute } from '#main/roles/carrier/routes.ts';
import { type Scan, scanParcel } from '#main/roles/carrier/scan.ts';
import { aGroup, sentEvents, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE, type AgreedParcel, anAgreedParcel, type ParcelChoice } from '../../builders/an-order.ts';

let group: TestGroup;
let carrier: Carrier;

const GATE: DeskCaller = { who: 'kato', station: { id: 'g', name: 'Gate 2', kind: 'gate', depot: 'YOK' } };
const VAN: DeskCaller = { who: 'mori', station: { id: 'v', name: 'Van 7', kind: 'van', depot: 'YOK' } };
const OFFICE: DeskCaller = { who: 'sato' };

beforeAll(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
  for (const code of ['YOK', 'OSK']) expectOk(await saveDepot(carrier, 'sato', { code, name: code, address: '' }));
  const csv = 'country,prefix,depot,route\nJP,23,YOK,23-B\nJP,231,YOK,23-A\nJP,,OSK,60\n';
  expect(expectOk(await importRoutes(carrier, 'sato', csv))).toEqual({ imported: 3, refused: [] });
});

const aParcel = (choice: ParcelChoice = {}): Promise<AgreedParcel> => anAgreedParcel(group, choice);
const scan = (by: DeskCaller, text: string, step: Step, more: Partial<Scan> = {}): Promise<Result<ScannedParcel>> =>
  scanParcel(carrier, by, { scan: text, step, ...more });
async function onTheVan(choice: ParcelChoice = {}): Promise<AgreedParcel> {
  const parcel = await aParcel(choice);
  for (const step of ['accept', 'arrive'] as const) expectOk(await scan(GATE, parcel.labelText, step));
  expectOk(await scan(VAN, parcel.labelText, 'load'));
  return parcel;
}

describe('at a gate', () => {
  test('the route alone comes out, from the label at first and from the table after', async () => {
    const { number, labelText } = await aParcel();
    const first = expectOk(await scan(GATE, labelText, 'accept'));
    expect(first).toMatchObject({ route: { depot: 'YOK', route: '23-A' }, openedFrom: 'label', warnings: [] });
    expect(JSON.stringify(first)).not.toContain(ADDRESSEE.name);
    const [deed] = await readTrail(carrier.storage.read, { limit: 1 });
    expect([deed!.action, deed!.subject]).toEqual(['route.read', number]);
    const second = expectOk(await scan(GATE, number, 'arrive'));
    expect(second).toMatchObject({ route: { depot: 'YOK', route: '23-A' }, openedFrom: 'nothing' });
    expect((await readTrail(carrier.storage.read, { limit: 1 }))[0]!.action).toBe('parcel.moved');
  });

  test('not even looking a parcel up shows its address', async () => {
    const { labelText } = await aParcel();
    expect(expectOk(await scan(GATE, labelText, 'look'))).not.toHaveProperty('addressee');
    expect(expectOk(await scan(VAN, labelText, 'look')).addressee).toEqual(ADDRESSEE);
  });

  test('of another depot a parcel is warned of, and not loaded', async () => {
    const { labelText } = await aParcel();
    const osaka: DeskCaller = { who: 'abe', station: { id: 'o', name: 'Gate 1', kind: 'gate', depot: 'OSK' } };
    expectOk(await scan(osaka, labelText, 'accept'));
    expect(expectOk(await scan(osaka, labelText, 'arrive')).warnings).toEqual(['wrong-depot']);
    expect(await scan(osaka, labelText, 'load')).toEqual(fail('wrong-depot', 'YOK'));
  });
});

test('history says at which station and depot each step was scanned, and why', async () => {
  const { number, labelText } = await onTheVan();
  expectOk(await scan(VAN, labelText, 'attempt', { reason: 'absent' }));
  expect(expectOk(await parcelHistory(carrier, number)).slice(1)).toMatchObject([
    { state: 'accepted', station: 'Gate 2', depot: 'YOK', late: false },
    { state: 'at-depot', station: 'Gate 2' },
    { state: 'out-for-delivery', station: 'Van 7' },
    { state: 'attempted', station: 'Van 7', reason: 'absent' },
  ]);
});

test('a reason must be the step’s own', async () => {
  const { labelText } = await onTheVan();
  expect(await scan(VAN, labelText, 'attempt', { reason: 'expired' })).toEqual(fail('field-invalid', 'reason'));
});

describe('a call that a station sends again', () => {
  const once = (): DeskCaller => ({ ...VAN, once: { station: 'v', id: randomUUID(), at: group.clock() } });

  test('does nothing twice, and shows how things stand', async () => {
    const { number, labelText } = await onTheVan({ pay: 'later' });
    const caller = once();
    expect(expectOk(await scan(caller, labelText, 'deliver')).state).toBe('delivered');
    expect(expectOk(await scan(caller, labelText, 'deliver')).state).toBe('delivered');
    const told = await sentEvents(group.carrier, 'parcel.status');
    expect(told.filter(({ subject, data }) => subject === number && data['status'] === 'delivered')).toHaveLength(1);
    expect(expectOk(await parcelHistory(carrier, number)).filter(({ state }) => state === 'delivered')).toHaveLength(1);
  });

  test('is refused again as it was, though it could be done now', async () => {
    const { labelText } = await aParcel();
    const caller = once();
    expect(await scan(caller, labelText, 'load')).toEqual(fail('wrong-state', 'expected'));
    for (const step of ['accept', 'arrive'] as const) expectOk(await scan(GATE, labelText, step));
    expect(await scan(caller, labelText, 'load')).toEqual(fail('wrong-state'));
  });
});

describe('proof of delivery', () => {
  const strokes = [
    [
      [10, 10],
      [40, 60],
    ],
    [[200, 100]],
  ] as const;

  test('is asked for before anything happens, sealed at rest, and opened for staff with a line in the trail', async () => {
    const { number, labelText } = await onTheVan({ pay: 'later' });
    expect(expectOk(await scan(VAN, labelText, 'deliver', { proof: 'wanted' })).state).toBe('out-for-delivery');
    const signature = Buffer.from(encodeSignature(strokes)).toString('base64');
    const proof = { name: '見本 管理人', signature };
    expect(expectOk(await scan(VAN, labelText, 'deliver', { proof })).state).toBe('delivered');
    const row = await carrier.storage.read
      .selectFrom('delivery_proof')
      .selectAll()
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    expect(Buffer.from(row.sealed).includes('管理人')).toBe(false);
    expect(expectOk(await openProof(carrier, 'sato', number))).toMatchObject({ number, who: 'mori', ...proof });
    expect((await readTrail(carrier.storage.read, { limit: 1 }))[0]).toMatchObject({
      action: 'proof.opened',
      subject: number,
    });
  });

  test('that is long still fits its envelope', async () => {
    const { labelText } = await onTheVan({ pay: 'later' });
    const long = Array.from({ length: 40 }, (_, stroke) =>
      Array.from({ length: 60 }, (_, at) => [(at * 4 + stroke) % 250, (stroke * 3 + at) % 125] as const),
    );
    const signature = Buffer.from(encodeSignature(long)).toString('base64');
    const proof = { name: '長'.repeat(80), signature };
    expect(expectOk(await scan(VAN, labelText, 'deliver', { proof })).state).toBe('delivered');
  });

  test('of a parcel that has none is not found', async () => {
    const { number, labelText } = await onTheVan({ pay: 'later' });
    expectOk(await scan(VAN, labelText, 'deliver'));
    expect(await openProof(carrier, 'sato', number)).toEqual(fail('not-found'));
  });
});

describe('a cash drawer', () => {
  test('takes what is collected, and is closed with a count and a reason where it differs', async () => {
    const driver: DeskCaller = { ...VAN, who: 'hara' };
    expectOk(await openDrawer(carrier, 'hara', yen(5000)));
    expect(await openDrawer(carrier, 'hara', yen(1))).toEqual(fail('wrong-state', 'open'));
    const { labelText } = await onTheVan();
    const due = expectOk(await scan(driver, labelText, 'look')).due!;
    expectOk(await scan(driver, labelText, 'deliver', { collected: due }));
    const expected = yen(5000 + due.value);
    expect(await readDrawer(carrier, 'hara')).toMatchObject({ float: yen(5000), expected, entries: [{ amount: due }] });
    const counted = yen(expected.value - 100);
    expect(await closeDrawer(carrier, 'hara', { counted, expected })).toEqual(fail('field-missing', 'reason'));
    expect(await closeDrawer(carrier, 'hara', { counted, expected: yen(5000), reason: 'lost' })).toEqual(
      fail('order-changed'),
    );
    const closed = expectOk(await closeDrawer(carrier, 'hara', { counted, expected, reason: 'wrong-change' }));
    expect(closed).toMatchObject({ who: 'hara', parcels: 1, expected, counted, reason: 'wrong-change' });
    expect(await readDrawer(carrier, 'hara')).toBeNull();
    expect((await listDrawers(carrier, { limit: 10 })).rows[0]).toEqual(closed);
    expect((await readTrail(carrier.storage.read, { limit: 1 }))[0]).toMatchObject({
      action: 'drawer.closed',
      detail: '-100 wrong-change',
    });
  });

  test('opens by itself with the first cash of a shift', async () => {
    const driver: DeskCaller = { ...VAN, who: 'endo' };
    const { labelText } = await onTheVan();
    const due = expectOk(await scan(driver, labelText, 'look')).due!;
    expectOk(await scan(driver, labelText, 'deliver', { collected: due }));
    expect(await readDrawer(carrier, 'endo')).toMatchObject({ float: yen(0), expected: due });
  });

  test('keeps to its own person', async () => {
    expect(await readDrawer(carrier, 'nobody')).toBeNull();
    expect(await closeDrawer(carrier, 'nobody', { counted: yen(0), expected: yen(0) })).toEqual(
      fail('wrong-state', 'closed'),
    );
  });
});

describe('the size measured at a depot', () => {
  test('is told to the mall once, and billed', async () => {
    const { number } = await aParcel();
    expectOk(await correctSize(carrier, 'sato', { number, size: 100 }));
    expectOk(await correctSize(carrier, 'sato', { number, size: 100 }));
    const told = (await sentEvents(group.carrier, 'parcel.corrected')).filter(({ subject }) => subject === number);
    expect(told.map(({ data }) => data['size'])).toEqual([100]);
    const row = await carrier.storage.read
      .selectFrom('parcel')
      .select('size')
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    expect(row.size).toBe(100);
  });

  test('of a parcel that nobody knows is refused', async () => {
    expect(await correctSize(carrier, 'sato', { number: '30482771930569', size: 80 })).toEqual(fail('parcel-unknown'));
  });
});

describe('a route table', () => {
  test('with a row that can’t stand changes nothing and names it', async () => {
    const csv = 'country,prefix,depot,route\nJP,1,YOK,1\nJapan,2,YOK,2\nJP,3,XXX,3\nJP,1,YOK,4\nJP,5,YOK,\n';
    expect(expectOk(await importRoutes(carrier, 'sato', csv))).toEqual({
      imported: 0,
      refused: [
        { line: 3, code: 'field-invalid', field: 'country' },
        { line: 4, code: 'not-found', field: 'depot' },
        { line: 5, code: 'row-twice', field: 'prefix' },
        { line: 6, code: 'field-invalid', field: 'route' },
      ],
    });
    const { labelText } = await aParcel();
    expect(expectOk(await scan(GATE, labelText, 'accept')).route).toEqual({ depot: 'YOK', route: '23-A' });
  });

  test('that replaces another sorts parcels on their way anew', async () => {
    const { labelText } = await aParcel();
    expectOk(await scan(GATE, labelText, 'accept'));
    const csv = 'country,prefix,depot,route\nJP,,YOK,99\n';
    expect(expectOk(await importRoutes(carrier, 'sato', csv)).imported).toBe(1);
    expect(expectOk(await scan(GATE, labelText, 'arrive')).route).toEqual({ depot: 'YOK', route: '99' });
  });

  test('changed by one row sorts those parcels anew that it may concern, and no other', async () => {
    const table = 'country,prefix,depot,route\nJP,,OSK,60\nJP,231,YOK,23-A\n';
    expectOk(await importRoutes(carrier, 'sato', table));
    const { labelText: far } = await aParcel({ addressee: { ...ADDRESSEE, postalCode: '100-0001' } });
    const { labelText: near } = await aParcel();
    for (const text of [far, near]) expectOk(await scan(GATE, text, 'accept'));
    const row = { country: 'JP', prefix: '2310', depot: 'YOK', route: '23-C' };
    expect(await saveRoute(carrier, 'sato', { ...row, depot: 'XXX' })).toEqual(fail('not-found', 'depot'));
    expectOk(await saveRoute(carrier, 'sato', row));
    expect(await saveRoute(carrier, 'sato', row)).toEqual(fail('already-there', 'JP 2310'));
    expect(expectOk(await scan(GATE, near, 'arrive'))).toMatchObject({ route: { route: '23-C' }, openedFrom: 'label' });
    expect(expectOk(await scan(GATE, far, 'arrive'))).toMatchObject({ route: { route: '60' }, openedFrom: 'nothing' });
    expect(await listRoutes(carrier, { search: '23-', order: 'oldest', limit: 1 })).toMatchObject({
      rows: [{ prefix: '231' }],
      next: 'JP|231',
      total: 2,
    });
    expect(await removeDepot(carrier, 'sato', { code: 'YOK' })).toEqual(fail('depot-in-use', 'YOK'));
    expectOk(await removeRoute(carrier, 'sato', row));
    expect(expectOk(await scan(GATE, near, 'look')).route).toEqual({ depot: 'YOK', route: '23-A' });
  });

  test('is looked at before it replaces the one that stands, put right, taken over and taken back', async () => {
    expectOk(await importRoutes(carrier, 'sato', 'country,prefix,depot,route\nJP,1,YOK,1\nJP,2,YOK,2\n'));
    const { drafts, run, undo } = openRouteImports(carrier);
    const { draft, columns, counts } = expectOk(
      await drafts.read('国;郵便番号;営業所;巡回\nJP;1;OSK;1\nJP;3;XXX;3\nJP;1;OSK;1\n'),
    );
    expect(columns).toEqual(['country', 'prefix', 'depot', 'route']);
    expect(counts).toEqual({ new: 0, changed: 1, unchanged: 0, refused: 2, missing: 1 });
    expect(await run('sato', draft)).toEqual(fail('wrong-state', 'refused'));
    const repaired = expectOk(await drafts.repair({ draft, line: 3, cells: { depot: 'OSK' }, leaveOut: false }));
    expect(repaired).toMatchObject({ row: { kind: 'new' }, counts: { refused: 1 } });
    expectOk(await drafts.repair({ draft, line: 4, cells: {}, leaveOut: true }));
    const { import: id, rows } = expectOk(await run('sato', draft));
    expect(rows).toBe(2);
    const prefixes = async () =>
      (await listRoutes(carrier, { order: 'oldest', limit: 9 })).rows.map((row) => row.prefix);
    expect(await prefixes()).toEqual(['1', '3']);
    expectOk(await undo('sato', id!));
    expect(await prefixes()).toEqual(['1', '2']);
    expect(await undo('sato', id!)).toEqual(fail('routes-changed'));

    const whole = expectOk(await drafts.read('country,depot,route\nJP,YOK,7\n'));
    expect(await run('sato', whole.draft)).toEqual(fail('catalogue-columns', 'prefix'));

    const again = expectOk(await drafts.read('country,prefix,depot,route\nJP,7,YOK,7\n'));
    const running = run('sato', again.draft);
    drafts.drop(again.draft);
    expect(expectOk(await running)).toEqual({ rows: 0 });
    expect(await prefixes()).toEqual(['1', '2']);
  });
});

describe('what two people change at once', () => {
  const TABLE = 'country,prefix,depot,route\nJP,1,YOK,1\nJP,2,YOK,2\n';
  const ROW = { country: 'JP', prefix: '1', depot: 'YOK', route: '1' };
  const ROWS = { order: 'oldest', limit: 9 } as const;
  const routesNow = async () => (await listRoutes(carrier, ROWS)).rows.map(({ prefix, route }) => `${prefix} ${route}`);

  test('a row that another changed since is neither written over nor removed, also by undo', async () => {
    expectOk(await importRoutes(carrier, 'sato', TABLE));
    expectOk(await saveRoute(carrier, 'abe', { ...ROW, route: '1-B', was: ROW }));
    expect(await saveRoute(carrier, 'sato', { ...ROW, route: '1-C', was: ROW })).toEqual(fail('changed-since', '1'));
    expect(await removeRoute(carrier, 'sato', ROW)).toEqual(fail('changed-since', '1'));
    expect(await routesNow()).toEqual(['1 1-B', '2 2']);
  });

  test('a file does not replace a table that was changed since it was looked at; it is looked at again', async () => {
    expectOk(await importRoutes(carrier, 'sato', TABLE));
    const { drafts, run } = openRouteImports(carrier);
    const { draft, counts } = expectOk(await drafts.read('country,prefix,depot,route\nJP,1,YOK,9\n'));
    expect(counts).toMatchObject({ changed: 1, missing: 1 });
    expectOk(await saveRoute(carrier, 'abe', { ...ROW, prefix: '3' }));
    expect(await run('sato', draft)).toEqual(fail('changed-since'));
    expect(await routesNow()).toEqual(['1 1', '2 2', '3 1']);
    expect(expectOk(drafts.draft(draft))).toMatchObject({ state: 'ready', counts: { changed: 1, missing: 2 } });
    expect(expectOk(await run('sato', draft)).rows).toBe(1);
  });

  test('a file is taken over once, though it is asked for twice, and other files don’t push it out', async () => {
    expectOk(await importRoutes(carrier, 'sato', TABLE));
    const { drafts, run, undo } = openRouteImports(carrier);
    const csv = 'country,prefix,depot,route\nJP,5,YOK,5\n';
    const { draft } = expectOk(await drafts.read(csv));
    const running = run('sato', draft);
    expect(await run('abe', draft)).toEqual(fail('wrong-state', 'running'));
    const repaired = drafts.repair({ draft, line: 2, cells: { route: '6' }, leaveOut: false });
    expect(await repaired).toEqual(fail('wrong-state', 'running'));
    for (let more = 0; more < 4; more++) void drafts.read(csv);
    const { import: id } = expectOk(await running);
    expect(await routesNow()).toEqual(['5 5']);
    expectOk(await undo('sato', id!));
    expect(await routesNow()).toEqual(['1 1', '2 2']);
  });

  test('rows that are put right at once each say what came of it', async () => {
    const { drafts } = openRouteImports(carrier);
    const { draft } = expectOk(await drafts.read('country,prefix,depot,route\nJP,1,XXX,1\nJP,2,XXX,2\n'));
    const [one, other] = await Promise.all(
      [2, 3].map((line) => drafts.repair({ draft, line, cells: { depot: 'YOK' }, leaveOut: false })),
    );
    expect(expectOk(one!)).toMatchObject({ row: { cells: { depot: 'YOK' }, problems: [] }, counts: { refused: 0 } });
    expect(expectOk(other!)).toMatchObject({ row: { problems: [] } });
  });

  test('routes don’t come back to a depot that is gone', async () => {
    expectOk(await saveDepot(carrier, 'sato', { code: 'NGO', name: 'NGO', address: '' }));
    expectOk(await importRoutes(carrier, 'sato', 'country,prefix,depot,route\nJP,4,NGO,4\n'));
    const { drafts, run, undo } = openRouteImports(carrier);
    const { draft } = expectOk(await drafts.read(TABLE));
    const { import: id } = expectOk(await run('sato', draft));
    expectOk(await removeDepot(carrier, 'abe', { code: 'NGO' }));
    expect(await undo('sato', id!)).toEqual(fail('not-found', 'depot'));
  });

  test('a depot is saved and removed as it was seen, and kept while a return lies there', async () => {
    const seen = { name: 'NGO', address: '', hours: [], counter: 'collect' } as const;
    const depot = { code: 'NGO', ...seen, hours: [] };
    const was = { ...seen, hours: [] };
    expectOk(await saveDepot(carrier, 'sato', depot));
    expectOk(await saveDepot(carrier, 'abe', { ...depot, name: '名古屋', was }));
    expect(await saveDepot(carrier, 'sato', { ...depot, address: '1-1', was })).toEqual(fail('changed-since', 'NGO'));
    expect(await removeDepot(carrier, 'sato', { code: 'NGO', was })).toEqual(fail('changed-since', 'NGO'));
    expect((await readDepotRows(carrier, { search: '名古屋', limit: 9 })).rows).toEqual([{ ...depot, name: '名古屋' }]);
    const { number } = await aParcel();
    const lies = (at: string | null) =>
      carrier.storage.write((db) =>
        db.updateTable('return_parcel').set({ state: 'at-depot', depot: at }).where('parcel', '=', number).execute(),
      );
    await lies('NGO');
    expect(await removeDepot(carrier, 'sato', { code: 'NGO' })).toEqual(fail('depot-in-use', 'NGO'));
    await lies(null);
    expectOk(await removeDepot(carrier, 'sato', { code: 'NGO' }));
  });
});

test('the office shows an address at the counter alone', async () => {
  const { labelText } = await aParcel();
  expect(expectOk(await scan(OFFICE, labelText, 'accept'))).not.toHaveProperty('addressee');
  expect(expectOk(await scan(OFFICE, labelText, 'look')).addressee).toEqual(ADDRESSEE);
});
