/** Comparing a safety number as it is read aloud, group by group. Pure. */

export const GROUPS = 12;
const GROUP_DIGITS = 5;

/** Sixty digits in twelve groups. */
export function safetyGroups(digits: string): readonly string[] {
  return digits.match(/\d{1,5}/g) ?? [];
}

export interface Comparison {
  /** Digits typed so far, at most sixty. */
  readonly typed: string;
  readonly agreeing: number;
  /** 1 to 12; the first group that was typed otherwise than it stands here. */
  readonly differs?: number;
  readonly complete: boolean;
}

export function compareSafetyNumber(safetyNumber: string, entry: string): Comparison {
  const typed = entry
    .normalize('NFKC')
    .replace(/\D/g, '')
    .slice(0, GROUPS * GROUP_DIGITS);
  const ours = safetyGroups(safetyNumber);
  const theirs = safetyGroups(typed);
  const at = theirs.findIndex((group, index) => !ours[index]?.startsWith(group));
  const whole = theirs.filter((group) => group.length === GROUP_DIGITS);
  return {
    typed,
    agreeing: at === -1 ? whole.length : at,
    complete: typed === safetyNumber,
    ...(at !== -1 && { differs: at + 1 }),
  };
}

/** The sixty digits of a code that was scanned; `undefined` when it is something else. */
export function readSafetyCode(text: string): string | undefined {
  const digits = text.replaceAll(/\s/g, '');
  return /^\d{60}$/.test(digits) ? digits : undefined;
}
