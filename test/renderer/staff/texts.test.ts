import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERRORS } from '#shared/errors.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';

/** Every text with its path; functions are called with stand-ins. */
function texts(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String((value as (...input: unknown[]) => unknown)(3, 3, 3))]];
  return Object.entries(value as object).flatMap(([key, member]) => texts(member, `${path}.${key}`));
}

const JAPANESE = [...texts(DESK_TEXTS.ja), ...Object.entries(ERROR_TEXTS).map(([code, { ja }]) => [code, ja] as const)];
const ENGLISH = [...texts(DESK_TEXTS.en), ...Object.entries(ERROR_TEXTS).map(([code, { en }]) => [code, en] as const)];

test('the table of texts has exactly the codes of the table of errors', () => {
  expect(Object.keys(ERROR_TEXTS).sort()).toEqual(Object.keys(ERRORS).sort());
});

test('no English word stands on a Japanese screen', () => {
  // The names of a file's columns, and of what may stand in them, are no words of a screen.
  const columns = /stock|barcode|shelf|marks|this-way-up|fragile|keep-dry|do-not-stack/g;
  const allowed = /PDF|PNG|JPEG|CSV|ZPL|CUPS|JAN|English|kg|cm/g;
  const found = JAPANESE.filter(([, text]) => /[A-Za-z]{2,}/.test(text.replace(columns, '').replace(allowed, '')));
  expect(found).toEqual([]);
});

test('Japanese texts are Japanese', () => {
  const plain = JAPANESE.filter(([, text]) => !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text) && text !== 'English');
  expect(plain.map(([path]) => path)).toEqual([]);
});

test('nothing is shouted', () => {
  for (const [, text] of [...JAPANESE, ...ENGLISH]) expect(text).not.toMatch(/[!！]|successfully/i);
});

type Rgb = readonly [number, number, number];

function tokens(selector: string): Map<string, Rgb> {
  const css = readFileSync(new URL('../../../src/renderer/staff/design/tokens.css', import.meta.url), 'utf8');
  const block = css.slice(css.indexOf(selector)).split('}')[0]!;
  return new Map(
    [...block.matchAll(/--([a-z-]+): #([0-9a-f]{6});/g)].map(([, name, hex]) => [
      name!,
      [0, 2, 4].map((at) => Number.parseInt(hex!.slice(at, at + 2), 16)) as unknown as Rgb,
    ]),
  );
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (rgb: Rgb): number => {
    const [red, green, blue] = rgb.map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as unknown as Rgb;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const AA = 4.5;
const AAA = 7;
const PAIRS: readonly (readonly [text: string, ground: string, least: number])[] = [
  ['ink', 'paper', AAA],
  ['ink', 'paper-raised', AAA],
  ['ink', 'paper-sunk', AAA],
  ['ink', 'done-tint', AAA],
  ['ink', 'look-tint', AAA],
  ['ink', 'stop-tint', AAA],
  ['ink', 'accent-tint', AAA],
  // Station words are large type, where AAA asks 4.5; these still reach 7.
  ['done-deep', 'done-tint', AAA],
  ['look-deep', 'look-tint', AAA],
  ['stop-deep', 'stop-tint', AAA],
  ['ink-soft', 'paper', AA],
  ['ink-soft', 'paper-sunk', AA],
  ['ink-soft', 'done-tint', AA],
  ['ink-soft', 'look-tint', AA],
  ['ink-soft', 'stop-tint', AA],
  ['accent', 'paper', AA],
  ['on-accent', 'accent', AA],
  ['on-stop', 'stop', AA],
  ['stop', 'paper-raised', AA],
  ['done-deep', 'paper', AA],
  ['line-strong', 'paper', 3],
  ['line-strong', 'paper-raised', 3],
  ['done', 'done-tint', 3],
  ['look', 'look-tint', 3],
  ['stop', 'stop-tint', 3],
];

test.each([':root {', ":root[data-theme='dark'] {"])('text of %s is readable on its ground', (selector) => {
  const colours = tokens(selector);
  for (const [text, ground, least] of PAIRS) {
    const ratio = contrast(colours.get(text)!, colours.get(ground)!);
    expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
  }
});
