/**
 * A product as text, field by field: as it stands in a CSV file, in a form, in a row that is being repaired. One set of
 * rules for all of them; the mall's database holds what comes out.
 */
import type { ErrorCode } from '../errors.ts';
import { enterText } from './entry.ts';
import { HANDLING_MARKS, type HandlingMark, uniteMarks } from './handling-mark.ts';

/** In the order in which a file has them. */
export const PRODUCT_FIELDS = [
  'sku',
  'name',
  'price',
  'currency',
  'tax_percent',
  'length_mm',
  'width_mm',
  'height_mm',
  'grams',
  'specification',
  'stock',
  'barcode',
  'shelf',
  'marks',
  'low_stock',
  'on_sale',
  'sale_from',
  'sale_until',
] as const;
export type ProductField = (typeof PRODUCT_FIELDS)[number];

/** Of a product; an absent cell says nothing, an empty one says that there is none. */
export type ProductCells = Readonly<Partial<Record<ProductField, string>>>;

export const LARGEST_STOCK = 1_000_000;
export const LARGEST_PRICE = 100_000_000;
const LARGEST_TAX = 50;
/** Millimetres. */
const LONGEST = 3000;
const HEAVIEST_GRAMS = 100_000;

/** What the cells say. Sizes are all there, or none of them: then it goes by mail. */
export interface ProductValues {
  readonly sku: string;
  readonly name: string;
  /** With tax, in minor units. */
  readonly price: number;
  readonly currency: 'JPY';
  readonly tax_percent: number;
  readonly length_mm: number | null;
  readonly width_mm: number | null;
  readonly height_mm: number | null;
  readonly grams: number | null;
  readonly specification: string;
  /** Pieces that can still be sold; `null`: nobody counts them. */
  readonly stock: number | null;
  readonly barcode: string | null;
  readonly shelf: string | null;
  readonly marks: readonly HandlingMark[];
  /** So many or fewer left are to be seen to. */
  readonly low_stock: number | null;
  /** Not on sale: in the catalogue, and in no shop. */
  readonly on_sale: boolean;
  /** `YYYY-MM-DD`: the first and the last day in the shop. */
  readonly sale_from: string | null;
  readonly sale_until: string | null;
}

export interface FieldProblem {
  readonly field: ProductField;
  readonly code: ErrorCode;
}

export type EnteredProduct =
  | { readonly ok: true; readonly values: ProductValues }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** How a cell becomes a value; a code where it can't. */
type Read<T> = (cell: string) => { readonly value: T } | { readonly code: ErrorCode };

/** A number as people and spreadsheets write it: wide digits, a yen sign, thousands in groups. */
function digits(cell: string): string {
  const text = cell.normalize('NFKC').trim();
  return /^[¥\\]?\d{1,3}(,\d{3})+$/.test(text) ? text.replace(/[^\d]/g, '') : text.replace(/^[¥\\]/, '');
}

const whole =
  (least: number, most: number): Read<number> =>
  (cell) => {
    const text = digits(cell);
    if (text === '') return { code: 'field-missing' };
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? { value } : { code: 'field-invalid' };
  };

const text =
  (most: number, required: boolean): Read<string> =>
  (cell) => {
    const entered = enterText('', cell, { most, required });
    return entered.ok ? { value: entered.value } : { code: entered.error.code };
  };

/** Letters, digits and signs as a scanner can send them, or a shelf be called. */
const printable =
  (most: number): Read<string> =>
  (cell) => {
    const value = cell.normalize('NFC').trim();
    if ([...value].length > most) return { code: 'field-too-long' };
    return /^[\p{L}\p{N} ._/+-]+$/u.test(value) ? { value } : { code: 'field-invalid' };
  };

const none =
  <T>(read: Read<T>): Read<T | null> =>
  (cell) =>
    cell.trim() === '' ? { value: null } : read(cell);

const marks: Read<readonly HandlingMark[]> = (cell) => {
  const words = cell.split(/[\s,;、]+/).filter((word) => word !== '');
  const known = words.filter((word): word is HandlingMark => (HANDLING_MARKS as readonly string[]).includes(word));
  return known.length === words.length ? { value: uniteMarks(known) } : { code: 'field-invalid' };
};

const YES = ['', 'yes', 'true', '1', 'on', 'はい', '○', '販売中', '有'];
const NO = ['no', 'false', '0', 'off', 'いいえ', '×', '停止', '販売停止', '無'];
const yesOrNo: Read<boolean> = (cell) => {
  const word = cell.normalize('NFKC').trim().toLowerCase();
  return YES.includes(word) ? { value: true } : NO.includes(word) ? { value: false } : { code: 'field-invalid' };
};

const day: Read<string> = (cell) => {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell.normalize('NFKC').trim());
  if (!match) return { code: 'field-invalid' };
  const value = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? { value } : { code: 'field-invalid' };
};

const sku: Read<string> = (cell) => {
  const value = cell.normalize('NFKC').trim();
  if (value === '') return { code: 'field-missing' };
  if (value.length > 40) return { code: 'field-too-long' };
  return /^[A-Za-z0-9._-]+$/.test(value) ? { value } : { code: 'field-invalid' };
};

const currency: Read<'JPY'> = (cell) =>
  ['', 'JPY', '円'].includes(cell.trim()) ? { value: 'JPY' } : { code: 'field-invalid' };

const percent: Read<number> = (cell) => whole(0, LARGEST_TAX)(cell.normalize('NFKC').replace(/\s*%\s*$/, ''));

const READ: { readonly [F in ProductField]: Read<ProductValues[F]> } = {
  sku,
  name: text(120, true),
  price: whole(1, LARGEST_PRICE),
  currency,
  tax_percent: percent,
  length_mm: none(whole(1, LONGEST)),
  width_mm: none(whole(1, LONGEST)),
  height_mm: none(whole(1, LONGEST)),
  grams: none(whole(1, HEAVIEST_GRAMS)),
  specification: text(240, false),
  stock: none(whole(0, LARGEST_STOCK)),
  barcode: none(printable(40)),
  shelf: none(printable(20)),
  marks,
  low_stock: none(whole(0, LARGEST_STOCK)),
  on_sale: yesOrNo,
  sale_from: none(day),
  sale_until: none(day),
};

/** Of a product that nobody knew before, where its cell is absent. */
const UNSAID: ProductCells = {
  currency: 'JPY',
  length_mm: '',
  width_mm: '',
  height_mm: '',
  grams: '',
  specification: '',
  stock: '',
  barcode: '',
  shelf: '',
  marks: '',
  low_stock: '',
  on_sale: 'yes',
  sale_from: '',
  sale_until: '',
};

export const SIZE_FIELDS = ['length_mm', 'width_mm', 'height_mm', 'grams'] as const;

/** @param known what cells that are absent leave as it was */
export function enterProduct(cells: ProductCells, known: ProductCells = UNSAID): EnteredProduct {
  const values: Partial<Record<ProductField, unknown>> = {};
  const problems: FieldProblem[] = [];
  for (const field of PRODUCT_FIELDS) {
    const read = READ[field](cells[field] ?? known[field] ?? '');
    if ('code' in read) problems.push({ field, code: read.code });
    else values[field] = read.value;
  }
  if (problems.length === 0) problems.push(...crossProblems(values as unknown as ProductValues));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: values as unknown as ProductValues };
}

/** What is right by itself and not together. */
function crossProblems(values: ProductValues): FieldProblem[] {
  const missing = SIZE_FIELDS.filter((field) => values[field] === null);
  const sizes = missing.length === SIZE_FIELDS.length ? [] : missing;
  const { sale_from: from, sale_until: until } = values;
  return [
    ...sizes.map((field) => ({ field, code: 'field-missing' as const })),
    ...(from !== null && until !== null && until < from
      ? [{ field: 'sale_until' as const, code: 'field-invalid' as const }]
      : []),
  ];
}

/** The same values as text, each in the one way in which files and forms are given it. */
export function writeProduct(values: ProductValues): Readonly<Record<ProductField, string>> {
  const written = Object.fromEntries(
    PRODUCT_FIELDS.map((field) => {
      const value = values[field];
      if (Array.isArray(value)) return [field, value.join(' ')];
      return [field, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '')];
    }),
  );
  return written as Record<ProductField, string>;
}

/** Whether customers find it in the shop on this day (`YYYY-MM-DD`). */
export function isOnSale(
  { on_sale, sale_from, sale_until }: Pick<ProductValues, 'on_sale' | 'sale_from' | 'sale_until'>,
  today: string,
): boolean {
  return on_sale && (sale_from === null || sale_from <= today) && (sale_until === null || today <= sale_until);
}
