/** A Code 128 (ISO/IEC 15417) as a picture of its own: dark on light in every colour scheme. */
import { type Html, html } from '../html.ts';

/** Modules of white at each end. */
const QUIET = 10;
/** Modules. */
const HEIGHT = 46;

/** @param bars modules from left to right, `true` for dark. @param label for whoever can't see it */
export function barsSvg(bars: readonly boolean[], label: string): Html {
  const width = bars.length + 2 * QUIET;
  const modules: string[] = [];
  for (let x = 0; x < bars.length; x++) {
    const from = x;
    while (bars[x]) x++;
    if (x > from) modules.push(`M${from + QUIET} 4h${x - from}v${HEIGHT - 8}H${from + QUIET}z`);
  }
  return html`<svg
    class="bars"
    role="img"
    aria-label="${label}"
    viewbox="0 0 ${width} ${HEIGHT}"
    shape-rendering="crispEdges"
  >
    <rect width="${width}" height="${HEIGHT}" fill="#ffffff"></rect>
    <path d="${modules.join('')}" fill="#000000"></path>
  </svg>`;
}
