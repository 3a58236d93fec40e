/** Whom a parcel goes to. Only a carrier, and the customer's own browser, ever hold one. */
import { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { enterText, narrowCode } from './entry.ts';

export const addresseeSchema = z.object({
  name: z.string(),
  postalCode: z.string(),
  lines: z.array(z.string()),
  phone: z.string(),
  /** ISO 3166-1 alpha-2. */
  country: z.string(),
  /** For the driver. */
  note: z.string().optional(),
});
export type Addressee = z.infer<typeof addresseeSchema>;

/** What a form sends: everything text, the address as up to four lines. */
export type AddresseeEntry = Record<
  'name' | 'postalCode' | 'line1' | 'line2' | 'line3' | 'line4' | 'phone' | 'country' | 'note',
  string
>;

/** Checks a filled-in form; the first field that can't stand is named. Runs in the browser and, without scripts, at the carrier. */
export function enterAddressee(entry: Partial<AddresseeEntry>): Result<Addressee> {
  const rules = {
    name: { most: 80, required: true },
    postalCode: { most: 16 },
    line1: { most: 100, required: true },
    line2: { most: 100 },
    line3: { most: 100 },
    line4: { most: 100 },
    phone: { most: 24 },
    country: { most: 2, required: true },
    note: { most: 120 },
  } as const;
  const text: Partial<AddresseeEntry> = {};
  for (const [field, rule] of Object.entries(rules) as [keyof AddresseeEntry, (typeof rules)['name']][]) {
    const entered = enterText(field, entry[field] ?? '', rule);
    if (!entered.ok) return entered;
    text[field] = entered.value;
  }
  const { name, postalCode, line1, line2, line3, line4, phone, country, note } = text as AddresseeEntry;
  const narrowPostalCode = narrowCode(postalCode).toUpperCase();
  const narrowPhone = narrowCode(phone);
  if (!/^[A-Z]{2}$/i.test(country)) return fail('field-invalid', 'country');
  if (!/^[A-Z0-9 -]*$/.test(narrowPostalCode)) return fail('field-invalid', 'postalCode');
  if (country.toUpperCase() === 'JP' && !/^\d{3}-?\d{4}$/.test(narrowPostalCode))
    return fail('field-invalid', 'postalCode');
  if (!/^[0-9+() .-]*$/.test(narrowPhone)) return fail('field-invalid', 'phone');
  return ok({
    name,
    postalCode: narrowPostalCode,
    lines: [line1, line2, line3, line4].filter((line) => line !== ''),
    phone: narrowPhone,
    country: country.toUpperCase(),
    ...(note !== '' && { note }),
  });
}
