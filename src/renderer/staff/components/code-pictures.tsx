/** Bars and QR codes to be scanned off the screen: black on white, whatever the appearance. */
import type { ReactNode } from 'react';

/** Modules of white around the codes. */
const QUIET = { bars: 10, qr: 4 } as const;

/** Code 128. `bars`: its modules, `1` dark; `module` and `height` in CSS pixels. */
export function BarCode({
  bars,
  name,
  module = 2,
  height = 120,
}: {
  readonly bars: string;
  readonly name: string;
  readonly module?: number;
  readonly height?: number;
}): ReactNode {
  const width = bars.length + 2 * QUIET.bars;
  const path = runs(bars).map(([from, length]) => `M${from + QUIET.bars} 0h${length}v1h-${length}z`);
  return (
    <svg
      className="code-picture code-bars"
      role="img"
      aria-label={name}
      viewBox={`0 0 ${width} 1`}
      width={width * module}
      height={height}
      preserveAspectRatio="none"
    >
      <path d={path.join('')} shapeRendering="crispEdges" />
    </svg>
  );
}

/** `rows`: of modules, `1` dark; `module` in CSS pixels. */
export function QrCode({
  rows,
  name,
  module = 5,
}: {
  readonly rows: readonly string[];
  readonly name: string;
  readonly module?: number;
}): ReactNode {
  const side = rows.length + 2 * QUIET.qr;
  const path = rows.flatMap((row, y) =>
    runs(row).map(([from, length]) => `M${from + QUIET.qr} ${y + QUIET.qr}h${length}v1h-${length}z`),
  );
  return (
    <svg
      className="code-picture"
      role="img"
      aria-label={name}
      viewBox={`0 0 ${side} ${side}`}
      width={side * module}
      height={side * module}
    >
      <path d={path.join('')} shapeRendering="crispEdges" />
    </svg>
  );
}

const runs = (modules: string): (readonly [from: number, length: number])[] =>
  [...modules.matchAll(/1+/g)].map(({ 0: run, index }) => [index, run.length] as const);
