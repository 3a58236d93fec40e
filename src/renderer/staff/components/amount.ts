/** An amount as people type it: full-width digits and separators allowed, nothing guessed. */
import type { Money } from '#shared/domain/money.ts';

/** `undefined` for anything that is not an amount of this currency. */
export function parseAmount(typed: string, currency: string): Money | undefined {
  const text = typed.normalize('NFKC').replace(/[\s,¥￥\\円]/g, '');
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
  if (fraction.length > digits) return undefined;
  return { value: Number(whole + fraction.padEnd(digits, '0')), currency };
}

/** What was typed, where it is something and no more than the most. */
export function amountWithin(typed: string, most: Money): Money | undefined {
  const amount = parseAmount(typed, most.currency);
  return amount && amount.value >= 1 && amount.value <= most.value ? amount : undefined;
}
