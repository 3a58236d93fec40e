/**
 * Which face each letter of a text is set in. A script keeps one face through the whole text wherever one has all its
 * letters, so that no word changes its look in the middle; marks stay with their letter, and blanks, figures and points
 * with what they follow. What no face has becomes the bare letter, else the mark of a missing type: never a box.
 */
import { type Face, hasGlyph, type Weight } from './fonts.ts';

/** A letter with its marks, as one sees it. */
export interface FacedLetter {
  readonly text: string;
  readonly face: Face;
}

type Script = 'latin' | 'kana' | 'han' | 'hangul' | 'arabic' | 'other' | 'common';

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['common', /^[\p{sc=Common}\p{sc=Inherited}]/u],
  ['latin', /^\p{sc=Latin}/u],
  ['han', /^\p{sc=Han}/u],
  ['kana', /^[\p{sc=Hiragana}\p{sc=Katakana}]/u],
  ['hangul', /^\p{sc=Hangul}/u],
  ['arabic', /^\p{sc=Arabic}/u],
];

function scriptOf(letter: string): Script {
  return SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'other';
}

/**
 * Whose forms of letters are taken. Chinese characters look different in each country, and a Western address keeps one
 * face from line to line, whichever of its lines has the letter that the Japanese face lacks.
 */
export type Setting = 'japanese' | 'chinese' | 'korean' | 'western';

const SETTINGS: Readonly<Record<string, Setting>> = {
  JP: 'japanese',
  CN: 'chinese',
  SG: 'chinese',
  TW: 'japanese',
  HK: 'japanese',
  MO: 'japanese',
  KR: 'korean',
};

/** @param country ISO 3166-1 alpha-2; a text without one is set as in Japan */
export function settingOf(country: string | undefined): Setting {
  return country === undefined ? 'japanese' : (SETTINGS[country] ?? 'western');
}

const ANY: readonly Face[] = ['jp', 'sans', 'sc', 'kr', 'arabic'];
const WESTERN: readonly Face[] = ['sans', 'jp', 'sc', 'kr', 'arabic'];
const HAN_FACES: Readonly<Record<Setting, readonly Face[]>> = {
  japanese: ['jp', 'sc', 'kr'],
  western: ['jp', 'sc', 'kr'],
  chinese: ['sc', 'jp', 'kr'],
  korean: ['kr', 'jp', 'sc'],
};

/** What a Japanese printer sets where a type is missing. */
const GETA = '〓';

/** What a letter may bring that needs no glyph: variants, joiners, directions. */
const UNDRAWN = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u200c-\u200f\u061c]/u;

function covers(face: Face, weight: Weight, text: string): boolean {
  for (const character of text) {
    if (!hasGlyph(face, weight, character.codePointAt(0)!) && !UNDRAWN.test(character)) return false;
  }
  return true;
}

/** What the Japanese face alone is for. */
const PLAINLY_JAPANESE =
  /^(?!.*[\u200e\u200f\u061c])[\p{sc=Common}\p{sc=Latin}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]*$/u;

/** True for most texts: they are set in the Japanese face from end to end. */
export function isPlain(text: string, weight: Weight, setting: Setting): boolean {
  return setting === 'japanese' && PLAINLY_JAPANESE.test(text) && covers('jp', weight, text);
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A text as its letters, marks with the letters that bear them. */
export function splitLetters(text: string): string[] {
  // oxlint-disable-next-line no-control-regex
  return /^[\0-\x7f]*$/.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function chooseFaces(text: string, weight: Weight, setting: Setting): readonly FacedLetter[] {
  const letters = splitLetters(text).map((letter) => ({ text: letter, script: scriptOf(letter) }));
  const scripts = new Set(letters.map(({ script }) => script));
  const ofScript = new Map<Script, readonly Face[]>();
  for (const script of scripts) {
    const faces = facesOf(script, scripts, setting);
    // Han among kana is Japanese, but for the letter that Japanese lacks.
    const apart = script === 'common' || (script === 'han' && scripts.has('kana'));
    const texts = letters.filter((each) => each.script === script).map((each) => each.text);
    const known = apart ? [] : texts.filter((each) => faces.some((face) => covers(face, weight, each)));
    const whole = faces.find((face) => known.every((each) => covers(face, weight, each)));
    ofScript.set(script, whole === undefined ? faces : [whole, ...faces]);
  }
  return followNeighbours(
    letters.map((letter) => ({
      ...replaceLetter(letter.text, ofScript.get(letter.script)!, weight),
      script: letter.script,
    })),
    weight,
  );
}

function facesOf(script: Script, scripts: ReadonlySet<Script>, setting: Setting): readonly Face[] {
  switch (script) {
    case 'han':
      return HAN_FACES[scripts.has('hangul') ? 'korean' : setting];
    case 'kana':
      return ['jp', 'sc'];
    case 'hangul':
      return ['kr'];
    case 'arabic':
      return ['arabic'];
    case 'latin':
      return setting === 'western' ? ['sans', 'jp'] : ['jp', 'sans'];
    case 'common':
      return setting === 'western' ? WESTERN : ANY;
    case 'other':
      // Greek and Cyrillic of the East Asian faces are made for a word or two among theirs.
      return WESTERN;
  }
}

/** The letters alone; those that Unicode writes as one stay one. */
function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');
}

function replaceLetter(letter: string, faces: readonly Face[], weight: Weight): FacedLetter {
  const bare = withoutMarks(letter);
  for (const text of [letter, bare]) {
    const face = text === '' ? undefined : [...faces, ...ANY].find((each) => covers(each, weight, text));
    if (face !== undefined) return { text, face };
  }
  return { text: GETA, face: 'jp' };
}

interface ScriptedLetter extends FacedLetter {
  readonly script: Script;
}

/** A comma after a Greek word is a Greek one, and so is a bracket that opens before it. */
function followNeighbours(letters: readonly ScriptedLetter[], weight: Weight): readonly FacedLetter[] {
  const faceFrom = (at: number): Face | undefined => letters.slice(at).find(({ script }) => script !== 'common')?.face;
  let before = faceFrom(0) ?? letters[0]?.face ?? 'jp';
  return letters.map(({ text, face, script }, at) => {
    if (script !== 'common') before = face;
    if (script !== 'common' || text === GETA) return { text, face };
    const neighbour = /^[\p{Ps}\p{Pi}]/u.test(text) ? (faceFrom(at) ?? before) : before;
    return { text, face: covers(neighbour, weight, text) ? neighbour : face };
  });
}
