/** An item that is not there: the order waits for it, or goes without it. Number keys answer. */
import type { ReactNode } from 'react';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CancelFoot } from './paper-dialogs.tsx';
import { type Boxes, unitsLeft } from './ticks.ts';

export function OutOfStockDialog({
  order,
  boxes,
  item: at,
  onClose,
}: {
  readonly order: PackingOrder;
  readonly boxes: Boxes;
  /** Its place in the order. */
  readonly item: number;
  readonly onClose: () => void;
}): ReactNode {
  const { bench } = useTexts();
  const { setAside, sendWithout } = usePacking();
  const item = order.items[at]!;
  // What was found of it is in the parcel.
  const count = unitsLeft(boxes, item);
  const left = order.items.reduce((sum, { quantity }) => sum + quantity, 0) - count;
  const title = bench.outOfStockTitle(item.sku);
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="dialog-text">
        {item.name} – {bench.outOfStockLeft(count)}
      </p>
      <Choices
        label={title}
        choices={[
          { value: 'aside', title: bench.setAside, explain: bench.setAsideExplain },
          ...(left > 0 ? [{ value: 'without', title: bench.sendWithout } as const] : []),
        ]}
        onChoose={(choice) => {
          onClose();
          const missing = [{ item: at, count }];
          void (choice === 'aside' ? setAside(missing) : sendWithout(missing));
        }}
      />
      {left < 1 && <p className="dialog-text">{bench.nothingLeft}</p>}
      <CancelFoot onClose={onClose} />
    </Dialog>
  );
}
