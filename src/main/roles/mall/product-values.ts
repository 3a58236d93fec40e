/** A product's row and the values that people enter, one made of the other. */
import {
  PRODUCT_FIELDS,
  type ProductCells,
  type ProductField,
  type ProductValues,
  writeProduct,
} from '#shared/domain/product-entry.ts';
import type { FieldChange } from '#shared/desk/catalogue.ts';
import { readMarks } from './packing-tables.ts';
import type { ProductTable } from './catalogue-tables.ts';

/** What people enter of a product; its place and revision are not theirs. */
export type EnteredColumns = Omit<ProductTable, 'position' | 'revision'>;

export function toColumns(values: ProductValues): EnteredColumns {
  const { marks, on_sale, ...rest } = values;
  return { ...rest, marks: marks.length === 0 ? null : marks.join(' '), on_sale: on_sale ? 1 : 0 };
}

export function productCells(row: EnteredColumns): Readonly<Record<ProductField, string>> {
  const { marks, on_sale, currency: _, ...rest } = row;
  // The only currency there is; another would have been refused at the entrance.
  return writeProduct({ ...rest, currency: 'JPY', marks: readMarks(marks), on_sale: on_sale === 1 });
}

/** The fields that differ, in the order of a file. */
export function changesBetween(before: ProductCells, after: ProductCells): readonly FieldChange[] {
  return PRODUCT_FIELDS.flatMap((field) => {
    const [was, is] = [before[field] ?? '', after[field] ?? ''];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}
