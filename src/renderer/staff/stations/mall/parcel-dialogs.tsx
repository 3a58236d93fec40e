/** What the bench says of the parcel as it stands there: how to carry it, and how large it is. Number keys answer. */
import type { ReactNode } from 'react';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { HANDLING_MARKS, type HandlingMark } from '#shared/domain/handling-mark.ts';
import { SIZE_CLASSES, type SizeClass } from '#shared/domain/parcel-size.ts';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Key } from '../../components/words.tsx';
import { useLoneKeys } from '../../scanner/scans.ts';
import { usePacking } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CancelFoot } from './paper-dialogs.tsx';

export function MarksDialog({
  marks: { always },
  onClose,
}: {
  readonly marks: PackingOrder['marks'];
  readonly onClose: () => void;
}): ReactNode {
  const { bench, common } = useTexts();
  const chooseMarks = usePacking((store) => store.chooseMarks);
  const chosen = usePacking((store) => store.order?.marks.chosen) ?? [];
  function toggle(mark: HandlingMark | undefined): void {
    if (mark === undefined || always.includes(mark)) return;
    void chooseMarks(chosen.includes(mark) ? chosen.filter((one) => one !== mark) : [...chosen, mark]);
  }
  useLoneKeys((character) => toggle(HANDLING_MARKS[Number(character) - 1]));
  return (
    <Dialog title={bench.marks} onClose={onClose}>
      <p className="dialog-text">{bench.marksExplain}</p>
      <div className="choices" role="group" aria-label={bench.marks}>
        {HANDLING_MARKS.map((mark, at) => {
          const on = always.includes(mark) || chosen.includes(mark);
          return (
            <button
              key={mark}
              type="button"
              role="checkbox"
              aria-checked={on}
              aria-disabled={always.includes(mark)}
              className="choice"
              {...(at === 0 && { 'data-first': '' })}
              onClick={() => toggle(mark)}
            >
              <Key name={String(at + 1)} />
              <span className="strong">
                {on ? '✓ ' : ''}
                {bench.markNames[mark]}
              </span>
              {always.includes(mark) && <span className="meta">{bench.markAlways}</span>}
            </button>
          );
        })}
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {common.close} <Key name="Esc" />
        </button>
      </div>
    </Dialog>
  );
}

export function SizeDialog({
  order,
  onClose,
}: {
  readonly order: PackingOrder;
  readonly onClose: () => void;
}): ReactNode {
  const { bench } = useTexts();
  const correctSize = usePacking((store) => store.correctSize);
  return (
    <Dialog title={bench.sizeTitle} onClose={onClose}>
      <p className="dialog-text">{bench.sizeExplain}</p>
      <Choices
        label={bench.size}
        choices={SIZE_CLASSES.map((size) => ({
          value: String(size),
          title: String(size),
          ...(size === order.size.size && !order.corrected && { explain: bench.sizeNow }),
        }))}
        chosen={String(order.size.size)}
        onChoose={(size) => {
          onClose();
          if (Number(size) !== order.size.size) void correctSize(Number(size) as SizeClass);
        }}
      />
      <CancelFoot onClose={onClose} />
    </Dialog>
  );
}
