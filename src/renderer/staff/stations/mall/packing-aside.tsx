/** The open order waits for what is missing: back into the queue, or off without it. */
import { type ReactNode, useState } from 'react';
import type { PackingOrder, SetAside } from '#shared/desk/packing.ts';
import { Note } from '../../components/note.tsx';
import { usePacking } from '../../stores/desk-stores.ts';
import { useMay } from '../../stores/use-may.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { ApproverDialog } from './approver-dialog.tsx';

export function PackingAside({
  order,
  aside,
}: {
  readonly order: PackingOrder;
  readonly aside: NonNullable<PackingOrder['aside']> & SetAside;
}): ReactNode {
  const { bench } = useTexts();
  const { busy, bringBack, sendWithout } = usePacking();
  const mayGiveBack = useMay('money');
  const [asking, setAsking] = useState(false);
  const left = order.items.reduce((sum, { quantity }) => sum + quantity, 0) - aside.pieces;
  return (
    <Note sign="look" title={bench.asideTitle}>
      <p>{bench.asideText(aside.who, aside.pieces)}</p>
      <ul>
        {aside.missing.map(({ item, count }) => (
          <li key={item}>
            <b>{bench.missingItem(order.items[item]?.sku ?? '', count)}</b> {order.items[item]?.name}
          </li>
        ))}
      </ul>
      <div className="aside-actions">
        <button type="button" className="button primary" autoFocus disabled={busy} onClick={() => void bringBack()}>
          {bench.bringBack}
        </button>
        <button
          type="button"
          className="button"
          disabled={busy || left < 1}
          onClick={() => (mayGiveBack ? void sendWithout(aside.missing) : setAsking(true))}
        >
          {bench.sendWithout}
        </button>
      </div>
      {left < 1 && <p>{bench.nothingLeft}</p>}
      {asking && (
        <ApproverDialog
          explain={bench.approveMoney}
          confirm={bench.approveSend}
          onApprove={(approver) => {
            setAsking(false);
            void sendWithout(aside.missing, approver);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Note>
  );
}
