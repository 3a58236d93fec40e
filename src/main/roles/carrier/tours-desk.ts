import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { tourCommands } from '#shared/desk/tours.ts';
import { fail, ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { printNotice } from './missed.ts';
import { printTour, type TourWatch } from './tour-papers.ts';
import { arrangeTour, listTours, readTour } from './tours.ts';
import { readWishes, wishDelivery, wishHold } from './wishes.ts';

/** Tours and the driver's papers: each command is one use case. */
export function toursDesk(carrier: Carrier): DeskHandlers<keyof typeof tourCommands> {
  /** What is being printed, by the job that its screen named. */
  const works = new Map<string, { done: number; of: number; stopped: boolean }>();
  return {
    'tours.list': async (caller, asked) => ok(await listTours(carrier, caller, asked)),
    'tours.read': (caller, tour) => readTour(carrier, caller, tour),
    'tours.arrange': (caller, order) => arrangeTour(carrier, caller, order),
    'tours.print': async (caller, { job, ...print }) => {
      if (job === undefined) return printTour(carrier, caller, print);
      const work = { done: 0, of: 0, stopped: false };
      works.set(job, work);
      const watch: TourWatch = (done, of) => !Object.assign(work, { done, of }).stopped;
      return printTour(carrier, caller, print, watch).finally(() => works.delete(job));
    },
    'tours.progress': async (_, { job }) => {
      const work = works.get(job);
      return work ? ok({ done: work.done, of: work.of }) : fail('not-found');
    },
    'tours.stop': async (_, { job }) => {
      const work = works.get(job);
      if (work) work.stopped = true;
      return ok();
    },
    'parcels.wishes': (_, { number }) => readWishes(carrier, number),
    'parcels.wish': ({ who }, { number, ask, ...typed }) =>
      ask === 'hold' ? wishHold(carrier, { number, who }) : wishDelivery(carrier, { number, who }, typed),
    'parcels.notice': ({ who }, { number }) => printNotice(carrier, who, number),
  };
}
