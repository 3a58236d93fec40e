/** Everything that is entered of a product, checked by the service's own rules while it is typed. */
import type { ReactNode } from 'react';
import { HANDLING_MARKS } from '#shared/domain/handling-mark.ts';
import { estimateParcelSize } from '#shared/domain/parcel-size.ts';
import {
  type EnteredProduct,
  enterProduct,
  type FieldProblem,
  type ProductCells,
  type ProductField,
  SIZE_FIELDS,
} from '#shared/domain/product-entry.ts';
import { TextField } from '../../components/fields.tsx';
import { useFailureText } from '../../components/failure-note.tsx';
import { useTexts } from '../../stores/use-texts.ts';

export function ProductFields({
  cells,
  isNew,
  problems,
  onCell,
}: {
  readonly cells: ProductCells;
  readonly isNew: boolean;
  /** Those that are to be seen: of fields that were touched. */
  readonly problems: readonly FieldProblem[];
  readonly onCell: (field: ProductField, text: string) => void;
}): ReactNode {
  const { product } = useTexts();
  const { sections } = product;
  const textOf = useFailureText();
  const field = (name: ProductField, more: Partial<Parameters<typeof TextField>[0]> = {}): ReactNode => {
    const problem = problems.find((each) => each.field === name);
    const { hint: usual, ...rest } = more;
    // What is wrong, and still what is asked for.
    const hint = problem ? [textOf({ code: problem.code }), usual].filter(Boolean).join(' ') : usual;
    return (
      <TextField
        key={name}
        title={product.fields[name]}
        invalid={problem !== undefined}
        value={cells[name] ?? ''}
        onText={(text) => onCell(name, text)}
        {...rest}
        {...(hint !== undefined && { hint })}
      />
    );
  };
  const numeric = { inputMode: 'numeric' } as const;
  return (
    <>
      <fieldset className="product-fields">
        <legend>{sections.about}</legend>
        {field('sku', {
          readOnly: !isNew,
          maxLength: 40,
          ...(isNew && { hint: product.skuHint, required: true, autoFocus: true }),
        })}
        {field('barcode', { hint: product.barcodeHint, maxLength: 40 })}
        {field('name', { wide: true, required: true, maxLength: 120 })}
        {field('price', { ...numeric, required: true })}
        {field('tax_percent', { ...numeric, required: true })}
        {field('specification', { wide: true, maxLength: 240 })}
      </fieldset>
      <fieldset className="product-fields quarters">
        <legend>{sections.parcel}</legend>
        {SIZE_FIELDS.map((name) => field(name, numeric))}
        <p className="meta wide-field" role="status">
          {useSizeText(cells)}
        </p>
        <div className="row wide-field" role="group" aria-label={product.fields.marks}>
          <MarkBoxes cells={cells} onCell={onCell} />
        </div>
      </fieldset>
      <fieldset className="product-fields">
        <legend>{sections.shelf}</legend>
        {field('shelf', { maxLength: 20 })}
        {field('stock', { ...numeric, hint: product.stockHint })}
        {field('low_stock', { ...numeric, hint: product.lowHint })}
      </fieldset>
      <fieldset className="product-fields">
        <legend>{sections.sale}</legend>
        <label className="check wide-field">
          <input
            type="checkbox"
            checked={cells.on_sale !== 'no'}
            onChange={(event) => onCell('on_sale', event.target.checked ? 'yes' : 'no')}
          />
          {product.fields.on_sale}
        </label>
        {field('sale_from', { type: 'date' })}
        {field('sale_until', { type: 'date' })}
        <p className="meta wide-field">{product.soldElsewhere}</p>
      </fieldset>
    </>
  );
}

function MarkBoxes({
  cells,
  onCell,
}: {
  readonly cells: ProductCells;
  readonly onCell: (field: ProductField, text: string) => void;
}): ReactNode {
  const { markNames: names } = useTexts().bench;
  const chosen = (cells.marks ?? '').split(' ').filter((mark) => mark !== '');
  return HANDLING_MARKS.map((mark) => (
    <label key={mark} className="check">
      <input
        type="checkbox"
        checked={chosen.includes(mark)}
        onChange={(event) =>
          onCell(
            'marks',
            HANDLING_MARKS.filter((each) => (each === mark ? event.target.checked : chosen.includes(each))).join(' '),
          )
        }
      />
      {names[mark]}
    </label>
  ));
}

/** The class that parcels of it travel in, or what is wanting to know it. */
function useSizeText(cells: ProductCells): string {
  const { product } = useTexts();
  if (SIZE_FIELDS.every((field) => (cells[field] ?? '').trim() === '')) return product.noSize;
  const sized = enterSizes(cells);
  if (!sized.ok) return product.sizeOpen;
  const { length_mm, width_mm, height_mm, grams } = sized.values;
  const size = estimateParcelSize([
    { lengthMm: length_mm!, widthMm: width_mm!, heightMm: height_mm!, grams: grams!, quantity: 1 },
  ]);
  return size.ok ? product.sizeClass(size.value.size, size.value.weight) : product.tooLarge;
}

/** The sizes alone, whatever the other fields say. */
function enterSizes(cells: ProductCells): EnteredProduct {
  const sizes = Object.fromEntries(SIZE_FIELDS.map((field) => [field, cells[field] ?? '']));
  return enterProduct({ sku: 'A', name: 'A', price: '1', tax_percent: '0', ...sizes });
}
