/** An order that was called off, perhaps under the packer's hands: nothing of it is sent. */
import type { ReactNode } from 'react';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { Glyph } from '../../components/glyph.tsx';
import { Key, NumberText } from '../../components/words.tsx';
import { useTexts } from '../../stores/use-texts.ts';

export function PackingEnded({
  order,
  onClose,
}: {
  readonly order: PackingOrder;
  readonly onClose: () => void;
}): ReactNode {
  const { packing, bench, purchaseStates } = useTexts();
  return (
    <section className="packing-order packing-ended" aria-labelledby="packing-number">
      <div className="ended-panel" role="alert">
        <Glyph sign="stop" size={72} />
        <div>
          <p className="ended-word">
            {order.state === 'cancelled' ? bench.cancelledTitle : bench.endedTitle(purchaseStates[order.state])}
          </p>
          <h1 id="packing-number">
            <NumberText number={order.purchase} />
          </h1>
          <p className="ended-do">{bench.cancelledDo}</p>
          {order.copies > 0 && <p className="ended-do">{bench.takeOff}</p>}
          <ul className="ended-items">
            {order.items.map(({ sku, name, quantity, shelf }) => (
              <li key={sku}>
                <b>{quantity}</b>
                <span>
                  {name ?? sku}
                  <span className="item-sku">
                    {sku}
                    {shelf !== undefined && <> · {bench.shelf(shelf)}</>}
                  </span>
                </span>
              </li>
            ))}
          </ul>
          <button type="button" className="button large" autoFocus onClick={onClose}>
            {packing.closeOrder} <Key name="Esc" />
          </button>
        </div>
      </div>
    </section>
  );
}
