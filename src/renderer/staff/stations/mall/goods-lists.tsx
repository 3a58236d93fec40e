/** The goods station's left side: what waits, everything, or the products and their files. */
import type { ReactNode } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { GoodsProduct, GoodsRow } from '#shared/desk/mall-goods.ts';
import { GOODS_STATES } from '#shared/domain/states.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import type { BulkAction } from '../../records/bulk-bar.tsx';
import { numberColumn, textColumn, timeColumn, useMoneyColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import { useLocale } from './use-locale.ts';

const keyOf = ({ purchase }: GoodsRow): string => purchase;

const READY = { states: ['ready'] } as const;

/** What waits to be sealed, oldest first, or everything that ever did. */
export function GoodsRows({
  view,
  open,
  onOpen,
  onSeal,
}: {
  readonly view: 'waiting' | 'all';
  readonly open: string | undefined;
  readonly onOpen: (purchase: string) => void;
  readonly onSeal: BulkAction<GoodsRow>['start'];
}): ReactNode {
  const texts = useTexts();
  const { goods } = texts;
  const now = useNow();
  const moneyColumn = useMoneyColumn();
  const waits = view === 'waiting';
  const columns: readonly RecordColumn<GoodsRow>[] = [
    numberColumn('purchase', goods.order, keyOf),
    timeColumn('placed', goods.placed, ({ placedAt }) => placedAt, {
      order: true,
      width: 96,
      ...(waits && { head: goods.age, render: ({ placedAt }) => formatAge(texts, Date.parse(placedAt), now) }),
    }),
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
      key={view}
      list="goods.list"
      title={waits ? goods.waiting : goods.all}
      columns={columns}
      keyOf={keyOf}
      topics={['goods']}
      {...(waits ? { fixed: READY, firstOrder: 'oldest' } : { states: [SETTLED_GOODS, goods.states] })}
      dates={goods.placed}
      amounts={goods.amount}
      partners={['credit']}
      empty={
        <Empty icon="goods" title={waits ? goods.emptyTitle : goods.allEmptyTitle}>
          {goods.emptyExplain}
        </Empty>
      }
      opened={open}
      onOpen={({ purchase }) => onOpen(purchase)}
      {...(waits && {
        actions: [{ title: goods.sealMany, hotkey: 'F8', fits: ({ lapsed }: GoodsRow) => !lapsed, start: onSeal }],
      })}
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
