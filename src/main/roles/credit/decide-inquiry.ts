/**
 * Deciding one inquiry: open, prove, look at the rules – all that takes its time before the one unit of work in which it
 * is decided, held, settled and answered. Broken off anywhere, it begins anew and nothing has happened; done, it is never
 * done again.
 */
import type { CreditFacts, DecisionReason, DecisionRules } from '#shared/desk/inquiries.ts';
import type { Money } from '#shared/domain/money.ts';
import type { CardPart } from '#shared/protocol/card-part.ts';
import { expectOk } from '#shared/result.ts';
import { decidePurchase, findPartner } from '#main/post/index.ts';
import type { Readable, Writable } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { holdAmount, sealCustomer, settleHeld, whyUnable } from './hold.ts';
import { type InquiryRequest, inquiryRequestSchema } from './inquiry-request.ts';
import type { InquiryTable } from './inquiry-tables.ts';
import { provePassword } from './prove-holder.ts';
import { readConfirmation } from './read-confirmation.ts';
import { readCardPart, refuse, type Refused } from './read-part.ts';
import { brokenRule, factsOf, type History, readHistory, readRules } from './rules.ts';
import type { CardTable, CreditTables } from './tables.ts';
import { tellVerdict, type Verdict } from './verdict.ts';
import { countPin, isLocked } from './wallet-locks.ts';

/** Confirmations of one order, the last of which ends it when it does not fit either. */
const MOST_TRIES = 5;

/** What was found out before the unit of work. */
interface Found {
  readonly request: InquiryRequest;
  readonly wallet?: { readonly agency: string; readonly serial: string; readonly isPinRight: boolean };
  readonly nonce?: string;
  readonly holder: ProvenHolder | Refused;
}

interface ProvenHolder {
  readonly card: CardTable;
  readonly history: History;
  readonly rules: DecisionRules;
  readonly sealed: Uint8Array;
}

/** Starts a piece of work when there is room for it. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Nothing happens where it is decided already.
 *
 * @param inTurn for the proof of a password
 */
export async function decideInquiry(credit: Credit, id: string, inTurn: InTurn = (work) => work()): Promise<void> {
  const row = await findWaiting(credit.storage.read, id);
  if (!row) return;
  const found = await examine(credit, row, inTurn);
  await credit.storage.write(async (db) => {
    const waiting = await findWaiting(db, id);
    if (waiting) await conclude(credit, db, waiting, found);
  });
}

function findWaiting(db: Readable<CreditTables>, id: string): Promise<InquiryTable | undefined> {
  return db.selectFrom('inquiry').selectAll().where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst();
}

async function examine(credit: Credit, row: InquiryTable, inTurn: InTurn): Promise<Found> {
  const request = inquiryRequestSchema.parse(JSON.parse(row.request!));
  if (request.from === 'mall') {
    const part = await readCardPart(credit, row, request);
    return { request, holder: 'reason' in part ? part : await prove(credit, row, part, inTurn) };
  }
  const read = await readConfirmation(credit, { ...row, agency: row.agency! }, request);
  if ('reason' in read) return { request, holder: read };
  const { agency, serial, nonce, isPinRight, holder } = read;
  const wallet = { agency, serial, isPinRight };
  // A password is tried only for whoever knew the PIN. Of a locked wallet none is, or its time would tell the right PIN.
  if (!isPinRight) return { request, wallet, nonce, holder: refuse('pin-wrong') };
  if (await isLocked(credit.storage.read, wallet)) return { request, wallet, nonce, holder: refuse('wallet-locked') };
  if ('reason' in holder) return { request, wallet, nonce, holder };
  return { request, wallet, nonce, holder: await prove(credit, row, { ...holder, instalments: 1 }, inTurn) };
}

/** Whose card it is; a wrong try counts for the card, as at the pay page. */
async function prove(
  credit: Credit,
  row: InquiryTable,
  entry: CardPart,
  inTurn: InTurn,
): Promise<ProvenHolder | Refused> {
  if (entry.instalments !== 1) return refuse('instalments');
  // The try counts while it is made: more at once of one card would be too many, though each is right.
  const proven = await inTurn(() => provePassword(credit, row.mall, entry));
  if (!proven.ok) {
    const { code } = proven.error;
    return code === 'too-many'
      ? refuse('too-many')
      : refuse('card-refused', code === 'card-refused' ? undefined : code);
  }
  const db = credit.storage.read;
  const card = await db.selectFrom('card').selectAll().where('id', '=', proven.value).executeTakeFirstOrThrow();
  if (card.expiry !== entry.expiry) return refuse('card-refused');
  return {
    card,
    history: await readHistory(credit, card),
    rules: await readRules(db),
    sealed: await sealCustomer(credit, card, row.receipt),
  };
}

/** How it was decided, and what was looked at where the holder was proven. */
interface Decision {
  readonly reason: DecisionReason;
  readonly detail?: string;
  readonly looked?: { readonly card: string; readonly facts: CreditFacts; readonly rules: DecisionRules };
}

async function conclude(credit: Credit, db: Writable<CreditTables>, row: InquiryTable, found: Found): Promise<void> {
  const { holder } = found;
  const refused = (await whyStopped(credit, db, row, found)) ?? ('reason' in holder ? holder : undefined);
  const { reason, detail, looked }: Decision = refused ?? (await judge(credit, db, row, holder as ProvenHolder));
  const verdict = await verdictOn(db, row, { reason, ...(detail !== undefined && { detail }) });
  await db
    .updateTable('inquiry')
    .set({
      state: verdict,
      reason,
      detail: detail ?? null,
      card: looked?.card ?? null,
      facts: looked ? JSON.stringify(looked.facts) : null,
      rules: looked ? JSON.stringify(looked.rules) : null,
      // One that was used before has its nonce in another row.
      nonce: (reason !== 'replayed' && found.nonce) || null,
      request: null,
      decided_at: credit.clock().toISOString(),
    })
    .where('id', '=', row.id)
    .execute();
  if (verdict !== 'again') expectOk(await decidePurchase(db, row, verdict === 'yes' ? 'ok' : 'no'));
  if (verdict === 'yes') {
    const { card, sealed } = holder as ProvenHolder;
    const { mall, jti, receipt } = row;
    const charge = { mall, jti, amount: amountOf(row), contents: found.request.contents };
    await settleHeld(credit, db, charge, { card, receipt, sealed });
    credit.changes.announce('settlements');
  }
  await tellVerdict(credit, db, row, verdict);
  credit.changes.announce('inquiries');
}

const amountOf = ({ amount, currency }: InquiryTable): Money => ({ value: amount, currency });

/** What only the unit of work can know: who is suspended, what was used before, how many PINs were wrong. */
async function whyStopped(
  credit: Credit,
  db: Writable<CreditTables>,
  row: InquiryTable,
  { wallet, nonce }: Found,
): Promise<Refused | undefined> {
  // First of all: a nonce that is used can't be noted again, whatever else stands against it.
  if (nonce !== undefined) {
    const used = await db.selectFrom('inquiry').select('id').where('nonce', '=', nonce).executeTakeFirst();
    if (used) return refuse('replayed');
  }
  if ((await findPartner(db, row.mall))?.state !== 'approved') return refuse('mall-suspended');
  if (!wallet) return undefined;
  const counted = await countPin(credit, db, wallet, wallet.isPinRight);
  if (counted === 'locked') return refuse('wallet-locked');
  return counted === 'now-locked' ? refuse('pin-wrong', 'wallet-locked') : undefined;
}

/** The card as it is now, then the rules; the amount is held where nothing stands against it. */
async function judge(
  credit: Credit,
  db: Writable<CreditTables>,
  row: InquiryTable,
  { card: { id }, history, rules }: ProvenHolder,
): Promise<Decision> {
  const card = await db.selectFrom('card').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const facts = factsOf(card, history);
  const looked = { card: id, facts, rules };
  const amount = amountOf(row);
  const against = whyUnable(credit, card, amount) ?? brokenRule(rules, facts, amount);
  if (against) return { reason: against, looked };
  const held = await holdAmount(credit, db, id, amount);
  return { reason: held === 'held' ? 'ok' : held, looked };
}

/** Through an agency the customer may confirm afresh what did not fit or came too late, a few times. */
async function verdictOn(
  db: Writable<CreditTables>,
  { mall, jti, flow }: InquiryTable,
  { reason, detail }: Pick<Decision, 'reason' | 'detail'>,
): Promise<Verdict> {
  if (reason === 'ok') return 'yes';
  const isSlip = reason === 'card-refused' || reason === 'too-late' || (reason === 'pin-wrong' && detail === undefined);
  if (flow !== 'agency' || !isSlip) return 'no';
  const { tries } = await db
    .selectFrom('inquiry')
    .select((eb) => eb.fn.countAll<number>().as('tries'))
    .where('mall', '=', mall)
    .where('jti', '=', jti)
    .where('state', '=', 'again')
    .executeTakeFirstOrThrow();
  return Number(tries) + 1 < MOST_TRIES ? 'again' : 'no';
}
