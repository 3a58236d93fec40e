/** The mall's day in figures: counts of what its lists show. Nothing is opened for them. */
import type { Figure, RoleOverview } from '#shared/desk/overview.ts';
import type { PrintJobState, PurchaseState } from '#shared/domain/states.ts';
import { countHours, countSpans, countStates, type Storage } from '#main/storage/index.ts';
import type { PrintTables } from '#main/printing/jobs/index.ts';
import type { Mall } from './mall.ts';

const OPEN = [
  'awaiting-payment',
  'offered',
  'accepted',
  'packed',
  'handed-over',
  'shipped',
] as const satisfies readonly PurchaseState[];
const LIVE_JOBS = ['preparing', 'waiting', 'printing', 'paused', 'stopped'] as const satisfies readonly PrintJobState[];
const OPEN_RETURNS = ['announced', 'on-the-way', 'arrived'] as const;

/** @param days first instants of days, oldest first, and the end of the last */
export async function readMallOverview(mall: Mall, days: readonly string[]): Promise<RoleOverview> {
  const db = mall.storage.read;
  const printing = (mall.storage as unknown as Storage<PrintTables>).read;
  const now = mall.clock();
  const today = days.slice(-2);
  const [orders, byDay, ordersToday, labelled, labelsToday, goods, jobs, returns, refunds, claims, any] =
    await Promise.all([
      countStates(db.selectFrom('purchase'), { state: 'state', time: 'placed_at' }, OPEN, now),
      countSpans(db.selectFrom('purchase'), 'placed_at', days),
      countHours(db.selectFrom('purchase'), 'placed_at', days),
      db
        .selectFrom('label')
        .select(({ fn }) => fn.count<number>('purchase').distinct().as('count'))
        .where('printed_at', '>=', today[0]!)
        .where('printed_at', '<', today[1]!)
        .executeTakeFirstOrThrow(),
      countHours(db.selectFrom('label'), 'printed_at', days),
      countStates(db.selectFrom('goods'), { state: 'state', time: 'changed_at' }, ['ready'], now),
      countStates(printing.selectFrom('print_job'), { state: 'state', time: 'made_at' }, LIVE_JOBS, now),
      countStates(db.selectFrom('customer_return'), { state: 'state', time: 'changed_at' }, OPEN_RETURNS, now),
      countStates(db.selectFrom('refund'), { state: 'state', time: 'asked_at', amount: 'amount' }, ['asked'], now),
      db
        .selectFrom('claim')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('amount').as('amount')])
        .where('payout', 'is', null)
        .where('lapsed', '=', 0)
        .executeTakeFirstOrThrow(),
      db.selectFrom('purchase').select('number').limit(1).executeTakeFirst(),
    ]);
  const yen = (value: number): Pick<Figure, 'amount'> => ({ amount: { value, currency: 'JPY' } });
  const aged = (...states: (typeof OPEN)[number][]): Pick<Figure, 'count' | 'hour' | 'day' | 'list'> => {
    const { count, hour, day } = orders(...states);
    return { count, hour, day, list: `purchases?states=${states.join()}` };
  };
  return {
    empty: any === undefined,
    figures: [
      { id: 'to-pack', group: 'work', ...aged('accepted') },
      {
        id: 'labels-today',
        group: 'work',
        count: Number(labelled.count),
        list: 'purchases?by=labelled&date=today',
      },
      { id: 'packed', group: 'work', ...aged('packed') },
      { id: 'handed-over', group: 'work', ...aged('handed-over') },
      { id: 'on-the-way', group: 'work', ...aged('shipped') },
      { id: 'with-customer', group: 'work', ...aged('awaiting-payment', 'offered') },
      { id: 'goods-to-seal', group: 'work', count: goods('ready').count, list: 'goods?states=ready' },
      { id: 'print-jobs', group: 'work', count: jobs(...LIVE_JOBS).count, list: `printing?states=${LIVE_JOBS.join()}` },
      {
        id: 'returns-open',
        group: 'work',
        count: returns(...OPEN_RETURNS).count,
        list: `returns?states=${OPEN_RETURNS.join()}`,
      },
      {
        id: 'refunds-asked',
        group: 'money',
        count: refunds('asked').count,
        ...yen(refunds('asked').amount),
        list: 'refunds?states=asked',
      },
      {
        id: 'claims-open',
        group: 'money',
        count: Number(claims.count),
        ...yen(Number(claims.amount ?? 0)),
        list: 'payouts?show=open',
      },
      ...(await breakFigures(mall)),
    ],
    charts: [
      {
        id: 'orders',
        form: 'states',
        parts: OPEN.map((state) => ({ name: state, count: orders(state).count, list: `purchases?states=${state}` })),
      },
      { id: 'orders-today', form: 'hours', parts: ordersToday },
      { id: 'labels-today', form: 'hours', parts: labelsToday },
      {
        id: 'orders-days',
        form: 'days',
        parts: byDay.map((count, at) => ({ name: days[at]!, count, list: 'purchases' })),
      },
    ],
  };
}

/** Documents of partners in which something does not match. */
async function breakFigures(mall: Mall): Promise<Figure[]> {
  const db = mall.storage.read;
  const tables = [
    ['remittance', 'remittance-breaks', 'remittances?states=differs'],
    ['payout', 'payout-breaks', 'payouts?states=differs'],
    ['invoice', 'invoice-breaks', 'invoices?states=differs'],
  ] as const;
  return Promise.all(
    tables.map(async ([table, id, list]): Promise<Figure> => {
      const { count } = await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('breaks', '>', 0)
        .executeTakeFirstOrThrow();
      return { id, group: 'money', count: Number(count), list };
    }),
  );
}
