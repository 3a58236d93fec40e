/** The skeleton of every list: title, filter, actions; then rows, or what will stand there. */
import type { ReactNode } from 'react';
import { useTexts } from '../stores/use-texts.ts';

export function ListScreen({
  title,
  meta,
  filter,
  onFilter,
  actions,
  children,
}: {
  readonly title: string;
  readonly meta?: string | undefined;
  readonly filter?: string;
  readonly onFilter?: (filter: string) => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { common } = useTexts();
  return (
    <div className="screen">
      <header className="screen-head">
        <h1>{title}</h1>
        {meta !== undefined && <span className="meta">{meta}</span>}
        <span className="grow" />
        {onFilter && (
          <input
            type="search"
            className="input filter"
            aria-label={common.filter}
            placeholder={common.filter}
            value={filter}
            onChange={(event) => onFilter(event.target.value)}
          />
        )}
        {actions}
      </header>
      {children}
    </div>
  );
}

/** Older rows, while there are any. */
export function OlderButton({ older }: { readonly older?: (() => void) | undefined }): ReactNode {
  const { common } = useTexts();
  return older ? (
    <div className="older">
      <button type="button" className="button" onClick={older}>
        {common.older}
      </button>
    </div>
  ) : null;
}

/** Whether every word of the filter stands in one of the texts; spaces and case do not count. */
export function fitsFilter(filter: string, texts: readonly (string | undefined)[]): boolean {
  const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(' ', '');
  const wanted = fold(filter);
  return wanted === '' || texts.some((text) => text !== undefined && fold(text).includes(wanted));
}
