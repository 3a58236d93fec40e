/** How statements are billed and where they are paid: what the desk has set, and the days that follow from it. */
import { z } from 'zod';
import type { BillingSettings } from '#shared/desk/billing.ts';
import { type OwnAccount, ownAccountSchema } from '#shared/domain/bank-account.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { readSetting, type Readable, writeResult, writeSetting } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import type { CreditTables } from './tables.ts';

const daysSchema = z
  .object({ closingDay: z.int(), dueDay: z.int(), dueMonths: z.int() })
  .default({ closingDay: 31, dueDay: 27, dueMonths: 1 });
export type BillingDays = z.infer<typeof daysSchema>;

const DAYS = 'billing-days';
const ACCOUNT = 'own-account';

export function readBillingDays(db: Readable<CreditTables>): Promise<BillingDays> {
  return readSetting(db, DAYS, daysSchema);
}

/** The account that statements name and payouts are paid from; `undefined` until somebody entered it. */
export function readOwnAccount(db: Readable<CreditTables>): Promise<OwnAccount | undefined> {
  return readSetting(db, ACCOUNT, ownAccountSchema.optional());
}

export async function readBillingSettings(credit: Credit): Promise<BillingSettings> {
  const account = await readOwnAccount(credit.storage.read);
  return { ...(await readBillingDays(credit.storage.read)), ...(account && { account }) };
}

/** From the next statements on. */
export function setBillingDays(credit: Credit, who: string, days: BillingDays): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    await writeSetting(db, DAYS, days);
    const detail = `${days.closingDay}/${days.dueDay}/${days.dueMonths}`;
    await recordDeed(db, { at: credit.clock(), who, action: 'billing.days', subject: credit.self, detail });
    credit.changes.announce('billing');
    return ok();
  });
}

export function setOwnAccount(credit: Credit, who: string, account: OwnAccount): Promise<Result<void>> {
  return writeResult(credit.storage, async (db) => {
    await writeSetting(db, ACCOUNT, account);
    await recordDeed(db, { at: credit.clock(), who, action: 'billing.account', subject: credit.self });
    credit.changes.announce('billing');
    return ok();
  });
}

/** The last day of a billing month, `YYYY-MM-DD`; a month that is shorter than the closing day ends earlier. */
export function closingOf(month: string, { closingDay }: BillingDays): string {
  return `${month}-${twoDigits(Math.min(closingDay, lengthOf(month)))}`;
}

/** Where a month's statements are due. */
export function dueOf(month: string, { dueDay, dueMonths }: BillingDays): string {
  const due = addMonths(month, dueMonths);
  return `${due}-${twoDigits(Math.min(dueDay, lengthOf(due)))}`;
}

/** The newest month that has closed before `today`. */
export function lastClosedMonth(today: string, days: BillingDays): string {
  const month = today.slice(0, 7);
  return today > closingOf(month, days) ? month : addMonths(month, -1);
}

/** `days` after (or before) a calendar day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function addMonths(month: string, months: number): string {
  const [year, at] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, at - 1 + months, 1)).toISOString().slice(0, 7);
}

function lengthOf(month: string): number {
  const [year, at] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, at, 0)).getUTCDate();
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
