/**
 * The products: their import from a CSV file, the pieces in stock, and what the shop charges for carriage. A refused row
 * is named; it never sinks the others.
 */
import { type ReactNode, useState } from 'react';
import type { ProductRow } from '#shared/desk/mall.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { fitsFilter, ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useFiles } from '../components/use-files.ts';
import { SizeText } from '../components/words.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { decodeCsv } from './csv-file.ts';
import { type Imported, ImportResult } from './import-result.tsx';
import { ShippingChargesForm } from './shipping-charges.tsx';
import { StockField } from './stock-field.tsx';

const COLUMNS = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';

export function Catalogue(): ReactNode {
  const { frame, catalogue, common } = useTexts();
  const money = useMoney();
  const { value: products, failure, reload } = useQuery('catalogue.list', {}, ['catalogue']);
  const [filter, setFilter] = useState('');
  const [imported, setImported] = useState<Imported>();
  const [problem, setProblem] = useState<Failure | 'not-text'>();
  const [busy, setBusy] = useState(false);

  async function importFile(file: File | undefined): Promise<void> {
    if (!file || busy) return;
    setImported(undefined);
    setProblem(undefined);
    if (file.size > 20_000_000) return setProblem({ code: 'too-large' });
    const text = decodeCsv(new Uint8Array(await file.arrayBuffer()));
    if (!text) return setProblem('not-text');
    setBusy(true);
    const report = await desk.call('catalogue.import', { csv: text.csv });
    setBusy(false);
    if (!report.ok) return setProblem(report.error);
    setImported({ report: report.value, encoding: text.encoding });
    return reload();
  }
  const over = useFiles(([file]) => void importFile(file));

  const columns: readonly Column<ProductRow>[] = [
    { head: catalogue.sku, render: ({ sku }) => sku },
    { head: catalogue.name, form: 'wide', render: ({ name }) => name },
    { head: catalogue.specification, render: ({ specification }) => <span className="meta">{specification}</span> },
    {
      head: catalogue.size,
      render: ({ size }) => (size ? <SizeText size={size} /> : <span className="meta">{catalogue.electronic}</span>),
    },
    { head: catalogue.tax, form: 'end', render: ({ taxPercent }) => `${taxPercent} %` },
    { head: catalogue.price, form: 'end', render: ({ price }) => money(price) },
    {
      head: catalogue.stock,
      form: 'end',
      render: ({ sku, stock }) => <StockField sku={sku} stock={stock} onFailure={setProblem} />,
    },
  ];
  const shown = products?.filter(({ sku, name, specification }) => fitsFilter(filter, [sku, name, specification]));
  return (
    <ListScreen
      title={frame.screens.catalogue}
      meta={products && catalogue.count(products.length)}
      filter={filter}
      onFilter={setFilter}
      actions={
        <FileButton
          title={busy ? common.loading : catalogue.import}
          accept=".csv,text/csv"
          primary
          onFiles={([file]) => void importFile(file)}
        />
      }
    >
      <div className="screen-body stack">
        {failure && <FailureNote failure={failure} />}
        {problem === 'not-text' && <Note sign="stop" title={catalogue.notText} />}
        {problem && problem !== 'not-text' && <FailureNote failure={problem} />}
        {imported && <ImportResult imported={imported} />}
        {products && products.length > 0 && <ShippingChargesForm />}
        {products?.length === 0 && (
          <Empty icon="catalogue" title={catalogue.emptyTitle}>
            <p>{catalogue.emptyExplain}</p>
            <code>{COLUMNS.replaceAll(',', ',\u200b')}</code>
            <p>{catalogue.stockHint}</p>
            <p>{catalogue.importHint}</p>
          </Empty>
        )}
        {products && products.length > 0 && shown?.length === 0 && <p className="meta">{common.nothingFits}</p>}
        {shown && shown.length > 0 && (
          <DataTable label={frame.screens.catalogue} columns={columns} rows={shown} keyOf={({ sku }) => sku} />
        )}
      </div>
      {over && <div className="drop-veil">{catalogue.import}</div>}
    </ListScreen>
  );
}
