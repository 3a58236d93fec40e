/** A party's accent colour, made readable on light and dark paper whatever was chosen. Pure arithmetic, used by the pages and by the desk's preview. */

export type Rgb = readonly [red: number, green: number, blue: number];

/** Indigo, where a party has no usable colour. */
const INDIGO: Rgb = [0x26, 0x4b, 0x7d];
export const LIGHT_PAPER: Rgb = [0xfb, 0xfa, 0xf7];
export const DARK_PAPER: Rgb = [0x1d, 0x21, 0x27];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** Above AA's 4.5, so that tinted papers keep it too; on dark paper a light accent also looks like one. */
const LIGHT_CONTRAST = 5.5;
const DARK_CONTRAST = 7;
/** For whoever asks for more contrast: AAA with room. */
const MORE_CONTRAST = 9;

/** `#rrggbb`; anything else is indigo. */
export function parseColour(accent: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(accent);
  if (!match) return INDIGO;
  const [red, green, blue] = match.slice(1).map((pair) => Number.parseInt(pair, 16)) as [number, number, number];
  return [red, green, blue];
}

/** WCAG 2.2 relative luminance. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The same hue and saturation at another lightness, 0 to 1 (CSS Color 4 §7). */
function relight([red, green, blue]: Rgb, lightness: number): Rgb {
  const [low, , high] = [red, green, blue].map((channel) => channel / 255).sort((x, y) => x - y) as [
    number,
    number,
    number,
  ];
  const light = (low + high) / 2;
  const room = Math.min(light, 1 - light);
  if (room === 0 || high === low) return [lightness * 255, lightness * 255, lightness * 255];
  const spread = (Math.min(lightness, 1 - lightness) * (high - low)) / 2 / room;
  const channel = (value: number): number => (lightness + ((value / 255 - light) / ((high - low) / 2)) * spread) * 255;
  return [channel(red), channel(green), channel(blue)];
}

/** The accent itself, or as little darker or lighter as its paper asks. */
function readableOn(paper: Rgb, accent: Rgb, least: number): Rgb {
  const darker = luminance(paper) > 0.5;
  let lightness = (Math.min(...accent) + Math.max(...accent)) / 2 / 255;
  let readable = accent;
  while (contrast(readable, paper) < least && (darker ? lightness > 0 : lightness < 1)) {
    lightness = Math.min(Math.max(lightness + (darker ? -0.02 : 0.02), 0), 1);
    readable = relight(accent, lightness);
  }
  return readable;
}

export function cssColour([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

export interface AccentScheme {
  /** Of links and marks on the paper, and of the main button. */
  readonly accent: Rgb;
  /** Of text on it. */
  readonly on: Rgb;
}

/** What becomes of an accent in one scheme. `more`: for whoever asks for more contrast. */
export function accentScheme(accent: string, scheme: 'light' | 'dark', more = false): AccentScheme {
  const paper = scheme === 'light' ? LIGHT_PAPER : DARK_PAPER;
  const least = more ? MORE_CONTRAST : scheme === 'light' ? LIGHT_CONTRAST : DARK_CONTRAST;
  const readable = readableOn(paper, parseColour(accent), least);
  const on = contrast(readable, WHITE) >= contrast(readable, BLACK) ? WHITE : BLACK;
  return { accent: readable, on };
}
