/** One row of a file of customers: by the rules that a customer taken down by hand goes by. */
import { z } from 'zod';
import type { CustomerField } from '#shared/desk/credit.ts';
import { parseCardNumber } from '#shared/domain/card.ts';
import { yen } from '#shared/domain/money.ts';
import type { ErrorCode } from '#shared/errors.ts';
import {
  type CardEntry,
  type Contact,
  CONTACT_COLUMNS,
  enterContact,
  EXPIRY,
  MOST_CHECK_WORDS,
} from './customer-entry.ts';

export type CustomerCells = Readonly<Partial<Record<CustomerField, string>>>;

/** The field's own names where the file has others. */
export const COLUMN_OF = { postalCode: 'postal_code', number: 'card_number' } as const;

const whole = z
  .string()
  .trim()
  .regex(/^\d{1,12}$/)
  .transform(Number);

const cardSchema = z.object({
  card_number: z.string().transform((value, context) => {
    const number = parseCardNumber(value);
    if (number.ok) return number.value;
    context.addIssue({ code: 'custom', message: 'bad-number' });
    return z.NEVER;
  }),
  expiry: z.string().trim().regex(EXPIRY),
  limit: whole,
  available: whole,
  currency: z.literal('JPY'),
  password: z.string().min(1).max(128),
  check_words: z
    .string()
    .transform((words) =>
      words
        .split('|')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )
    .pipe(z.array(z.string().max(64)).max(MOST_CHECK_WORDS)),
  blocked: z.enum(['yes', 'no']),
});

export interface RowProblem {
  readonly field: CustomerField;
  readonly code: ErrorCode;
}

export type EnteredRow =
  | {
      readonly ok: true;
      readonly contact: Contact;
      readonly card: CardEntry & { readonly available: number; readonly blocked: boolean };
    }
  | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** Every field that can't stand, in the order of the sample's columns. */
export function enterCells(cells: CustomerCells): EnteredRow {
  const problemAt = (field: CustomerField): RowProblem => {
    return { field, code: cells[field]?.trim() ? 'field-invalid' : 'field-missing' };
  };
  const contact: Partial<Record<keyof Contact, string>> = {};
  const problems: RowProblem[] = [];
  for (const field of Object.keys(CONTACT_COLUMNS) as (keyof Contact)[]) {
    const entered = enterContact({ [field]: cells[CONTACT_COLUMNS[field]] ?? '' });
    if (entered.ok) Object.assign(contact, entered.value);
    else problems.push(problemAt(CONTACT_COLUMNS[field]));
  }
  const parsed = cardSchema.safeParse(cells);
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0] as CustomerField);
  problems.push(...[...new Set(wrong)].map(problemAt));
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const { card_number: number, expiry, limit, available, password, check_words: checkWords, blocked } = parsed.data;
  return {
    ok: true,
    contact: contact as Contact,
    card: { number, expiry, limit: yen(limit), password, checkWords, available, blocked: blocked === 'yes' },
  };
}
