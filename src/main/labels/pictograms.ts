/** Handling marks after ISO 780, drawn in a square of 100 × 100. */
import type { HandlingMark } from '#shared/domain/handling-mark.ts';

export interface Stroke {
  /** SVG path data. */
  readonly path: string;
  /** Absent: filled. */
  readonly width?: number;
  /** Drawn in the colour of the paper. */
  readonly paper?: boolean;
}

export interface Pictogram {
  readonly strokes: readonly Stroke[];
  readonly ja: string;
  readonly en: string;
}

export const PICTOGRAMS: Record<HandlingMark, Pictogram> = {
  'this-way-up': {
    ja: '天地無用',
    en: 'This way up',
    strokes: [
      { path: 'M30 8 L49 38 H37 V76 H23 V38 H11 Z' },
      { path: 'M70 8 L89 38 H77 V76 H63 V38 H51 Z' },
      { path: 'M11 84 H89 V92 H11 Z' },
    ],
  },
  fragile: {
    ja: 'われもの',
    en: 'Fragile',
    strokes: [
      { path: 'M26 8 H74 C75 34 69 51 55 56 V79 C62 80 71 84 73 92 H27 C29 84 38 80 45 79 V56 C31 51 25 34 26 8 Z' },
      { path: 'M54 4 L46 17 L55 26 L47 39', width: 4.5, paper: true },
    ],
  },
  'keep-dry': {
    ja: '水濡れ厳禁',
    en: 'Keep dry',
    strokes: [
      { path: 'M8 58 C8 36 27 26 50 26 C73 26 92 36 92 58 Q82 48 71 58 Q61 48 50 58 Q39 48 29 58 Q18 48 8 58 Z' },
      { path: 'M50 20 V82 C50 95 33 95 33 82', width: 6 },
      { path: 'M17 8 L12 21 M36 6 L32 16 M64 6 L60 16 M83 8 L78 21', width: 5 },
    ],
  },
  'do-not-stack': {
    ja: '下積み厳禁',
    en: 'Do not stack',
    strokes: [
      { path: 'M22 56 H78 V92 H22 Z' },
      { path: 'M25 19 H75 V49 H25 Z', width: 6 },
      { path: 'M10 8 L90 60 M90 8 L10 60', width: 14, paper: true },
      { path: 'M10 8 L90 60 M90 8 L10 60', width: 7 },
    ],
  },
};
