/**
 * Finding by a few letters: screens, actions and settings, in English, in Japanese, by the kana of a Japanese title, and
 * by those kana in Latin letters, however they are spelled.
 */

/** Half and full width, case, katakana or hiragana, blanks and hyphens don't count. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replaceAll(/[\s\-‑・()]/g, '');
}

const ROWS: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  g: 'がぎぐげご',
  s: 'さしすせそ',
  z: 'ざじずぜぞ',
  t: 'たちつてと',
  d: 'だぢづでど',
  n: 'なにぬねの',
  h: 'はひふへほ',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
  m: 'まみむめも',
  r: 'らりるれろ',
};
const SYLLABLES = new Map<string, string>([
  ...Object.entries(ROWS).flatMap(([consonant, kana]) =>
    [...kana].map((each, at) => [each, `${consonant}${'aiueo'[at]}`] as const),
  ),
  ...[...'やゆよ'].map((each, at) => [each, `y${'auo'[at]}`] as const),
  ...[...'ぁぃぅぇぉ'].map((each, at) => [each, 'aiueo'[at]!] as const),
  ['わ', 'wa'],
  ['を', 'o'],
  ['ん', 'n'],
  ['ー', ''],
]);

/** Hiragana in Latin letters, spelled the one way that `romaji` makes of every way. */
function latinOf(kana: string): string {
  let latin = '';
  let doubled = false;
  for (const each of kana) {
    const small = 'ゃゅょ'.indexOf(each);
    if (small >= 0) latin = `${latin.slice(0, -1)}y${'auo'[small]}`;
    else if (each === 'っ') doubled = true;
    else {
      const syllable = SYLLABLES.get(each) ?? each;
      latin += doubled ? `${syllable[0] ?? ''}${syllable}` : syllable;
      doubled = false;
    }
  }
  return romaji(latin);
}

/** Hepburn and the others alike; long vowels short. */
function romaji(latin: string): string {
  return latin
    .replaceAll('shi', 'si')
    .replaceAll('tchi', 'tti')
    .replaceAll('chi', 'ti')
    .replaceAll('tsu', 'tu')
    .replaceAll('fu', 'hu')
    .replaceAll(/j(?=[auo])/g, 'zy')
    .replaceAll('ji', 'zi')
    .replaceAll(/sh(?=[auo])/g, 'sy')
    .replaceAll(/ch(?=[auo])/g, 'ty')
    .replaceAll(/m(?=[bp])/g, 'n')
    .replaceAll('di', 'zi')
    .replaceAll('du', 'zu')
    .replaceAll('nn', 'n')
    .replaceAll(/o[uo]/g, 'o')
    .replaceAll('uu', 'u');
}

/** Smaller is nearer; undefined where it does not fit. */
function distance(wanted: string, text: string): number | undefined {
  const at = text.indexOf(wanted);
  if (at >= 0) return at === 0 ? (text.length === wanted.length ? 0 : 1) : 2;
  // Letters in their order with others between: only of words long enough to mean something.
  if (wanted.length < 3 || !/^[a-z]+$/.test(wanted) || text[0] !== wanted[0]) return undefined;
  let from = 0;
  for (const letter of wanted) {
    const found = text.indexOf(letter, from);
    if (found < 0) return undefined;
    from = found + 1;
  }
  return from - wanted.length <= wanted.length * 2 ? 3 + (from - wanted.length) : undefined;
}

/**
 * How near a row is to what was typed: 0 is itself; undefined, not at all. Every word has to fit one of its texts.
 *
 * @param readings kana of Japanese titles
 */
export function rankOf(query: string, texts: readonly string[], readings: readonly string[] = []): number | undefined {
  const words = query.split(/\s+/u).map(fold).filter(Boolean);
  let total = 0;
  for (const word of words) {
    const found = [
      ...texts.map((text) => distance(word, fold(text))),
      ...readings.map((kana) => distance(word, fold(kana))),
      ...(/^[a-z]{2,}$/.test(word) ? readings.map((kana) => distance(romaji(word), latinOf(fold(kana)))) : []),
    ].filter((each) => each !== undefined);
    if (found.length === 0) return undefined;
    total += Math.min(...found);
  }
  return total;
}
