/** How somebody at the pay page shows that a card is theirs: by password here, by passkey in `passkeys.ts`. */
import { parseCardNumber } from '#shared/domain/card.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { hashSecret, verifySecret } from '#main/vault/index.ts';
import { countAttempt } from './attempts.ts';
import { cardId } from './cards.ts';
import type { Credit } from './credit.ts';

let pretendedPassword: Promise<string> | undefined;

/**
 * The card's id. A wrong card and a wrong password are one failure with the same work, `card-refused`; wrong tries are
 * counted for the card and the mall, right ones are not. Also `bad-number`, `field-missing`, `too-many`.
 */
export async function provePassword(
  credit: Credit,
  mall: string,
  entry: { readonly card: string; readonly password: string },
): Promise<Result<string>> {
  const number = parseCardNumber(entry.card);
  if (!number.ok) return fail('bad-number', 'card');
  if (entry.password === '') return fail('field-missing', 'password');
  const id = await cardId(credit, number.value);
  const counted = await countAttempt(credit, { kind: 'payment', card: id, mall });
  if (!counted.ok) return counted;
  const card = await credit.storage.read.selectFrom('card').select('password').where('id', '=', id).executeTakeFirst();
  // An unknown card costs the same work.
  pretendedPassword ??= hashSecret('nobody’s password', credit.scrypt);
  const isRight = await verifySecret(entry.password, card?.password ?? (await pretendedPassword));
  if (!card || !isRight) return fail('card-refused');
  await counted.value.giveBack();
  return ok(id);
}
