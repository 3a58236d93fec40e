/** By which rules inquiries are decided, and what the rules look at: data, so that staff can move them and see why. */
import { calendarDay } from '#shared/domain/day.ts';
import {
  type CreditFacts,
  type DecisionReason,
  type DecisionRules,
  decisionRulesSchema,
} from '#shared/desk/inquiries.ts';
import type { Money } from '#shared/domain/money.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, readSetting, writeResult, writeSetting } from '#main/storage/index.ts';
import { addDays } from './billing-settings.ts';
import type { Credit } from './credit.ts';
import type { CardTable, CreditTables } from './tables.ts';

const SETTING = 'decision-rules';
const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

/** A month overdue, nearly the whole limit unpaid, or reminded of every third month. */
const settingSchema = decisionRulesSchema.default({ overdueDays: 30, debtPercent: 90, reminders: 3 });

export function readRules(db: Readable<CreditTables>): Promise<DecisionRules> {
  return readSetting(db, SETTING, settingSchema);
}

/** From the next decision on; earlier ones show the rules as they stood. */
export function setRules(
  credit: Credit,
  who: string,
  { rules, reason }: { rules: DecisionRules; reason: string },
): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    await writeSetting(db, SETTING, rules);
    const { overdueDays = '–', debtPercent = '–', reminders = '–' } = rules;
    const detail = `${overdueDays}/${debtPercent}/${reminders} ${reason}`;
    await recordDeed(db, { at: credit.clock(), who, action: 'inquiry.rules', subject: credit.self, detail });
    credit.changes.announce('inquiries');
    return ok();
  });
}

/** What a customer owes and how they paid so far; what is available is the card's own row. */
export type History = Pick<CreditFacts, 'debt' | 'overdueDays' | 'reminders'>;

export async function readHistory(credit: Credit, card: CardTable): Promise<History> {
  const db = credit.storage.read;
  const today = calendarDay(credit.clock());
  const { owed } = await db
    .selectFrom('settlement')
    .innerJoin('claim', 'claim.receipt', 'settlement.receipt')
    .select((eb) =>
      eb.fn
        .sum<number | null>(eb(eb('claim.amount', '-', eb.ref('claim.refunded')), '-', eb.ref('claim.covered')))
        .as('owed'),
    )
    .where('settlement.card', '=', card.id)
    .where('claim.covered', '<', (eb) => eb('claim.amount', '-', eb.ref('claim.refunded')))
    .executeTakeFirstOrThrow();
  const oldest = await db
    .selectFrom('statement')
    .select('due_on')
    .where('customer', '=', card.customer)
    .where('state', '!=', 'paid')
    .orderBy('due_on')
    .executeTakeFirst();
  const { reminders } = await db
    .selectFrom('statement')
    .select((eb) => eb.fn.countAll<number>().as('reminders'))
    .where('customer', '=', card.customer)
    .where('dunned_at', '>=', addDays(today, -YEAR_DAYS))
    .executeTakeFirstOrThrow();
  const overdue = oldest ? (Date.parse(today) - Date.parse(oldest.due_on)) / DAY_MS : 0;
  return {
    debt: { value: Number(owed ?? 0), currency: card.currency },
    overdueDays: Math.max(0, overdue),
    reminders: Number(reminders),
  };
}

/** Everything a decision looked at, with the card as it is now. */
export function factsOf(card: CardTable, history: History): CreditFacts {
  const { available, card_limit, currency, expiry } = card;
  return {
    available: { value: available, currency },
    limit: { value: card_limit, currency },
    ...history,
    expiry,
  };
}

/** The first rule that an inquiry breaks. Who owes nothing may use the whole limit. */
export function brokenRule(
  { overdueDays, debtPercent, reminders }: DecisionRules,
  facts: CreditFacts,
  asked: Money,
): DecisionReason | undefined {
  const { debt, limit } = facts;
  if (overdueDays !== undefined && facts.overdueDays > overdueDays) return 'overdue';
  if (debtPercent !== undefined && debt.value > 0 && (debt.value + asked.value) * 100 > limit.value * debtPercent) {
    return 'debt';
  }
  return reminders !== undefined && facts.reminders > reminders ? 'history' : undefined;
}
