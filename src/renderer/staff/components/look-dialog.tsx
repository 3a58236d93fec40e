/** Something to look at and close again. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { Dialog } from './dialog.tsx';

export function LookDialog({
  title,
  actions,
  onClose,
  children,
}: {
  readonly title: string;
  /** Buttons after the one that closes; the first to press is one of them. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { common } = useTexts();
  return (
    <Dialog wide title={title} onClose={onClose}>
      {children}
      <div className="dialog-foot">
        <button type="button" className="button" {...(!actions && { 'data-first': '' })} onClick={onClose}>
          {common.close}
        </button>
        {actions}
      </div>
    </Dialog>
  );
}
