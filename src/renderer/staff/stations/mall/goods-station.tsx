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
import { GoodsProducts, GoodsRows } from './goods-lists.tsx';
import { GoodsOrderView } from './goods-order.tsx';
import { ProductFiles } from './product-files.tsx';
import { May } from '../../components/may.tsx';
import { WorkProgress } from '../../components/work-progress.tsx';
import { navigate } from '../../route.ts';
import { useSealing } from './use-sealing.ts';

type View = 'waiting' | 'all' | 'products';

export function GoodsStation(): ReactNode {
  const { goods, frame } = useTexts();
  const { order, open, take } = useGoods();
  const [view, setView] = useState<View>('waiting');
  const [product, setProduct] = useState<GoodsProduct>();
  const { run, seal } = useSealing();
  const products = useQuery('goods.products', {}, ['catalogue', 'goods']);
  const numberField = useRef<HTMLInputElement>(null);
  const purchase = order?.purchase;
  const { failure } = products;

  useScans((scan) => void take(scan));
  useTypingField(numberField);
  useKeys({ F4: () => numberField.current?.focus() });
  useEffect(() => {
    if (purchase === undefined) numberField.current?.focus();
  }, [purchase]);

  /** The filters of one are not those of the other. */
  function show(which: View): void {
    navigate('goods');
    setView(which);
  }
  return (
    <div className="packing">
      <section className="packing-queue goods-side" aria-label={frame.screens.goods}>
        <div className="packing-head">
          <h1>{frame.screens.goods}</h1>
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
          onChoose={show}
        />
        {failure && <FailureNote failure={failure} />}
        {run && (
          <WorkProgress
            title={goods.sealingMany}
            done={run.done}
            of={run.of}
            words={goods.sealedOf(run.done, run.of)}
            onCancel={run.cancel}
          />
        )}
        <div className="packing-list">
          {view === 'products' ? (
            products.value && <GoodsProducts products={products.value} onOpen={setProduct} />
          ) : (
            <GoodsRows view={view} open={purchase} onOpen={(number) => void open(number)} onSeal={seal} />
          )}
        </div>
        <May permission="catalogue">
          <AutomaticChoice />
        </May>
      </section>
      {purchase !== undefined && <FollowOrder key={purchase} purchase={purchase} />}
      {order ? <GoodsOrderView order={order} key={order.purchase} /> : <GoodsIdle />}
      {product && <ProductFiles sku={product.sku} name={product.name} onClose={() => setProduct(undefined)} />}
    </div>
  );
}

/** How the open order stands, as the list has it: sealed at another bench, brought by the post. */
function FollowOrder({ purchase }: { readonly purchase: string }): ReactNode {
  const sync = useGoods((store) => store.sync);
  const { value } = useQuery('goods.list', { search: purchase, limit: 1 }, ['goods']);
  useEffect(() => {
    if (value) sync(value.rows);
  }, [value, sync]);
  return null;
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
