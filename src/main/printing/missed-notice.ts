/**
 * What a driver leaves at a door that stayed shut, in Japanese and English. Anybody may find it: it says which number,
 * where the parcel is and how to ask for it again, and nobody's name or address.
 */
import { formatNumber } from '#shared/domain/number.ts';
import { type Document, finishDocument, openDocument } from './document.ts';
import { drawQr } from './draw-codes.ts';
import { ACCENT, HAIRLINE, INK, MM, PAPERS, putText, SOFT } from './sheet.ts';
import { fitName, wrapText } from './typeface.ts';

export interface MissedNotice {
  /** The carrier's trade name. */
  readonly carrier: string;
  /** Shipping number. */
  readonly number: string;
  /** `YYYY-MM-DD`, of the attempt. */
  readonly date: string;
  /** `HH:MM`. */
  readonly time?: string;
  /** The tracking page, without the customer's token: it is drawn as a code for whoever finds it. */
  readonly tracking: string;
  readonly depot: {
    readonly name: string;
    readonly address: string;
    readonly phone?: string;
  };
  /** `YYYY-MM-DD`: until then the parcel waits at the depot. */
  readonly keptUntil?: string;
}

const { width: WIDTH, height: HEIGHT } = PAPERS.A6;
const LEFT = 8 * MM;
const RIGHT = WIDTH - LEFT;
const CODE = 29 * MM;

const STEPS: readonly (readonly [ja: string, en: string])[] = [
  [
    '発送のお手続きのときにお渡しした追跡リンクを開き、再配達の日時、または営業所でのお受け取りをお選びください。',
    'Open the tracking link that you were given when you agreed to the shipping, and choose a day and time, or pick-up at the depot.',
  ],
  [
    'リンクがお手元にないときは、営業所へ送り状番号をお知らせください。',
    'Without the link, tell the depot the shipping number.',
  ],
];

/** A6, a page a notice. Throws without any. */
export function drawMissedNotices(notices: readonly MissedNotice[]): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = notices;
  if (first === undefined) throw new Error('nothing to draw');
  const document = openDocument(first.date);
  return finishDocument(document, () => {
    for (const notice of notices) drawNotice(document, notice);
  });
}

function drawNotice(document: Document, notice: MissedNotice): void {
  document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
  document.rect(0, 0, WIDTH, 22 * MM).fill(ACCENT);
  putText(document, LEFT, 11 * MM, 'ご不在連絡票', { size: 20, weight: 'bold', colour: 'white' });
  putText(document, LEFT, 17.5 * MM, 'We missed you', { size: 11, colour: 'white' });
  const carrier = fitName(notice.carrier, 'bold', { size: 11, breakAt: 8.5, least: 6 }, 57 * MM);
  carrier.forEach(({ text, size }, at) => {
    const y = 17.5 * MM - (carrier.length - 1 - at) * size * 1.3;
    putText(document, RIGHT, y, text, { size, weight: 'bold', colour: 'white', align: 'right' });
  });
  putCaption(document, 28 * MM, '送り状番号', 'Shipping number');
  putText(document, LEFT, 35.5 * MM, formatNumber(notice.number), {
    size: 19,
    weight: 'bold',
    room: RIGHT - LEFT,
  });
  const facts = factsOf(notice);
  const column = (RIGHT - LEFT) / 2;
  facts.forEach(([ja, en, value], at) => {
    const x = LEFT + at * column;
    putCaption(document, 42.5 * MM, ja, en, x);
    putText(document, x, 48.5 * MM, value, { size: 12, weight: 'bold', room: column - 2 * MM });
  });
  rule(document, 52 * MM);
  const steps = drawSteps(document, notice.tracking, 58 * MM);
  rule(document, steps);
  drawDepot(document, notice, steps + 5.5 * MM);
  putText(document, LEFT, HEIGHT - 8.4 * MM, 'お名前とご住所は、どなたの目に触れてもよいように記載しておりません。', {
    size: 6.5,
    colour: SOFT,
    room: RIGHT - LEFT,
  });
  putText(document, LEFT, HEIGHT - 5.4 * MM, 'No name or address is printed here: anybody may see this notice.', {
    size: 6.5,
    colour: SOFT,
    room: RIGHT - LEFT,
  });
}

function factsOf({
  date,
  time,
  keptUntil,
}: MissedNotice): readonly (readonly [ja: string, en: string, value: string])[] {
  const attempt = ['お伺いした日時', 'We came on', [date, time].join('  ').trim()] as const;
  return keptUntil === undefined ? [attempt] : [attempt, ['お預かり期限', 'Kept until', keptUntil]];
}

function putCaption(document: Document, y: number, ja: string, en: string, x = LEFT): void {
  const width = putText(document, x, y, ja, { size: 8, weight: 'bold' });
  putText(document, x + width + 5, y, en, { size: 7, colour: SOFT });
}

function rule(document: Document, y: number): void {
  document.rect(LEFT, y, RIGHT - LEFT, 0.6).fill(HAIRLINE);
}

/** How to ask for another delivery, the page's code beside it; returns where it ends. */
function drawSteps(document: Document, tracking: string, top: number): number {
  putCaption(document, top, '再配達・お受け取りのお申し込み', 'To get your parcel');
  const codeTop = top + 4 * MM;
  drawQr(document, tracking, RIGHT - CODE, codeTop, CODE);
  const room = RIGHT - LEFT - CODE - 9 * MM;
  const left = LEFT + 4.5 * MM;
  let y = top + 6.5 * MM;
  STEPS.forEach(([ja, en], at) => {
    putText(document, LEFT, y, `${at + 1}`, { size: 9, weight: 'bold', colour: ACCENT });
    for (const line of wrapText(ja, 'regular', 8, room)) {
      putText(document, left, y, line, { size: 8 });
      y += 11;
    }
    for (const line of wrapText(en, 'regular', 7, room)) {
      putText(document, left, y, line, { size: 7, colour: SOFT });
      y += 9.5;
    }
    y += 4;
  });
  y = Math.max(y, codeTop + CODE + 4 * MM);
  putText(document, LEFT, y, tracking, { size: 7.5, colour: INK, room: RIGHT - LEFT });
  return y + 3.5 * MM;
}

function drawDepot(document: Document, { depot }: MissedNotice, top: number): void {
  putCaption(document, top, 'お預かりしている営業所', 'The parcel is at');
  let y = top + 5.5 * MM;
  putText(document, LEFT, y, depot.name, { size: 11, weight: 'bold', room: RIGHT - LEFT });
  for (const line of wrapText(depot.address, 'regular', 8.5, RIGHT - LEFT).slice(0, 2)) {
    y += 12.5;
    putText(document, LEFT, y, line, { size: 8.5 });
  }
  if (depot.phone !== undefined) putText(document, LEFT, y + 13.5, depot.phone, { size: 10, weight: 'bold' });
}
