/** Something to look at and close again. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { Dialog } from './dialog.tsx';

export function LookDialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { common } = useTexts();
  return (
    <Dialog wide title={title} onClose={onClose}>
      {children}
      <div className="dialog-foot">
        <button type="button" className="button" data-first="" onClick={onClose}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}
