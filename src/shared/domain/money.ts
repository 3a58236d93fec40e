/** Money in integer minor units of one currency; JPY has no minor digits, so `{value: 3415, currency: 'JPY'}` is ¥3,415. */
import { z } from 'zod';

export const moneySchema = z.object({
  value: z.int().min(-1e15).max(1e15),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof moneySchema>;

export const yen = (value: number): Money => ({ value, currency: 'JPY' });

/** Throws on mixed currencies: nothing in this program converts. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error('currencies differ');
  return { value: a.value + b.value, currency: a.currency };
}

/** `¥3,415`, `€12.50`; the same in both languages but for the locale's own grouping. */
export function formatMoney(money: Money, locale = 'ja-JP'): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(money.value / 10 ** digits).replace('\uffe5', '\u00a5');
}

/** The tax inside a price that includes it, rounded down to the minor unit (one rounding per rate, as invoices require). */
export function includedTax(total: number, percent: number): number {
  return Math.floor((total * percent) / (100 + percent));
}
