/** Opening what a mall relayed: a card, sealed for this very purchase. Before any unit of work. */
import { fromBase64Url } from '#shared/bytes.ts';
import type { DecisionReason } from '#shared/desk/inquiries.ts';
import { type CardPart, decodeCardPart } from '#shared/protocol/card-part.ts';
import { CLOCK_SKEW_SECONDS } from '#shared/protocol/instruction.ts';
import { decodeOrderPart, partBinding, sealerPeer } from '#shared/protocol/order-part.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Credit } from './credit.ts';
import type { RelayedPart } from './inquiry-request.ts';
import type { InquiryTable } from './inquiry-tables.ts';

/** Why an inquiry goes no further. */
export interface Refused {
  readonly reason: Exclude<DecisionReason, 'ok'>;
  /** A code. */
  readonly detail?: string;
}

export function refuse(reason: Refused['reason'], detail?: string): Refused {
  return detail === undefined ? { reason } : { reason, detail };
}

/** What is charged and by whom, as the request names it. */
export type AskedCharge = Pick<InquiryTable, 'mall' | 'jti' | 'amount' | 'currency'>;

export async function readCardPart(
  credit: Credit,
  asked: AskedCharge,
  { part, by }: RelayedPart,
): Promise<CardPart | Refused> {
  const envelope = fromBase64Url(part);
  if (!envelope) return refuse('unreadable', 'damaged');
  const binding = partBinding({ party: credit.self, mall: asked.mall as PartyId, number: asked.jti });
  const opened = await credit.vault.open(envelope, binding, sealerPeer(by));
  if (!opened.ok) return refuse('unreadable', opened.error.code);
  const order = decodeOrderPart(opened.value);
  if (!order.ok) return refuse('unreadable', order.error.code);
  const { mall, amount, expires, body } = order.value;
  if (mall !== asked.mall) return refuse('mall-differs');
  if (amount?.value !== asked.amount || amount.currency !== asked.currency) return refuse('amount-differs');
  if (isTooLate(credit, expires)) return refuse('too-late');
  const card = decodeCardPart(body);
  return card.ok ? card.value : refuse('unreadable', card.error.code);
}

/** @param expires Unix seconds */
export function isTooLate(credit: Credit, expires: number): boolean {
  return expires + CLOCK_SKEW_SECONDS < credit.clock().getTime() / 1000;
}
