/** A product's file: every field, its pictures, its stock, the files that its buyers get, and whether it is sold. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Product } from '#shared/desk/catalogue.ts';
import { enterProduct, type FieldProblem, type ProductCells, type ProductField } from '#shared/domain/product-entry.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { FilePage } from '../../components/file-page.tsx';
import { Note } from '../../components/note.tsx';
import { ProductFiles } from '../../stations/mall/product-files.tsx';
import { offerUndo } from '../../stores/undo-store.ts';
import { useMay } from '../../stores/use-may.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CountDialog } from './count-dialog.tsx';
import { ProductFields } from './product-fields.tsx';
import { ProductPictures } from './product-pictures.tsx';
import { ProductStateMark } from './product-state.tsx';

const EMPTY: ProductCells = { tax_percent: '10', on_sale: 'yes' };

export function ProductPage({
  sku,
  onBack,
  onMade,
}: {
  /** Absent for a new one. */
  readonly sku?: string;
  readonly onBack: () => void;
  /** The new product is there. */
  readonly onMade: (sku: string) => void;
}): ReactNode {
  const { product: texts } = useTexts();
  return sku === undefined ? (
    <FilePage title={texts.newTitle} onBack={onBack} side={<p>{texts.newHint}</p>}>
      <ProductForm onSaved={onMade} />
    </FilePage>
  ) : (
    <KnownProduct key={sku} sku={sku} onBack={onBack} />
  );
}

function KnownProduct({ sku, onBack }: { readonly sku: string; readonly onBack: () => void }): ReactNode {
  const { stockCount, product: texts } = useTexts();
  const { value: product, failure, reload } = useQuery('catalogue.product', { sku }, ['catalogue']);
  const [dialog, setDialog] = useState<'count' | 'files'>();
  const [said, setSaid] = useState<string>();
  const close = (): void => setDialog(undefined);
  function done(sentence: string): void {
    setDialog(undefined);
    setSaid(sentence);
    reload();
  }
  const stock = product?.cells.stock ?? '';
  return (
    <FilePage
      title={product?.cells.name ?? ''}
      meta={sku}
      mark={product && <ProductStateMark state={product.state} />}
      onBack={onBack}
      side={product && <Side product={product} onDialog={setDialog} onChanged={reload} />}
    >
      {failure && <FailureNote failure={failure} />}
      {said !== undefined && <Note sign="done" title={said} />}
      {product && <ProductForm key={product.revision} product={product} onSaved={() => done(texts.saved)} />}
      {product && <ProductPictures sku={sku} pictures={product.pictures} onChanged={reload} />}
      {product && dialog === 'count' && (
        <CountDialog
          products={[{ sku, ...(stock !== '' && { stock: Number(stock) }) }]}
          onDone={() => done(stockCount.saved)}
          onClose={close}
        />
      )}
      {product && dialog === 'files' && (
        <ProductFiles sku={sku} name={product.cells.name} onChanged={reload} onClose={close} />
      )}
    </FilePage>
  );
}

function Side({
  product: { cells, files },
  onDialog,
  onChanged,
}: {
  readonly product: Product;
  readonly onDialog: (dialog: 'count' | 'files') => void;
  readonly onChanged: () => void;
}): ReactNode {
  const { catalogue, product, stockCount } = useTexts();
  const mayChange = useMay('catalogue');
  const [failure, setFailure] = useState<Failure>();
  const onSale = cells.on_sale === 'yes';
  async function offer(): Promise<void> {
    const done = await desk.call('catalogue.offer', { skus: [cells.sku], onSale: !onSale });
    setFailure(done.ok ? undefined : done.error);
    if (!done.ok) return;
    const text = onSale ? catalogue.withdrawn(1) : catalogue.offered(1);
    onChanged();
    offerUndo({ text, undo: () => desk.call('catalogue.offer', { skus: [cells.sku], onSale }) });
  }
  return (
    <>
      <h2>{product.stock}</h2>
      <p className="figure-large number">{cells.stock === '' ? '–' : Number(cells.stock).toLocaleString()}</p>
      {cells.stock === '' && <p className="meta">{stockCount.nobody}</p>}
      {mayChange && (
        <button type="button" className="button" onClick={() => onDialog('count')}>
          {catalogue.countStock}
        </button>
      )}
      <h2>{product.shop}</h2>
      {failure && <FailureNote failure={failure} />}
      {mayChange && (
        <button type="button" className="button" onClick={() => void offer()}>
          {onSale ? catalogue.withdraw : catalogue.offer}
        </button>
      )}
      {cells.grams === '' && (
        <>
          <h2>{product.files}</h2>
          <p>{product.filesCount(files)}</p>
          {mayChange && (
            <button type="button" className="button" onClick={() => onDialog('files')}>
              {product.filesOpen}
            </button>
          )}
        </>
      )}
    </>
  );
}

function ProductForm({
  product,
  onSaved,
}: {
  readonly product?: Product;
  readonly onSaved: (sku: string) => void;
}): ReactNode {
  const { product: texts } = useTexts();
  const mayChange = useMay('catalogue');
  const [typed, setTyped] = useState<ProductCells>({});
  const [shown, setShown] = useState<ReadonlySet<ProductField>>(new Set());
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const known = product?.cells ?? EMPTY;
  const cells: ProductCells = { ...known, ...typed };
  const changed = Object.fromEntries(
    Object.entries(typed).filter(([field, text]) => text !== known[field as ProductField]),
  ) as ProductCells;
  const isChanged = Object.keys(changed).length > 0;
  const entered = enterProduct(cells);
  const problems: readonly FieldProblem[] = entered.ok ? [] : entered.problems;
  const refused =
    failure?.about !== undefined && failure.about in known
      ? [{ field: failure.about as ProductField, code: failure.code }]
      : [];

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy || !mayChange) return;
    if (problems.length > 0) {
      setShown(new Set(problems.map(({ field }) => field)));
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (product && !isChanged) return;
    setBusy(true);
    const sku = product?.cells.sku ?? cells.sku ?? '';
    // What was not changed is not sent: pieces are sold while somebody types.
    const sent = product ? { ...changed, sku } : cells;
    const saved = await desk.call('catalogue.save', { cells: sent, revision: product?.revision ?? null });
    setBusy(false);
    setFailure(saved.ok ? undefined : saved.error);
    if (saved.ok) onSaved(sku.normalize('NFKC').trim());
  }
  return (
    <form className="stack wide-gaps product-form" noValidate onSubmit={(event) => void save(event)}>
      <ProductFields
        cells={cells}
        isNew={product === undefined}
        problems={[...refused, ...problems.filter(({ field }) => shown.has(field))]}
        onCell={(field, text) => {
          setTyped({ ...typed, [field]: text });
          setShown(new Set([...shown, field]));
          setFailure(undefined);
        }}
      />
      {failure && <FailureNote failure={failure} />}
      {mayChange && (
        <div className="row product-foot">
          <button type="submit" className="button primary" disabled={busy || (product !== undefined && !isChanged)}>
            {texts.save}
          </button>
          <span className="meta" role="status">
            {product && isChanged && texts.unsaved}
          </span>
        </div>
      )}
    </form>
  );
}
