/**
 * Keyboards as scanners press them and as computers read them: for each layout which key, with which modifier, writes a
 * character. The scanner's layout chooses the key, the computer's what it writes.
 */

export type LayoutName = 'us' | 'jp' | 'de' | 'fr';

export interface LayoutKey {
  /** `KeyboardEvent.code`. */
  readonly code: string;
  readonly shift: boolean;
  readonly altGraph: boolean;
}

export interface LayoutPress extends LayoutKey {
  /** What the computer's layout writes there; `Unidentified` where it writes nothing. */
  readonly key: string;
}

/** Rows of a keyboard: code, then what it writes plain, with Shift, with AltGr. */
type Row = readonly [code: string, plain: string, shifted: string, altGraph?: string];

function letters(order: string, at: readonly string[]): Row[] {
  return [...order].map((letter, index): Row => [`Key${at[index]}`, letter, letter.toUpperCase()]);
}
const TOP = [...'QWERTYUIOP'];
const MIDDLE = [...'ASDFGHJKL'];
const BOTTOM = [...'ZXCVBNM'];
const DIGITS = [...'1234567890'];
const digitRow = (plain: string, shifted: string, alt: Readonly<Record<string, string>> = {}): Row[] =>
  DIGITS.map((digit, at): Row => [`Digit${digit}`, plain[at]!, shifted[at]!, alt[digit]]);

const LAYOUTS: Readonly<Record<LayoutName, readonly Row[]>> = {
  us: [
    ...digitRow('1234567890', '!@#$%^&*()'),
    ...letters('qwertyuiop', TOP),
    ...letters('asdfghjkl', MIDDLE),
    ...letters('zxcvbnm', BOTTOM),
    ['Minus', '-', '_'],
    ['BracketLeft', '[', '{'],
    ['BracketRight', ']', '}'],
    ['Backslash', '\\', '|'],
    ['Backquote', '`', '~'],
    ['Comma', ',', '<'],
    ['Period', '.', '>'],
    ['Slash', '/', '?'],
    ['Space', ' ', ' '],
  ],
  jp: [
    ...digitRow('1234567890', '!"#$%&\'()~'),
    ...letters('qwertyuiop', TOP),
    ...letters('asdfghjkl', MIDDLE),
    ...letters('zxcvbnm', BOTTOM),
    ['Minus', '-', '='],
    ['BracketLeft', '@', '`'],
    ['BracketRight', '[', '{'],
    ['Backslash', ']', '}'],
    ['Comma', ',', '<'],
    ['Period', '.', '>'],
    ['Slash', '/', '?'],
    ['IntlRo', '\\', '_'],
    ['Space', ' ', ' '],
  ],
  de: [
    ...digitRow('1234567890', '!"§$%&/()=', { 7: '{', 8: '[', 9: ']', 0: '}' }),
    ...letters('qwertzuiop', TOP),
    ...letters('asdfghjkl', MIDDLE),
    ...letters('yxcvbnm', BOTTOM),
    ['Minus', 'ß', '?', '\\'],
    ['BracketLeft', 'ü', 'Ü'],
    ['BracketRight', '+', '*', '~'],
    ['Backslash', '#', "'"],
    ['Comma', ',', ';'],
    ['Period', '.', ':'],
    ['Slash', '-', '_'],
    ['Space', ' ', ' '],
  ],
  fr: [
    ...digitRow('&é"\'(-è_çà', '1234567890', { 5: '[', 8: '\\' }),
    ...letters('azertyuiop', TOP),
    ...letters('qsdfghjkl', MIDDLE),
    ...letters('wxcvbn', BOTTOM),
    ['KeyM', ',', '?'],
    ['Semicolon', 'm', 'M'],
    ['Minus', ')', '°', ']'],
    ['Comma', ';', '.'],
    ['Period', ':', '/'],
    ['Slash', '!', '§'],
    ['Space', ' ', ' '],
  ],
};

/** The key that writes a character on a layout. */
function keyOf(character: string, layout: LayoutName): LayoutKey {
  for (const [code, plain, shifted, altGraph] of LAYOUTS[layout]) {
    if (plain === character) return { code, shift: false, altGraph: false };
    if (shifted === character) return { code, shift: true, altGraph: false };
    if (altGraph === character) return { code, shift: false, altGraph: true };
  }
  throw new Error(`no key for this character on ${layout}`);
}

function written({ code, shift, altGraph }: LayoutKey, layout: LayoutName): string {
  const row = LAYOUTS[layout].find(([name]) => name === code);
  return row?.[altGraph ? 3 : shift ? 2 : 1] ?? 'Unidentified';
}

/** As a scanner set to one layout sends a text to a computer set to another. */
export function layoutPresses(text: string, scanner: LayoutName, computer: LayoutName): LayoutPress[] {
  return [...text].map((character) => {
    const key = keyOf(character, scanner);
    return { ...key, key: written(key, computer) };
  });
}
