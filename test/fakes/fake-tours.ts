/** Tours in memory, with the real papers; wishes as customers left them. */
import { drawDeliverySlips, drawRouteSheet, type PaperStop } from '#main/roles/carrier/paper/index.ts';
import { drawMissedNotices, previewPng } from '#main/printing/index.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { tourCommands, TourRow, TourStop } from '#shared/desk/tours.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { dayInJapan } from '#shared/domain/day.ts';
import {
  deliveryDays,
  DELIVERY_SLOTS,
  type DeliverySlot,
  type DeliveryWish,
  slotHours,
  slotPlace,
} from '#shared/domain/delivery-slot.ts';
import { yen } from '#shared/domain/money.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { fakeList, type FakeShape } from './fake-list.ts';
import { minter } from './fake-office.ts';

const STOPS = 9;
const DAYS_AHEAD = 1;

/** In the order in which the screen shows them at first. */
export function fakeTourNumbers(): readonly string[] {
  return fakeStops().map(({ number }) => number);
}

const SLOTS: readonly (DeliverySlot | undefined)[] = [...DELIVERY_SLOTS, undefined];

function fakeStops(): TourStop[] {
  const mint = minter(4242);
  return Array.from({ length: STOPS }, (_, at): TourStop => {
    const slot = SLOTS[(at * 3) % SLOTS.length];
    return {
      number: mint('shipping'),
      state: at % 4 === 0 ? 'out-for-delivery' : 'at-depot',
      pieces: at % 5 === 2 ? 3 : 1,
      ...(at % 3 === 0 && { due: yen(3415 + at * 210) }),
      ...(slot && { slot }),
    };
  }).sort((a, b) => slotPlace(a.slot) - slotPlace(b.slot) || (a.number < b.number ? -1 : 1));
}

export interface FakeTours {
  readonly people: readonly Addressee[];
  /** Whether this parcel may have a notice. */
  readonly stateOf: (number: string) => ParcelState | undefined;
  readonly note: (who: string, action: 'address.opened' | 'notice.printed', subject: string, detail?: string) => void;
  readonly empty: boolean;
}

export function fakeTours(
  { people, stateOf, note, empty }: FakeTours,
  announce: (topic: Topic) => void,
): DeskHandlers<keyof typeof tourCommands> {
  const orders = new Map<string, readonly string[]>();
  const wishes = new Map<string, DeliveryWish>();
  const keyOf = ({ depot, route, date }: { depot: string; route: string; date: string }): string =>
    [depot, route, date].join(' ');
  const stopsOf = (tour: { depot: string; route: string; date: string }): readonly TourStop[] => {
    if (tour.route !== '23-A') return fakeStops().slice(0, 2);
    const order = orders.get(keyOf(tour));
    if (!order) return fakeStops();
    return [...fakeStops()].sort((a, b) => order.indexOf(a.number) - order.indexOf(b.number));
  };
  const isKnownDay = (date: string): boolean => {
    const last = dayInJapan(new Date(Date.now() + DAYS_AHEAD * 86_400_000));
    return !empty && date >= dayInJapan(new Date()) && date <= last;
  };

  return {
    'tours.list': async (_, asked) => {
      const { date } = asked;
      const rows = ['23-A', '23-B'].map((route): TourRow => {
        const stops = stopsOf({ depot: 'YOK', route, date });
        return {
          depot: 'YOK',
          route,
          stops: stops.length,
          pieces: stops.reduce((sum, { pieces }) => sum + pieces, 0),
          due: [yen(stops.reduce((sum, { due }) => sum + (due?.value ?? 0), 0))].filter(({ value }) => value > 0),
        };
      });
      const shape: FakeShape<TourRow> = {
        time: ({ depot }) => depot,
        id: ({ route }) => route,
        amount: ({ due }) => due[0]?.value ?? 0,
        texts: ({ depot, route }) => [depot, route],
      };
      return ok(fakeList(isKnownDay(date) ? rows : [], shape, asked));
    },
    'tours.read': async (_, tour) => ok({ stops: stopsOf(tour), arranged: orders.has(keyOf(tour)) }),
    'tours.arrange': async (_, { numbers, ...tour }) => {
      orders.set(keyOf(tour), numbers);
      announce('parcels');
      return ok();
    },
    'tours.progress': async () => fail('not-found'),
    'tours.stop': async () => ok(),
    'tours.print': async ({ who }, { paper, language, date, route, driver, ...tour }) => {
      const stops = stopsOf({ ...tour, route, date });
      for (const { number } of stops) note(who, 'address.opened', number, paper);
      const common = { language, carrier: '青空運送', depot: '横浜営業所', date };
      const papers = stops.map((stop, at): PaperStop & { stop: number } => {
        const { name, postalCode, lines, country, phone, note: words } = people[at % people.length]!;
        return {
          number: stop.number,
          name,
          postalCode,
          lines,
          country,
          phone,
          pieces: stop.pieces,
          stop: at + 1,
          ...(stop.due && { collect: stop.due }),
          ...(stop.slot && { slot: slotHours(stop.slot) }),
          ...(words !== undefined && { note: words }),
        };
      });
      const pdf =
        paper === 'route-sheet'
          ? await drawRouteSheet({ ...common, tour: route, driver, stops: papers })
          : await drawDeliverySlips({ ...common, slips: papers });
      return ok({ pdf: Buffer.from(pdf).toString('base64'), stops: stops.length, refused: [] });
    },
    'parcels.wishes': async (_, { number }) => {
      const state = stateOf(number);
      if (state === undefined) return fail('parcel-unknown');
      const wish = wishes.get(number);
      const isOpen = state !== 'out-for-delivery' && state !== 'delivered';
      return ok({ ...(wish && { wish }), ...(isOpen && { days: deliveryDays(new Date(), 1) }) });
    },
    'parcels.wish': async (_, { number, ask, day, slot }) => {
      wishes.set(number, ask === 'hold' ? { hold: 'YOK' } : { ...(day && { day }), ...(slot && { slot }) });
      announce('parcels');
      return ok();
    },
    'parcels.notice': async ({ who }, { number }) => {
      if (stateOf(number) !== 'attempted') return fail('not-attempted');
      note(who, 'notice.printed', number);
      const pdf = await drawMissedNotices([
        {
          carrier: '青空運送',
          number,
          date: dayInJapan(new Date()),
          time: '14:05',
          tracking: `https://aozora.example/track?number=${number}`,
          depot: { name: '横浜営業所', address: '横浜市中区見本町3-3' },
        },
      ]);
      const preview = expectOk(await previewPng(pdf, 203));
      return ok({ pdf: Buffer.from(pdf).toString('base64'), preview: Buffer.from(preview).toString('base64') });
    },
  };
}
