/** The credit company's day in figures: counts and sums of what its lists show. Nobody's name is read for them. */
import type { Figure, RoleOverview } from '#shared/desk/overview.ts';
import {
  type DisputeState,
  type PayRunState,
  type SettlementState,
  type StatementState,
  UNDECIDED,
} from '#shared/domain/states.ts';
import type { MailTables } from '#main/post/mail/index.ts';
import {
  countHours,
  countSpans,
  countStates,
  type Readable,
  type StateCount,
  type Storage,
} from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { CreditTables } from './tables.ts';

const SETTLED = ['held', 'captured', 'refunded', 'expired', 'released'] as const satisfies readonly SettlementState[];
const TO_TAKE = ['made'] as const satisfies readonly PayRunState[];
const LATE = ['reminded', 'warned', 'collection'] as const satisfies readonly StatementState[];

/** What is still to be paid of them. */
const unpaid = (db: Readable<CreditTables>) =>
  db.selectFrom('statement').select((eb) => ['state', 'issued_at', eb('amount', '-', eb.ref('paid')).as('rest')]);

/** @param days first instants of days, oldest first, and the end of the last */
export async function readCreditOverview(credit: Credit, days: readonly string[]): Promise<RoleOverview> {
  const db = credit.storage.read;
  const mails = (credit.storage as unknown as Storage<MailTables>).read;
  const now = credit.clock();
  const open: readonly DisputeState[] = UNDECIDED;
  const [settlements, byDay, today, claims, runs, statements, unassigned, mail, packages, inquiries, disputes, any] =
    await Promise.all([
      countStates(db.selectFrom('settlement'), { state: 'state', time: 'held_at', amount: 'amount' }, SETTLED, now),
      countSpans(db.selectFrom('settlement'), 'held_at', days),
      countHours(db.selectFrom('settlement'), 'held_at', days),
      db
        .selectFrom('claim')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('amount').as('amount')])
        .where('payout', 'is', null)
        .where('payable', '=', 1)
        .executeTakeFirstOrThrow(),
      countStates(db.selectFrom('pay_run_head'), { state: 'state', time: 'date', amount: 'total' }, TO_TAKE, now),
      countStates(
        db.selectFrom(unpaid(db).as('statement')),
        { state: 'state', time: 'issued_at', amount: 'rest' },
        ['open', ...LATE],
        now,
      ),
      countStates(
        db.selectFrom('bank_payment'),
        { state: 'state', time: 'booked_at', amount: 'amount' },
        ['unknown'],
        now,
      ),
      countStates(
        mails.selectFrom('mail'),
        { state: 'state', time: 'created_at' },
        ['waiting', 'failed', 'bounced'],
        now,
      ),
      countStates(db.selectFrom('forwarding'), { state: 'state', time: 'announced_at' }, ['arrived'], now),
      countStates(db.selectFrom('inquiry'), { state: 'state', time: 'received_at' }, ['waiting'], now),
      countStates(db.selectFrom('dispute'), { state: 'state', time: 'opened_at', amount: 'amount' }, open, now),
      db.selectFrom('settlement').select('receipt').limit(1).executeTakeFirst(),
    ]);
  const yen = (value: number): Pick<Figure, 'amount'> => ({ amount: { value, currency: 'JPY' } });
  const money = ({ count, amount }: StateCount): Pick<Figure, 'count' | 'amount'> => ({ count, ...yen(amount) });
  const { hour, day, ...held } = settlements('held');
  return {
    empty: any === undefined,
    figures: [
      { id: 'held', group: 'work', ...money({ ...held, hour, day }), hour, day, list: 'settlements?states=held' },
      { id: 'packages-here', group: 'work', count: packages('arrived').count, list: 'forwarding?states=arrived' },
      { id: 'inquiries-waiting', group: 'work', count: inquiries('waiting').count, list: 'inquiries?states=waiting' },
      { id: 'disputes-open', group: 'work', ...money(disputes(...open)), list: `disputes?states=${open.join()}` },
      { id: 'mails-waiting', group: 'work', count: mail('waiting').count, list: 'mails?states=waiting' },
      {
        id: 'mails-failed',
        group: 'work',
        count: mail('failed', 'bounced').count,
        list: 'mails?states=failed,bounced',
      },
      {
        id: 'claims-payable',
        group: 'money',
        count: Number(claims.count),
        ...yen(Number(claims.amount ?? 0)),
        list: 'claims?states=payable',
      },
      { id: 'payouts-to-take', group: 'money', ...money(runs(...TO_TAKE)), list: `payruns?states=${TO_TAKE.join()}` },
      { id: 'statements-open', group: 'money', ...money(statements('open')), list: 'statements?states=open' },
      {
        id: 'statements-late',
        group: 'money',
        ...money(statements(...LATE)),
        list: `statements?states=${LATE.join()}`,
      },
      { id: 'unassigned', group: 'money', ...money(unassigned('unknown')), list: 'received?states=unknown' },
    ],
    charts: [
      {
        id: 'settlements',
        form: 'states',
        parts: SETTLED.map((state) => ({
          name: state,
          count: settlements(state).count,
          list: `settlements?states=${state}`,
        })),
      },
      { id: 'settlements-today', form: 'hours', parts: today },
      {
        id: 'settlements-days',
        form: 'days',
        parts: byDay.map((count, at) => ({ name: days[at]!, count, list: 'settlements' })),
      },
    ],
  };
}
