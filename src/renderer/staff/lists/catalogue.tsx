/** The products of the mall: their list, one product's file, imports, pictures by the dozen, what carriage costs. */
import { type ReactNode, type RefObject, useState } from 'react';
import { PRODUCT_STATES, type ProductRow } from '#shared/desk/catalogue.ts';
import type { BulkOutcome } from '#shared/desk/list.ts';
import { PRODUCT_FIELDS } from '#shared/domain/product-entry.ts';
import { type Failure, ok, type Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { Note } from '../components/note.tsx';
import { useFiles } from '../components/use-files.ts';
import { saveFile } from '../components/pdf.ts';
import { SizeText } from '../components/words.tsx';
import type { BulkAction } from '../records/bulk-bar.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { offerUndo } from '../stores/undo-store.ts';
import { useMay } from '../stores/use-may.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { CountDialog } from './catalogue/count-dialog.tsx';
import { ImportPage } from './catalogue/import-page.tsx';
import { ManyPictures } from './catalogue/many-pictures.tsx';
import { ProductPage } from './catalogue/product-file.tsx';
import { ProductStateMark } from './catalogue/product-state.tsx';
import { ShippingChargesForm } from './shipping-charges.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ sku }: ProductRow): string => sku;

type Finish = (outcome: Result<BulkOutcome>) => void;
type Shown =
  | { readonly page: 'list' }
  | { readonly page: 'new' }
  | { readonly page: 'product'; readonly sku: string }
  | { readonly page: 'import'; readonly file?: File };

export function Catalogue(): ReactNode {
  const [shown, setShown] = useState<Shown>({ page: 'list' });
  const [last, setLast] = useState<string>();
  const list = useReturnFocus(shown.page === 'list');
  const show = (next: Shown): void => {
    if (next.page === 'product') setLast(next.sku);
    setShown(next);
  };
  const back = (): void => setShown({ page: 'list' });
  if (shown.page === 'import') return <ImportPage {...(shown.file && { file: shown.file })} onBack={back} />;
  if (shown.page === 'list') return <ProductList place={list} last={last} onShow={show} />;
  return (
    <ProductPage
      {...(shown.page === 'product' && { sku: shown.sku })}
      onBack={back}
      onMade={(sku) => show({ page: 'product', sku })}
    />
  );
}

function ProductList({
  place,
  last,
  onShow,
}: {
  readonly place: RefObject<HTMLDivElement | null>;
  /** The product that was opened last. */
  readonly last: string | undefined;
  readonly onShow: (shown: Shown) => void;
}): ReactNode {
  const { frame, catalogue } = useTexts();
  const mayChange = useMay('catalogue');
  const mayExport = useMay('export');
  const [counting, setCounting] = useState<{ readonly rows: readonly ProductRow[]; readonly finish: Finish }>();
  const [pictures, setPictures] = useState<readonly File[]>();
  const [charges, setCharges] = useState(false);
  const [exported, setExported] = useState<Result<number>>();
  const columns = useColumns();
  const over = useFiles((files) => {
    if (!mayChange || files.length === 0) return;
    if (files.every(({ type }) => type.startsWith('image/'))) setPictures(files);
    else onShow({ page: 'import', file: files[0]! });
  });
  async function offer(skus: readonly string[], onSale: boolean, finish: Finish): Promise<void> {
    const done = await desk.call('catalogue.offer', { skus: [...skus], onSale });
    finish(done.ok ? ok({ done: done.value.changed, refused: [] }) : done);
    if (!done.ok) return;
    const text = onSale ? catalogue.offered(skus.length) : catalogue.withdrawn(skus.length);
    offerUndo({ text, undo: () => desk.call('catalogue.offer', { skus: [...skus], onSale: !onSale }) });
  }
  const offering =
    (onSale: boolean): BulkAction<ProductRow>['start'] =>
    (rows, finish) =>
      void offer(rows.map(keyOf), onSale, finish);
  const actions: readonly BulkAction<ProductRow>[] = [
    { title: catalogue.countStock, hotkey: 'F2', start: (rows, finish) => setCounting({ rows, finish }) },
    { title: catalogue.withdraw, fits: ({ state }) => state !== 'withdrawn', start: offering(false) },
    { title: catalogue.offer, fits: ({ state }) => state === 'withdrawn', start: offering(true) },
  ];
  async function exportAll(): Promise<void> {
    const made = await desk.call('catalogue.export', {});
    if (made.ok) saveFile(new Blob(['\ufeff', made.value.csv], { type: 'text/csv' }), 'catalogue.csv');
    setExported(made.ok ? ok(made.value.products) : made);
  }
  return (
    <ListScreen
      title={frame.screens.catalogue}
      actions={
        <>
          <button type="button" className="button" onClick={() => setCharges(true)}>
            {catalogue.charges}
          </button>
          {mayExport && (
            <button type="button" className="button" onClick={() => void exportAll()}>
              {catalogue.export}
            </button>
          )}
          {mayChange && (
            <>
              <button type="button" className="button" onClick={() => setPictures([])}>
                {catalogue.pictures}
              </button>
              <button type="button" className="button" onClick={() => onShow({ page: 'import' })}>
                {catalogue.import}
              </button>
              <button type="button" className="button primary" onClick={() => onShow({ page: 'new' })}>
                {catalogue.add}
              </button>
            </>
          )}
        </>
      }
    >
      <div className="screen-body" ref={place}>
        <RecordList
          list="catalogue.list"
          title={frame.screens.catalogue}
          columns={columns}
          keyOf={keyOf}
          topics={['catalogue']}
          states={[PRODUCT_STATES, catalogue.states]}
          amounts={catalogue.price}
          {...(mayChange && { actions })}
          empty={
            <Empty icon="catalogue" title={catalogue.emptyTitle}>
              <p>{catalogue.emptyExplain}</p>
              <code>{PRODUCT_FIELDS.join(',\u200b')}</code>
            </Empty>
          }
          notice={exported && <Exported exported={exported} />}
          opened={last}
          onOpen={({ sku }) => onShow({ page: 'product', sku })}
        />
      </div>
      {counting && (
        <CountDialog
          products={counting.rows}
          onDone={() => {
            counting.finish(ok({ done: counting.rows.length, refused: [] }));
            setCounting(undefined);
          }}
          onClose={() => setCounting(undefined)}
        />
      )}
      {pictures && <ManyPictures files={pictures} onClose={() => setPictures(undefined)} />}
      {charges && (
        <LookDialog title={catalogue.charges} onClose={() => setCharges(false)}>
          <ShippingChargesForm />
        </LookDialog>
      )}
      {over && <div className="drop-veil">{catalogue.import}</div>}
    </ListScreen>
  );
}

function useColumns(): readonly RecordColumn<ProductRow>[] {
  const { catalogue } = useTexts();
  const money = useMoney();
  return [
    { id: 'sku', head: catalogue.sku, width: 120, render: ({ sku }) => sku, csv: ({ sku }) => sku },
    { id: 'name', head: catalogue.name, form: 'wide', render: ({ name }) => name, csv: ({ name }) => name },
    {
      id: 'specification',
      head: catalogue.specification,
      width: 200,
      render: ({ specification }) => <span className="meta">{specification}</span>,
      csv: ({ specification }) => specification,
    },
    {
      id: 'state',
      head: catalogue.state,
      width: 128,
      render: ({ state }) => <ProductStateMark state={state} />,
      csv: ({ state }) => catalogue.states[state],
    },
    {
      id: 'size',
      head: catalogue.size,
      width: 96,
      render: ({ size }) => (size ? <SizeText size={size} /> : <span className="meta">{catalogue.electronic}</span>),
      csv: ({ size }) => size?.size ?? catalogue.electronic,
    },
    {
      id: 'price',
      head: catalogue.price,
      form: 'end',
      render: ({ price }) => money(price),
      csv: ({ price }) => price,
      money: true,
    },
    {
      id: 'tax',
      head: catalogue.tax,
      form: 'end',
      width: 64,
      hidden: true,
      render: ({ taxPercent }) => `${taxPercent} %`,
      csv: ({ taxPercent }) => taxPercent,
    },
    {
      id: 'stock',
      head: catalogue.stock,
      form: 'end',
      width: 80,
      render: ({ stock }) => stock?.toLocaleString() ?? '–',
      csv: ({ stock }) => stock,
    },
    {
      id: 'shelf',
      head: catalogue.shelf,
      width: 80,
      hidden: true,
      render: ({ shelf }) => shelf ?? '–',
      csv: ({ shelf }) => shelf,
    },
    {
      id: 'pictures',
      head: catalogue.picturesHead,
      form: 'end',
      width: 72,
      render: ({ pictures }) => (pictures === 0 ? '–' : pictures),
      csv: ({ pictures }) => pictures,
    },
  ];
}

function Exported({ exported }: { readonly exported: Result<number> }): ReactNode {
  const { catalogue } = useTexts();
  const failure: Failure | undefined = exported.ok ? undefined : exported.error;
  return failure ? (
    <FailureNote failure={failure} />
  ) : (
    <Note sign="done" title={catalogue.exported(exported.ok ? exported.value : 0)} />
  );
}
