import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'src/renderer/staff/design';

test('colours, sizes of text, radii and speeds stand among the tokens alone', () => {
  const raw = /#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(|(font-size|line-height|border-radius): \d+px|transition: [^;]*\d+m?s/i;
  const found = globSync(`${FOLDER}/*.css`)
    .filter((file) => !file.endsWith('/tokens.css'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line, at) => `${file}:${at + 1} ${line.trim()}`),
    )
    .filter((line) => raw.test(line));
  expect(found).toEqual([]);
});

test('every token is used, and what is used is one', () => {
  const sheets = globSync('src/renderer/staff/**/*.{css,tsx,ts}')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const named = new Set(
    [...readFileSync(`${FOLDER}/tokens.css`, 'utf8').matchAll(/^\s+(--[\w-]+):/gm)].map(([, name]) => name!),
  );
  const used = new Set([...sheets.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!));
  expect([...named].filter((name) => !used.has(name))).toEqual([]);
  const own = new Set([...sheets.matchAll(/(--[\w-]+)['"]?:/g)].map(([, name]) => name!));
  expect([...used].filter((name) => !own.has(name))).toEqual([]);
});

type Rgb = readonly [number, number, number];

function tokens(selector: string): Map<string, Rgb> {
  const css = readFileSync(`${FOLDER}/tokens.css`, 'utf8');
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

test.each([
  [':root {', 0],
  [":root[data-theme='dark'] {", 0],
  // High contrast: nothing stays below AAA.
  [":root[data-contrast='more'] {", AAA],
  [":root[data-theme='dark'][data-contrast='more'] {", AAA],
])('text of %s is readable on its ground', (selector, everywhere) => {
  const colours = tokens(selector);
  for (const [text, ground, least] of PAIRS) {
    const ratio = contrast(colours.get(text)!, colours.get(ground)!);
    expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(Math.max(least, everywhere));
  }
});
