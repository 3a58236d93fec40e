/** Which messages a party of one role may send to one of another, and how staff narrow that for a single partner. */
import type { EventType } from './event.ts';
import type { Role } from './party.ts';

/** A message of a partner's server, or its instructions that customers' browsers bring. */
export type Sendable = EventType | 'instruction';

/** Never refused: without them a partner could not bring its keys, nor go on after a restored backup. */
export const ALWAYS_SENDABLE: readonly EventType[] = ['party.keys', 'resync.request'];

const FROM_MALL_TO_ANY = ['order.challenge', 'order.parts'] as const;
const TO_MALL_FROM_ANY = ['order.answer', 'order.verdict'] as const;

/** By `<sender's role> <receiver's role>`; a pair that is not here has nothing to say to each other. */
const SENDABLE: Readonly<Partial<Record<`${Role} ${Role}`, readonly Sendable[]>>> = {
  'mall carrier': [
    'instruction',
    ...FROM_MALL_TO_ANY,
    'shipping.cancel',
    'parcel.corrected',
    'label.voided',
    'handover.manifest',
    'cod.refund',
  ],
  'carrier mall': [
    'shipping.result',
    ...TO_MALL_FROM_ANY,
    'parcel.status',
    'return.status',
    'parcel.corrected',
    'shipping.cancelled',
    'label.voided',
    'handover.answer',
    'cod.remittance',
    'cod.refunded',
    'invoice',
  ],
  'mall credit': [
    'instruction',
    ...FROM_MALL_TO_ANY,
    'inquiry.request',
    'agency.request',
    'goods.forward',
    'claim',
    'settlement.refund',
    'settlement.dispute-answer',
  ],
  'credit mall': [
    'settlement.result',
    ...TO_MALL_FROM_ANY,
    'inquiry.answer',
    'agency.verdict',
    'goods.forwarded',
    'settlement.expired',
    'settlement.refunded',
    'settlement.dispute',
    'payout',
  ],
  'mall agency': ['agency.request'],
  'agency mall': ['agency.verdict'],
  'agency credit': ['agency.request'],
  'credit agency': ['agency.verdict'],
  // An agency beside a settlement server, and one that settles elsewhere.
  'credit credit': ['agency.request', 'agency.verdict'],
  'mall wrapper': FROM_MALL_TO_ANY,
  'wrapper mall': TO_MALL_FROM_ANY,
};

/** What staff can allow or refuse, in the order of an order's life; what is always allowed is not among it. */
export function sendableTypes(from: Role, to: Role): readonly Sendable[] {
  return SENDABLE[`${from} ${to}`] ?? [];
}

/**
 * Whether a partner may send this type.
 *
 * @param allowed what staff chose for this partner; absent: everything that its role has to say
 */
export function maySend(
  partner: { readonly role: Role; readonly allowed?: readonly Sendable[] | undefined },
  to: Role,
  type: Sendable,
): boolean {
  if ((ALWAYS_SENDABLE as readonly Sendable[]).includes(type)) return true;
  return sendableTypes(partner.role, to).includes(type) && (partner.allowed?.includes(type) ?? true);
}
