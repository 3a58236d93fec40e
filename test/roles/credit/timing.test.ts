/** What a stopwatch at the door could tell of a card: whether there is one, and how many words it has. */
import { beforeAll, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { checkWords } from '#main/roles/credit/check-words.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { provePassword } from '#main/roles/credit/prove-holder.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { aClock } from '../../builders/a-clock.ts';
import { CUSTOMERS, EXPIRED, HANAKO, UNKNOWN_CARD } from '../../builders/a-payment.ts';
import { aCredit } from '../../builders/a-party.ts';

const MALL = 'mall.localhost';
const ROUNDS = 16;
/** Whatever else runs here makes a try longer, never shorter: the shortest are compared. */
const SLACK = 0.25;

const clock = aClock();
let credit: Credit;
beforeAll(async () => {
  // A hash that takes long enough to be measured, and not too long for a test: some 20 ms.
  credit = { ...(await aCredit({ clock })).credit, scrypt: { N: 2 ** 13, r: 8, p: 1 } };
  expectOk(await importCustomers(credit, 'mori', CUSTOMERS));
});

/** The shortest of many tries, turn and turn about, of a card that there is and of one that there is not. */
async function measure(known: string, attempt: (card: string) => Promise<unknown>): Promise<[number, number]> {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const card of round % 2 === 0 ? [known, UNKNOWN_CARD] : [UNKNOWN_CARD, known]) {
      clock.advance({ hours: 1 });
      const start = performance.now();
      await attempt(card);
      best.set(card, Math.min(best.get(card) ?? Infinity, performance.now() - start));
    }
  }
  return [best.get(known)!, best.get(UNKNOWN_CARD)!];
}

test.each([
  ['check words', (card: string) => checkWords(credit, MALL, { card, words: ['wrong', 'kaede'] })],
  ['a wrong password', (card: string) => provePassword(credit, MALL, { card, password: 'wrong' })],
] as const)('%s: as long for a card of nobody', { retry: 2 }, async (_, attempt) => {
  for (const known of [HANAKO.card, EXPIRED.card]) {
    const [ours, nobodys] = await measure(known, attempt);
    expect(ours).toBeGreaterThan(5);
    expect(Math.abs(ours - nobodys) / Math.max(ours, nobodys)).toBeLessThan(SLACK);
  }
});
