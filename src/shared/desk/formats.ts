/** In which format a carrier's new parcels get their numbers, and what is left of the ranges that it was given. */
import { z } from 'zod';
import { type NumberRange, RANGE_FORMATS } from '../domain/number-range.ts';
import { command, nothing } from './command.ts';

export interface RangeRow extends NumberRange {
  readonly range: string;
  /** New parcels get numbers of it. Of several the oldest is used up first. */
  readonly inUse: boolean;
  /** Numbers reserved so far; one that came to nothing is never used again. */
  readonly issued: number;
  readonly left: number;
  /** Few are left. */
  readonly low: boolean;
  /** Its first number, as it is read aloud. */
  readonly example: string;
  readonly addedAt: string;
  readonly who: string;
}

export interface FormatsView {
  readonly ranges: readonly RangeRow[];
  /** What the next parcel gets. */
  readonly next: 'own' | 's10' | 'sscc';
  /** A range is in use, and none has a number left: new parcels get own numbers. */
  readonly usedUp: boolean;
}

/** Bars and spaces of one symbol, each a module: `1` is dark. */
export interface BarPreview {
  readonly bars: string;
  /** What a scanner sends. */
  readonly text: string;
}

const range = z.string().max(64);

export const formatCommands = {
  'formats.list': command<FormatsView>()(nothing),
  /** Fails with `field-invalid` naming the field; `first` too where another range has such numbers. */
  'formats.add': command<{ range: string }>()(
    z.object({
      format: z.enum(RANGE_FORMATS),
      lead: z.string().trim().max(13),
      country: z.string().trim().max(2),
      first: z.int().min(0),
      last: z.int().min(0),
    }),
  ),
  /** Whether new parcels get numbers of this range. */
  'formats.use': command<void>()(z.object({ range, inUse: z.boolean() })),
  /** A range of which nothing was issued. Fails with `wrong-state` otherwise. */
  'formats.remove': command<void>()(z.object({ range })),
  /** The bar code of the first label that this number would have. Fails with `bad-number`. */
  'formats.preview': command<BarPreview>()(z.object({ number: z.string().max(40) })),
};
