/** A parcel on its way through a gate and a van, which must hold nothing in clear though they work cut off. */
import { cp } from 'node:fs/promises';
import type { StationStanding } from '#shared/desk/stations.ts';
import { type DemoStation, startDemoStation } from '../demo/demo-station.ts';
import type { CustomerBrowser, CustomerPage } from '../demo/customer.ts';
import { until } from '../demo/order-stopped.ts';
import { agreeWithCarrier, openCarrierWindow, type PackedOrder, packOrder } from '../demo/play-parcel.ts';
import { orderAtMall } from '../demo/play-shop.ts';
import { withBrowser } from './marked-browser.ts';
import { makeAddressee } from './orders.ts';
import { drawPicture } from './exception-plays.ts';
import { cutOffFolder } from './places.ts';
import { recordProcess, recordStation } from './recorders.ts';
import type { StationName } from './rules.ts';
import type { Play, Stage } from './stage.ts';

const DAY_MS = 86_400_000;

export const STATION_PLAYS: Readonly<Record<string, Play>> = {
  'by a gate and a van, with their service and cut off': playStations,
};

/**
 * Whether others have reasons of their own to write a day down: keys begin and end with a month, card holders pay on the
 * 27th and are reminded a week later; instructions and links end tomorrow, leases of stations and answers in a dispute in
 * a week.
 */
function isCommon(day: string): boolean {
  const after = (from: number, days: number): string => new Date(from + days * DAY_MS).toISOString().slice(0, 10);
  const isMonthly = /-(?:01|27)$/.test(day) || after(Date.parse(day), -7).endsWith('-27');
  return isMonthly || day === after(Date.now(), 1) || day === after(Date.now(), 7);
}

/** One of the seven days that a form offers, by its place among those that nobody else names: two at least. */
function wishDay({ book }: Stage, { body }: CustomerPage, place: 0 | 1): string {
  const days = [...body.matchAll(/<option value="(\d{4}-\d{2}-\d{2})"/g)].map(([, day]) => day!);
  const day = days.filter((each) => !isCommon(each))[place]!;
  book.learnDay('wish', day);
  return day;
}

interface CarrierStations {
  readonly gate: DemoStation;
  readonly van: DemoStation;
}

async function playStations(stage: Stage): Promise<void> {
  const { group, orders } = stage;
  const order = orders.next({ pay: 'on-delivery' });
  await withBrowser(stage, async (browser) => {
    const number = await orderAtMall(group, browser, order);
    const form = await openCarrierWindow(group, browser);
    const wish = { day: wishDay(stage, form, 1), slot: '14-16' };
    const done = await agreeWithCarrier(browser, form, order.addressee, { wish });
    const packed = await packOrder(group, number);
    await group.parties.mall.desk.ask('packing.hand-over', { purchase: packed.purchase });
    await withStations(stage, async (stations) => {
      await sortAndLoad(stage, stations, packed, wish.day);
      await comeAgain(stage, stations, packed, { browser, done });
      await group.whileStopped('carrier', () => deliverCutOff(stage, stations, packed));
      await comeBack(stage, stations, packed);
    });
  });
}

async function withStations(stage: Stage, act: (stations: CarrierStations) => Promise<void>): Promise<void> {
  const { group, orders, passphrase } = stage;
  const { depot } = orders.routes;
  const started: DemoStation[] = [];
  const start = async (kind: StationName): Promise<DemoStation> => {
    const station = await startDemoStation(group, { role: 'carrier', kind, depot, passphrase, capture: true });
    started.push(station);
    return recordStation(group, kind, station);
  };
  try {
    const starts = await Promise.allSettled([start('gate'), start('van')]);
    const failed = starts.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    const [gate, van] = starts.map((each) => (each as PromiseFulfilledResult<DemoStation>).value) as [
      DemoStation,
      DemoStation,
    ];
    for (const station of [gate, van]) {
      await untilStands(station, 'has its copy', ({ online, leaseEnds }) => online && leaseEnds !== undefined);
    }
    await act({ gate, van });
    await recordProcess(group, 'gate', gate.process.pid);
    await recordProcess(group, 'van', van.process.pid);
  } finally {
    for (const station of started) await station.stop();
  }
}

function untilStands(
  { desk }: DemoStation,
  what: string,
  stands: (standing: StationStanding) => boolean,
): Promise<StationStanding> {
  return until(`the station ${what}`, async () => {
    const standing = await desk.ask('station.standing', {});
    return stands(standing) ? standing : undefined;
  });
}

async function sortAndLoad(
  stage: Stage,
  { gate, van }: CarrierStations,
  { labelId, text }: PackedOrder,
  date: string,
): Promise<void> {
  const { book, group } = stage;
  const { carrier } = group.parties;
  await gate.desk.ask('station.scan', { scan: text, step: 'accept' });
  await gate.desk.ask('station.scan', { scan: labelId, step: 'arrive' });
  await gate.desk.ask('station.scan', { scan: text, step: 'look' });
  await gate.desk.ask('exceptions.file', {
    place: 'scan',
    code: 'scan-unreadable',
    step: 'accept',
    picture: { type: 'application/pdf', picture: await drawPicture(book) },
  });
  await gate.desk.ask('scanner.sheet', {});
  await carrier.desk.ask('station.scan', { scan: labelId, step: 'look' });
  const tours = await carrier.desk.ask('tours.list', { date, limit: 100 });
  for (const { depot, route } of tours.rows) {
    const tour = { depot, route, date, driver: '', language: 'ja' } as const;
    await carrier.desk.ask('tours.read', tour);
    await carrier.desk.ask('tours.print', { ...tour, paper: 'route-sheet' });
    await van.desk.ask('tours.print', { ...tour, paper: 'delivery-slips' });
  }
  await van.desk.ask('drawer.open', { float: { value: 0, currency: 'JPY' } });
  await van.desk.ask('station.scan', { scan: text, step: 'load' });
  await van.desk.ask('station.scan', { scan: labelId, step: 'look' });
}

/** Nobody was there: the customer asks for another day, on the page that nobody else has the address of. */
async function comeAgain(
  stage: Stage,
  { van }: CarrierStations,
  { text }: PackedOrder,
  { browser, done }: { readonly browser: CustomerBrowser; readonly done: CustomerPage },
): Promise<void> {
  const { carrier } = stage.group.parties;
  const { number } = await van.desk.ask('station.scan', { scan: text, step: 'attempt', reason: 'absent' });
  await carrier.desk.ask('parcels.notice', { number });
  const path = /\/track\/[A-Za-z0-9_-]+/.exec(done.body)![0];
  const tracking = await browser.get(carrier.config.public.url + path);
  const day = wishDay(stage, tracking, 0);
  const asked = await browser.post(tracking.url, [
    ['ask', 'time'],
    ['day', day],
    ['slot', 'morning'],
  ]);
  if (asked.status !== 200 || !asked.body.includes(day)) throw new Error('another delivery could not be asked for');
  await van.desk.ask('station.scan', { scan: text, step: 'load' });
  await untilCopied(stage, van);
}

/** The station's copy was asked for after now: one that is on its way may be older, the next one is not. */
async function untilCopied({ group, orders }: Stage, station: DemoStation): Promise<void> {
  const [code] = orders.routes.codes;
  for (let copies = 0; copies < 2; copies++) {
    const now = new Date().toISOString();
    // Something changed: stations ask what.
    await group.parties.carrier.desk.ask('depots.save', { code: code!, name: 'depot', address: '' });
    await untilStands(station, 'has what changed', ({ heardAt = '' }) => heardAt > now);
  }
}

/** With the service gone; what lies at the stations then is kept to be looked through. */
async function deliverCutOff(
  { group, book }: Stage,
  { gate, van }: CarrierStations,
  { text }: PackedOrder,
): Promise<void> {
  for (const station of [gate, van]) await untilStands(station, 'is cut off', ({ online }) => !online);
  const stranger = makeAddressee(book, 'JP');
  for (const scan of [stranger.name, stranger.phone]) await gate.desk.call('station.scan', { scan, step: 'accept' });
  await gate.desk.ask('station.scan', { scan: text, step: 'look' });
  const proof = { name: book.japanese('receiver'), signature: Buffer.from(book.latin('receiver')).toString('base64') };
  const atDoor = await van.desk.ask('station.scan', { scan: text, step: 'deliver' });
  await van.desk.ask('station.scan', { scan: text, step: 'deliver', collected: atDoor.due!, proof });
  for (const [name, station] of [
    ['gate', gate],
    ['van', van],
  ] as const) {
    await untilStands(station, 'keeps what was scanned', ({ waiting }) => waiting > 0);
    await station.desk.ask('station.waiting', {});
    // The shared memory of the write-ahead log is the running process's own.
    const filter = (source: string): boolean => !source.endsWith('-shm');
    await cp(station.folder, cutOffFolder(group.folder, name), { recursive: true, filter });
  }
}

async function comeBack({ group }: Stage, { gate, van }: CarrierStations, { purchase }: PackedOrder): Promise<void> {
  for (const station of [gate, van]) {
    const standing = await untilStands(station, 'has sent it all', ({ online, waiting }) => online && waiting === 0);
    if (standing.refused > 0) throw new Error('the service refused what a station did cut off');
  }
  const { mall, carrier } = group.parties;
  await until('the mall knows of the delivery', async () => {
    const purchases = (await mall.desk.ask('purchases.list', { limit: 500 })).rows;
    return purchases.find((row) => row.purchase === purchase && row.state === 'delivered');
  });
  const drawer = await van.desk.ask('drawer.read', {});
  await van.desk.ask('drawer.close', { counted: drawer!.expected, expected: drawer!.expected });
  const [newest] = (await carrier.desk.ask('parcels.list', { limit: 1 })).rows;
  await carrier.desk.ask('parcels.proof', { number: newest!.number });
  await carrier.desk.ask('parcels.history', { number: newest!.number });
  await carrier.desk.ask('drawer.list', { limit: 50 });
  await carrier.desk.ask('stations.list', {});
  await carrier.desk.ask('routes.list', { limit: 50 });
  await carrier.desk.ask('return-parcels.list', { limit: 50 });
  await carrier.desk.ask('trail.list', { limit: 500 });
}
