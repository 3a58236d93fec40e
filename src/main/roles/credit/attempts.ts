import { fail, ok, type Result } from '#shared/result.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomToken } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';
import type { AttemptTable } from './tables.ts';

const HOUR_MS = 3_600_000;
/** Within an hour, for one card; known or not. */
const PER_CARD: Record<AttemptTable['kind'], number> = { words: 5, payment: 10 };
/** Within an hour, for one mall: far above an honest one's wrong tries, far below a search. */
const PER_MALL: Record<AttemptTable['kind'], number> = { words: 2_000, payment: 20_000 };

/** A try that was counted. */
export interface CountedAttempt {
  /** It was right: whoever holds the card pays as often as they like. */
  giveBack(): Promise<void>;
}

/** Counts a try before it is made, so that many at once count as many. Fails with `too-many`. */
export function countAttempt(
  credit: Credit,
  attempt: Omit<AttemptTable, 'id' | 'at'>,
): Promise<Result<CountedAttempt>> {
  const { kind, card, mall } = attempt;
  const id = randomToken();
  return writeResult(credit.storage, async (db) => {
    const now = credit.clock();
    const since = new Date(now.getTime() - HOUR_MS).toISOString();
    const counts = db
      .selectFrom('attempt')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('kind', '=', kind)
      .where('at', '>', since);
    const ofCard = await counts.where('card', '=', card).executeTakeFirstOrThrow();
    const ofMall = await counts.where('mall', '=', mall).executeTakeFirstOrThrow();
    if (Number(ofCard.count) >= PER_CARD[kind] || Number(ofMall.count) >= PER_MALL[kind]) return fail('too-many');
    await db.insertInto('attempt').values({ id, kind, card, mall, at: now.toISOString() }).execute();
    return ok({ giveBack: () => giveBack(credit, id) });
  });
}

async function giveBack(credit: Credit, id: string): Promise<void> {
  await credit.storage.write((db) => db.deleteFrom('attempt').where('id', '=', id).execute());
}

export async function forgetAttempts(credit: Credit): Promise<void> {
  const before = new Date(credit.clock().getTime() - HOUR_MS).toISOString();
  await credit.storage.write((db) => db.deleteFrom('attempt').where('at', '<', before).execute());
}
