/** Whose clock is wrong, judged by what partners' servers show of theirs. Pure. */

/** Seconds by which two clocks may differ before anybody is told; an answer's `Date` counts whole seconds. */
export const SKEW_WARNING_SECONDS = 30;
/** An older measurement says nothing of today's clock. */
const FRESH_MS = 24 * 3_600_000;

export interface ClockReading {
  readonly partner: string;
  /** The partner's clock less ours, ms. */
  readonly offset: number;
  /** When it was measured, RFC 3339. */
  readonly at: string;
}

export interface ClockVerdict {
  /** Our clock less everybody's, in whole seconds, where several agree that it is ours: above zero it is fast. */
  readonly own?: number;
  /** Partners whose clock differs, in whole seconds from the one that counts: above zero it is fast. */
  readonly partners: readonly { readonly partner: string; readonly seconds: number }[];
  /** The only partner that was measured differs: its clock or ours, nobody can say. Seconds, as in `partners`. */
  readonly either?: { readonly partner: string; readonly seconds: number };
}

/**
 * The median of the partners is taken for the right time: where it is far from ours, ours is wrong, and a partner that
 * is far from the median is wrong itself.
 */
export function judgeClocks(readings: readonly ClockReading[], now: Date): ClockVerdict {
  const fresh = readings.filter(({ at }) => Math.abs(now.getTime() - Date.parse(at)) < FRESH_MS);
  if (fresh.length === 0) return { partners: [] };
  if (fresh.length === 1) {
    const [{ partner, offset }] = fresh as [ClockReading];
    return isFar(offset) ? { partners: [], either: { partner, seconds: seconds(offset) } } : { partners: [] };
  }
  const middle = median(fresh.map(({ offset }) => offset));
  // Two that disagree have no middle worth believing: then the one that agrees with us counts.
  const right = fresh.length === 2 && fresh.some(({ offset }) => !isFar(offset)) ? 0 : middle;
  const wrong = fresh.filter(({ offset }) => isFar(offset - right));
  return {
    ...(isFar(right) && wrong.length < fresh.length && { own: -seconds(right) }),
    partners: wrong.map(({ partner, offset }) => ({ partner, seconds: seconds(offset - right) })),
  };
}

const isFar = (ms: number): boolean => Math.abs(ms) > SKEW_WARNING_SECONDS * 1000;
const seconds = (ms: number): number => Math.round(ms / 1000);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
