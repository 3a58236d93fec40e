/** What the papers of a tour share: a stop, and how its addressee stands on paper. */
import type { Money } from '#shared/domain/money.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { expectOk } from '#shared/result.ts';
import { encodeCode128Text } from '#main/labels/index.ts';
import type { Document } from '#main/printing/document.ts';
import { drawBars } from '#main/printing/draw-codes.ts';
import { MM } from '#main/printing/sheet.ts';
import { wrapText, type Weight } from '#main/printing/typeface.ts';

/** One parcel and whom it goes to: for the driver's own papers, never for one that is stuck on a parcel. */
export interface PaperStop {
  /** Shipping number. */
  readonly number: string;
  readonly name: string;
  readonly postalCode: string;
  readonly lines: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone: string;
  readonly pieces: number;
  /** Cash; absent when nothing is to collect. */
  readonly collect?: Money;
  /** As it is written: `14:00–16:00`. */
  readonly slot?: string;
  /** To the driver. */
  readonly note?: string;
}

/** Printed narrow and plain: `¥` of the Japanese locale is a wide one. */
export const cash = (money: Money): string => formatMoney(money).normalize('NFKC');

/** The postal code, then the lines; 〒 is a Japanese sign. */
export function addressLines({
  country,
  postalCode,
  lines,
}: Pick<PaperStop, 'country' | 'postalCode' | 'lines'>): readonly string[] {
  if (postalCode === '') return lines;
  return [country === 'JP' ? `〒${postalCode}` : postalCode, ...lines];
}

export interface TextBlock {
  readonly lines: readonly string[];
  readonly size: number;
}

/** Paragraphs in the largest of `sizes` in which they take no more than `height`; in the smallest, whatever they take. */
export function fitBlock(
  paragraphs: readonly string[],
  weight: Weight,
  sizes: readonly number[],
  room: { readonly width: number; readonly height: number },
  country: string,
): TextBlock {
  const blocks = sizes.map((size) => ({
    size,
    lines: paragraphs.flatMap((text) => wrapText(text, weight, size, room.width, country)),
  }));
  return blocks.find((block) => blockHeight(block) <= room.height) ?? blocks.at(-1)!;
}

export function blockHeight({ size, lines }: TextBlock): number {
  return lines.length * leading(size);
}

/** Points from one baseline to the next. */
export const leading = (size: number): number => size * 1.32;

/** A number's Code 128, no wider than `room` with the white at both ends; says where the bars came to stand. */
export function drawNumberBars(
  document: Document,
  number: string,
  { x, y, height, room, module: widest }: { x: number; y: number; height: number; room: number; module: number },
): { readonly left: number; readonly width: number } {
  const bars = expectOk(encodeCode128Text(number));
  const module = Math.min(widest, room / (bars.length + 2 * QUIET));
  const left = x + QUIET * module;
  drawBars(document, bars, { x: left, y, module, height });
  return { left, width: bars.length * module };
}

/** Modules of white that ISO/IEC 15417 asks for. */
const QUIET = 10;

/** The module of a code that is read from arm's length. */
export const MODULE = 0.3 * MM;
