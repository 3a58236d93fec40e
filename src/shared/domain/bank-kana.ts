/** Names as Japanese banks exchange them: half-width katakana of JIS X 0201, capitals, digits and a few signs. */
import { fail, ok, type Result } from '../result.ts';

const FULL = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン';
const HALF = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ';
/** Banks have no small kana, no ヲ and no mark for a long vowel: they write the plain kana and a hyphen. */
const PLAIN: Readonly<Record<string, string>> = {
  ァ: 'ｱ',
  ィ: 'ｲ',
  ゥ: 'ｳ',
  ェ: 'ｴ',
  ォ: 'ｵ',
  ッ: 'ﾂ',
  ャ: 'ﾔ',
  ュ: 'ﾕ',
  ョ: 'ﾖ',
  ヮ: 'ﾜ',
  ヵ: 'ｶ',
  ヶ: 'ｹ',
  ヲ: 'ｵ',
  ー: '-',
  '―': '-',
  '‐': '-',
  '−': '-',
  '–': '-',
  '・': '.',
  '。': '.',
  '、': ',',
  '「': '｢',
  '」': '｣',
  '\u3099': 'ﾞ',
  '\u309a': 'ﾟ',
};
const KANA = new Map<string, string>([
  ...[...FULL].map((full, at) => [full, HALF[at]!] as const),
  ...Object.entries(PLAIN),
]);
const ALLOWED = /^[0-9A-Z ()\-./,\\¥｢｣ｱ-ﾝﾞﾟ]*$/;

/**
 * Katakana, hiragana and Latin letters of any width in the form that banks take; fails with `field-missing`,
 * `field-characters` for what has no such form (kanji), or `field-too-long`, naming the field.
 */
export function toBankKana(field: string, typed: string, most: number): Result<string> {
  // Compatibility forms first (half-width kana become full, full-width Latin becomes half), then voiced marks apart.
  const text = typed.normalize('NFKC').normalize('NFD').trim().replace(/\s+/g, ' ');
  if (text === '') return fail('field-missing', field);
  const letters = [...text].map((letter) => {
    const katakana = /[\u3041-\u3096]/.test(letter) ? String.fromCodePoint(letter.codePointAt(0)! + 0x60) : letter;
    return KANA.get(katakana) ?? katakana.toUpperCase();
  });
  const kana = letters.join('');
  if (!ALLOWED.test(kana)) return fail('field-characters', field);
  return [...kana].length > most ? fail('field-too-long', field) : ok(kana);
}

/** JIS X 0201: one byte a character, as in Shift_JIS. Throws for what `toBankKana` would not have let through. */
export function encodeBankText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    if (code >= 0xff61 && code <= 0xff9f) return code - 0xff61 + 0xa1;
    if (letter === '¥') return 0x5c;
    if (code === 0x0d || code === 0x0a || (code >= 0x20 && code < 0x7f)) return code;
    throw new Error('not in JIS X 0201');
  });
}
