/** How this computer's hand scanner sends, learnt from the calibration code. Pure; kept in the settings. */
import { CALIBRATION_TEXT } from '#shared/desk/station-actions.ts';
import { isModifierKey, keyCharacter } from './key-characters.ts';
import type { KeyPress } from './wedge.ts';

export const TERMINATORS = ['Enter', 'Tab', 'none'] as const;
export type Terminator = (typeof TERMINATORS)[number];

/** What stands before or after every code: by key positions, and as this computer's layout writes it. */
export interface Affix {
  readonly text: string;
  readonly typed: string;
}

export interface ScannerProfile {
  /** `KeyboardEvent.code` of a key that writes nothing and comes before every code. */
  readonly leadKey?: string;
  readonly prefix: Affix;
  readonly suffix: Affix;
  readonly terminator: Terminator;
  /** Milliseconds between keys, on average and at most. */
  readonly pace: number;
  readonly slowest: number;
  /** Names the kind of code first, `]C1`. */
  readonly aim: boolean;
}

/** AIM symbology identifier (ISO/IEC 15424) before a code. `]` lies where a US keyboard has `\` on a Japanese one. */
const AIM = /^[\]\\][A-Za-z][\dA-Za-z]/;

export function withoutAim(text: string): string {
  return text.replace(AIM, '');
}

/** What a run of keys says about the scanner; `undefined` when the calibration code is not in it. */
export function learnProfile(presses: readonly KeyPress[]): ScannerProfile | undefined {
  const keys = presses.filter(({ code }) => !isModifierKey(code));
  const positions = keys.map((key) => (isWriting(key) ? keyCharacter(key.code, key.shift)! : '\0')).join('');
  const typed = keys.map((key) => (isWriting(key) && [...key.key].length === 1 ? key.key : '\0')).join('');
  const start = [positions, typed].map((text) => text.toUpperCase().indexOf(CALIBRATION_TEXT)).find((at) => at !== -1);
  if (start === undefined) return undefined;
  const end = start + CALIBRATION_TEXT.length;
  const before = leadOf(keys.slice(0, start));
  const first = before.leadKey === undefined ? 0 : 1;
  const stop = keys.findIndex(({ code }, at) => at >= end && terminatorOf(code) !== undefined);
  const last = stop === -1 ? keys.length : stop;
  const aim = [positions, typed].some((text) => AIM.test(text.slice(Math.max(first, start - 3), start)));
  const prefixEnd = aim ? start - 3 : start;
  const gaps = keys.slice(first + 1, last).map((key, at) => key.at - keys[first + at]!.at);
  const affix = (from: number, to: number): Affix => ({
    text: writtenOf(positions.slice(from, to)),
    typed: writtenOf(typed.slice(from, to)),
  });
  return {
    ...before,
    prefix: affix(first, prefixEnd),
    suffix: affix(end, last),
    terminator: stop === -1 ? 'none' : terminatorOf(keys[stop]!.code)!,
    pace: Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length),
    slowest: Math.round(Math.max(...gaps)),
    aim,
  };
}

function isWriting({ code, shift, other }: KeyPress): boolean {
  return !other && keyCharacter(code, shift) !== undefined;
}

function leadOf([first]: readonly KeyPress[]): { readonly leadKey?: string } {
  return first === undefined || isWriting(first) || first.other ? {} : { leadKey: first.code };
}

function terminatorOf(code: string): 'Enter' | 'Tab' | undefined {
  if (code === 'Enter' || code === 'NumpadEnter') return 'Enter';
  return code === 'Tab' ? 'Tab' : undefined;
}

/** An input method hides characters; what is not known can't be taken off. */
function writtenOf(text: string): string {
  return text.includes('\0') ? '' : text;
}

/** The text without what the scanner puts around every code. */
export function withoutAffixes(text: string, prefix: string, suffix: string): string {
  const start = prefix !== '' && text.startsWith(prefix) ? prefix.length : 0;
  const end = suffix !== '' && text.endsWith(suffix) && text.length > start + suffix.length ? suffix.length : 0;
  return text.slice(start, text.length - end);
}

/** A stored profile, as far as it is of the right form. */
export function readProfile(stored: unknown): ScannerProfile | undefined {
  const found = stored as Partial<ScannerProfile> | null | undefined;
  if (typeof found !== 'object' || found === null) return undefined;
  const { leadKey, prefix, suffix, terminator, pace, slowest, aim } = found;
  const isAffix = (value: Affix | undefined): value is Affix =>
    typeof value?.text === 'string' && typeof value.typed === 'string' && value.text.length + value.typed.length < 80;
  const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 2000;
  const end = TERMINATORS.find((name) => name === terminator);
  if (!isAffix(prefix) || !isAffix(suffix) || end === undefined || !isTime(pace) || !isTime(slowest)) return undefined;
  return {
    ...(typeof leadKey === 'string' && { leadKey }),
    prefix: { text: prefix.text, typed: prefix.typed },
    suffix: { text: suffix.text, typed: suffix.typed },
    terminator: end,
    pace,
    slowest,
    aim: aim === true,
  };
}
