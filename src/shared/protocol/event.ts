/**
 * What the parties' servers tell each other: CloudEvents 1.0 in a JWS (PROTOCOL.md §5). Shapes that PROTOCOL.md leaves
 * open are written out in `docs/protocol.md`. Readers drop unknown members; senders may not write any (`closedEvent`).
 */
import { z } from 'zod';
import { DISPUTE_ABOUT, DISPUTE_EVIDENCE } from '../domain/dispute.ts';
import { MOST_ON_MANIFEST } from '../domain/manifest.ts';
import { moneySchema } from '../domain/money.ts';
import { parcelSizeSchema, SIZE_CLASSES } from '../domain/parcel-size.ts';
import { PAY_MODES } from './instruction.ts';
import { sealerSchema } from './order-part.ts';
import { base64UrlSchema, partyIdSchema, timeSchema } from './party.ts';

export const EVENT_TYPE = 'tokumei-event+jws';
/** Accepted events are kept this long by their sender, for a partner that restores a backup. */
export const KEEP_SENT_DAYS = 35;
/** Ids are remembered, and older events refused, this long by the receiver. */
export const REMEMBER_DAYS = 60;

const numberSchema = z.string().max(64);
/** Calendar day in UTC: a time of day would tell about depots and routes. */
const dateSchema = z.iso.date();

const shippingResult = z
  .object({
    /** `jti` of the instruction. */
    purchase: numberSchema,
    result: z.enum(['ok', 'no', 'refused']),
    /** Absent in variant c. */
    shipping: numberSchema.optional(),
    return: numberSchema.optional(),
    /** As the mall sent it; absent in variant b. */
    contents: base64UrlSchema.optional(),
    /** Absent in variant b. */
    addressee: base64UrlSchema.optional(),
    pay: z.enum(PAY_MODES).optional(),
  })
  .refine(
    (data) =>
      data.result !== 'ok' || ((data.shipping !== undefined || data.addressee !== undefined) && data.pay !== undefined),
  );

const parcelStatus = z.object({
  status: z.enum(['accepted', 'delivered', 'returned']),
  date: dateSchema,
  reason: z.enum(['refused', 'undeliverable', 'expired', 'damaged']).optional(),
});

const returnStatus = z.object({
  /** `delivered`: handed back to the mall. */
  status: z.enum(['accepted', 'delivered']),
  date: dateSchema,
});

const codRemittance = z.object({
  remittance: z.uuid(),
  date: dateSchema,
  /** Exactly the amounts of the instructions; the carrier's fees are settled elsewhere. */
  parcels: z
    .array(z.object({ shipping: numberSchema, amount: moneySchema }))
    .min(1)
    .max(10_000),
  total: moneySchema,
});

const settlementResult = z
  .object({
    /** `jti` of the instruction. */
    purchase: numberSchema,
    result: z.enum(['ok', 'no', 'refused']),
    /** A class only: never which of card, password or limit. */
    reason: z.enum(['declined', 'unavailable']).optional(),
    /** Absent in variant c. */
    receipt: numberSchema.optional(),
    /** As the mall sent it; absent in variant b. */
    contents: base64UrlSchema.optional(),
    /** The customer's name, sealed to the credit company; absent in variant b. */
    customer: base64UrlSchema.optional(),
    amount: moneySchema.optional(),
    /** End of the hold: claimed by then, or it expires and both sides know. */
    until: timeSchema.optional(),
  })
  .refine(
    (data) =>
      data.result !== 'ok' ||
      ((data.receipt !== undefined || data.customer !== undefined) &&
        data.amount !== undefined &&
        data.until !== undefined),
  );

const claimedParts = z
  .array(z.object({ claim: z.uuid(), amount: moneySchema }))
  .min(1)
  .max(10_000);

/** An envelope, base64url. */
const envelopeSchema = base64UrlSchema.max(2048);

/** A part of a sealed order, for the one party that opens it, with what that party needs beside it. */
const orderParts = z.object({
  purchase: numberSchema,
  by: sealerSchema,
  part: envelopeSchema,
  /** Credit company alone. */
  amount: moneySchema.optional(),
  /** Carrier alone. */
  size: parcelSizeSchema.optional(),
  pay: z.enum(PAY_MODES).optional(),
  /** Product names, sealed to the mall; absent in variant b, and for parties that never return them. */
  contents: base64UrlSchema.optional(),
});

const agencyRequest = z.discriminatedUnion('step', [
  /** Mall → agency: have the customer confirm. */
  z.object({
    step: z.literal('ask'),
    purchase: numberSchema,
    amount: moneySchema,
    /** Pieces of everything together. */
    quantity: z.int().min(1),
    /** SHA-256 of the code with which the customer's device finds the order, base64url. */
    code: base64UrlSchema.length(43),
    expires: timeSchema,
    contents: base64UrlSchema.optional(),
  }),
  /** Agency → settlement server: the customer has confirmed. */
  z.object({
    step: z.literal('confirmed'),
    mall: partyIdSchema,
    purchase: numberSchema,
    amount: moneySchema,
    quantity: z.int().min(1),
    contents: base64UrlSchema.optional(),
    /** The customer's wallet, a JWS of the agency. */
    wallet: z.string().max(8192),
    /** Cipher 2: the wallet's data sealed anew for this order; absent where they are passed on unopened. */
    resealed: envelopeSchema.optional(),
    /** From the customer's device to the settlement server. */
    confirmation: envelopeSchema,
  }),
]);

/** Data of every event type this program sends or understands; `subject` is the number named beside it. */
export const EVENTS = {
  /** Carrier → mall; subject: `purchase`. */
  'shipping.result': shippingResult,
  /** Credit company → mall; subject: `purchase`. */
  'settlement.result': settlementResult,
  /** Credit company → mall; subject: `purchase`. The hold ended unclaimed. */
  'settlement.expired': z.object({ purchase: numberSchema, amount: moneySchema }),
  /** Mall → credit company; subject: `claim`. Captures the hold, in part for a part, when goods are dispatched. */
  claim: z.object({ claim: z.uuid(), purchase: numberSchema, amount: moneySchema, date: dateSchema }),
  /** Credit company → mall; subject: `payout`. `total` is what the claims come to, less `refunds` and `fee`. */
  payout: z.object({
    payout: z.uuid(),
    date: dateSchema,
    claims: claimedParts,
    /** Given back to customers since, of these claims and of earlier ones. Every claim is told in full. */
    refunds: z.array(z.object({ refund: z.uuid(), amount: moneySchema })).max(10_000),
    fee: moneySchema,
    total: moneySchema,
  }),
  /** Mall → credit company; subject: `refund`. */
  'settlement.refund': z.object({
    refund: z.uuid(),
    purchase: numberSchema,
    amount: moneySchema,
    reason: z.enum(['cancelled', 'refused', 'returned', 'other']),
  }),
  /** Credit company → mall; subject: `refund`. `disputed`: the customer contested it, the mall had not asked. */
  'settlement.refunded': z.object({
    refund: z.uuid(),
    purchase: numberSchema,
    amount: moneySchema,
    /** What of it only ended a hold: nobody had claimed it, and no payout charges it. */
    released: moneySchema,
    reason: z.enum(['asked', 'disputed']),
  }),
  /**
   * Credit company → mall; subject: `dispute`. A customer contests a charge: `asked` wants the mall's side by a day, the
   * others say how it ended. What went back is told by `settlement.refunded`.
   */
  'settlement.dispute': z
    .object({
      dispute: z.uuid(),
      purchase: numberSchema,
      amount: moneySchema,
      /** A class only: never the customer's words. */
      about: z.enum(DISPUTE_ABOUT),
      state: z.enum(['asked', 'won', 'lost', 'withdrawn']),
      by: dateSchema.optional(),
    })
    .refine(({ state, by }) => (state === 'asked') === (by !== undefined)),
  /** Mall → credit company; subject: `dispute`. Classes only: nothing of what was bought, nor of where it went. */
  'settlement.dispute-answer': z.object({
    dispute: z.uuid(),
    purchase: numberSchema,
    answer: z.enum(['accepted', 'contested']),
    evidence: z.array(z.enum(DISPUTE_EVIDENCE)).max(DISPUTE_EVIDENCE.length),
  }),
  /** Mall → credit company; subject: `receipt`. A package of sealed electronic goods is on its way to be forwarded. */
  'goods.forward': z.object({
    receipt: numberSchema,
    /** Length in bytes, and SHA-256 in base64url, of the package. */
    bytes: z.int().min(1),
    sha256: base64UrlSchema.length(43),
    /** The customer envelope as it stands on the label; absent in variant b. */
    customer: base64UrlSchema.optional(),
  }),
  /** Credit company → mall; subject: `receipt`. Never the mail server's words. */
  'goods.forwarded': z.object({ receipt: numberSchema, result: z.enum(['sent', 'failed']), date: dateSchema }),
  /** Carrier → mall; subject: the shipping number. */
  'parcel.status': parcelStatus,
  /** Carrier → mall; subject: the return number. What the customer sends back; never why, nor from where. */
  'return.status': returnStatus,
  /** Either way; subject: the shipping number. The size class that the mall's bench or the carrier's depot found. */
  'parcel.corrected': z.object({ size: z.literal(SIZE_CLASSES), date: dateSchema }),
  /** Mall → carrier; subject: the shipping number. The parcel will not be handed over. */
  'shipping.cancel': z.object({ purchase: numberSchema, reason: z.enum(['expired', 'cancelled']) }),
  /** Carrier → mall; subject: the shipping number. Nothing will be delivered or collected under it. */
  'shipping.cancelled': z.object({ purchase: numberSchema, date: dateSchema }),
  /** Carrier → mall; subject: `remittance`. */
  'cod.remittance': codRemittance,
  /** Mall → carrier; subject: `refund`. Give cash that was collected back to the customer; billed by `invoice`. */
  'cod.refund': z.object({
    refund: z.uuid(),
    shipping: numberSchema,
    amount: moneySchema,
    reason: z.enum(['returned', 'other']),
  }),
  /** Carrier → mall; subject: `refund`. */
  'cod.refunded': z.object({ refund: z.uuid(), shipping: numberSchema, amount: moneySchema, date: dateSchema }),
  /** Carrier → mall; subject: `invoice`. A month's parcels at one rate per size class, no zone, no number. */
  invoice: z.object({
    invoice: z.uuid(),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    date: dateSchema,
    lines: z
      .array(
        z.object({ size: z.literal(SIZE_CLASSES), parcels: z.int().min(1), rate: moneySchema, amount: moneySchema }),
      )
      .max(SIZE_CLASSES.length),
    /** Cash given back to customers for the mall. */
    refunds: z.array(z.object({ refund: z.uuid(), amount: moneySchema })).max(10_000),
    total: moneySchema,
  }),
  /** Mall → party; subject: `purchase`. Carries a terminal's challenge; no answer, no bundle. */
  'order.challenge': z.object({ purchase: numberSchema, by: sealerSchema, envelope: envelopeSchema }),
  /** Party → mall; subject: `purchase`. `no`: the challenge could not be opened. */
  'order.answer': z.object({
    purchase: numberSchema,
    /** SHA-256 of the challenge's envelope, base64url. */
    challenge: base64UrlSchema.length(43),
    result: z.enum(['ok', 'no']),
    envelope: envelopeSchema.optional(),
  }),
  /** Mall → party; subject: `purchase`. */
  'order.parts': orderParts,
  /** Party → mall; subject: `purchase`. Only yes or no; a credit company's `settlement.result`, a carrier's `shipping.result` follow. */
  'order.verdict': z.object({ purchase: numberSchema, verdict: z.enum(['yes', 'no']) }),
  /** Mall → credit company on a closed network; subject: `purchase`. */
  'inquiry.request': z.object({
    purchase: numberSchema,
    by: sealerSchema,
    part: envelopeSchema,
    amount: moneySchema,
    contents: base64UrlSchema.optional(),
  }),
  /** Credit company → mall; subject: `purchase`. Never why. */
  'inquiry.answer': z.object({ purchase: numberSchema, answer: z.enum(['yes', 'no']) }),
  /** Mall → agency → settlement server; subject: `purchase`. */
  'agency.request': agencyRequest,
  /**
   * Settlement server → agency → mall; subject: `purchase`. `again` (to the agency alone): PIN or card did not fit, the
   * customer may confirm afresh.
   */
  'agency.verdict': z.object({
    /** To the agency: whose purchase. */
    mall: partyIdSchema.optional(),
    purchase: numberSchema,
    verdict: z.enum(['yes', 'no', 'again']),
  }),
  /** Mall → carrier; subject: `manifest`. What is handed over at a pick-up. */
  'handover.manifest': z.object({
    manifest: z.uuid(),
    date: dateSchema,
    parcels: z
      .array(z.object({ shipping: numberSchema, pieces: z.int().min(1).max(99), size: z.literal(SIZE_CLASSES) }))
      .min(1)
      .max(MOST_ON_MANIFEST),
  }),
  /** Carrier → mall; subject: `manifest`. Answers add up: what one of them says was taken stays taken. */
  'handover.answer': z.object({
    manifest: z.uuid(),
    date: dateSchema,
    /** Pieces taken so far; a later answer names what came since. */
    taken: z.array(z.object({ shipping: numberSchema, pieces: z.int().min(1).max(99) })).max(MOST_ON_MANIFEST),
    /** Parcels of the manifest of which nothing came. */
    missing: z.array(numberSchema).max(MOST_ON_MANIFEST),
    /** Taken with them, and on no manifest. */
    extra: z.array(numberSchema).max(MOST_ON_MANIFEST),
    /** The pick-up is over. */
    final: z.boolean(),
  }),
  /** Either way; subject: the label id. */
  'label.voided': z.object({ label: z.string().max(32), date: dateSchema }),
  /** Either way; subject: own party id. The sender's current party card. */
  'party.keys': z.object({ card: z.string().max(32_768) }),
  /** Either way; subject: own party id. Asks for every event accepted since then once more. */
  'resync.request': z.object({ since: timeSchema }),
} as const;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]>;

export const eventSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: partyIdSchema,
  type: z.string().max(64),
  time: timeSchema,
  subject: z.string().max(128),
  datacontenttype: z.literal('application/json').optional(),
  data: z.unknown(),
});
export type PartnerEvent = z.infer<typeof eventSchema>;

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}

/** The data as it may leave: throws where it does not fit its schema or has a member that the schema does not know. */
export function closedEvent<T extends EventType>(type: T, data: EventData<T>): EventData<T> {
  const parsed = EVENTS[type].parse(data) as EventData<T>;
  if (canonical(parsed) !== canonical(data)) throw new Error(`${type} has members outside its schema`);
  return parsed;
}

/** JSON with sorted members, to compare two values by text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
