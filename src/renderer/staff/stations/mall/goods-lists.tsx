/** The goods station's left side: what waits, everything, or the products and their files. */
import type { ReactNode } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { GoodsProduct, GoodsRow } from '#shared/desk/mall-goods.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { shortNumber } from '../../components/words.tsx';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import { useLocale } from './use-locale.ts';

export function GoodsRows({
  rows,
  waiting,
  open,
  onOpen,
}: {
  readonly rows: readonly GoodsRow[];
  /** Those to seal alone. */
  readonly waiting: boolean;
  readonly open: string | undefined;
  readonly onOpen: (purchase: string) => void;
}): ReactNode {
  const texts = useTexts();
  const { goods } = texts;
  const now = useNow();
  if (rows.length === 0) {
    return (
      <Empty icon="goods" title={waiting ? goods.emptyTitle : goods.allEmptyTitle}>
        {goods.emptyExplain}
      </Empty>
    );
  }
  const columns: readonly Column<GoodsRow>[] = [
    { head: goods.order, render: ({ purchase }) => <span className="number">{shortNumber(purchase)}</span> },
    { head: goods.age, form: 'end', render: ({ placedAt }) => formatAge(texts, Date.parse(placedAt), now) },
    waiting
      ? {
          head: goods.credit,
          form: 'wide',
          render: ({ creditName, lapsed }) => (lapsed ? <span className="mark look">{goods.lapsed}</span> : creditName),
        }
      : { head: goods.state, form: 'wide', render: (row) => <StateMark row={row} /> },
  ];
  return (
    <DataTable
      label={waiting ? goods.waiting : goods.all}
      columns={columns}
      rows={rows}
      keyOf={({ purchase }) => purchase}
      selected={open}
      onOpen={({ purchase }) => onOpen(purchase)}
    />
  );
}

function StateMark({ row: { state, lapsed, lastError } }: { readonly row: GoodsRow }): ReactNode {
  const { goods } = useTexts();
  const style = state === 'failed' || lapsed || lastError !== undefined ? 'mark look' : 'mark';
  return (
    <span className={state === 'forwarded' ? 'mark done' : style}>{lapsed ? goods.lapsed : goods.states[state]}</span>
  );
}

export function GoodsProducts({
  products,
  onOpen,
}: {
  readonly products: readonly GoodsProduct[];
  readonly onOpen: (product: GoodsProduct) => void;
}): ReactNode {
  const { goods } = useTexts();
  const locale = useLocale();
  if (products.length === 0) {
    return (
      <Empty icon="catalogue" title={goods.productsEmptyTitle}>
        {goods.productsEmptyExplain}
      </Empty>
    );
  }
  const columns: readonly Column<GoodsProduct>[] = [
    { head: goods.sku, render: ({ sku }) => sku },
    { head: goods.name, form: 'wide', render: ({ name }) => name },
    {
      head: goods.files,
      form: 'end',
      render: ({ files, bytes }) =>
        files === 0 ? (
          <span className="mark look">{goods.productNoFile}</span>
        ) : (
          `${files} · ${formatBytes(bytes, locale)}`
        ),
    },
  ];
  return (
    <DataTable label={goods.products} columns={columns} rows={products} keyOf={({ sku }) => sku} onOpen={onOpen} />
  );
}
