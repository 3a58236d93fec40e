/** Long work: what is being done, how far it is, and the way to stop it. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';

export function WorkProgress({
  title,
  done,
  of,
  words,
  onCancel,
}: {
  readonly title: string;
  readonly done: number;
  /** 0: not known. */
  readonly of: number;
  /** "12 MB of about 80 MB" */
  readonly words: string;
  readonly onCancel: () => void;
}): ReactNode {
  const { common } = useTexts();
  return (
    <div className="work-progress" role="status">
      <span className="strong">{title}</span>
      <progress aria-label={title} {...(of > 0 && { max: of, value: Math.min(done, of) })} />
      <span className="meta figure-number">{words}</span>
      <button type="button" className="button" onClick={onCancel}>
        {common.cancel}
      </button>
    </div>
  );
}
