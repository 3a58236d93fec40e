/**
 * An SVG drawing made anew from what a drawing needs: shapes, groups, gradients, clips. It is read by a reader of its own
 * and written from what was understood; what could run, load or style anything refuses the whole file.
 */
import { fail, ok, type Result } from '#shared/result.ts';
import type { CleanPicture } from './clean-png.ts';

const ELEMENTS = new Set(
  'svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath title desc'.split(
    ' ',
  ),
);
/** They can run or load something, or look otherwise without it: nothing is done halfway. */
const ACTIVE =
  /^(script|foreignObject|iframe|image|use|style|text|animate\w*|set|a|filter|mask|pattern|symbol|switch|audio|video|handler|listener)$/i;
const ATTRIBUTES = new Set(
  (
    'id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform preserveAspectRatio gradientUnits' +
    ' gradientTransform spreadMethod offset clipPathUnits'
  ).split(' '),
);
/** As attributes, or in `style`, from where they become attributes. */
const PRESENTATION = new Set(
  (
    'fill fill-opacity fill-rule clip-path clip-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin' +
    ' stroke-miterlimit stroke-dasharray stroke-dashoffset opacity stop-color stop-opacity color'
  ).split(' '),
);
/** Letters, digits and the signs of numbers, colours, paths and `url(#own)`. */
const VALUE = /^[\p{L}\p{N}\s#.,%()+*/_:;'-]*$/u;
const MOST_ELEMENTS = 2000;
const DEEPEST = 32;

interface Shape {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export function isSvg(bytes: Buffer): boolean {
  return /^(\uFEFF)?\s*(<\?xml|<!--|<svg[\s>])/.test(bytes.subarray(0, 200).toString('utf8'));
}

/** Fails with `logo-unsafe` (about the element or attribute) or `logo-unreadable`. */
export function cleanSvg(bytes: Buffer): Result<CleanPicture> {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (/<!DOCTYPE|<!ENTITY|<!\[CDATA\[/i.test(text)) return fail('logo-unsafe', 'DOCTYPE');
  const written: string[] = [];
  const open: string[] = [];
  let skipping = 0;
  let count = 0;
  let size: { width: number; height: number } | undefined;
  const markup =
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
  while (markup.lastIndex < text.length) {
    const found = markup.exec(text);
    if (!found) return fail('logo-unreadable');
    const [, closing, name, given, empty, words] = found;
    if (name === undefined) {
      if (words !== undefined && skipping === 0 && /^(title|desc)$/.test(open.at(-1) ?? ''))
        written.push(escape(words));
      continue;
    }
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) return fail('logo-unreadable');
      if (skipping > 0) skipping--;
      else written.push(`</${name}>`);
      continue;
    }
    if (++count > MOST_ELEMENTS || open.length > DEEPEST) return fail('too-large', 'logo');
    if (ACTIVE.test(name)) return fail('logo-unsafe', name);
    // A drawing program's own notes.
    const isForeign = !ELEMENTS.has(name);
    if (skipping > 0 || isForeign) {
      if (unsafeName(given ?? '') !== undefined) return fail('logo-unsafe', unsafeName(given ?? '')!);
      if (empty !== '/') {
        open.push(name);
        skipping++;
      }
      continue;
    }
    const shape = readShape(name, given ?? '');
    if (!shape.ok) return shape;
    if (written.length === 0) {
      size = name === 'svg' ? sizeOf(shape.value) : undefined;
      if (!size) return fail('logo-unreadable');
    }
    written.push(write(shape.value, written.length === 0, empty === '/'));
    if (empty !== '/') open.push(name);
  }
  if (open.length > 0 || !size) return fail('logo-unreadable');
  return ok({ bytes: Buffer.from(written.join('')), ...size });
}

function unsafeName(given: string): string | undefined {
  return /(?:^|\s)(on\w+|(?:xlink:)?href|xml:base)\s*=/i.exec(given)?.[1];
}

function readShape(name: string, given: string): Result<Shape> {
  const unsafe = unsafeName(given);
  if (unsafe !== undefined) return fail('logo-unsafe', unsafe);
  const attributes = new Map<string, string>();
  for (const [, attribute, double, single] of given.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const value = unescape(double ?? single ?? '');
    if (attribute === 'style') {
      for (const declaration of value.split(';')) {
        const [property = '', ...rest] = declaration.split(':');
        if (PRESENTATION.has(property.trim())) attributes.set(property.trim(), rest.join(':').trim());
        else if (property.trim() !== '' && /url|expression|import/i.test(declaration))
          return fail('logo-unsafe', 'style');
      }
    } else if (ATTRIBUTES.has(attribute!) || PRESENTATION.has(attribute!)) {
      attributes.set(attribute!, value);
    }
  }
  for (const [attribute, value] of attributes) {
    // Only what lies in this drawing may be pointed at.
    const pointing = value.replace(/url\(\s*['"]?#[\w.-]+['"]?\s*\)/g, '');
    if (/url|javascript|data:|\/\//i.test(pointing) || !VALUE.test(value)) return fail('logo-unsafe', attribute);
  }
  return ok({ name, attributes });
}

function sizeOf({ attributes }: Shape): { width: number; height: number } | undefined {
  const box = attributes
    .get('viewBox')
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const [width, height] =
    box?.length === 4 ? [box[2]!, box[3]!] : ['width', 'height'].map((one) => parseFloat(attributes.get(one) ?? ''));
  return width! > 0 && height! > 0 && Number.isFinite(width! + height!)
    ? { width: width!, height: height! }
    : undefined;
}

function write({ name, attributes }: Shape, isRoot: boolean, empty: boolean): string {
  const shown = [...attributes].map(([attribute, value]) => ` ${attribute}="${escape(value)}"`).join('');
  const space = isRoot ? ' xmlns="http://www.w3.org/2000/svg"' : '';
  return `<${name}${space}${shown}${empty ? '/' : ''}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
}

function unescape(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|apos);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name]!,
  );
}
