/**
 * A letter on A4 for an envelope with a window (長形3号, folded in three): addressee, sender, what it says, and a link as
 * a code. A company's own customers alone are written to; what stands in it is the caller's.
 */
import { type Document, finishDocument, openDocument } from './document.ts';
import { drawQr } from './draw-codes.ts';
import { ACCENT, MM, PAPERS, putText, SOFT } from './sheet.ts';
import { wrapText } from './typeface.ts';

export interface LetterPart {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export interface Letter {
  /** `YYYY-MM-DD`, and as it is written. */
  readonly date: string;
  readonly dateText: string;
  /** Lines behind the window, top to bottom; the last is the name. */
  readonly addressee: readonly string[];
  readonly sender: readonly string[];
  /** One for each language. */
  readonly parts: readonly LetterPart[];
  /** Drawn beside the first part, and written below it. */
  readonly link?: string;
  /** Written large below the first part: to be typed by hand. */
  readonly secret?: string;
}

const LEFT = 25 * MM;
const RIGHT = 185 * MM;
const BODY = 10;
const LEADING = 16;
/** Where the window of the envelope leaves room: left, top, width, height in points from the sheet's corner. */
const WINDOW = { left: 26 * MM, top: 20 * MM, width: 80 * MM, height: 32 * MM } as const;
const CODE = 38 * MM;

/** The finished letter as PDF. */
export function drawLetter(letter: Letter): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(letter.date);
  return finishDocument(document, () => {
    drawLetterhead(document, letter);
    let y = 88 * MM;
    letter.parts.forEach((part, at) => {
      const { link, secret } = at === 0 ? letter : {};
      y = drawPart(document, part, y, link);
      if (secret !== undefined) y = drawSecret(document, secret, y + 4 * MM);
      y += 12 * MM;
    });
  });
}

/** A page with addressee, sender, date and the marks to fold at. */
export function drawLetterhead(
  document: Document,
  { addressee, sender, dateText }: Pick<Letter, 'addressee' | 'sender' | 'dateText'>,
): void {
  document.addPage({ size: [PAPERS.A4.width, PAPERS.A4.height], margin: 0 });
  drawAddressee(document, addressee);
  let y = 26 * MM;
  sender.forEach((line, at) => {
    const style = at === 0 ? ({ size: 12, weight: 'bold' } as const) : { size: 9, colour: SOFT };
    putText(document, RIGHT, y, line, { ...style, align: 'right', room: 70 * MM });
    y += at === 0 ? 16 : 13;
  });
  putText(document, RIGHT, y + 4, dateText, { size: 9, colour: SOFT, align: 'right' });
  for (const fold of [99, 198]) document.rect(0, fold * MM, 5 * MM, 0.4).fill(SOFT);
}

function drawAddressee(document: Document, lines: readonly string[]): void {
  const name = lines.at(-1) ?? '';
  const above = lines.slice(0, -1).flatMap((line) => wrapText(line, 'regular', BODY, WINDOW.width));
  let y = WINDOW.top + BODY;
  for (const line of above) {
    putText(document, WINDOW.left, y, line, { size: BODY, room: WINDOW.width });
    y += 14;
  }
  putText(document, WINDOW.left, Math.min(y + 8, WINDOW.top + WINDOW.height), name, {
    size: 13,
    weight: 'bold',
    room: WINDOW.width,
  });
}

function drawPart(document: Document, part: LetterPart, top: number, link: string | undefined): number {
  document.rect(LEFT, top - 6 * MM, RIGHT - LEFT, 1).fill(ACCENT);
  putText(document, LEFT, top + 4, part.title, { size: 14, weight: 'bold', room: RIGHT - LEFT });
  const codeTop = top + 8 * MM;
  if (link !== undefined) drawQr(document, link, RIGHT - CODE, codeTop, CODE);
  let y = top + 12 * MM;
  for (const paragraph of part.paragraphs) {
    // Beside the code lines are shorter.
    const beside = link !== undefined && y < codeTop + CODE;
    const lines = wrapText(paragraph, 'regular', BODY, RIGHT - LEFT - (beside ? CODE + 8 * MM : 0));
    for (const line of lines) {
      putText(document, LEFT, y, line, { size: BODY });
      y += LEADING;
    }
    y += 6;
  }
  if (link === undefined) return y;
  y = Math.max(y + 3 * MM, codeTop + CODE + 8 * MM);
  putText(document, LEFT, y, link, { size: 12, weight: 'bold', room: RIGHT - LEFT });
  return y + LEADING;
}

function drawSecret(document: Document, secret: string, top: number): number {
  const height = 14 * MM;
  document
    .rect(LEFT, top, RIGHT - LEFT, height)
    .lineWidth(0.6)
    .stroke(SOFT);
  putText(document, LEFT + 6 * MM, top + height / 2 + 6, secret, { size: 18, weight: 'bold', room: RIGHT - LEFT });
  return top + height + 3 * MM;
}
