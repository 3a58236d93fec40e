/**
 * What a mall hands to a carrier at the end of a day, parcel by parcel, for both to sign. Numbers and classes are all it
 * holds: nobody's name or address.
 */
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Document, finishDocument, openDocument } from './document.ts';
import { type Bars, drawBars } from './draw-codes.ts';
import { ACCENT, dateOn, HAIRLINE, INK, MM, PAPERS, putText, SMALL, SOFT } from './sheet.ts';

export interface HandoverManifest {
  readonly language: 'ja' | 'en';
  /** Trade names. */
  readonly mall: string;
  readonly carrier: string;
  /** The manifest's own. */
  readonly number: string;
  /** Code 128 of that number. */
  readonly bars: Bars;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly parcels: readonly {
    /** Shipping number. */
    readonly number: string;
    readonly pieces: number;
    readonly size: SizeClass;
  }[];
}

const WORDS = {
  ja: {
    title: '引渡し明細書',
    from: '渡すモール',
    to: '受け取る配送会社',
    date: '引渡し日',
    number: '明細書番号',
    parcel: '送り状番号',
    pieces: '個口',
    size: 'サイズ',
    parcels: '荷物',
    allPieces: '個口合計',
    bySize: 'サイズ別',
    given: '渡した人',
    taken: '受け取った人',
    at: '時刻',
    count: (n: number) => `${n} 件`,
    pieceCount: (n: number) => `${n} 個`,
  },
  en: {
    title: 'Handover manifest',
    from: 'From the mall',
    to: 'To the carrier',
    date: 'Date',
    number: 'Manifest number',
    parcel: 'Shipping number',
    pieces: 'Pieces',
    size: 'Size',
    parcels: 'Parcels',
    allPieces: 'Pieces',
    bySize: 'By size',
    given: 'Handed over by',
    taken: 'Received by',
    at: 'Time',
    count: String,
    pieceCount: String,
  },
} as const;

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const LEFT = 15 * MM;
const RIGHT = WIDTH - LEFT;
const BOTTOM = HEIGHT - 18 * MM;
const COLUMNS = 3;
const GAP = 6 * MM;
const COLUMN = (RIGHT - LEFT - (COLUMNS - 1) * GAP) / COLUMNS;
/** Where the number begins, and pieces end before the column does. */
const NUMBER = 22;
const PIECES = 26;
const ROW = 13.5;
const HEAD = 16;
const FIRST_TOP = 72 * MM;
const NEXT_TOP = 28 * MM;
/** Signatures, at the foot of the last page. */
const FOOT = 40 * MM;
const MODULE = 0.33 * MM;

const rowsFrom = (top: number, bottom: number): number => Math.floor((bottom - top - HEAD) / ROW);

/** A4, as many pages as it needs. */
export function drawHandoverManifest(manifest: HandoverManifest): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(manifest.date);
  return finishDocument(document, async () => {
    const pages = paginate(manifest.parcels);
    for (const [at, parcels] of pages.entries()) {
      document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
      const top = at === 0 ? drawHead(document, manifest) : drawRunningHead(document, manifest);
      drawTable(document, manifest, parcels, top, pages.slice(0, at).flat().length);
      if (at === pages.length - 1) drawSignatures(document, manifest);
      const page = `${at + 1} / ${pages.length}`;
      putText(document, RIGHT, HEIGHT - 10 * MM, page, { size: SMALL, colour: SOFT, align: 'right' });
      // Thousands of parcels are drawn in the service itself, whose doors stay quick meanwhile.
      await new Promise(setImmediate);
    }
  });
}

type Parcels = HandoverManifest['parcels'];

/** Pages are full but for the last, which keeps room to sign. */
function paginate(parcels: Parcels): readonly Parcels[] {
  const pages: Parcels[] = [];
  let rest = parcels;
  for (;;) {
    const top = pages.length === 0 ? FIRST_TOP : NEXT_TOP;
    if (rest.length <= COLUMNS * rowsFrom(top, BOTTOM - FOOT)) return [...pages, rest];
    const full = COLUMNS * rowsFrom(top, BOTTOM);
    pages.push(rest.slice(0, full));
    rest = rest.slice(full);
  }
}

function drawHead(document: Document, manifest: HandoverManifest): number {
  const { language, mall, carrier, number, bars, date, parcels } = manifest;
  const words = WORDS[language];
  const barsLeft = RIGHT - 10 * MODULE - bars.length * MODULE;
  putText(document, LEFT, 23 * MM, words.title, { size: 20, weight: 'bold' });
  drawBars(document, bars, { x: barsLeft, y: 14 * MM, module: MODULE, height: 12 * MM });
  putText(document, barsLeft + (bars.length * MODULE) / 2, 30 * MM, formatNumber(number), {
    size: 10,
    weight: 'bold',
    align: 'center',
  });
  document.rect(LEFT, 33 * MM, RIGHT - LEFT, 1.5).fill(ACCENT);
  const half = (RIGHT - LEFT) * 0.4;
  const facts: readonly (readonly [number, number, string, string])[] = [
    [LEFT, half, words.from, mall],
    [LEFT + half, half, words.to, carrier],
    [LEFT + 2 * half, (RIGHT - LEFT) * 0.2, words.date, dateOn(date, language)],
  ];
  for (const [x, room, caption, value] of facts) {
    putText(document, x, 39 * MM, caption, { size: SMALL, colour: SOFT });
    putText(document, x, 45 * MM, value, { size: 12, weight: 'bold', room: room - 4 * MM });
  }
  drawTotals(document, words, parcels);
  return FIRST_TOP;
}

function drawTotals(document: Document, words: (typeof WORDS)['ja' | 'en'], parcels: Parcels): void {
  const pieces = parcels.reduce((sum, parcel) => sum + parcel.pieces, 0);
  const sizes = [...new Set(parcels.map(({ size }) => size))].sort((a, b) => a - b);
  const bySize = sizes.map((size) => `${size}: ${parcels.filter((parcel) => parcel.size === size).length}`);
  document
    .roundedRect(LEFT, 50 * MM, RIGHT - LEFT, 16 * MM, 3)
    .lineWidth(0.75)
    .stroke(INK);
  const cells: readonly (readonly [number, string, string])[] = [
    [LEFT + 4 * MM, words.parcels, words.count(parcels.length)],
    [LEFT + 36 * MM, words.allPieces, words.pieceCount(pieces)],
  ];
  for (const [x, caption, value] of cells) {
    putText(document, x, 55.5 * MM, caption, { size: SMALL, colour: SOFT });
    putText(document, x, 62.5 * MM, value, { size: 16, weight: 'bold' });
  }
  const left = LEFT + 68 * MM;
  putText(document, left, 55.5 * MM, words.bySize, { size: SMALL, colour: SOFT });
  putText(document, left, 62.5 * MM, bySize.join('    '), { size: 11, room: RIGHT - left - 4 * MM });
}

function drawRunningHead(document: Document, { language, number, mall, carrier, date }: HandoverManifest): number {
  const words = WORDS[language];
  const title = putText(document, LEFT, 18 * MM, `${words.title}  ${formatNumber(number)}`, { weight: 'bold' });
  putText(document, RIGHT, 18 * MM, `${mall} → ${carrier}  ${dateOn(date, language)}`, {
    align: 'right',
    room: RIGHT - LEFT - title - 20,
  });
  document.rect(LEFT, 21 * MM, RIGHT - LEFT, 0.75).fill(ACCENT);
  return NEXT_TOP;
}

function drawTable(
  document: Document,
  { language }: HandoverManifest,
  parcels: Parcels,
  top: number,
  before: number,
): void {
  const words = WORDS[language];
  const rows = Math.max(1, Math.ceil(parcels.length / COLUMNS));
  for (let column = 0; column < COLUMNS; column++) {
    const x = LEFT + column * (COLUMN + GAP);
    const caption = { size: 6.5, colour: SOFT } as const;
    putText(document, x + NUMBER, top + 8, words.parcel, caption);
    putText(document, x + COLUMN - PIECES, top + 8, words.pieces, { ...caption, align: 'right' });
    putText(document, x + COLUMN, top + 8, words.size, { ...caption, align: 'right' });
    document.rect(x, top + HEAD - 3, COLUMN, 0.75).fill(INK);
    parcels.slice(column * rows, (column + 1) * rows).forEach(({ number, pieces, size }, at) => {
      const y = top + HEAD + (at + 1) * ROW - 4;
      putText(document, x + NUMBER - 5, y, String(before + column * rows + at + 1), { ...caption, align: 'right' });
      putText(document, x + NUMBER, y, formatNumber(number), { size: 8.5, room: COLUMN - NUMBER - PIECES - 12 });
      putText(document, x + COLUMN - PIECES, y, String(pieces), { size: 8.5, align: 'right' });
      putText(document, x + COLUMN, y, String(size), { size: 8.5, align: 'right' });
      document.rect(x, y + 3.5, COLUMN, 0.4).fill(HAIRLINE);
    });
  }
}

function drawSignatures(document: Document, { language, mall, carrier }: HandoverManifest): void {
  const words = WORDS[language];
  const width = (RIGHT - LEFT - GAP) / 2;
  const top = BOTTOM - FOOT + 8 * MM;
  const boxes = [
    [words.given, mall],
    [words.taken, carrier],
  ] as const;
  boxes.forEach(([caption, party], at) => {
    const x = LEFT + at * (width + GAP);
    document
      .roundedRect(x, top, width, FOOT - 8 * MM, 3)
      .lineWidth(0.75)
      .stroke(INK);
    const used = putText(document, x + 8, top + 14, caption, { size: SMALL, colour: SOFT });
    putText(document, x + 16 + used, top + 14, party, { weight: 'bold', room: width - used - 24 });
    const line = top + FOOT - 8 * MM - 10;
    document.rect(x + 8, line, width - 16, 0.5).fill(SOFT);
    putText(document, x + width - 78, line - 4, words.at, { size: SMALL, colour: SOFT });
    document.rect(x + width - 84, top + 24, 0.4, line - top - 24).fill(HAIRLINE);
  });
}
