/** Pressing for payment: a reminder, a warning, then people. No interest is charged. */
import { calendarDay } from '#shared/domain/day.ts';
import { parseReference } from '#shared/domain/statement-reference.ts';
import { canMove, STATEMENT, type StatementState, UNDECIDED } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed, type TrailAction } from '#main/audit/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { addDays } from './billing-settings.ts';
import type { StatementTable } from './billing-tables.ts';
import type { Credit } from './credit.ts';
import { bring } from './statements.ts';
import type { CreditTables } from './tables.ts';

interface Step {
  readonly to: StatementState;
  /** Days after the due date. */
  readonly after: number;
  /** Days after the step before: a service that stood still for a month does not press three times in a day. */
  readonly apart: number;
  readonly action: TrailAction;
}

const STEPS: Partial<Readonly<Record<StatementState, Step>>> = {
  open: { to: 'reminded', after: 7, apart: 0, action: 'statement.reminded' },
  reminded: { to: 'warned', after: 21, apart: 14, action: 'statement.warned' },
  warned: { to: 'collection', after: 45, apart: 24, action: 'statement.collection' },
};
/** Statements of one unit of work. */
const BATCH = 100;
/** Who the trail names. */
const HOUSEKEEPING = 'housekeeping';

type Dunned = Pick<StatementTable, 'state' | 'due_on' | 'dunned_at' | 'rests_until'>;

/** What comes next for an unpaid statement and on which day; `undefined` where nothing does. */
export function nextStep({ state, due_on, dunned_at, rests_until }: Dunned): (Step & { on: string }) | undefined {
  const step = STEPS[state];
  if (!step) return undefined;
  const days = [addDays(due_on, step.after)];
  if (dunned_at !== null) days.push(addDays(dunned_at, step.apart));
  if (rests_until !== null) days.push(rests_until);
  return { ...step, on: days.sort().at(-1)! };
}

/** Takes every step whose day has come. */
export async function pressForPayment(credit: Credit): Promise<void> {
  const today = calendarDay(credit.clock());
  const late = await credit.storage.read
    .selectFrom('statement')
    .select(['reference', 'state', 'due_on', 'dunned_at', 'rests_until'])
    .where('state', 'in', Object.keys(STEPS) as StatementState[])
    .where('due_on', '<=', addDays(today, -STEPS.open!.after))
    .execute();
  const ready = late.filter((statement) => nextStep(statement)!.on <= today);
  for (let at = 0; at < ready.length; at += BATCH) {
    await credit.storage.write(async (db) => {
      for (const { reference } of ready.slice(at, at + BATCH)) await pressOne(credit, db, reference, today);
    });
  }
  if (ready.length > 0) credit.changes.announce('billing');
}

async function pressOne(credit: Credit, db: Writable<CreditTables>, reference: string, today: string): Promise<void> {
  const statement = await db
    .selectFrom('statement')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow();
  const step = nextStep(statement);
  if (await isContested(db, reference)) return;
  if (!step || step.on > today || !canMove(STATEMENT, statement.state, step.to)) return;
  await db
    .updateTable('statement')
    .set({ state: step.to, dunned_at: today })
    .where('reference', '=', reference)
    .execute();
  await recordDeed(db, { at: credit.clock(), who: HOUSEKEEPING, action: step.action, subject: reference });
  if (step.to === 'collection') await blockCards(credit, db, statement.customer, reference);
  else await bring(credit, db, statement, step.to === 'reminded' ? 'reminder' : 'warning');
}

/** Something on it is contested, and that is not decided. */
async function isContested(db: Writable<CreditTables>, reference: string): Promise<boolean> {
  const found = await db
    .selectFrom('claim')
    .innerJoin('dispute', 'dispute.receipt', 'claim.receipt')
    .select('dispute.dispute')
    .where('claim.statement', '=', reference)
    .where('dispute.state', 'in', UNDECIDED)
    .executeTakeFirst();
  return found !== undefined;
}

/** All cards of the customer; a clerk unblocks them once it is paid. */
async function blockCards(
  credit: Credit,
  db: Writable<CreditTables>,
  customer: string,
  reference: string,
): Promise<void> {
  const cards = await db
    .selectFrom('card')
    .select('id')
    .where('customer', '=', customer)
    .where('blocked', '=', 0)
    .execute();
  for (const { id } of cards) {
    await db.updateTable('card').set({ blocked: 1 }).where('id', '=', id).execute();
    const entry = { action: 'card.blocked', subject: id, detail: reference } as const;
    await recordDeed(db, { at: credit.clock(), who: HOUSEKEEPING, ...entry });
  }
  if (cards.length > 0) credit.changes.announce('customers');
}

/** No step before that day; the reason is in the trail. */
export function postpone(
  credit: Credit,
  who: string,
  order: { reference: string; until: string; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    const reference = parseReference(order.reference);
    if (!reference.ok) return reference;
    const at = credit.clock();
    if (order.until <= calendarDay(at)) return fail('field-invalid', 'until');
    const statement = await db
      .selectFrom('statement')
      .select('state')
      .where('reference', '=', reference.value)
      .executeTakeFirst();
    if (!statement) return fail('statement-unknown');
    if (!STEPS[statement.state]) return fail('wrong-state', statement.state);
    await db
      .updateTable('statement')
      .set({ rests_until: order.until })
      .where('reference', '=', reference.value)
      .execute();
    const detail = `${order.until} ${order.reason}`;
    await recordDeed(db, { at, who, action: 'statement.postponed', subject: reference.value, detail });
    credit.changes.announce('billing');
    return ok();
  });
}
