/**
 * The sheet to pick several orders by: shelf after shelf, what to take and which tote it goes into. Products and order
 * numbers are all it holds.
 */
import { formatNumber } from '#shared/domain/number.ts';
import { type Document, finishDocument, openDocument } from './document.ts';
import { ACCENT, BODY, HAIRLINE, INK, LEADING, MM, PAPERS, putText, SMALL, SOFT } from './sheet.ts';
import { measureText, wrapText } from './typeface.ts';

/** One list for one walk. */
export interface PickSheet {
  readonly language: 'ja' | 'en';
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly totes: readonly {
    readonly tote: string;
    readonly purchase: string;
    readonly carrierName: string;
    readonly pieces: number;
  }[];
  readonly shelves: readonly {
    /** Absent for what has no shelf. */
    readonly shelf?: string;
    readonly lines: readonly {
      readonly sku: string;
      readonly name?: string;
      readonly quantity: number;
      readonly totes: readonly { readonly tote: string; readonly quantity: number }[];
    }[];
  }[];
}

const WORDS = {
  ja: {
    title: 'ピッキングリスト',
    totes: 'トート',
    noShelf: '棚番なし',
    sum: (orders: number, pieces: number) => `注文 ${orders} 件・${pieces} 点`,
    pieces: (n: number) => `${n}点`,
  },
  en: {
    title: 'Pick list',
    totes: 'Totes',
    noShelf: 'No shelf',
    sum: (orders: number, pieces: number) => `Orders: ${orders} · pieces: ${pieces}`,
    pieces: (n: number) => `${n} pcs`,
  },
} as const;

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const LEFT = 15 * MM;
const RIGHT = WIDTH - LEFT;
const BOTTOM = HEIGHT - 18 * MM;
const TOTE_COLUMNS = 3;
const TOTE_LEADING = 17;
const NAME_LEFT = LEFT + 62;
const TOTES_LEFT = RIGHT - 190;

/** What is drawn in one go and never torn apart. */
interface Block {
  readonly height: number;
  /** Kept on the page of the block behind it. */
  readonly heads?: boolean;
  readonly draw: (document: Document, top: number) => void;
}

/** A4, as many pages as it needs. */
export function drawPickList(sheet: PickSheet): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(sheet.date);
  return finishDocument(document, () => drawPages(document, sheet, blocksOf(sheet)));
}

function drawPages(document: Document, sheet: PickSheet, blocks: readonly Block[]): void {
  const pages: Block[][] = [[]];
  let room = BOTTOM - firstTop(sheet);
  blocks.forEach((block, at) => {
    const needed = block.height + (block.heads ? (blocks[at + 1]?.height ?? 0) : 0);
    if (needed > room) {
      pages.push([]);
      room = BOTTOM - RUNNING_TOP;
    }
    pages.at(-1)!.push(block);
    room -= block.height;
  });
  pages.forEach((page, at) => {
    document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
    let top = at === 0 ? drawHead(document, sheet) : drawRunningHead(document, sheet);
    for (const block of page) {
      block.draw(document, top);
      top += block.height;
    }
    if (pages.length > 1) {
      putText(document, RIGHT, BOTTOM + 20, `${at + 1} / ${pages.length}`, {
        size: SMALL,
        colour: SOFT,
        align: 'right',
      });
    }
  });
}

const TOP = 18 * MM;
const RUNNING_TOP = TOP + 26;
const HEAD = 62;

function firstTop({ totes }: PickSheet): number {
  return TOP + HEAD + Math.ceil(totes.length / TOTE_COLUMNS) * TOTE_LEADING + 12;
}

function drawHead(document: Document, sheet: PickSheet): number {
  const { totes, language, date } = sheet;
  const words = WORDS[language];
  const pieces = totes.reduce((sum, each) => sum + each.pieces, 0);
  putText(document, LEFT, TOP + 14, words.title, { size: 18, weight: 'bold' });
  putText(document, RIGHT, TOP + 14, `${words.sum(totes.length, pieces)} · ${date}`, { size: 10, align: 'right' });
  document.rect(LEFT, TOP + 24, RIGHT - LEFT, 1.5).fill(ACCENT);
  putText(document, LEFT, TOP + 42, words.totes, { size: SMALL, colour: SOFT });
  const column = (RIGHT - LEFT) / TOTE_COLUMNS;
  const rows = Math.ceil(totes.length / TOTE_COLUMNS);
  totes.forEach(({ tote, purchase, carrierName, pieces: count }, at) => {
    const x = LEFT + Math.floor(at / rows) * column;
    const y = TOP + HEAD + (at % rows) * TOTE_LEADING;
    putText(document, x, y, tote, { size: 13, weight: 'bold' });
    const number = putText(document, x + 24, y, formatNumber(purchase), { size: 9 });
    putText(document, x + 24 + number + 6, y, `${words.pieces(count)} ${carrierName}`, {
      size: SMALL,
      colour: SOFT,
      room: column - 24 - number - 14,
    });
  });
  return firstTop(sheet);
}

function drawRunningHead(document: Document, { language, date }: PickSheet): number {
  putText(document, LEFT, TOP, WORDS[language].title, { size: BODY, weight: 'bold' });
  putText(document, RIGHT, TOP, date, { size: BODY, align: 'right' });
  document.rect(LEFT, TOP + 8, RIGHT - LEFT, 0.75).fill(ACCENT);
  return RUNNING_TOP;
}

function blocksOf({ shelves, language }: PickSheet): readonly Block[] {
  return shelves.flatMap(({ shelf, lines }) => [
    shelfBlock(shelf ?? WORDS[language].noShelf),
    ...lines.map((line) => lineBlock(line)),
  ]);
}

function shelfBlock(title: string): Block {
  return {
    height: 30,
    heads: true,
    draw: (document, top) => {
      putText(document, LEFT, top + 22, title, { size: 13, weight: 'bold' });
      document.rect(LEFT, top + 28, RIGHT - LEFT, 0.75).fill(INK);
    },
  };
}

/** As many shares on a line as fit; none is torn apart. */
function shareLines(shares: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const share of shares) {
    const longer = lines.length === 0 ? share : `${lines.at(-1)}   ${share}`;
    if (lines.length > 0 && measureText(longer, 'bold', 11) <= RIGHT - TOTES_LEFT) lines[lines.length - 1] = longer;
    else lines.push(share);
  }
  return lines;
}

function lineBlock({ sku, name, quantity, totes }: PickSheet['shelves'][number]['lines'][number]): Block {
  const title = wrapText(name ?? sku, 'regular', BODY + 1, TOTES_LEFT - NAME_LEFT - 10);
  const shares = shareLines(totes.map((share) => `${share.tote} × ${share.quantity}`));
  const height = Math.max(
    30,
    Math.max(title.length + (name === undefined ? 0 : 0.8), shares.length * 1.15) * LEADING + 12,
  );
  return {
    height,
    draw: (document, top) => {
      document
        .lineWidth(1)
        .rect(LEFT + 1, top + 9, 12, 12)
        .stroke(INK);
      putText(document, NAME_LEFT - 12, top + 21, String(quantity), { size: 16, weight: 'bold', align: 'right' });
      title.forEach((text, at) => putText(document, NAME_LEFT, top + 15 + at * LEADING, text, { size: BODY + 1 }));
      if (name !== undefined) {
        putText(document, NAME_LEFT, top + 14 + title.length * LEADING, sku, { size: SMALL, colour: SOFT });
      }
      shares.forEach((text, at) =>
        putText(document, TOTES_LEFT, top + 18 + at * 15, text, { size: 11, weight: 'bold' }),
      );
      document.rect(LEFT, top + height - 0.5, RIGHT - LEFT, 0.5).fill(HAIRLINE);
    },
  };
}
