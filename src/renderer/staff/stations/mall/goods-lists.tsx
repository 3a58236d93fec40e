/** The goods station's left side: what waits, everything, or the products and their files. */
import type { ReactNode } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { GoodsProduct, GoodsRow } from '#shared/desk/mall-goods.ts';
import { GOODS_STATES } from '#shared/domain/states.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { shortNumber } from '../../components/words.tsx';
import { numberColumn, textColumn, timeColumn, useMoneyColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import { useLocale } from './use-locale.ts';

export function GoodsRows({
  rows,
  open,
  onOpen,
}: {
  readonly rows: readonly GoodsRow[];
  readonly open: string | undefined;
  readonly onOpen: (purchase: string) => void;
}): ReactNode {
  const texts = useTexts();
  const { goods } = texts;
  const now = useNow();
  if (rows.length === 0) {
    return (
      <Empty icon="goods" title={goods.emptyTitle}>
        {goods.emptyExplain}
      </Empty>
    );
  }
  const columns: readonly Column<GoodsRow>[] = [
    { head: goods.order, render: ({ purchase }) => <span className="number">{shortNumber(purchase)}</span> },
    { head: goods.age, form: 'end', render: ({ placedAt }) => formatAge(texts, Date.parse(placedAt), now) },
    {
      head: goods.credit,
      form: 'wide',
      render: ({ creditName, lapsed }) => (lapsed ? <span className="mark look">{goods.lapsed}</span> : creditName),
    },
  ];
  return (
    <DataTable
      label={goods.waiting}
      columns={columns}
      rows={rows}
      keyOf={({ purchase }) => purchase}
      selected={open}
      onOpen={({ purchase }) => onOpen(purchase)}
    />
  );
}

const keyOf = ({ purchase }: GoodsRow): string => purchase;

/** Everything that was ever to seal. */
export function AllGoods({
  open,
  onOpen,
}: {
  readonly open: string | undefined;
  readonly onOpen: (purchase: string) => void;
}): ReactNode {
  const { goods } = useTexts();
  const moneyColumn = useMoneyColumn();
  const columns: readonly RecordColumn<GoodsRow>[] = [
    numberColumn('purchase', goods.order, keyOf),
    timeColumn('placed', goods.placed, ({ placedAt }) => placedAt, { order: true, width: 96 }),
    {
      id: 'state',
      head: goods.state,
      form: 'wide',
      width: 112,
      render: (row) => <StateMark row={row} />,
      csv: ({ state, lapsed }) => (lapsed ? goods.lapsed : goods.states[state]),
    },
    textColumn('credit', goods.credit, ({ creditName }) => creditName, { hidden: true }),
    moneyColumn('amount', goods.amount, ({ amount }) => amount, { hidden: true }),
  ];
  return (
    <RecordList
      list="goods.list"
      title={goods.all}
      columns={columns}
      keyOf={keyOf}
      topics={['goods']}
      states={[SETTLED_GOODS, goods.states]}
      dates={goods.placed}
      amounts={goods.amount}
      partners={['credit']}
      empty={
        <Empty icon="goods" title={goods.allEmptyTitle}>
          {goods.emptyExplain}
        </Empty>
      }
      opened={open}
      onOpen={({ purchase }) => onOpen(purchase)}
      scans={false}
    />
  );
}

/** Offers that nobody settled are not in the list. */
const SETTLED_GOODS = GOODS_STATES.filter(
  (state) => !['awaiting-payment', 'refused', 'declined', 'expired'].includes(state),
);

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
