/**
 * Slips that the addressee signs at the door, three on a sheet, to be cut. They hold names: they stay with the driver
 * and are never stuck on a parcel.
 */
import { formatNumber } from '#shared/domain/number.ts';
import { type Document, finishDocument, openDocument } from '#main/printing/document.ts';
import { ACCENT, dateOn, HAIRLINE, INK, MM, PAPERS, putText, SMALL, SOFT } from '#main/printing/sheet.ts';
import { measureText } from '#main/printing/typeface.ts';
import {
  addressLines,
  blockHeight,
  cash,
  drawNumberBars,
  fitBlock,
  leading,
  type PaperStop,
  type TextBlock,
} from './paper-stop.ts';
import { PAPER_WORDS, type PaperLanguage } from './paper-words.ts';

export interface DeliverySlips {
  readonly language: PaperLanguage;
  /** Trade name. */
  readonly carrier: string;
  readonly depot: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly slips: readonly (Omit<PaperStop, 'phone' | 'slot' | 'note'> & {
    /** Its order number on the tour. */
    readonly stop?: number;
  })[];
}

type Slip = DeliverySlips['slips'][number];

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const PER_PAGE = 3;
const SLIP = HEIGHT / PER_PAGE;
const LEFT = 14 * MM;
const RIGHT = WIDTH - LEFT;
const TERMS = 62 * MM;
const TERMS_LEFT = RIGHT - TERMS;
const TEXT = TERMS_LEFT - 6 * MM - LEFT;

/**
 * A4 sheets of three. Throws without any.
 *
 * @param rest told how many are drawn, before each sheet; what it throws ends the drawing
 */
export function drawDeliverySlips(
  model: DeliverySlips,
  rest?: (drawn: number) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (model.slips.length === 0) throw new Error('nothing to draw');
  const document = openDocument(model.date);
  return finishDocument(document, async () => {
    for (const [at, slip] of model.slips.entries()) {
      const place = at % PER_PAGE;
      if (place === 0) {
        await rest?.(at);
        document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
        drawCuts(document);
      }
      drawSlip(document, model, slip, place * SLIP);
    }
  });
}

function drawCuts(document: Document): void {
  for (let at = 1; at < PER_PAGE; at++) {
    document.save().lineWidth(0.5).dash(3, { space: 3 });
    document.moveTo(0, at * SLIP).lineTo(WIDTH, at * SLIP);
    document.stroke(SOFT).restore();
  }
}

function drawSlip(document: Document, model: DeliverySlips, slip: Slip, top: number): void {
  const { language, carrier, depot, date } = model;
  const words = PAPER_WORDS[language];
  const y = top + 12 * MM;
  const title = putText(document, LEFT, y, words.slip, { size: 13, weight: 'bold' });
  const house = [carrier, depot, dateOn(date, language)].join('   ');
  putText(document, RIGHT, y, house, { size: 9, align: 'right', room: RIGHT - LEFT - title - 20 });
  document.rect(LEFT, y + 5, RIGHT - LEFT, 1.2).fill(ACCENT);
  drawNumber(document, slip, top + 20 * MM);
  drawAddressee(document, slip, language, top + 40 * MM);
  drawTerms(document, slip, language, top + 20 * MM);
}

function drawNumber(document: Document, slip: Slip, top: number): void {
  const stop = slip.stop === undefined ? 0 : 13 * MM;
  if (slip.stop !== undefined) {
    putText(document, LEFT, top + 8.5 * MM, String(slip.stop), { size: 22, weight: 'bold', room: stop - 2 * MM });
  }
  const { left, width } = drawNumberBars(document, slip.number, {
    x: LEFT + stop,
    y: top,
    height: 10 * MM,
    room: TEXT - stop,
    module: 0.33 * MM,
  });
  putText(document, left + width / 2, top + 15 * MM, formatNumber(slip.number), {
    size: 12,
    weight: 'bold',
    align: 'center',
    room: width,
  });
}

/** Height of name and address together. */
const ADDRESSEE = 52 * MM;
const GAP = 8;
const NAME_SIZES = [15, 13, 11, 9] as const;
/** The last is for addresses that nobody has: four lines of a hundred letters. */
const ADDRESS_SIZES = [11, 10, 9, 8, 7, 6] as const;

/** Both as large as they can be, the name first. */
function fitAddressee(slip: Slip, honour: number): { readonly name: TextBlock; readonly address: TextBlock } {
  const { country } = slip;
  const pairs = NAME_SIZES.map((size) => {
    const name = fitBlock([slip.name], 'bold', [size], { width: TEXT - honour, height: ADDRESSEE }, country);
    const room = { width: TEXT, height: ADDRESSEE - GAP - blockHeight(name) };
    return { name, address: fitBlock(addressLines(slip), 'regular', ADDRESS_SIZES, room, country) };
  });
  const fitting = pairs.filter(({ name, address }) => blockHeight(name) + GAP + blockHeight(address) <= ADDRESSEE);
  return fitting.find(({ name }) => name.lines.length <= 2) ?? fitting[0] ?? pairs.at(-1)!;
}

function drawAddressee(document: Document, slip: Slip, language: PaperLanguage, top: number): void {
  const { country } = slip;
  const words = PAPER_WORDS[language];
  const honour = words.honour === '' ? 0 : measureText(words.honour, 'bold', 12) + 6;
  const { name, address } = fitAddressee(slip, honour);
  let y = top;
  const put = (block: typeof name, weight: 'regular' | 'bold'): number => {
    let width = 0;
    for (const line of block.lines) {
      y += leading(block.size);
      width = putText(document, LEFT, y, line, { size: block.size, weight, country });
    }
    return width;
  };
  // As on an envelope: place before person in Japanese, person before place elsewhere.
  if (language === 'ja') {
    put(address, 'regular');
    y += GAP;
    const end = put(name, 'bold');
    putText(document, LEFT + end + 6, y, words.honour, { size: 12, weight: 'bold' });
  } else {
    put(name, 'bold');
    y += GAP;
    put(address, 'regular');
  }
}

function drawTerms(document: Document, slip: Slip, language: PaperLanguage, top: number): void {
  const words = PAPER_WORDS[language];
  const half = TERMS / 2;
  const height = 15 * MM;
  document.lineWidth(0.75).rect(TERMS_LEFT, top, TERMS, height).stroke(INK);
  document.rect(TERMS_LEFT + half * 0.7, top, 0.75, height).fill(INK);
  const cells = [
    [TERMS_LEFT, half * 0.7, words.pieces, words.pieceCount(slip.pieces)],
    [TERMS_LEFT + half * 0.7, half * 1.3, words.collect, slip.collect ? cash(slip.collect) : words.nothing],
  ] as const;
  for (const [x, room, caption, value] of cells) {
    putText(document, x + 6, top + 12, caption, { size: SMALL, colour: SOFT });
    const isCash = slip.collect !== undefined && caption === words.collect;
    putText(document, x + room / 2, top + 34, value, {
      size: isCash ? 19 : 13,
      weight: 'bold',
      align: 'center',
      room: room - 12,
    });
  }
  const boxTop = top + height + 4 * MM;
  const boxHeight = 50 * MM;
  document.rect(TERMS_LEFT, boxTop, TERMS, boxHeight).lineWidth(0.75).stroke(INK);
  putText(document, TERMS_LEFT + 6, boxTop + 12, words.signature, { size: SMALL, colour: SOFT });
  const line = boxTop + boxHeight - 12 * MM;
  document.rect(TERMS_LEFT, line, TERMS, 0.5).fill(HAIRLINE);
  putText(document, TERMS_LEFT + 6, line + 12, words.receivedOn, { size: SMALL, colour: SOFT });
  putText(document, RIGHT - 8, boxTop + boxHeight - 10, words.day, { size: 9, align: 'right' });
}
