/**
 * What a ZPL printer says of itself: `~HS`, three strings of flags and counts, and `~HQES`, its errors as bits (ZPL II
 * Programming Guide). Newer firmware keeps silent to `~HS` while paper or ribbon is out or the head is open; then only
 * `~HQES` tells.
 */
import type { PrinterState } from '#shared/domain/printer.ts';

export interface HostStatus {
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly headUp: boolean;
  readonly ribbonOut: boolean;
  /** Too hot, or its settings are lost. */
  readonly failing: boolean;
  /** Labels that came out of none of the formats sent so far: waiting, begun, or left of a batch. */
  readonly outstanding: number;
  /** Pictures in its memory. */
  readonly graphics: number;
}

/** One answer found in what the printer sent, and how many characters it and all before it take. */
export type HostAnswer =
  | { readonly type: 'status'; readonly status: HostStatus; readonly end: number }
  | { readonly type: 'errors'; readonly errors: number; readonly end: number };

const FIRST = /(\d{3}),([01]),([01]),(\d{4}),(\d{3}),([01]),([01]),([01]),(\d{3}),([01]),([01]),([01])/;
const SECOND = /(\d{3}),(\d),([01]),([01]),([01]),(\w),(\d),([01]),(\d{8}),(\d),(\d{3})/;
const THIRD = /(\w{4}),([01])/;
const STATUS = new RegExp(`${FIRST.source}\\s*${SECOND.source}\\s*${THIRD.source}`);
const ERRORS = /ERRORS:\s*([01]) ([0-9A-Fa-f]{8}) ([0-9A-Fa-f]{8})\s*WARNINGS:\s*[01] [0-9A-Fa-f]{8} [0-9A-Fa-f]{8}/;

/** The first whole answer in `text`, without its STX and ETX; undefined while none is complete. */
export function findAnswer(text: string): HostAnswer | undefined {
  const status = STATUS.exec(text);
  const errors = ERRORS.exec(text);
  if (errors !== null && (status === null || errors.index < status.index)) {
    return { type: 'errors', errors: parseInt(errors[3]!, 16), end: errors.index + errors[0].length };
  }
  if (status === null) return undefined;
  const at = (group: number): string => status[group]!;
  const is = (group: number): boolean => at(group) === '1';
  return {
    type: 'status',
    status: {
      paperOut: is(2),
      paused: is(3),
      // A format that has come only in part counts: its label is not out.
      outstanding: Number(at(5)) + Number(at(8)) + Number(at(12 + 9)),
      failing: is(10) || is(12),
      headUp: is(12 + 3),
      ribbonOut: is(12 + 4),
      graphics: Number(at(12 + 11)),
    },
    end: status.index + status[0].length,
  };
}

const MEDIA_OUT = 0x1;
const RIBBON_OUT = 0x2;
const HEAD_OPEN = 0x4;
const PAUSED = 0x10000;

/** Printers pause by themselves when paper runs out: what a person has to mend comes first. */
export function stateOf(status: HostStatus | undefined, errors = 0): PrinterState {
  if (status?.headUp || errors & HEAD_OPEN) return 'head-open';
  if (status?.paperOut || errors & MEDIA_OUT) return 'paper-out';
  if (status?.ribbonOut || errors & RIBBON_OUT) return 'ribbon-out';
  if (status?.failing || errors & ~PAUSED) return 'failing';
  if (status?.paused || errors & PAUSED) return 'paused';
  if (status === undefined) return 'unknown';
  return status.outstanding > 0 ? 'printing' : 'ready';
}
