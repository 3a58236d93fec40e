/** What a paid purchase does, whichever way it was asked for: in the customer's window, or by message. */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { isCardExpired } from '#shared/domain/card.ts';
import type { Money } from '#shared/domain/money.ts';
import { numberFromDigits, type ReceiptNumber } from '#shared/domain/number.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { encodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import { expectOk } from '#shared/result.ts';
import { sendEvent, variantOf } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import { sealTo, variantCDigits } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';
import type { CardTable, CreditTables, SettlementTable } from './tables.ts';

/** How long a hold lasts that nobody claims. */
const HOLD_DAYS = 14;

/** What a mall charges under one purchase number. */
export interface Charge {
  readonly mall: string;
  readonly jti: string;
  readonly amount: Money;
  /** As the mall sealed it, base64url; absent in variant b. */
  readonly contents?: string | undefined;
}

/** Why a card can't pay. */
export type Unable = 'card-blocked' | 'card-expired' | 'over-limit';

/** In variant c nobody mints a receipt number: both sides derive it from the contents' hash, which is `jti`. */
export function derivedReceipt(jti: string): ReceiptNumber {
  return numberFromDigits('receipt', variantCDigits(fromBase64Url(jti)!));
}

/** The first reason in the way of an amount, by the card alone. */
export function whyUnable(credit: Credit, card: CardTable, amount: Money): Unable | undefined {
  if (card.blocked === 1) return 'card-blocked';
  if (isCardExpired(card.expiry, credit.clock())) return 'card-expired';
  return card.currency !== amount.currency || card.available < amount.value ? 'over-limit' : undefined;
}

/**
 * Takes the amount from what is available, in one statement: two that race for the last of it can't both win. The caller
 * has made sure, in this unit of work, that the purchase is not decided.
 */
export async function holdAmount(
  credit: Credit,
  db: Writable<CreditTables>,
  id: string,
  amount: Money,
): Promise<'held' | Unable> {
  const card = await db.selectFrom('card').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const unable = whyUnable(credit, card, amount);
  if (unable) return unable;
  const held = await db
    .updateTable('card')
    .set((eb) => ({ available: eb('available', '-', amount.value) }))
    .where('id', '=', id)
    .where('currency', '=', amount.currency)
    .where('available', '>=', amount.value)
    .executeTakeFirst();
  return held.numUpdatedRows > 0n ? 'held' : 'over-limit';
}

/** The settlement of what was held, and the answer to the mall, in the same unit of work. */
export async function settleHeld(
  credit: Credit,
  db: Writable<CreditTables>,
  charge: Charge,
  paid: { readonly card: CardTable; readonly receipt: string; readonly sealed: Uint8Array },
): Promise<void> {
  const { mall, jti, amount, contents } = charge;
  const { card, receipt, sealed } = paid;
  const now = credit.clock();
  const until = new Date(now.getTime() + HOLD_DAYS * 86_400_000).toISOString();
  const row: SettlementTable = {
    receipt,
    mall,
    jti,
    card: card.id,
    customer: card.customer,
    contents: contents === undefined ? null : fromBase64Url(contents)!,
    sealed_customer: sealed,
    amount: amount.value,
    captured: 0,
    released: 0,
    refunded: 0,
    currency: amount.currency,
    state: 'held',
    held_at: now.toISOString(),
    hold_until: until,
  };
  await db.insertInto('settlement').values(row).execute();
  const variant = variantOf(charge);
  await sendEvent(credit.post, db, {
    to: mall,
    type: 'settlement.result',
    subject: jti,
    data: {
      purchase: jti,
      result: 'ok',
      amount,
      until,
      ...(variant !== 'c' && { receipt }),
      ...(variant !== 'b' && { contents: contents!, customer: toBase64Url(sealed) }),
    },
  });
}

/** The customer's name as the mall will print it, bound to the receipt; before the unit of work, never inside one. */
export async function sealCustomer(credit: Credit, card: CardTable, receipt: string): Promise<Uint8Array> {
  const customer = await credit.storage.read
    .selectFrom('customer')
    .select(['id', 'name'])
    .where('id', '=', card.customer)
    .executeTakeFirstOrThrow();
  const key = currentKey({ keys: credit.vault.publicKeys() }, 'seal', credit.clock());
  if (!key) throw new Error('no sealing key in force');
  const plaintext = encodeCustomer({ name: customer.name, reference: customer.id });
  const binding = { kind: 'customer', recipient: credit.self, number: receipt } as const;
  return expectOk(await sealTo(fromBase64Url(key.x)!, binding, plaintext));
}
