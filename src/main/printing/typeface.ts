/**
 * Text that fits: measured, shrunk, cut and broken into lines. Strings are in the order they are read; which face they
 * are set in and what runs from right to left is decided by `setLine`, the same here and where they are drawn.
 *
 * `country` is the text's own, ISO 3166-1 alpha-2: it decides between forms of letters (`Setting`).
 */
import { splitLetters } from './choose-faces.ts';
import type { Weight } from './fonts.ts';
import { readsFromRight, setLine } from './set-line.ts';

export type { Weight };

/** One line that the faces can draw: blanks for controls, the bare letter for one with an unknown accent, else 〓. */
export function drawableText(text: string, weight: Weight, country?: string): string {
  return setLine(text, weight, country).text.trim();
}

/** Width in the unit of `size`. */
export function measureText(text: string, weight: Weight, size: number, country?: string): number {
  return setLine(text, weight, country).width * size;
}

export interface FittedText {
  readonly text: string;
  readonly size: number;
}

/** Shrinks down to `least`, then cuts with an ellipsis; never wider than `room`. */
export function fitText(
  text: string,
  weight: Weight,
  size: number,
  least: number,
  room: number,
  country?: string,
): FittedText {
  const whole = drawableText(text, weight, country);
  const width = measureText(whole, weight, size, country);
  if (width <= room) return { text: whole, size };
  const shrunk = (size * room) / width;
  if (shrunk >= least) return { text: whole, size: shrunk };
  const letters = splitLetters(whole);
  const cut = (kept: number): string => directed(`${letters.slice(0, kept).join('').trimEnd()}…`, whole);
  const kept = mostThatFit(letters.length - 1, (count) => measureText(cut(count), weight, least, country) <= room);
  return { text: cut(kept), size: least };
}

/** A part of a text that alone would run the other way is told which way the whole runs. */
function directed(part: string, whole: string): string {
  const direction = readsFromRight(whole);
  if (readsFromRight(part) === direction) return part;
  return (direction ? '\u200f' : '\u200e') + part;
}

/** The largest count up to `most` that fits, 0 when none does; what fits must go on fitting with less. */
function mostThatFit(most: number, fits: (count: number) => boolean): number {
  let [least, end] = [0, Math.max(most, 0)];
  while (least < end) {
    const middle = Math.ceil((least + end) / 2);
    if (fits(middle)) least = middle;
    else end = middle - 1;
  }
  return least;
}

/** Scripts that set no blanks between words. */
const WIDE = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]/u;
const NEVER_FIRST = /^[、。，．・：；！？）」』】》〉］｝〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NEVER_LAST = /^[（「『【《〈［｛〔]/u;

/** Where a line may end: at a blank, and beside any letter of a script that sets no blanks. */
function breakPoints(letters: readonly string[]): number[] {
  const isWide = (letter: string): boolean => WIDE.test(letter);
  return letters
    .map((_, at) => at)
    .filter((at) => at > 0 && (letters[at] === ' ' || isWide(letters[at]!) || isWide(letters[at - 1]!)))
    .filter((at) => !NEVER_FIRST.test(letters[at]!) && !NEVER_LAST.test(letters[at - 1]!));
}

/** Lines no wider than `room`; words that are wider themselves are broken. */
export function wrapText(
  text: string,
  weight: Weight,
  size: number,
  room: number,
  country?: string,
): readonly string[] {
  const whole = drawableText(text, weight, country);
  const fits = (part: string): boolean => measureText(directed(part.trim(), whole), weight, size, country) <= room;
  if (fits(whole)) return [whole];
  const letters = splitLetters(whole);
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    if (line.trim() !== '') lines.push(directed(line.trim(), whole));
    line = '';
  };
  let start = 0;
  for (const next of [...breakPoints(letters), letters.length]) {
    const word = letters.slice(start, next);
    start = next;
    if (!fits(line + word.join(''))) end();
    while (word.length > 1 && !fits(word.join(''))) {
      line = word
        .splice(
          0,
          Math.max(
            1,
            mostThatFit(word.length - 1, (count) => fits(word.slice(0, count).join(''))),
          ),
        )
        .join('');
      end();
    }
    line += word.join('');
  }
  end();
  return lines;
}

/** One line while `size` stays above `breakAt`, then two even lines down to `least`, then an ellipsis. */
export function fitName(
  name: string,
  weight: Weight,
  sizes: { readonly size: number; readonly breakAt: number; readonly least: number },
  room: number,
  country?: string,
): readonly FittedText[] {
  const one = fitText(name, weight, sizes.size, sizes.breakAt, room, country);
  const whole = drawableText(name, weight, country);
  if (one.text === whole) return [one];
  const letters = splitLetters(whole);
  const halves = breakPoints(letters).map((at): [string, string] => [
    directed(letters.slice(0, at).join('').trim(), whole),
    directed(letters.slice(at).join('').trim(), whole),
  ]);
  const longer = (pair: readonly [string, string]): number =>
    Math.max(...pair.map((half) => measureText(half, weight, 1, country)));
  const [even] = halves.sort((a, b) => longer(a) - longer(b));
  if (even === undefined) return [fitText(name, weight, sizes.size, sizes.least, room, country)];
  const size = Math.max(sizes.least, Math.min(sizes.breakAt, room / longer(even)));
  return even.map((half) => fitText(half, weight, size, size, room, country));
}
