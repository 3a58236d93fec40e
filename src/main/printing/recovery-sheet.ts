/**
 * The recovery sheet, A4: the private half of a recovery key in characters to be typed and as a code to be scanned, what
 * it opens, where to keep it, what to do with it. Whoever draws it keeps no copy.
 */
import { type Document, finishDocument, openDocument } from './document.ts';
import { drawQr } from './draw-codes.ts';
import { RECOVERY_WORDS } from './recovery-words.ts';
import { ACCENT, dateOn, HAIRLINE, INK, MM, PAPERS, putText, SOFT } from './sheet.ts';
import { wrapText } from './typeface.ts';

export interface RecoverySheetModel {
  readonly language: 'ja' | 'en';
  /** Trade name. */
  readonly party: string;
  /** Host name. */
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 8 hexadecimal digits: backups say which key they are sealed to. */
  readonly keyId: string;
  /** Groups with blanks between. */
  readonly text: string;
}

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const LEFT = 22 * MM;
const RIGHT = WIDTH - 22 * MM;
const ROOM = RIGHT - LEFT;
const LEADING = 15;
const COLUMNS = 4;
const CODE = 44 * MM;

/** The finished sheet as PDF. */
export function drawRecoverySheet(model: RecoverySheetModel): Promise<Uint8Array<ArrayBuffer>> {
  const document = openDocument(model.date);
  return finishDocument(document, () => {
    document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
    let y = drawHead(document, model);
    y = drawKey(document, model, y + 8 * MM);
    y = drawAdvice(document, model, y + 12 * MM);
    drawFoot(document, model, y + 8 * MM);
  });
}

function drawHead(document: Document, { language, party, id, date, keyId }: RecoverySheetModel): number {
  const words = RECOVERY_WORDS[language];
  putText(document, LEFT, 26 * MM, words.title, { size: 22, weight: 'bold' });
  putText(document, RIGHT, 26 * MM, 'Tokumei', { size: 11, weight: 'bold', colour: ACCENT, align: 'right' });
  document.rect(LEFT, 30 * MM, ROOM, 1.2).fill(ACCENT);
  const facts = [
    [words.party, `${party}  (${id})`],
    [words.made, dateOn(date, language)],
    [words.keyId, keyId],
  ] as const;
  let y = 39 * MM;
  for (const [what, value] of facts) {
    putText(document, LEFT, y, what, { size: 9, colour: SOFT });
    putText(document, LEFT + 34 * MM, y, value, { size: 10.5, weight: 'bold', room: ROOM - 34 * MM });
    y += 6 * MM;
  }
  return y;
}

/** Numbered groups in rows, the code beside them. */
function drawKey(document: Document, { text, language }: RecoverySheetModel, top: number): number {
  const words = RECOVERY_WORDS[language];
  const groups = text.split(' ');
  const height = 75 * MM;
  document
    .roundedRect(LEFT, top, ROOM, height, 2 * MM)
    .lineWidth(1)
    .stroke(INK);
  putText(document, LEFT + 6 * MM, top + 9 * MM, words.key, { size: 11, weight: 'bold' });
  const wide = (ROOM - CODE - 22 * MM) / COLUMNS;
  groups.forEach((group, at) => {
    const x = LEFT + 6 * MM + (at % COLUMNS) * wide;
    const y = top + 20 * MM + Math.floor(at / COLUMNS) * 12.5 * MM;
    putText(document, x, y, String(at + 1), { size: 7, colour: SOFT });
    putText(document, x + 4 * MM, y, group, { size: 16, weight: 'bold' });
    document.rect(x + 4 * MM, y + 1.6 * MM, wide - 8 * MM, 0.5).fill(HAIRLINE);
  });
  drawQr(document, text.replaceAll(' ', ''), RIGHT - CODE - 7 * MM, top + 14 * MM, CODE);
  putText(document, LEFT + 6 * MM, top + height - 4.5 * MM, words.characters, {
    size: 8,
    colour: SOFT,
    room: ROOM - CODE - 20 * MM,
  });
  return top + height;
}

function drawAdvice(document: Document, { language, keyId }: RecoverySheetModel, top: number): number {
  let y = top;
  for (const { title, lines } of RECOVERY_WORDS[language].advice(keyId)) {
    putText(document, LEFT, y, title, { size: 12, weight: 'bold' });
    y += 18;
    for (const line of lines) {
      for (const part of wrapText(line, 'regular', 10, ROOM)) {
        putText(document, LEFT, y, part, { size: 10 });
        y += LEADING;
      }
      y += 3;
    }
    y += 8;
  }
  return y;
}

/** Where it is kept, to be written by hand. */
function drawFoot(document: Document, { language }: RecoverySheetModel, top: number): void {
  const { kept } = RECOVERY_WORDS[language];
  const wide = ROOM / kept.length;
  kept.forEach((what, at) => {
    const x = LEFT + at * wide;
    putText(document, x, top, what, { size: 8, colour: SOFT });
    document.rect(x, top + 12 * MM, wide - 6 * MM, 0.5).fill(SOFT);
  });
}
