/** Electronic goods: what waits on the left, the open order on the right. A number and Enter are enough. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { GoodsProduct } from '#shared/desk/mall-goods.ts';
import { desk } from '../../client.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { Segments } from '../../components/segments.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { useGoods } from '../../stores/desk-stores.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { AllGoods, GoodsProducts, GoodsRows } from './goods-lists.tsx';
import { GoodsOrderView } from './goods-order.tsx';
import { ProductFiles } from './product-files.tsx';
import { May } from '../../components/may.tsx';

type View = 'waiting' | 'all' | 'products';

export function GoodsStation(): ReactNode {
  const { goods, frame } = useTexts();
  const { order, open, take, sync } = useGoods();
  const [view, setView] = useState<View>('waiting');
  const [product, setProduct] = useState<GoodsProduct>();
  const queue = useQuery('goods.queue', {}, ['goods']);
  const all = useQuery('goods.list', { limit: 200 }, ['goods']);
  const products = useQuery('goods.products', {}, ['catalogue', 'goods']);
  const numberField = useRef<HTMLInputElement>(null);
  const purchase = order?.purchase;
  const failure = queue.failure ?? all.failure ?? products.failure;

  useScans((scan) => void take(scan));
  useTypingField(numberField);
  useKeys({ F4: () => numberField.current?.focus() });
  useEffect(() => {
    if (all.value) sync(all.value.rows);
  }, [all.value, sync]);
  useEffect(() => {
    if (purchase === undefined) numberField.current?.focus();
  }, [purchase]);

  return (
    <div className="packing">
      <section className="packing-queue goods-side" aria-label={frame.screens.goods}>
        <div className="packing-head">
          <h1>{frame.screens.goods}</h1>
          {queue.value && <span className="meta">{goods.orders(queue.value.length)}</span>}
        </div>
        <NumberEntry fieldRef={numberField} onNumber={(text) => void open(text)} />
        <Segments
          label={goods.show}
          choices={[
            ['waiting', goods.waiting],
            ['all', goods.all],
            ['products', goods.products],
          ]}
          chosen={view}
          onChoose={setView}
        />
        {failure && <FailureNote failure={failure} />}
        <div className="packing-list">
          {view === 'products' ? (
            products.value && <GoodsProducts products={products.value} onOpen={setProduct} />
          ) : view === 'all' ? (
            <AllGoods open={purchase} onOpen={(number) => void open(number)} />
          ) : (
            queue.value && <GoodsRows rows={queue.value} open={purchase} onOpen={(number) => void open(number)} />
          )}
        </div>
        <May permission="catalogue">
          <AutomaticChoice />
        </May>
      </section>
      {order ? <GoodsOrderView order={order} key={order.purchase} /> : <GoodsIdle />}
      {product && <ProductFiles sku={product.sku} name={product.name} onClose={() => setProduct(undefined)} />}
    </div>
  );
}

function GoodsIdle(): ReactNode {
  const { goods } = useTexts();
  const notice = useGoods((store) => store.notice);
  return (
    <section className="packing-order">
      <div className="packing-note">{notice?.kind === 'failed' && <FailureNote failure={notice.failure} />}</div>
      <Empty icon="goods" title={goods.idleTitle}>
        {goods.idleExplain}
      </Empty>
    </section>
  );
}

/** For the whole party, not for this computer. */
function AutomaticChoice(): ReactNode {
  const { goods } = useTexts();
  const { value, reload } = useQuery('goods.setting', {}, ['goods']);
  /** Shown until the party's own word comes. */
  const [chosen, setChosen] = useState<boolean>();
  const said = value?.automatic;
  if (chosen !== undefined && chosen === said) setChosen(undefined);
  async function choose(automatic: boolean): Promise<void> {
    setChosen(automatic);
    const changed = await desk.call('goods.choose-automatic', { automatic });
    if (!changed.ok) setChosen(undefined);
    reload();
  }
  return (
    <label className="goods-automatic">
      <input
        type="checkbox"
        checked={chosen ?? said ?? false}
        disabled={said === undefined}
        onChange={(event) => void choose(event.target.checked)}
      />
      <span>{goods.automatic}</span>
    </label>
  );
}
