import type { EventData } from '#shared/protocol/event.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { sendEvent } from '#main/post/index.ts';
import type { Writable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { InquiryTable } from './inquiry-tables.ts';
import type { CreditTables } from './tables.ts';

/** How an inquiry ended, or for now. */
export type Verdict = Exclude<InquiryTable['state'], 'waiting'>;

/** Tells whoever asked; only that, never why. */
export async function tellVerdict(
  credit: Credit,
  db: Writable<CreditTables>,
  { flow, mall, jti, agency }: Pick<InquiryTable, 'flow' | 'mall' | 'jti' | 'agency'>,
  verdict: Verdict,
): Promise<void> {
  const { post } = credit;
  if (flow === 'agency') {
    const data: EventData<'agency.verdict'> = { mall: mall as PartyId, purchase: jti, verdict };
    const to = agency! as PartyId;
    if (to === credit.self && credit.tellAgency) return credit.tellAgency(db, to, data);
    return sendEvent(post, db, { to, type: 'agency.verdict', subject: jti, data });
  }
  if (verdict === 'again') throw new Error('a mall is told yes or no');
  if (flow === 'sealed') {
    const data = { purchase: jti, verdict };
    return sendEvent(post, db, { to: mall, type: 'order.verdict', subject: jti, data });
  }
  return sendEvent(post, db, {
    to: mall,
    type: 'inquiry.answer',
    subject: jti,
    data: { purchase: jti, answer: verdict },
  });
}
