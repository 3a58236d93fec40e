/** Charges that customers contest: the credit company's cases, and what a mall is asked about. No words of what was bought. */
import { z } from 'zod';
import { DISPUTE_ABOUT, DISPUTE_EVIDENCE, type DisputeAbout, type DisputeEvidence } from '../domain/dispute.ts';
import { type Money, moneySchema } from '../domain/money.ts';
import { ASKED_DISPUTE, type AskedDisputeState, DISPUTE, type DisputeState } from '../domain/states.ts';
import { command } from './command.ts';
import { type ListPage, listInput } from './list.ts';

export const DISPUTE_STATES = Object.keys(DISPUTE.next) as DisputeState[];
export const ASKED_DISPUTE_STATES = Object.keys(ASKED_DISPUTE.next) as AskedDisputeState[];
/** How a dispute ends. */
export const DISPUTE_ENDS = ['won', 'lost', 'withdrawn'] as const;
export type DisputeEnd = (typeof DISPUTE_ENDS)[number];
/** What a mall says. */
export const DISPUTE_ANSWERS = ['accepted', 'contested'] as const;
export type DisputeAnswer = (typeof DISPUTE_ANSWERS)[number];

export interface DisputeRow {
  readonly dispute: string;
  readonly receipt: string;
  readonly mall: string;
  readonly amount: Money;
  readonly about: DisputeAbout;
  readonly state: DisputeState;
  readonly openedAt: string;
  /** `YYYY-MM-DD`: the mall's answer, or our decision, is due. Absent once it is decided. */
  readonly dueOn?: string;
  readonly answer?: DisputeAnswer;
}

export interface DisputeNote {
  readonly at: string;
  readonly who: string;
  readonly kind: 'opened' | 'asked' | 'answered' | 'note' | DisputeEnd;
  readonly note: string;
}

export interface DisputeFile extends DisputeRow {
  readonly customer: { readonly id: string; readonly name: string };
  readonly lastFour: string;
  /** Charged, and of that not given back yet. */
  readonly charged: Money;
  readonly left: Money;
  readonly evidence: readonly DisputeEvidence[];
  readonly notes: readonly DisputeNote[];
  /** The refund that a won one made. */
  readonly refund?: string;
}

export interface AskedDisputeRow {
  readonly dispute: string;
  /** The payment's own number, as the order list shows it. */
  readonly number: string;
  readonly credit: string;
  readonly amount: Money;
  readonly about: DisputeAbout;
  readonly state: AskedDisputeState;
  readonly askedAt: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly answerBy: string;
  readonly answer?: DisputeAnswer;
  readonly evidence: readonly DisputeEvidence[];
}

const dispute = z.uuid();
const note = z.string().trim().min(1).max(400);

export const disputeCommands = {
  'disputes.list': command<ListPage<DisputeRow>>()(listInput(DISPUTE_STATES)),
  /** With the customer's name; recorded in the trail. */
  'disputes.file': command<DisputeFile>()(z.object({ dispute })),
  /**
   * A customer contests a charge. Nothing moves yet; what is contested is not paid out to the mall until it is decided.
   * Fails with `refund-too-high` where more is contested than was charged and is left.
   */
  'disputes.open': command<{ dispute: string }>()(
    z.object({ receipt: z.string().max(64), amount: moneySchema, about: z.enum(DISPUTE_ABOUT), note }),
  ),
  /** Asks the mall for its side by a day. */
  'disputes.ask': command<void>()(z.object({ dispute, by: z.iso.date() })),
  'disputes.note': command<void>()(z.object({ dispute, note })),
  /** `won`: the amount goes back to the customer, and the mall is charged for it. The reason stands in the trail. */
  'disputes.decide': command<void>()(
    z.object({ dispute, end: z.enum(DISPUTE_ENDS), reason: z.string().trim().min(1).max(200) }),
  ),
  'asked-disputes.list': command<ListPage<AskedDisputeRow>>()(listInput(ASKED_DISPUTE_STATES)),
  'asked-disputes.answer': command<void>()(
    z.object({ dispute, answer: z.enum(DISPUTE_ANSWERS), evidence: z.array(z.enum(DISPUTE_EVIDENCE)).max(8) }),
  ),
};
