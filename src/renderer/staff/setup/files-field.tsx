/** A labelled choice of files, with the names of those that were chosen. */
import type { ReactNode } from 'react';
import { FileButton } from '../components/file-button.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function FilesField({
  title,
  hint,
  accept,
  files,
  onFiles,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly accept: string;
  readonly files: readonly File[];
  readonly onFiles: (files: readonly File[]) => void;
}): ReactNode {
  const { answer } = useTexts().setup;
  return (
    <div className="field" role="group" aria-label={title}>
      <span>{title}</span>
      <div className="row">
        <FileButton title={answer.choose} accept={accept} multiple onFiles={onFiles} />
        <span className="meta">{files.length === 0 ? answer.none : files.map(({ name }) => name).join(', ')}</span>
      </div>
      {hint !== undefined && <span className="meta">{hint}</span>}
    </div>
  );
}
