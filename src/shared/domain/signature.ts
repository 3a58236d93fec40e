/**
 * A signature drawn on a screen: strokes of points on a field of 250 × 125, two bytes a point and 255 between strokes –
 * small enough to be sealed like an address, and drawn at any size.
 */

export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

export const SIGNATURE_WIDTH = 250;
export const SIGNATURE_HEIGHT = 125;
/** Bytes; what is drawn beyond is thinned out. */
export const MOST_SIGNATURE = 680;

const BREAK = 255;

/** Points beyond the field are moved to its edge; a drawing too long is thinned until it fits. */
export function encodeSignature(strokes: readonly Stroke[]): Uint8Array<ArrayBuffer> {
  let kept = strokes.filter((stroke) => stroke.length > 0);
  let bytes = bytesOf(kept);
  while (bytes.length > MOST_SIGNATURE) {
    const thinner = kept.map((stroke) => stroke.filter((_, at) => at % 2 === 0 || at === stroke.length - 1));
    const longest = Math.max(...thinner.map((stroke) => stroke.length));
    // Nothing left to thin out: the last strokes go.
    kept = longest <= 2 ? thinner.slice(0, Math.floor(thinner.length / 2)) : thinner;
    bytes = bytesOf(kept);
  }
  return new Uint8Array(bytes);
}

function bytesOf(strokes: readonly Stroke[]): number[] {
  return strokes.flatMap((stroke, at) => [
    ...(at > 0 ? [BREAK] : []),
    ...stroke.flatMap(([x, y]) => [onField(x, SIGNATURE_WIDTH), onField(y, SIGNATURE_HEIGHT)]),
  ]);
}

function onField(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}

/** The strokes again; a half point at the end is dropped. */
export function decodeSignature(bytes: Uint8Array): Stroke[] {
  const strokes: Point[][] = [];
  let stroke: Point[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] === BREAK) {
      strokes.push(stroke);
      stroke = [];
      at += 1;
    } else {
      if (at + 1 < bytes.length) stroke.push([bytes[at]!, bytes[at + 1]!]);
      at += 2;
    }
  }
  return [...strokes, stroke].filter((each) => each.length > 0);
}

/** As the `d` of an SVG path; a single point is a dot. */
export function signaturePath(strokes: readonly Stroke[]): string {
  return strokes
    .map((stroke) => {
      const [[x, y], ...rest] = stroke as [Point, ...Point[]];
      return `M${x} ${y}${rest.length === 0 ? 'h0.1' : rest.map(([toX, toY]) => `L${toX} ${toY}`).join('')}`;
    })
    .join('');
}
