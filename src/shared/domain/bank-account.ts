/** Bank accounts in Japan, as a Zengin file and an ISO 20022 message name them. */
import { z } from 'zod';
import { toBankKana } from './bank-kana.ts';

export const ACCOUNT_TYPES = ['ordinary', 'current', 'savings'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** Kana of at most so many characters, converted from whatever was typed. */
const kana = (most: number) =>
  z
    .string()
    .max(120)
    .transform((typed, context) => {
      const entered = toBankKana('', typed, most);
      if (entered.ok) return entered.value;
      context.addIssue({ code: 'custom', message: entered.error.code });
      return z.NEVER;
    });

/** ISO 13616: letters count from 10, the first four characters go last, modulo 97 is 1. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(text)) return false;
  const digits = [...(text.slice(4) + text.slice(0, 4))].map((letter) => Number.parseInt(letter, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}

const iban = z
  .string()
  .transform((typed) => typed.replace(/\s/g, '').toUpperCase())
  .refine(isIban);
const bic = z
  .string()
  .transform((typed) => typed.trim().toUpperCase())
  .refine((text) => /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text));

/** Field lengths of the Zengin data record (総合振込). */
export const bankAccountSchema = z.object({
  holder: kana(30),
  bankCode: z.string().regex(/^\d{4}$/),
  bankName: kana(15),
  branchCode: z.string().regex(/^\d{3}$/),
  branchName: kana(15),
  accountType: z.enum(ACCOUNT_TYPES),
  accountNumber: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform((digits) => digits.padStart(7, '0')),
  iban: iban.optional(),
  bic: bic.optional(),
});
export type BankAccount = z.infer<typeof bankAccountSchema>;

/** The credit company's own account: what statements ask to pay to, and what payouts are paid from. */
export const ownAccountSchema = bankAccountSchema.extend({
  holder: kana(40),
  /** Given by the bank to whoever sends it files (振込依頼人コード). */
  consignor: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform((digits) => digits.padStart(10, '0')),
  /** As it stands on statements, in both languages: bank, branch, kind, number, holder. */
  shown: z.object({ ja: z.string().trim().min(1).max(120), en: z.string().trim().min(1).max(120) }),
});
export type OwnAccount = z.infer<typeof ownAccountSchema>;
