/** The gift-wrapper's day in figures. No card is opened for them. */
import type { RoleOverview } from '#shared/desk/overview.ts';
import { countHours, countSpans, countStates } from '#main/storage/index.ts';
import type { Wrapper } from './wrapper.ts';

/** @param days first instants of days, oldest first, and the end of the last */
export async function readWrapperOverview(
  { storage, clock }: Pick<Wrapper, 'storage' | 'clock'>,
  days: readonly string[],
): Promise<RoleOverview> {
  const db = storage.read;
  const [gifts, byDay, today, any] = await Promise.all([
    countStates(db.selectFrom('gift'), { state: 'state', time: 'received_at' }, ['open'], clock()),
    countSpans(db.selectFrom('gift'), 'received_at', days),
    countHours(db.selectFrom('gift'), 'received_at', days),
    db.selectFrom('gift').select('purchase').limit(1).executeTakeFirst(),
  ]);
  return {
    empty: any === undefined,
    figures: [{ id: 'gifts-waiting', group: 'work', count: gifts('open').count, list: 'gifts?states=open' }],
    charts: [
      { id: 'gifts-today', form: 'hours', parts: today },
      {
        id: 'gifts-days',
        form: 'days',
        parts: byDay.map((each, at) => ({ name: days[at]!, count: each })),
      },
    ],
  };
}
