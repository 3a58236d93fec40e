/**
 * What a keyboard-wedge scanner meant by a key: the character at that physical position of a US keyboard, whatever
 * layout or input method turns it into. `KeyboardEvent.code` holds the position, also while an IME says 'Process'.
 */

const PUNCTUATION: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
  // Keys that a US keyboard does not have: of Japanese and of European ones.
  IntlRo: ['\\', '_'],
  IntlYen: ['\\', '|'],
  IntlBackslash: ['<', '>'],
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
  NumpadDivide: ['/', '/'],
  NumpadMultiply: ['*', '*'],
  NumpadDecimal: ['.', '.'],
};

/**
 * The character of a key position, `undefined` for keys that write nothing. The digit row is digits with and without
 * Shift: a scanner set to a French layout sends Shift with each of them, and none of our codes has the signs above.
 */
export function keyCharacter(code: string, shift: boolean): string | undefined {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  return PUNCTUATION[code]?.[shift ? 1 : 0];
}

/** Keys that change others and write nothing themselves; they come between the keys of a scan. */
export function isModifierKey(code: string): boolean {
  return /^(Shift|Control|Alt|Meta)(Left|Right)$|^CapsLock$|^NumLock$/.test(code);
}

export function isTerminatorKey(code: string): boolean {
  return code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
}
