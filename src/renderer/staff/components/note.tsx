/** Something that happened, said in words and by a sign. */
import type { ReactNode } from 'react';
import { Glyph } from './glyph.tsx';

export function Note({
  sign,
  title,
  children,
}: {
  readonly sign: 'done' | 'look' | 'stop';
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className={`notice ${sign}`} role={sign === 'done' ? 'status' : 'alert'}>
      <Glyph sign={sign} />
      <div>
        <p className="strong">{title}</p>
        {children}
      </div>
    </div>
  );
}
