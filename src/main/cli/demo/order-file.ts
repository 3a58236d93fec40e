import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Addressee, addresseeSchema, enterAddressee } from '#shared/domain/addressee.ts';
import { enterGift } from '#shared/protocol/gift-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Lines of an address that the carrier's form has. */
const MOST_LINES = 4;
/** Pieces of one product that the shop sells at once. */
const MOST_PIECES = 99;

const itemsSchema = z
  .array(z.object({ sku: z.string().min(1), quantity: z.int().min(1).max(MOST_PIECES) }))
  .min(1)
  .refine((items) => new Set(items.map(({ sku }) => sku)).size === items.length, 'a sku stands twice');

/** What is typed in the credit company's window, or in the customer's own page. */
const cardSchema = z.object({
  number: z.string().min(1),
  password: z.string().min(1),
  checkWords: z.array(z.string()).default([]),
  /** `YYYY-MM`; where it is asked for and stands in no file, it is the one that the credit company knows. */
  expiry: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});
export type CardEntry = z.infer<typeof cardSchema>;

const addressSchema = addresseeSchema.extend({ lines: z.array(z.string()).max(MOST_LINES) });

/**
 * An order as `--order FILE` gives it: nothing that the shop's or the carrier's forms would cut off. A settled order has
 * a card, and an addressee unless all of it is electronic; others have an addressee. Words for a gift card go with a
 * sealed order alone.
 */
export const orderFileSchema = z.discriminatedUnion('pay', [
  z.object({
    items: itemsSchema,
    pay: z.literal('settled'),
    card: cardSchema,
    addressee: addressSchema.optional(),
    gift: z
      .string()
      .refine((text) => enterGift(text).ok)
      .optional(),
  }),
  z.object({ items: itemsSchema, pay: z.enum(['on-delivery', 'later']), addressee: addressSchema }),
]);
export type OrderFile = z.infer<typeof orderFileSchema>;
export type SettledOrder = Extract<OrderFile, { pay: 'settled' }>;
/** An order that a parcel comes of. */
export type ParcelOrder = OrderFile & { readonly addressee: Addressee };

/**
 * Reads an order. Fails with `not-found`, or with `field-…` naming the field: never what stands in it, for it may be
 * somebody's address or card.
 */
export async function readOrderFile(file: string): Promise<Result<OrderFile>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return fail('not-found');
  const parsed = orderFileSchema.safeParse(readJson(text));
  if (!parsed.success) return fail('field-invalid', parsed.error.issues[0]?.path.join('.') || 'no order in JSON');
  if (parsed.data.addressee === undefined) return ok(parsed.data);
  const entered = enteredAddressee(parsed.data.addressee);
  return entered.ok ? ok(parsed.data) : fail(entered.error.code, `addressee.${entered.error.about}`);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the carrier's form makes of an addressee: NFC, a narrow postal code, no empty lines. */
export function enteredAddressee(addressee: Addressee): Result<Addressee> {
  const { lines, note = '', ...plain } = addressee;
  const [line1 = '', line2 = '', line3 = '', line4 = ''] = lines;
  return enterAddressee({ ...plain, line1, line2, line3, line4, note });
}
