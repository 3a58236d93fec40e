/** One thing out of a list, in the list's place; Escape goes back to it. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { useKeys } from './use-keys.ts';
import { Key } from './words.tsx';

export function FilePage({
  title,
  meta,
  mark,
  actions,
  side,
  onBack,
  children,
}: {
  readonly title: string;
  readonly meta?: string | undefined;
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  /** What stays the same beside what is done. */
  readonly side?: ReactNode;
  readonly onBack: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { common } = useTexts();
  const head = useRef<HTMLHeadingElement>(null);
  useKeys({ Escape: () => onBack() });
  useEffect(() => head.current?.focus(), []);
  return (
    <div className="screen">
      <header className="screen-head">
        <button type="button" className="button plain" onClick={onBack}>
          ← {common.back} <Key name="Esc" />
        </button>
        <h1 ref={head} tabIndex={-1} className="file-title">
          {title}
        </h1>
        {meta !== undefined && <span className="meta">{meta}</span>}
        {mark}
        <span className="grow" />
        {actions}
      </header>
      <div className="two-panes file-panes">
        <div className="pane stack wide-gaps">{children}</div>
        <aside className="card stack side">{side}</aside>
      </div>
    </div>
  );
}
