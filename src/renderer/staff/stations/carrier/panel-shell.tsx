/** The frame of the large panel: sign, word, number; the sentence that is read aloud. */
import type { ReactNode } from 'react';
import { Glyph, type Sign } from '../../components/glyph.tsx';
import { NumberText } from '../../components/words.tsx';

export function PanelShell({
  sign,
  tone,
  title,
  number,
  spoken,
  children,
}: {
  readonly sign: Sign;
  readonly tone: 'idle' | 'done' | 'seen' | 'look' | 'stop';
  readonly title: string;
  readonly number?: string | undefined;
  readonly spoken: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={`scan-panel ${tone}`}>
      <Glyph sign={sign} size={72} />
      <div className="scan-panel-text">
        <p className="scan-word">{title}</p>
        {number !== undefined && (
          <p className="scan-number">
            <NumberText number={number} />
          </p>
        )}
        {children}
      </div>
      <p className="unseen" role="status" aria-live="assertive">
        {spoken}
      </p>
    </section>
  );
}
