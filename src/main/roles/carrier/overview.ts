/** The carrier's day in figures: counts of what its lists show. No addressee is opened for them. */
import type { Figure, RoleOverview } from '#shared/desk/overview.ts';
import type { ParcelState } from '#shared/domain/states.ts';
import { countHours, countSpans, countStates } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';
import { countCashDue } from './cash.ts';
import { carriedReturns } from './return-list.ts';

const OPEN = [
  'expected',
  'accepted',
  'at-depot',
  'out-for-delivery',
  'attempted',
] as const satisfies readonly ParcelState[];
/** In our hands: they lie somewhere. */
const HERE = ['accepted', 'at-depot', 'out-for-delivery', 'attempted'] as const satisfies readonly ParcelState[];

/** What a step at a parcel comes from, where it is a scan. */
const SCANNED = [...HERE, 'delivered', 'returned'] as const satisfies readonly ParcelState[];

/** @param days first instants of days, oldest first, and the end of the last */
export async function readCarrierOverview(carrier: Carrier, days: readonly string[]): Promise<RoleOverview> {
  const db = carrier.storage.read;
  const now = carrier.clock();
  const [parcels, byDay, scans, depots, returns, cash, refunds, any] = await Promise.all([
    countStates(db.selectFrom('parcel'), { state: 'state', time: 'agreed_at' }, OPEN, now),
    countSpans(db.selectFrom('parcel'), 'agreed_at', days),
    countHours(db.selectFrom('parcel_step').where('state', 'in', SCANNED).where('asked', 'is', null), 'at', days),
    db
      .selectFrom('parcel')
      .leftJoin('depot', 'depot.code', 'parcel.depot')
      .select(({ fn }) => ['parcel.depot', 'depot.name', fn.countAll<number>().as('count')])
      .where('parcel.state', 'in', HERE)
      .groupBy(['parcel.depot', 'depot.name'])
      .orderBy('parcel.depot')
      .execute(),
    countStates(carriedReturns(db), { state: 'state', time: 'accepted_at' }, ['accepted', 'at-depot'], now),
    countCashDue(db),
    countStates(db.selectFrom('cash_refund'), { state: 'state', time: 'asked_at', amount: 'amount' }, ['open'], now),
    db.selectFrom('parcel').select('number').limit(1).executeTakeFirst(),
  ]);
  const yen = (value: number): Pick<Figure, 'amount'> => ({ amount: { value, currency: 'JPY' } });
  const aged = (state: (typeof OPEN)[number]): Pick<Figure, 'count' | 'hour' | 'day' | 'list'> => {
    const { count, hour, day } = parcels(state);
    return { count, hour, day, list: `parcels?states=${state}` };
  };
  const back = (state: 'accepted' | 'at-depot'): Pick<Figure, 'count' | 'hour' | 'day' | 'list'> => {
    const { count, hour, day } = returns(state);
    return { count, hour, day, list: `carriedReturns?states=${state}` };
  };
  return {
    empty: any === undefined,
    figures: [
      { id: 'expected', group: 'work', ...aged('expected') },
      { id: 'taken-over', group: 'work', ...aged('accepted') },
      { id: 'at-depot', group: 'work', ...aged('at-depot') },
      { id: 'out-for-delivery', group: 'work', ...aged('out-for-delivery') },
      { id: 'attempted', group: 'work', ...aged('attempted') },
      { id: 'returns-taken', group: 'work', ...back('accepted') },
      { id: 'returns-at-depot', group: 'work', ...back('at-depot') },
      {
        id: 'cash-due',
        group: 'money',
        count: cash.malls,
        // Two currencies make no sum.
        ...(cash.totals.length < 2 && { amount: cash.totals[0] ?? { value: 0, currency: 'JPY' } }),
        list: 'cash',
      },
      {
        id: 'cash-refunds-asked',
        group: 'money',
        count: refunds('open').count,
        ...yen(refunds('open').amount),
        list: 'cashRefunds?states=asked',
      },
    ],
    charts: [
      {
        id: 'parcels',
        form: 'states',
        parts: OPEN.map((state) => ({ name: state, count: parcels(state).count, list: `parcels?states=${state}` })),
      },
      {
        id: 'depots',
        form: 'bars',
        parts: depots.map(({ depot, name, count }) => ({
          name: name ?? depot ?? '',
          count: Number(count),
          list: `parcels?states=${HERE.join()}&depot=${encodeURIComponent(depot ?? '-')}`,
        })),
      },
      { id: 'scans-today', form: 'hours', parts: scans },
      {
        id: 'parcels-days',
        form: 'days',
        parts: byDay.map((count, at) => ({ name: days[at]!, count, list: 'parcels' })),
      },
    ],
  };
}
