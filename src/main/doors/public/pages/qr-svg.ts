/** A QR code (ISO/IEC 18004) of an address as a picture of its own: no request, dark on light in every colour scheme. */
import { correction, generate } from 'lean-qr';
import { type Html, html } from '../html.ts';

/** Modules of white around the code. */
const QUIET = 4;

/** @param label what the picture is, for whoever can't see it */
export function qrSvg(text: string, label: string): Html {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = code.size + 2 * QUIET;
  const modules: string[] = [];
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      const from = x;
      while (code.get(x, y)) x++;
      if (x > from) modules.push(`M${from + QUIET} ${y + QUIET}h${x - from}v1H${from + QUIET}z`);
    }
  }
  // The parser of HTML knows `viewbox` of an svg by its small letters too.
  return html`<svg
    class="qr"
    role="img"
    aria-label="${label}"
    viewbox="0 0 ${side} ${side}"
    shape-rendering="crispEdges"
  >
    <rect width="${side}" height="${side}" fill="#ffffff"></rect>
    <path d="${modules.join('')}" fill="#000000"></path>
  </svg>`;
}
