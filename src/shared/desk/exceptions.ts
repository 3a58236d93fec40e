/**
 * The exceptions workbench: whatever did not open or match at a station, until somebody decided what becomes of it.
 * Numbers, codes and a picture of the label; never what was read inside one.
 */
import { z } from 'zod';
import { numberFormat } from '../domain/carrier-number.ts';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { STEPS } from './carrier.ts';
import { command, nothing } from './command.ts';
import { type BulkOutcome, LARGEST_BULK, listInput, type ListPage } from './list.ts';

/** Where it happened. */
export const EXCEPTION_PLACES = ['scan', 'packing', 'forwarding', 'handover', 'returns'] as const;
export type ExceptionPlace = (typeof EXCEPTION_PLACES)[number];

/** What becomes of it. `entered`: its number was typed by hand, and work went on with that. */
export const DECISIONS = ['entered', 'put-aside', 'sent-back', 'partner-told', 'no-fault'] as const;
export type Decision = (typeof DECISIONS)[number];

export interface ExceptionRow {
  readonly id: string;
  /** When it happened last. */
  readonly at: string;
  readonly who: string;
  /** Absent at the party's own desk. */
  readonly station?: string;
  readonly place: ExceptionPlace;
  readonly code: ErrorCode;
  /** Absent where nothing could be read. */
  readonly number?: string;
  /** The carrier's step that was to be done. */
  readonly step?: string;
  /** How often, until it was decided. */
  readonly times: number;
  readonly hasPicture: boolean;
  readonly decision?: Decision;
  /** With `entered`. */
  readonly entered?: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
}

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'application/pdf'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export interface ExceptionPicture {
  readonly type: PictureType;
  /** Base64. */
  readonly picture: string;
}

const picture = z.object({ type: z.enum(PICTURE_TYPES), picture: z.base64().max(2_800_000) });
const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

export const exceptionCommands = {
  /** Open ones by the time they happened last, decided ones by their decision. */
  'exceptions.list': command<ListPage<ExceptionRow>>()(
    listInput(['open', 'decided']).extend({ place: z.enum(EXCEPTION_PLACES).optional() }),
  ),
  'exceptions.count': command<{ open: number }>()(nothing),
  /** The picture of the scan; the trail says who looked. Fails with `not-found`. */
  'exceptions.picture': command<ExceptionPicture>()(z.object({ id: z.uuid() })),
  /** By a station, where a code could not be read at all. */
  'exceptions.file': command<{ id: string }>()(
    z.object({
      place: z.enum(EXCEPTION_PLACES),
      code: z.enum(codes),
      number: z
        .string()
        .max(32)
        .refine((number) => numberFormat(number) !== undefined)
        .optional(),
      step: z.enum(STEPS).optional(),
      picture: picture.optional(),
    }),
  ),
  /**
   * Fails with `wrong-state` when somebody decided it before, `field-missing` when `entered` has no number, `bad-number`
   * when it is none.
   */
  'exceptions.decide': command<void>()(
    z.object({ id: z.uuid(), decision: z.enum(DECISIONS), number: z.string().max(64).optional() }),
  ),
  /** The same for several; no number is typed for those. */
  'exceptions.decide-many': command<BulkOutcome>()(
    z.object({ ids: z.array(z.uuid()).min(1).max(LARGEST_BULK), decision: z.enum(DECISIONS).exclude(['entered']) }),
  ),
};
