/** Which printed piece of paper this is: number ‖ piece ‖ of ‖ copy (PROTOCOL.md §1). Every code on a label carries it. */
import { fail, ok, type Result } from '../result.ts';
import { numberFormat } from './carrier-number.ts';
import { normalizeNumber } from './number.ts';

export interface LabelId {
  readonly number: string;
  /** 1 to `of`. */
  readonly piece: number;
  /** 1 to 99. */
  readonly of: number;
  /** 1 for the first print; every reprint is one more, to 99. */
  readonly copy: number;
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');

/** `PPOOCC`, the six digits behind the number. */
export function pieceDigits({ piece, of, copy }: LabelId): string {
  return twoDigits(piece) + twoDigits(of) + twoDigits(copy);
}

/** `30482771930569010201`: what the Code 128 holds. */
export function labelIdText(label: LabelId): string {
  return label.number + pieceDigits(label);
}

/** Reads `PPOOCC`; fails with `damaged`. */
export function parsePieceDigits(number: string, digits: string): Result<LabelId> {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (!match) return fail('damaged');
  const [piece, of, copy] = match.slice(1).map(Number) as [number, number, number];
  if (piece < 1 || piece > of || copy < 1) return fail('damaged');
  return ok({ number, piece, of, copy });
}

/** Reads a label id as scanned from Code 128; fails with `bad-number`. */
export function parseLabelId(scanned: string): Result<LabelId> {
  const typed = normalizeNumber(scanned);
  // GS1-128 of an SSCC label: AI 00 and the number, AI 91 and the six digits behind it.
  const gs1 = /^(?:\]C1)?00(\d{18})91(\d{6})$/.exec(typed);
  const text = gs1 ? `${gs1[1]}${gs1[2]}` : typed;
  const number = text.slice(0, -6);
  if (numberFormat(number) === undefined) return fail('bad-number');
  const label = parsePieceDigits(number, text.slice(-6));
  return label.ok ? label : fail('bad-number');
}

/** `3 0482 7719 3056 9 · 01/02 · copy 01` is drawn from these; the id itself is never shown as one string. */
export function isSamePiece(a: LabelId, b: LabelId): boolean {
  return a.number === b.number && a.piece === b.piece && a.of === b.of;
}
