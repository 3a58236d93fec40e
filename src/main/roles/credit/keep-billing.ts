import { z } from 'zod';
import { calendarDay } from '#shared/domain/day.ts';
import { readSetting, writeSetting } from '#main/storage/index.ts';
import { lastClosedMonth, readBillingDays } from './billing-settings.ts';
import type { Credit } from './credit.ts';
import { pressForPayment } from './dunning.ts';
import { makeStatements } from './statements.ts';

const BILLED = 'billed-month';

/** From time to time: the statements of a month that has closed, once, and every step of pressing for payment. */
export async function keepBilling(credit: Credit): Promise<void> {
  const db = credit.storage.read;
  const month = lastClosedMonth(calendarDay(credit.clock()), await readBillingDays(db));
  if ((await readSetting(db, BILLED, z.string().default(''))) < month) {
    const made = await makeStatements(credit, 'housekeeping', month);
    if (made.ok && !made.value.stopped) await credit.storage.write((unit) => writeSetting(unit, BILLED, month));
  }
  await pressForPayment(credit);
}
