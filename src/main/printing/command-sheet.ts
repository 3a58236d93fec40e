/**
 * The sheet of command bar codes that hangs beside a station: whatever its keys do, by scanner. A4, a card for each
 * command: pictogram, word in both languages, code. The bars come ready made; what they mean is the caller's.
 */
import { COMMAND_PICTURES } from './command-pictures.ts';
import { type Document, finishDocument, openDocument } from './document.ts';
import { drawBars, drawQr } from './draw-codes.ts';
import { ACCENT, HAIRLINE, INK, MM, PAPERS, putText, SOFT } from './sheet.ts';

export interface CommandCard {
  /** Whose pictogram; absent where a sign, a digit say, says more. */
  readonly picture?: keyof typeof COMMAND_PICTURES;
  readonly sign?: string;
  readonly ja: string;
  readonly en: string;
  /** What the bars hold, written small below them. */
  readonly text: string;
  /** Modules from left to right, true is dark. */
  readonly bars: readonly boolean[];
}

export interface CommandGroup {
  readonly ja: string;
  readonly en: string;
  readonly cards: readonly CommandCard[];
}

export interface CommandSheetModel {
  /** Whose stations: trade name. */
  readonly party: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly groups: readonly CommandGroup[];
  readonly calibration: Omit<CommandCard, 'picture' | 'sign'> & { readonly explain: readonly [ja: string, en: string] };
}

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const MARGIN = 12 * MM;
const GAP = 2.2 * MM;
const COLUMNS = 3;
const CARD = { width: (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS, height: 23 * MM };
/** 0.38 mm: read from an arm's length, and by a phone. */
const MODULE = 0.38 * MM;
const BARS = 9 * MM;
const TITLE = 9 * MM;

/** The finished sheet, as many pages as its groups need. */
export function drawCommandSheet(model: CommandSheetModel): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(model.date);
  return finishDocument(document, () => {
    let y = turnPage(document, model);
    y = drawCalibration(document, model.calibration, y);
    for (const group of model.groups) {
      // A title stands over at least one row of its cards.
      if (y + TITLE + CARD.height > HEIGHT - MARGIN) y = turnPage(document, model);
      y = drawTitle(document, group, y);
      group.cards.forEach((card, at) => {
        const column = at % COLUMNS;
        if (column === 0 && at > 0) y += CARD.height + GAP;
        if (column === 0 && y + CARD.height > HEIGHT - MARGIN) y = turnPage(document, model);
        drawCard(document, card, MARGIN + column * (CARD.width + GAP), y);
      });
      y += CARD.height + GAP + 3 * MM;
    }
  });
}

function turnPage(document: Document, { party, date }: CommandSheetModel): number {
  document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
  const y = MARGIN + 5 * MM;
  const right = WIDTH - MARGIN;
  putText(document, MARGIN, y, '読み取って操作する', { size: 15, weight: 'bold' });
  putText(document, MARGIN + 52 * MM, y, 'Commands to scan', { size: 11, colour: SOFT });
  putText(document, right, y, `${party} · ${date}`, { size: 9, colour: SOFT, align: 'right', room: 60 * MM });
  document.rect(MARGIN, y + 2.5 * MM, right - MARGIN, 1).fill(ACCENT);
  return y + 6 * MM;
}

function drawTitle(document: Document, { ja, en }: CommandGroup, y: number): number {
  const width = putText(document, MARGIN, y + 4 * MM, ja, { size: 11, weight: 'bold' });
  putText(document, MARGIN + width + 3 * MM, y + 4 * MM, en, { size: 9, colour: SOFT });
  return y + TITLE - 2 * MM;
}

function drawCard(document: Document, card: CommandCard, x: number, y: number): void {
  document
    .roundedRect(x, y, CARD.width, CARD.height, 1.5 * MM)
    .lineWidth(0.6)
    .stroke(HAIRLINE);
  const side = 7 * MM;
  const left = x + 2.5 * MM;
  drawPicture(document, card, left, y + 1.5 * MM, side);
  const words = left + side + 2 * MM;
  const room = x + CARD.width - words - 2 * MM;
  putText(document, words, y + 4.6 * MM, card.ja, { size: 10, weight: 'bold', room });
  putText(document, words, y + 7.9 * MM, card.en, { size: 7.5, colour: SOFT, room });
  const barsLeft = x + (CARD.width - card.bars.length * MODULE) / 2;
  drawBars(document, card.bars, { x: barsLeft, y: y + 9.8 * MM, module: MODULE, height: BARS });
  drawCentred(document, card.text, x + CARD.width / 2, y + 21.7 * MM);
}

function drawPicture(document: Document, { picture, sign }: CommandCard, x: number, y: number, side: number): void {
  if (sign !== undefined) {
    drawCentred(document, sign, x + side / 2, y + side * 0.82, 18, 'bold');
    return;
  }
  if (picture === undefined) return;
  const path = COMMAND_PICTURES[picture];
  document
    .save()
    .translate(x, y)
    .scale(side / 16)
    .lineWidth(1.4)
    .lineCap('round')
    .lineJoin('round')
    .path(path)
    .stroke(INK)
    .restore();
}

function drawCalibration(
  document: Document,
  { ja, en, text, bars, explain }: CommandSheetModel['calibration'],
  y: number,
): number {
  const height = 34 * MM;
  document
    .roundedRect(MARGIN, y, WIDTH - 2 * MARGIN, height, 1.5 * MM)
    .lineWidth(1)
    .stroke(ACCENT);
  const left = MARGIN + 4 * MM;
  const width = putText(document, left, y + 7 * MM, ja, { size: 11, weight: 'bold' });
  putText(document, left + width + 3 * MM, y + 7 * MM, en, { size: 9, colour: SOFT });
  explain.forEach((line, at) => putText(document, left, y + (13 + at * 5) * MM, line, { size: 8, room: 68 * MM }));
  const barsLeft = MARGIN + 82 * MM;
  drawBars(document, bars, { x: barsLeft, y: y + 7 * MM, module: MODULE, height: 16 * MM });
  drawCentred(document, text, barsLeft + (bars.length * MODULE) / 2, y + 28 * MM);
  drawQr(document, text, WIDTH - MARGIN - 30 * MM, y + 4 * MM, 26 * MM);
  return y + height + 5 * MM;
}

function drawCentred(
  document: Document,
  text: string,
  centre: number,
  y: number,
  size = 7,
  weight: 'regular' | 'bold' = 'regular',
): void {
  putText(document, centre, y, text, { size, weight, colour: size > 10 ? INK : SOFT, align: 'center' });
}
