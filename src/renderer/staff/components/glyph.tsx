/** Signs that tell by shape, before colour and word: a disc with a tick, an eye, a triangle, an octagon. */
import type { ReactNode } from 'react';

export type Sign = 'done' | 'seen' | 'look' | 'stop' | 'wait' | 'scan';

const SHAPES: Readonly<Record<Sign, ReactNode>> = {
  done: (
    <>
      <circle cx="12" cy="12" r="11" fill="currentColor" />
      <path d="m6.5 12.5 3.7 3.7 7.3-8" className="cut" />
    </>
  ),
  seen: (
    <>
      <circle cx="12" cy="12" r="11" fill="currentColor" />
      <path d="M4 12c2-3.4 4.7-5.1 8-5.1s6 1.7 8 5.1c-2 3.4-4.7 5.1-8 5.1S6 15.4 4 12Z" className="hole" />
      <circle cx="12" cy="12" r="2.2" fill="currentColor" />
    </>
  ),
  look: (
    <>
      <path d="M12 1.8 23.2 21.4H.8Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M12 8.5v6M12 18v.1" className="cut" />
    </>
  ),
  stop: (
    <>
      <path d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4Z" fill="currentColor" />
      <path d="m8 8 8 8m0-8-8 8" className="cut" />
    </>
  ),
  wait: <circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" strokeDasharray="4 4" />,
  scan: (
    <g fill="none" stroke="currentColor" strokeWidth="1.6">
      <path d="M2 7V3.5A1.5 1.5 0 0 1 3.5 2H7M17 2h3.5A1.5 1.5 0 0 1 22 3.5V7M22 17v3.5a1.5 1.5 0 0 1-1.5 1.5H17M7 22H3.5A1.5 1.5 0 0 1 2 20.5V17" />
      <path d="M7 7v10M10 7v10M12.5 7v10M17 7v10" />
    </g>
  ),
};

/** Decoration beside words; screen readers skip it. `size` in CSS pixels. */
export function Glyph({ sign, size = 20 }: { readonly sign: Sign; readonly size?: number }): ReactNode {
  return (
    <svg className={`glyph sign-${sign}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[sign]}
    </svg>
  );
}
