/** The driver's list of a tour: stop after stop, whom and where, what to collect. It holds names and goes back to the depot. */
import { formatNumber } from '#shared/domain/number.ts';
import type { Money } from '#shared/domain/money.ts';
import { type Document, finishDocument, openDocument } from '#main/printing/document.ts';
import { ACCENT, dateOn, HAIRLINE, INK, MM, PAPERS, putText, SMALL, SOFT } from '#main/printing/sheet.ts';
import { wrapText } from '#main/printing/typeface.ts';
import { addressLines, cash, drawNumberBars, leading, MODULE, type PaperStop } from './paper-stop.ts';
import { PAPER_WORDS, type PaperLanguage } from './paper-words.ts';

export interface RouteSheet {
  readonly language: PaperLanguage;
  /** Trade name. */
  readonly carrier: string;
  readonly depot: string;
  readonly tour: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly driver: string;
  /** In the order of the tour. */
  readonly stops: readonly PaperStop[];
}

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const LEFT = 12 * MM;
const RIGHT = WIDTH - LEFT;
const BOTTOM = HEIGHT - 15 * MM;
const FIRST_TOP = 47 * MM;
const NEXT_TOP = 22 * MM;

/** Where columns begin. */
const CODE_LEFT = LEFT + 11 * MM;
const CODE_ROOM = 46 * MM;
const NAME_LEFT = CODE_LEFT + CODE_ROOM + 3 * MM;
const TERMS_ROOM = 31 * MM;
const NAME_ROOM = RIGHT - TERMS_ROOM - 3 * MM - NAME_LEFT;
const BARS = 8 * MM;
const LEAST_ROW = 17 * MM;
const NAME_SIZE = 11;
const TEXT_SIZE = 8.5;

/**
 * A4, as many pages as it needs; no stop is torn apart.
 *
 * @param rest told how many stops are drawn, before each page; what it throws ends the drawing
 */
export function drawRouteSheet(
  sheet: RouteSheet,
  rest?: (drawn: number) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(sheet.date);
  return finishDocument(document, async () => {
    const pages = paginate(sheet.stops.map((stop, at) => layStop(stop, at + 1)));
    for (const [at, rows] of pages.entries()) {
      await rest?.(rows[0]!.order - 1);
      document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
      let top = at === 0 ? drawHead(document, sheet) : drawRunningHead(document, sheet);
      for (const row of rows) {
        drawStop(document, sheet, row, top);
        top += row.height;
      }
      const page = `${at + 1} / ${pages.length}`;
      putText(document, RIGHT, HEIGHT - 8 * MM, page, { size: SMALL + 1, align: 'right' });
    }
  });
}

interface Row {
  readonly stop: PaperStop;
  /** From 1. */
  readonly order: number;
  readonly name: readonly string[];
  readonly address: readonly string[];
  readonly note: readonly string[];
  readonly height: number;
}

const NOTE_PAD = 5;
const NAME_GAP = 2;

function layStop(stop: PaperStop, order: number): Row {
  const wrap = (text: string, room = NAME_ROOM): readonly string[] =>
    wrapText(text, 'regular', TEXT_SIZE, room, stop.country);
  const name = wrapText(stop.name, 'bold', NAME_SIZE, NAME_ROOM, stop.country);
  const address = addressLines(stop).flatMap((line) => wrap(line));
  const note = stop.note === undefined ? [] : wrap(stop.note, NAME_ROOM - 2 * NOTE_PAD);
  const noteHeight = note.length === 0 ? 0 : note.length * leading(TEXT_SIZE) + NOTE_PAD + 3;
  const phone = stop.phone === '' ? 0 : leading(TEXT_SIZE + 1);
  const text = name.length * leading(NAME_SIZE) + address.length * leading(TEXT_SIZE) + phone + noteHeight + NAME_GAP;
  return { stop, order, name, address, note, height: Math.max(LEAST_ROW, text + 12) };
}

function paginate(rows: readonly Row[]): readonly (readonly Row[])[] {
  const pages: Row[][] = [[]];
  let room = BOTTOM - FIRST_TOP;
  for (const row of rows) {
    if (row.height > room && pages.at(-1)!.length > 0) {
      pages.push([]);
      room = BOTTOM - NEXT_TOP;
    }
    pages.at(-1)!.push(row);
    room -= row.height;
  }
  return pages;
}

function drawHead(document: Document, sheet: RouteSheet): number {
  const { language, carrier, depot, tour, date, driver } = sheet;
  const words = PAPER_WORDS[language];
  const title = putText(document, LEFT, 20 * MM, words.routeSheet, { size: 18, weight: 'bold' });
  putText(document, LEFT + title + 14, 20 * MM, tour, { size: 18, weight: 'bold', colour: ACCENT, room: 60 * MM });
  putText(document, RIGHT, 20 * MM, carrier, { size: 11, weight: 'bold', align: 'right', room: 70 * MM });
  document.rect(LEFT, 23 * MM, RIGHT - LEFT, 1.5).fill(ACCENT);
  const cells: readonly (readonly [caption: string, value: string, share: number])[] = [
    [words.depot, depot, 0.22],
    [words.date, dateOn(date, language), 0.22],
    [words.driver, driver, 0.19],
    [words.stops, String(sheet.stops.length), 0.08],
    [words.pieces, String(sheet.stops.reduce((sum, { pieces }) => sum + pieces, 0)), 0.08],
    [words.cash, totalCash(sheet) ?? words.nothing, 0.21],
  ];
  let x = LEFT;
  for (const [caption, value, share] of cells) {
    const room = (RIGHT - LEFT) * share;
    putText(document, x, 29.5 * MM, caption, { size: SMALL, colour: SOFT });
    putText(document, x, 36 * MM, value, { size: 13, weight: 'bold', room: room - 3 * MM });
    x += room;
  }
  document.rect(LEFT, FIRST_TOP - 5 * MM, RIGHT - LEFT, 0.75).fill(INK);
  return FIRST_TOP - 5 * MM;
}

/** One sum for each currency; undefined without any. */
function totalCash({ stops }: RouteSheet): string | undefined {
  const sums = new Map<string, number>();
  for (const { collect } of stops) {
    if (collect) sums.set(collect.currency, (sums.get(collect.currency) ?? 0) + collect.value);
  }
  const money = [...sums].map(([currency, value]): Money => ({ currency, value }));
  return money.length === 0 ? undefined : money.map((sum) => cash(sum)).join(' + ');
}

function drawRunningHead(document: Document, { language, depot, tour, date, driver }: RouteSheet): number {
  const words = PAPER_WORDS[language];
  const title = putText(document, LEFT, 15 * MM, words.routeSheet, { size: 10, weight: 'bold' });
  const name = putText(document, LEFT + title + 8, 15 * MM, tour, {
    size: 10,
    weight: 'bold',
    colour: ACCENT,
    room: 50 * MM,
  });
  putText(document, RIGHT, 15 * MM, [depot, dateOn(date, language), driver].join('   '), {
    align: 'right',
    room: RIGHT - LEFT - title - name - 24,
  });
  document.rect(LEFT, 17.5 * MM, RIGHT - LEFT, 0.75).fill(INK);
  return NEXT_TOP - 4.5 * MM;
}

function drawStop(document: Document, { language }: RouteSheet, row: Row, top: number): void {
  const { stop, order, height } = row;
  putText(document, LEFT + 8.5 * MM, top + 21, String(order), {
    size: 17,
    weight: 'bold',
    align: 'right',
    room: 8.5 * MM,
  });
  const { left, width } = drawNumberBars(document, stop.number, {
    x: CODE_LEFT,
    y: top + 7,
    height: BARS,
    room: CODE_ROOM,
    module: MODULE,
  });
  putText(document, left + width / 2, top + 7 + BARS + 11, formatNumber(stop.number), {
    size: 9,
    weight: 'bold',
    align: 'center',
    room: CODE_ROOM,
  });
  drawAddressee(document, row, top);
  drawTerms(document, stop, language, top);
  document.rect(LEFT, top + height - 0.5, RIGHT - LEFT, 0.5).fill(HAIRLINE);
}

function drawAddressee(document: Document, { stop, name, address, note }: Row, top: number): void {
  const { country } = stop;
  let y = top + 3;
  for (const line of name) {
    y += leading(NAME_SIZE);
    putText(document, NAME_LEFT, y, line, { size: NAME_SIZE, weight: 'bold', country });
  }
  y += NAME_GAP;
  for (const line of address) {
    y += leading(TEXT_SIZE);
    putText(document, NAME_LEFT, y, line, { size: TEXT_SIZE, country });
  }
  if (stop.phone !== '') {
    y += leading(TEXT_SIZE + 1);
    putText(document, NAME_LEFT, y, stop.phone, { size: TEXT_SIZE + 1, weight: 'bold' });
  }
  if (note.length === 0) return;
  const boxTop = y + 4;
  document.rect(NAME_LEFT, boxTop, 2, note.length * leading(TEXT_SIZE) + 2).fill(ACCENT);
  y = boxTop - 2;
  for (const line of note) {
    y += leading(TEXT_SIZE);
    putText(document, NAME_LEFT + NOTE_PAD + 3, y, line, { size: TEXT_SIZE, country });
  }
}

/** Slot, pieces and cash, below each other at the right. */
function drawTerms(document: Document, stop: PaperStop, language: PaperLanguage, top: number): void {
  const words = PAPER_WORDS[language];
  const left = RIGHT - TERMS_ROOM;
  let y = top + 17;
  if (stop.slot !== undefined) {
    putText(document, RIGHT, y, stop.slot, { size: 11, weight: 'bold', align: 'right', room: TERMS_ROOM });
    y += 14;
  }
  putText(document, RIGHT, y, words.pieceCount(stop.pieces), {
    size: stop.pieces > 1 ? 10 : 9,
    weight: stop.pieces > 1 ? 'bold' : 'regular',
    align: 'right',
    room: TERMS_ROOM,
  });
  if (stop.collect === undefined) return;
  y += 6;
  document.rect(left, y, TERMS_ROOM, 16).lineWidth(1).stroke(INK);
  const caption = putText(document, left + 5, y + 11, words.collect, { size: 7.5 });
  putText(document, RIGHT - 5, y + 11.8, cash(stop.collect), {
    size: 11,
    weight: 'bold',
    align: 'right',
    room: TERMS_ROOM - caption - 14,
  });
}
