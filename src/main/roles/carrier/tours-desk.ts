import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { tourCommands } from '#shared/desk/tours.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { printNotice } from './missed.ts';
import { printTour } from './tour-papers.ts';
import { arrangeTour, listTours, readTour } from './tours.ts';
import { readWishes, wishDelivery, wishHold } from './wishes.ts';

/** Tours and the driver's papers: each command is one use case. */
export function toursDesk(carrier: Carrier): DeskHandlers<keyof typeof tourCommands> {
  return {
    'tours.list': async (caller, { date }) => ok(await listTours(carrier, caller, date)),
    'tours.read': (caller, tour) => readTour(carrier, caller, tour),
    'tours.arrange': (caller, order) => arrangeTour(carrier, caller, order),
    'tours.print': (caller, print) => printTour(carrier, caller, print),
    'parcels.wishes': (_, { number }) => readWishes(carrier, number),
    'parcels.wish': ({ who }, { number, ask, ...typed }) =>
      ask === 'hold' ? wishHold(carrier, { number, who }) : wishDelivery(carrier, { number, who }, typed),
    'parcels.notice': ({ who }, { number }) => printNotice(carrier, who, number),
  };
}
