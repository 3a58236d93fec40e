/** Tours, the driver's papers, customers' wishes and missed-delivery notices, in English. */
import type { AskedWish } from '../../desk/carrier.ts';
import type { DeliverySlot } from '../../domain/delivery-slot.ts';
import { count } from './count.ts';

export const enTours = {
  day: 'Day',
  tours: 'Tours',
  depot: 'Depot',
  route: 'Tour',
  stops: 'Stops',
  pieces: 'Pieces',
  due: 'To collect',
  state: 'State',
  slot: 'Wished for',
  anySlot: 'any time',
  order: 'No.',
  none: 'Nothing to deliver on this day',
  noneExplain:
    'A parcel stands here once it arrived at its depot, unless the customer wishes a later day or fetches it themselves.',
  explain: 'Numbers only. Addresses are opened for the paper they are printed on, and the trail says so for each.',
  bySlot: 'by time of day; postal codes come in when the sheet is printed',
  arranged: 'in the order of the sheet',
  driver: 'Driver',
  sheet: 'Route sheet',
  slips: 'Delivery slips',
  earlier: 'Earlier',
  later: 'Later',
  printing: 'Opening addresses and drawing the papers',
  opened: (done: number, of: number) => `${done} of ${of}`,
  stopped: 'Stopped: nothing was printed',
  printed: (n: number) => `${count(n, 'address', 'addresses')} opened and printed`,
  printedExplain: 'The paper names people: bring it back to the depot. Nothing of it is kept here.',
  refused: (n: number) => `${count(n, 'parcel is', 'parcels are')} not on the paper`,
  slots: {
    morning: '08:00–12:00',
    '12-14': '12:00–14:00',
    '14-16': '14:00–16:00',
    '16-18': '16:00–18:00',
    '18-20': '18:00–20:00',
    '19-21': '19:00–21:00',
  } satisfies Record<DeliverySlot, string>,
  asked: {
    time: 'Customer chose another time',
    redelivery: 'Customer asked for another delivery',
    hold: 'Customer fetches it at the depot',
    bring: 'Customer wants it brought after all',
  } satisfies Record<AskedWish, string>,
  wish: {
    hold: 'Held at the depot: don’t load',
    holdShort: 'Held at the depot',
    when: 'Customer’s wish',
    anyDay: 'as soon as possible',
    take: 'Take the customer’s wish',
    takeExplain: 'For somebody who tells you the number of a notice. Customers with their own page choose there.',
    bringThen: 'Bring it then',
    holdIt: 'Hold it at the depot',
  },
  notice: {
    print: 'Missed-delivery notice',
    printing: 'Drawing the notice',
    blocked: 'The browser did not open its print dialog.',
  },
};
