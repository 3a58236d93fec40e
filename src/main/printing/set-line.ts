/**
 * One line of text as glyphs from left to right: faces chosen, letters joined as their script wants it, and what is
 * read from right to left in its place (Unicode Standard Annex #9).
 */
import bidiFactory from 'bidi-js';
import { chooseFaces, type FacedLetter, isPlain, type Setting, settingOf } from './choose-faces.ts';
import { type Face, hasGlyph, openFont, type Weight } from './fonts.ts';

/** Measures in ems. */
export interface SetGlyph {
  readonly id: number;
  readonly codePoints: readonly number[];
  /** Its own width, and how far the pen goes on. */
  readonly width: number;
  readonly advance: number;
  /** From the pen, to the right and upwards. */
  readonly right: number;
  readonly up: number;
}

export interface SetRun {
  readonly face: Face;
  readonly glyphs: readonly SetGlyph[];
}

export interface SetLine {
  /** As it is read, with what replaces letters that no face has. */
  readonly text: string;
  /** Ems. */
  readonly width: number;
  /** From left to right. */
  readonly runs: readonly SetRun[];
}

const lines = new Map<string, SetLine>();
const MOST_LINES = 2000;

/** @param country of the text, ISO 3166-1 alpha-2: see {@link Setting} */
export function setLine(text: string, weight: Weight, country?: string): SetLine {
  const setting = settingOf(country);
  const key = `${weight} ${setting} ${text}`;
  let line = lines.get(key);
  if (line === undefined) {
    line = setAnew(cleanText(text), weight, setting);
    if (lines.size >= MOST_LINES) lines.clear();
    lines.set(key, line);
  }
  return line;
}

/** A joiner between letters that join, and the marks of direction. */
const WANTED_CONTROL =
  /(?<=[\p{sc=Arabic}\p{sc=Devanagari}\p{M}\p{S}])[\u200c\u200d](?=[\p{sc=Arabic}\p{sc=Devanagari}\p{S}])|[\u200e\u200f\u061c]/gu;
/** Code points that no text has stand for them meanwhile. */
const WANTED: Readonly<Record<string, string>> = {
  '\u200c': '\ufdd0',
  '\u200d': '\ufdd1',
  '\u200e': '\ufdd2',
  '\u200f': '\ufdd3',
  '\u061c': '\ufdd4',
};
const STANDS = Object.fromEntries(Object.entries(WANTED).map(([control, stand]) => [stand, control]));

/** No letter either: a mark behind one has nothing to stand on, and neither has one behind half a surrogate pair. */
const CONTROLS = /(?:[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|(?=\p{Cn})\p{Default_Ignorable_Code_Point})+/gu;

/** Blanks for controls; joiners stay between letters that they join or part, marks of direction everywhere. */
function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(WANTED_CONTROL, (control) => WANTED[control]!)
    .replace(CONTROLS, ' ')
    .replace(/[\ufdd0-\ufdd4]/gu, (stand) => STANDS[stand]!);
}

function setAnew(text: string, weight: Weight, setting: Setting): SetLine {
  if (isPlain(text, weight, setting)) {
    const run = setRun({ face: 'jp', text, level: 0 }, weight);
    return { text, ...run, runs: [run] };
  }
  const letters = chooseFaces(text, weight, setting);
  const runs = inVisualOrder(splitRuns(letters, weight)).map((run) => setRun(run, weight));
  return {
    text: letters.map((letter) => letter.text).join(''),
    width: runs.reduce((sum, { width }) => sum + width, 0),
    runs,
  };
}

const bidi = bidiFactory();

/** By its first letter that has a direction. */
export function readsFromRight(text: string): boolean {
  return /^[\p{sc=Arabic}\u200f]/u.test(/[\p{L}\u200e\u200f\u061c]/u.exec(text)?.[0] ?? '');
}

interface TextRun {
  readonly face: Face;
  /** Odd: from right to left. */
  readonly level: number;
  readonly text: string;
}

const DIRECTION_MARK = /^[\u200e\u200f\u061c]$/;

function splitRuns(letters: readonly FacedLetter[], weight: Weight): readonly TextRun[] {
  const text = letters.map((letter) => letter.text).join('');
  const levels = /[\p{sc=Arabic}\u200f]/u.test(text) ? levelsOf(text) : undefined;
  const runs: TextRun[] = [];
  let at = 0;
  for (const letter of letters) {
    const level = levels?.[at] ?? 0;
    at += letter.text.length;
    if (DIRECTION_MARK.test(letter.text)) continue;
    const drawn = level % 2 === 1 ? mirrored(letter, weight) : letter.text;
    const last = runs.at(-1);
    if (last?.face === letter.face && last.level === level)
      runs[runs.length - 1] = { ...last, text: last.text + drawn };
    else runs.push({ face: letter.face, level, text: drawn });
  }
  return runs;
}

function levelsOf(text: string): Uint8Array {
  const direction = readsFromRight(text) ? 'rtl' : 'ltr';
  const { levels } = bidi.getEmbeddingLevels(text, direction);
  // Blanks at the end of a line stand at its end.
  for (let at = text.length - 1; text[at] === ' '; at--) levels[at] = direction === 'rtl' ? 1 : 0;
  return levels;
}

/** Brackets open the other way; a sign whose face has no other way stays as it is. */
function mirrored({ text, face }: FacedLetter, weight: Weight): string {
  const turned = bidi.getMirroredCharacter(text);
  return turned != null && hasGlyph(face, weight, turned.codePointAt(0)!) ? turned : text;
}

/** Rule L2: from the highest level down, every stretch of that level or above is turned round. */
function inVisualOrder(runs: readonly TextRun[]): readonly TextRun[] {
  const ordered = [...runs];
  for (let level = Math.max(0, ...runs.map((run) => run.level)); level > 0; level--) {
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while (end < ordered.length && ordered[end]!.level >= level) end++;
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end;
    }
  }
  return ordered;
}

/** A joiner beside a sign of a face that knows none would be drawn as a missing letter. */
function withoutStrayJoiners(text: string, face: Face, weight: Weight): string {
  return text.replace(/[\u200c\u200d]/g, (joiner) => (hasGlyph(face, weight, joiner.codePointAt(0)!) ? joiner : ''));
}

function setRun(run: TextRun, weight: Weight): SetRun & { readonly width: number } {
  const { face } = run;
  const font = openFont(face, weight);
  const { glyphs, positions, advanceWidth } = layOut(run, weight);
  const em = font.unitsPerEm;
  return {
    face,
    width: advanceWidth / em,
    glyphs: glyphs.map(({ id, codePoints, advanceWidth: width }, at) => {
      const { xAdvance, xOffset, yOffset } = positions[at]!;
      return { id, codePoints, width: width / em, advance: xAdvance / em, right: xOffset / em, up: yOffset / em };
    }),
  };
}

/** Where the font's tables leave a mark without a place, its reader throws: then marks stand where the pen is. */
const UNPLACED = { mark: false, mkmk: false, curs: false };

function layOut({ face, text, level }: TextRun, weight: Weight): ReturnType<ReturnType<typeof openFont>['layout']> {
  const font = openFont(face, weight);
  const lay = (features: Readonly<Record<string, boolean>>): ReturnType<typeof font.layout> =>
    font.layout(
      withoutStrayJoiners(text, face, weight),
      // The Korean face puts old syllables together by it; browsers leave it out for Hangul, too.
      face === 'kr' ? { ...features, calt: false } : features,
      face === 'arabic' ? 'arab' : undefined,
      undefined,
      level % 2 === 1 ? 'rtl' : 'ltr',
    );
  try {
    return lay({});
  } catch {
    return lay(UNPLACED);
  }
}
