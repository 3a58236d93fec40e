import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { deliveryDays, type DeliverySlot } from '#shared/domain/delivery-slot.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { saveDepot } from '#main/roles/carrier/depots.ts';
import { importRoutes } from '#main/roles/carrier/route-imports.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import { arrangeTour, listTours, readTour } from '#main/roles/carrier/tours.ts';
import { printTour } from '#main/roles/carrier/tour-papers.ts';
import { wishDelivery, wishHold } from '#main/roles/carrier/wishes.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { ADDRESSEE, type AgreedParcel, anAgreedParcel, type ParcelChoice } from '../../builders/an-order.ts';

let group: TestGroup;
let carrier: Carrier;
const OFFICE: DeskCaller = { who: 'sato' };
const GATE: DeskCaller = { who: 'kato', station: { id: 'g', name: 'Gate 2', kind: 'gate', depot: 'YOK' } };

beforeEach(async () => {
  group = await aGroup();
  ({ carrier } = group.carrier);
  for (const code of ['YOK', 'TKO']) expectOk(await saveDepot(carrier, 'sato', { code, name: code, address: '' }));
  expectOk(await importRoutes(carrier, 'sato', 'country,prefix,depot,route\nJP,23,YOK,23-A\nJP,1,TKO,10\n'));
});

interface Choice extends ParcelChoice {
  readonly day?: string;
  readonly slot?: DeliverySlot;
  readonly postalCode?: string;
}
async function atDepot({
  day = '',
  slot,
  postalCode = ADDRESSEE.postalCode,
  ...choice
}: Choice = {}): Promise<AgreedParcel> {
  const parcel = await anAgreedParcel(group, { ...choice, addressee: { ...ADDRESSEE, postalCode } });
  for (const step of ['accept', 'arrive'] as const) {
    expectOk(await scanParcel(carrier, OFFICE, { scan: parcel.labelText, step }));
  }
  expectOk(await wishDelivery(carrier, { token: parcel.trackingToken }, { day, slot: slot ?? '' }));
  return parcel;
}
const today = (): string => dayInJapan(group.clock());
const key = () => ({ depot: 'YOK', route: '23-A', date: today() });
const numbers = async (date = today()): Promise<string[]> =>
  expectOk(await readTour(carrier, OFFICE, { ...key(), date })).stops.map(({ number }) => number);
const print = (more = {}) =>
  printTour(carrier, OFFICE, { ...key(), paper: 'route-sheet', driver: 'mori', language: 'ja', ...more });

describe('a tour', () => {
  test('has what is there or on the van, wished by that day, and not held', async () => {
    const now = await atDepot();
    const tomorrow = await atDepot({ day: deliveryDays(group.clock(), 1)[0]! });
    const held = await atDepot();
    expectOk(await wishHold(carrier, { token: held.trackingToken }));
    await atDepot({ postalCode: '100-0001' });
    const loaded = await atDepot({ pay: 'later' });
    expectOk(await scanParcel(carrier, OFFICE, { scan: loaded.number, step: 'load' }));
    await anAgreedParcel(group);
    expect((await numbers()).sort()).toEqual([now.number, loaded.number].sort());
    expect(await numbers(deliveryDays(group.clock(), 1)[0])).toContain(tomorrow.number);
    const { rows: tours, total } = await listTours(carrier, OFFICE, { date: today(), limit: 10, order: 'oldest' });
    expect(total).toBe(2);
    expect(tours).toMatchObject([
      { depot: 'TKO', route: '10', stops: 1 },
      { depot: 'YOK', route: '23-A', stops: 2, pieces: 2 },
    ]);
    expect(tours[1]!.due).toHaveLength(1);
  });

  test('of another depot is not shown at a station', async () => {
    await atDepot();
    await atDepot({ postalCode: '100-0001' });
    expect((await listTours(carrier, GATE, { date: today(), limit: 10 })).rows.map(({ depot }) => depot)).toEqual([
      'YOK',
    ]);
    const other = { depot: 'TKO', route: '10', date: today() };
    expect(await readTour(carrier, GATE, other)).toEqual(fail('not-found'));
    const sheet = { ...other, paper: 'route-sheet', driver: '', language: 'ja' } as const;
    expect(await printTour(carrier, GATE, sheet)).toEqual(fail('not-found'));
  });

  test('goes by time of day; arranged by hand it stays so, and what comes later stands behind', async () => {
    const evening = await atDepot({ slot: '18-20' });
    const any = await atDepot();
    const morning = await atDepot({ slot: 'morning' });
    expect(await numbers()).toEqual([morning, evening, any].map(({ number }) => number));
    const order = [any, morning, evening].map(({ number }) => number);
    expectOk(await arrangeTour(carrier, OFFICE, { ...key(), numbers: [...order, '30482771930569', order[0]!] }));
    const late = await atDepot({ slot: 'morning' });
    expect(await numbers()).toEqual([...order, late.number]);
  });
});

describe('a route sheet', () => {
  test('opens each address with a line in the trail, and keeps the order of postal codes', async () => {
    const far = await atDepot({ postalCode: '231-0062' });
    const near = await atDepot({ postalCode: '230-0001' });
    const morning = await atDepot({ postalCode: '239-0001', slot: 'morning' });
    const sheet = expectOk(await print())!;
    expect(sheet).toMatchObject({ stops: 3, refused: [] });
    expect(Buffer.from(sheet.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const order = [morning, near, far].map(({ number }) => number);
    expect(await numbers()).toEqual(order);
    const deeds = (await readTrail(carrier.storage.read, { limit: 3 })).filter(
      ({ action }) => action === 'address.opened',
    );
    expect(deeds.map(({ subject, detail, who }) => [subject, detail, who])).toEqual(
      order.toReversed().map((number) => [number, 'route-sheet', 'sato']),
    );
  });

  test('names what does not open, and holds the rest', async () => {
    const good = await atDepot();
    const bad = await atDepot();
    const { storage } = carrier;
    await storage.write((db) =>
      db
        .updateTable('parcel')
        .set({ addressee: bad.envelope.with(100, bad.envelope[100]! ^ 1) })
        .where('number', '=', bad.number)
        .execute(),
    );
    const sheet = expectOk(await print({ paper: 'delivery-slips', language: 'en' }));
    expect(sheet).toMatchObject({ stops: 1, refused: [{ number: bad.number, code: 'not-authentic' }] });
    const [deed] = await readTrail(carrier.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ subject: good.number, detail: 'delivery-slips' });
  });

  test('of nothing is refused', async () => {
    expect(await print()).toEqual(fail('not-found'));
  });

  test('that is stopped prints nothing, and says what was opened', async () => {
    const [one] = [await atDepot(), await atDepot()];
    const sheet = { ...key(), paper: 'route-sheet', driver: '', language: 'ja' } as const;
    const told: string[] = [];
    const stopsAt = (end: number) => (done: number, of: number) => told.push(`${done}/${of}`) > 0 && done < end;
    expect(expectOk(await printTour(carrier, OFFICE, sheet, stopsAt(2)))).toBeNull();
    const opened = (await readTrail(carrier.storage.read, { limit: 9 })).filter(
      ({ action }) => action === 'address.opened',
    );
    expect(opened.map(({ subject }) => subject)).toContain(one!.number);
    expect(expectOk(await readTour(carrier, OFFICE, key())).arranged).toBe(false);
    expect(expectOk(await printTour(carrier, OFFICE, sheet, stopsAt(9)))).toMatchObject({ stops: 2 });
    expect(told).toEqual(['2/4', '2/4', '2/4']);
  });

  test('leaves the order that somebody made while it opened addresses', async () => {
    const [one, other] = [await atDepot({ postalCode: '231-0001' }), await atDepot({ postalCode: '231-0002' })];
    const order = [other.number, one.number];
    const sheet = { ...key(), paper: 'route-sheet', driver: '', language: 'ja' } as const;
    const printing = printTour(carrier, OFFICE, sheet);
    expectOk(await arrangeTour(carrier, OFFICE, { ...key(), numbers: order }));
    expectOk(await printing);
    expect(await numbers()).toEqual(order);
  });

  test('leaves no file and no name behind', async () => {
    await atDepot();
    const files = (): string[] =>
      readdirSync(group.carrier.folder, { recursive: true })
        .map((name) => join(group.carrier.folder, String(name)))
        .filter((path) => statSync(path).isFile());
    const before = files();
    expectOk(await print());
    expect(files()).toEqual(before);
    for (const file of files()) {
      const bytes = readFileSync(file);
      for (const text of [ADDRESSEE.name, ADDRESSEE.lines[0]!, '%PDF-']) expect(bytes.includes(text)).toBe(false);
    }
  });
});
