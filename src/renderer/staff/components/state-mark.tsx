/** How far something is: its word, in the look that the word has everywhere. The word tells it, the colour only helps. */
import type { ReactNode } from 'react';
import type { DeskTexts } from '#shared/locale/desk.ts';
import { useTexts } from '../stores/use-texts.ts';

const LOOKS = {
  settlement: { held: 'mark', captured: 'mark done', expired: 'mark look', released: 'mark', refunded: 'mark look' },
  claim: { claimed: 'mark', payable: 'mark look', paid: 'mark done' },
  statement: {
    open: 'mark',
    reminded: 'mark look',
    warned: 'mark look',
    collection: 'mark stop',
    paid: 'mark done',
  },
  payment: { booked: 'meta', unknown: 'mark look', over: 'mark look', 'paid-back': 'mark', struck: 'mark' },
  bankLine: { exact: 'mark done', part: 'mark look', over: 'mark look', unknown: 'mark stop', known: 'mark' },
  payable: { ready: 'mark done', 'no-account': 'mark stop', carried: 'mark', waiting: 'mark' },
  payRun: { made: 'mark look', taken: 'mark done', undone: 'mark' },
  dispute: {
    open: 'mark look',
    asked: 'mark',
    answered: 'mark look',
    won: 'mark done',
    lost: 'mark done',
    withdrawn: 'mark',
  },
  customer: { active: 'mark done', blocked: 'mark stop', closed: 'mark' },
  card: { valid: 'mark done', blocked: 'mark stop', expired: 'mark look', replaced: 'mark' },
  inquiry: { waiting: 'mark', yes: 'mark done', no: 'mark stop', again: 'mark look' },
  mail: { waiting: 'mark', sent: 'mark done', failed: 'mark stop', bounced: 'mark stop' },
  package: {
    announced: 'mark',
    arrived: 'mark filled',
    queued: 'mark',
    sent: 'mark done',
    bounced: 'mark stop',
    failed: 'mark stop',
    closed: 'mark',
    withdrawn: 'mark',
  },
} as const;

export type Marked = keyof typeof LOOKS;
export type MarkedState<K extends Marked> = keyof (typeof LOOKS)[K] & string;
type Words = { readonly [K in Marked]: Readonly<Record<MarkedState<K>, string>> };

export function stateWords(texts: DeskTexts): Words {
  const { billing, customers, disputes, forwarding, inquiries } = texts;
  return {
    settlement: customers.settlements.states,
    claim: customers.claims.states,
    statement: billing.statements.states,
    payment: billing.received.states,
    bankLine: billing.received.outcomes,
    payable: billing.payouts.states,
    payRun: billing.payouts.runStates,
    dispute: disputes.states,
    customer: customers.states,
    card: customers.cardStates,
    inquiry: inquiries.states,
    mail: forwarding.mails.states,
    package: forwarding.stateShort,
  };
}

export function StateMark<K extends Marked>({
  of,
  state,
  title,
}: {
  readonly of: K;
  readonly state: MarkedState<K>;
  readonly title?: string | undefined;
}): ReactNode {
  const words: Readonly<Record<string, string>> = stateWords(useTexts())[of];
  const looks: Readonly<Record<string, string>> = LOOKS[of];
  return (
    <span className={looks[state]} title={title}>
      {words[state]}
    </span>
  );
}
