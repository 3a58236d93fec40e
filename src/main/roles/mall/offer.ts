/** What an order offers to a counterparty: a name for it, an instruction, a quarter of an hour. */
import type { z } from 'zod';
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import { INSTRUCTION_SECONDS, INSTRUCTION_TYPE, type Variant } from '#shared/protocol/instruction.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Readable } from '#main/storage/index.ts';
import { sha256 } from '#main/vault/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

/** `jti`: what the counterparty calls the purchase. */
export function purchaseName(variant: Variant, number: string, contents: Uint8Array): string {
  return variant === 'c' ? toBase64Url(sha256(contents)) : number;
}

/** An instruction is good for 15 minutes from its issue. */
export function offerTimes(now: Date): { offered_at: string; expires_at: string } {
  const end = new Date(now.getTime() + INSTRUCTION_SECONDS * 1000);
  return { offered_at: now.toISOString(), expires_at: end.toISOString() };
}

/** So long a customer may take over a bundle, a confirmation or a card. */
const ENTRY_MINUTES = 60;

/** Where there is no instruction: until something came from the customer. */
export function entryTimes(now: Date): ReturnType<typeof offerTimes> {
  const end = new Date(now.getTime() + ENTRY_MINUTES * 60_000);
  return { offered_at: now.toISOString(), expires_at: end.toISOString() };
}

/** How an order is made: which of its counterparties have a window at all. */
export async function orderFlow(db: Readable<MallTables>, orderId: string): Promise<OrderFlow | undefined> {
  const order = await db.selectFrom('customer_order').select('flow').where('id', '=', orderId).executeTakeFirst();
  return order?.flow;
}

/** What the mall's rows of a purchase and of a payment have alike. */
interface Offered {
  readonly counterparty: string;
  readonly variant: Variant;
  readonly jti: string;
  readonly contents: Uint8Array;
  readonly state: string;
  readonly offered_at: string;
  readonly expires_at: string;
}

/**
 * Signs the instruction for a counterparty's window, the same each time it is asked for. Fails with `wrong-state` once
 * the counterparty answered and `instruction-expired` after its 15 minutes.
 *
 * @param own the claims beside those that every instruction has; `schema` is the whole instruction's
 */
export async function signOffer<S extends z.ZodType>(
  mall: Mall,
  offer: Offered | undefined,
  instruction: { readonly schema: S; readonly own: Readonly<Record<string, unknown>> },
): Promise<Result<string>> {
  if (!offer) return fail('purchase-unknown');
  if (offer.state !== 'offered') return fail('wrong-state', offer.state);
  if (offer.expires_at <= mall.clock().toISOString()) return fail('instruction-expired');
  const claims = instruction.schema.parse({
    iss: mall.self,
    aud: offer.counterparty,
    jti: offer.jti,
    iat: Math.floor(Date.parse(offer.offered_at) / 1000),
    exp: Math.floor(Date.parse(offer.expires_at) / 1000),
    ...instruction.own,
    ...(offer.variant !== 'b' && { contents: toBase64Url(offer.contents) }),
    ret: `${mall.publicUrl}/order`,
  });
  return ok(await mall.vault.sign(INSTRUCTION_TYPE, JSON.stringify(claims)));
}
