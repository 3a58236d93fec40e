/** An item that is not there: the order waits for it, or goes without it. Number keys answer. */
import { type ReactNode, useState } from 'react';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { useMay } from '../../stores/use-may.ts';
import { ApproverDialog } from './approver-dialog.tsx';
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
  const mayGiveBack = useMay('money');
  const [asking, setAsking] = useState(false);
  const item = order.items[at]!;
  // What was found of it is in the parcel.
  const count = unitsLeft(boxes, item);
  const left = order.items.reduce((sum, { quantity }) => sum + quantity, 0) - count;
  const missing = [{ item: at, count }];
  const title = bench.outOfStockTitle(item.sku);
  function choose(choice: 'aside' | 'without'): void {
    if (choice === 'without' && !mayGiveBack) return setAsking(true);
    onClose();
    void (choice === 'aside' ? setAside(missing) : sendWithout(missing));
  }
  if (asking) {
    return (
      <ApproverDialog
        key="approver"
        explain={bench.approveMoney}
        confirm={bench.approveSend}
        onApprove={(approver) => {
          onClose();
          void sendWithout(missing, approver);
        }}
        onClose={onClose}
      />
    );
  }
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
        onChoose={choose}
      />
      {left < 1 && <p className="dialog-text">{bench.nothingLeft}</p>}
      <CancelFoot onClose={onClose} />
    </Dialog>
  );
}
