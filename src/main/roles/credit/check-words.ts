import { parseCardNumber } from '#shared/domain/card.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { hashSecrets, isAmongSecrets } from '#main/vault/index.ts';
import { countAttempt } from './attempts.ts';
import { cardId, plainWord } from './cards.ts';
import type { Credit } from './credit.ts';

/** Words at once; each costs a hash. */
const MOST_WORDS = 6;
/** So many words are compared for a card that has none, or that nobody knows. */
const PRETENDED_WORDS = 3;

/**
 * The customer makes sure of the credit company (MISSION.md A7): ○ or × for each word, in order. Five checks a card
 * and hour, so that it is no oracle. An unknown card answers × with the same work and the same limit. Fails with
 * `too-many` or `field-missing`.
 */
export async function checkWords(
  credit: Credit,
  mall: string,
  asked: { card: string; words: readonly string[] },
): Promise<Result<readonly boolean[]>> {
  const typed = asked.words.map(plainWord);
  // A word left blank between others keeps its place among the answers.
  const words = typed.slice(0, typed.findLastIndex((word) => word !== '') + 1);
  if (words.length === 0) return fail('field-missing', 'word');
  if (words.length > MOST_WORDS) return fail('field-too-long', 'word');
  const number = parseCardNumber(asked.card);
  if (!number.ok) return fail('bad-number', 'card');
  const card = await cardId(credit, number.value);
  const allowed = await countAttempt(credit, { kind: 'words', card, mall });
  if (!allowed.ok) return allowed;
  const own = await credit.storage.read.selectFrom('check_word').select('word').where('card', '=', card).execute();
  // One hash for each typed word, whatever the card has: time must not tell.
  const compared = own.length === 0 ? await pretendedWords(credit) : own.map(({ word }) => word);
  const answers: boolean[] = [];
  for (const word of words) {
    const among = word !== '' && (await isAmongSecrets(word, compared));
    answers.push(among && own.length > 0);
  }
  return ok(answers);
}

let pretended: Promise<string[]> | undefined;

function pretendedWords(credit: Credit): Promise<string[]> {
  pretended ??= hashSecrets(
    Array.from({ length: PRETENDED_WORDS }, (_, at) => `nobody's word ${at}`),
    credit.scrypt,
  );
  return pretended;
}
