/** The agency's day in figures: counts of what its lists show; there is nothing of a customer that could be counted. */
import type { RoleOverview } from '#shared/desk/overview.ts';
import { countHours, countSpans, countStates } from '#main/storage/index.ts';
import type { Agency } from './agency.ts';

const OPEN = ['open', 'sent', 'again'] as const;

/** @param days first instants of days, oldest first, and the end of the last */
export async function readAgencyOverview(
  { storage, clock }: Pick<Agency, 'storage' | 'clock'>,
  days: readonly string[],
): Promise<RoleOverview> {
  const db = storage.read;
  const [requests, byDay, today, revoked, any] = await Promise.all([
    countStates(db.selectFrom('agency_request'), { state: 'state', time: 'received_at' }, OPEN, clock()),
    countSpans(db.selectFrom('agency_request'), 'received_at', days),
    countHours(db.selectFrom('agency_request'), 'received_at', days),
    db
      .selectFrom('revoked_wallet')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
    db.selectFrom('agency_request').select('id').limit(1).executeTakeFirst(),
  ]);
  return {
    empty: any === undefined,
    figures: [
      {
        id: 'confirmations-open',
        group: 'work',
        count: requests(...OPEN).count,
        list: `agencyRequests?states=${OPEN.join()}`,
      },
      { id: 'wallets-revoked', group: 'work', count: Number(revoked.count), list: 'wallets' },
    ],
    charts: [
      { id: 'confirmations-today', form: 'hours', parts: today },
      {
        id: 'confirmations-days',
        form: 'days',
        parts: byDay.map((each, at) => ({ name: days[at]!, count: each, list: 'agencyRequests' })),
      },
    ],
  };
}
