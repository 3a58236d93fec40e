/**
 * The one layout of a label (DESIGN.md, "The label"): everything in whole dots of the printer, from the top left.
 * PDF, preview and any printer language draw these items and decide nothing themselves.
 */
import { fitText, measureText, type Weight } from '#main/printing/typeface.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type BarModules, CODE128_QUIET_MODULES, drawFence, drawLadder, encodeCode128 } from './code128.ts';
import type { LabelKind, LabelMedia, LabelModel, PrinterDpi } from './model.ts';
import {
  type CodeItem,
  type LabelLayout,
  openPage,
  type Page,
  putFill,
  putFrame,
  putName,
  putRule,
  putText,
} from './page.ts';
import { PICTOGRAMS, type Pictogram } from './pictograms.ts';
import { drawQrCode, encodeQrCode, QR_QUIET_MODULES } from './qr-code.ts';

/** Dots a module. At 300 dpi the wider contents module is taken where it fits beside the main code. */
const MODULES: Record<PrinterDpi, { main: number; contents: readonly number[]; fence: number; ladder: number }> = {
  203: { main: 4, contents: [3], fence: 3, ladder: 4 },
  300: { main: 6, contents: [5, 4], fence: 4, ladder: 6 },
};

/** Modules a side: an addressee of bucket 384, contents of bucket 256, both with an 18-digit number field. */
const LARGEST_MAIN = 97;
const LARGEST_CONTENTS = 81;

const NUMBER_CAPTIONS: Record<LabelKind, string> = {
  shipping: '送り状番号 Shipping No.',
  receipt: '受付番号 Receipt No.',
  return: '返送番号 Return No.',
};
const MAIN_CAPTIONS: Record<LabelKind, readonly [string, string]> = {
  shipping: ['宛先（封緘）', 'addressee, sealed'],
  receipt: ['お客様（封緘）', 'customer, sealed'],
  return: ['宛先（封緘）', 'addressee, sealed'],
};

/** Lays out one label. Fails with `bad-number`, `damaged` (codes that are not digits) or `too-large`. */
export function layoutLabel(model: LabelModel, media: LabelMedia): Result<LabelLayout> {
  const bars = encodeCode128(model.label);
  if (!bars.ok) return bars;
  const main = model.mainCode === undefined ? undefined : encodeQrCode(model.mainCode);
  if (main?.ok === false) return main;
  const contents = model.contentsCode === undefined ? undefined : encodeQrCode(model.contentsCode);
  if (contents?.ok === false) return contents;
  if (main !== undefined && main.value.size > LARGEST_MAIN) return fail('too-large', 'main');
  if (contents !== undefined && contents.value.size > LARGEST_CONTENTS) return fail('too-large', 'contents');

  const page = openPage(media);
  placeLadder(page, bars.value);
  placeHead(page, model);
  placeFence(page, bars.value);
  placeNumber(page, model);
  placeInstructions(page, model);
  placeSealedCodes(page, model, main?.value, contents?.value);
  placeFoot(page, model);
  return ok({ media, width: page.width, height: page.height, items: page.items });
}

type QrModules = Parameters<typeof drawQrCode>[0];

function placeLadder(page: Page, bars: BarModules): void {
  const dots = MODULES[page.media.dpi].ladder;
  const bitmap = drawLadder(bars, dots, page.mm(10));
  const y = Math.round((page.height - bitmap.height) / 2);
  page.items.push({
    type: 'code',
    name: 'ladder',
    x: page.ladderLeft,
    y,
    bitmap,
    quiet: CODE128_QUIET_MODULES * dots,
  });
}

function placeHead(page: Page, model: LabelModel): void {
  const { mm, left, right } = page;
  const { piece, of, copy } = model.label;
  const cells: readonly (readonly [string, string])[] = [
    ...(model.size === undefined ? [] : [['サイズ SIZE', String(model.size)] as const]),
    ['個口 PIECE', `${piece}/${of}`],
    ['発行 COPY', String(copy)],
  ];
  let edge = right;
  for (const [caption, value] of [...cells].reverse()) {
    const captionWidth = putText(page, edge, mm(5), caption, { size: 5.5, align: 'right' });
    const valueWidth = putText(page, edge, mm(10.8), value, { size: 16, weight: 'bold', align: 'right' });
    edge -= Math.round(Math.max(captionWidth, valueWidth)) + mm(3.5);
  }
  putName(page, left, mm(10.8), model.carrier, { size: 16, breakAt: 10.5 }, edge - left);
}

function placeFence(page: Page, bars: BarModules): void {
  const dots = MODULES[page.media.dpi].fence;
  const quiet = CODE128_QUIET_MODULES * dots;
  const bitmap = drawFence(bars, dots, page.mm(18));
  page.items.push({ type: 'code', name: 'fence', x: Math.max(page.left, quiet), y: page.mm(14.5), bitmap, quiet });
}

function placeNumber(page: Page, model: LabelModel): void {
  const { mm, left, right } = page;
  const baseline = mm(39.5);
  const tag = model.kind !== 'shipping';
  const pad = tag ? mm(1.5) : 0;
  const style = { size: 6.5, weight: tag ? 'bold' : 'regular', align: 'right', paper: tag } as const;
  const start = page.items.length;
  const caption =
    Math.ceil(putText(page, right - pad, baseline - pad / 2, NUMBER_CAPTIONS[model.kind], style)) + 2 * pad;
  // Whatever does not go out to a customer must not look as if it did.
  if (tag) {
    const box = { type: 'fill', x: right - caption, y: baseline - mm(4), width: caption, height: mm(4.5) } as const;
    page.items.splice(start, 0, box);
  }
  const room = right - left - caption - mm(3);
  putText(page, left, baseline, formatNumber(model.label.number), { size: 18, least: 10, weight: 'bold', room });
  putRule(page, mm(42.5));
}

/** Cash to collect on the left, handling marks beside it. */
function placeInstructions(page: Page, model: LabelModel): void {
  const { mm, left, right } = page;
  const top = mm(45.5);
  const height = mm(22);
  const width = model.collect === undefined ? 0 : mm(37);
  if (model.collect !== undefined) placeCollect(page, formatMoney(model.collect).normalize('NFKC'), top, width, height);
  const marks = [...new Set(model.marks)].slice(0, 4).map((mark) => PICTOGRAMS[mark]);
  const room = right - left - width - (width > 0 ? mm(2) : 0);
  const slot = Math.min(mm(20), Math.floor(room / Math.max(marks.length, 1)));
  placeMarks(page, marks, width > 0 ? right - marks.length * slot : left, slot, top, height);
  putRule(page, mm(70));
}

function placeCollect(page: Page, amount: string, top: number, width: number, height: number): void {
  const { mm, left } = page;
  const strip = mm(7.5);
  putFrame(page, left, top, width, height, mm(0.75));
  putFill(page, left, top, width, strip);
  putText(page, left + mm(2.5), top + mm(5.4), '代引 COLLECT', { size: 12, weight: 'bold', paper: true });
  const room = width - mm(5);
  const { text, size } = fitText(amount, 'bold', page.pt(26), page.pt(8), room);
  const x = left + (width - measureText(text, 'bold', size)) / 2;
  const y = Math.round(top + (strip + height) / 2 + size * HALF_CAPITAL);
  page.items.push({ type: 'text', x, y, text, size, weight: 'bold' });
}

/** Half the height of a capital letter, in ems. */
const HALF_CAPITAL = 0.3665;

function placeMarks(
  page: Page,
  marks: readonly Pictogram[],
  x: number,
  slot: number,
  top: number,
  height: number,
): void {
  const { mm, pt } = page;
  const room = slot - mm(0.8);
  // The longest caption sets the size of all.
  const sizeOf = (texts: readonly string[], weight: Weight, most: number): number =>
    Math.min(pt(most), ...texts.map((text) => room / measureText(text, weight, 1)));
  const jaSize = sizeOf(
    marks.map(({ ja }) => ja),
    'bold',
    7.5,
  );
  const enSize = sizeOf(
    marks.map(({ en }) => en),
    'regular',
    5.5,
  );
  const side = Math.min(mm(14.5), slot - mm(2));
  const jaBaseline = side + Math.round(mm(1) + jaSize * 0.95);
  const enBaseline = jaBaseline + Math.round(enSize * 1.3);
  const y = top + Math.round((height - enBaseline) / 2);
  const putCaption = (centre: number, below: number, text: string, weight: Weight, size: number): void => {
    page.items.push({
      type: 'text',
      x: centre - measureText(text, weight, size) / 2,
      y: y + below,
      text,
      size,
      weight,
    });
  };
  marks.forEach((pictogram, at) => {
    const centre = x + Math.round((at + 0.5) * slot);
    page.items.push({ type: 'picture', x: centre - Math.round(side / 2), y, side, pictogram });
    putCaption(centre, jaBaseline, pictogram.ja, 'bold', jaSize);
    putCaption(centre, enBaseline, pictogram.en, 'regular', enSize);
  });
}

/** Two columns that do not move with the length of what is sealed. */
function placeSealedCodes(page: Page, model: LabelModel, main?: QrModules, contents?: QrModules): void {
  const { mm, left, ladderLeft } = page;
  const modules = MODULES[page.media.dpi];
  const quiet = QR_QUIET_MODULES * modules.main;
  const top = mm(71) + quiet;
  if (main === undefined && model.kind === 'return') {
    placeReturn(page, model, top);
  } else if (main === undefined) {
    putText(page, left, top + mm(4), '番号で照会', { size: 11, weight: 'bold' });
    putText(page, left, top + mm(8), 'look up by number', { size: 7 });
  } else {
    const bitmap = drawQrCode(main, modules.main);
    putQrCode(
      page,
      { type: 'code', name: 'main', x: Math.max(left, quiet), y: top, bitmap, quiet },
      MAIN_CAPTIONS[model.kind],
    );
  }
  if (contents !== undefined) {
    const column = Math.max(left, quiet) + LARGEST_MAIN * modules.main + quiet;
    const wide = (dots: number): number => (contents.size + 2 * QR_QUIET_MODULES) * dots;
    const dots = modules.contents.find((dots) => column + wide(dots) <= ladderLeft) ?? modules.contents.at(-1)!;
    const bitmap = drawQrCode(contents, dots);
    const x = column + QR_QUIET_MODULES * dots;
    const code = { type: 'code', name: 'contents', x, y: top, bitmap, quiet: QR_QUIET_MODULES * dots } as const;
    putQrCode(page, code, ['内容（封緘）', 'contents, sealed']);
  }
}

/** Where a shipping label has its addressee: that it goes back, and to whom; the carrier knows its malls' addresses. */
function placeReturn(page: Page, model: LabelModel, top: number): void {
  const { mm, left, right } = page;
  const band = mm(48.5);
  putFill(page, left, band, right - left, mm(16));
  const word = { size: 32, weight: 'bold', align: 'center', paper: true } as const;
  putText(page, (left + right) / 2, band + mm(12), '返品 RETURN', word);
  const width = mm(41);
  putFrame(page, left, top, width, mm(27), mm(0.75));
  putText(page, left + mm(2.5), top + mm(5.5), 'お届け先 To', { size: 7.5, weight: 'bold' });
  putName(page, left + mm(2.5), top + mm(21), model.sender, { size: 17, breakAt: 12 }, width - mm(5));
}

function putQrCode(page: Page, code: CodeItem, [ja, en]: readonly [string, string]): void {
  page.items.push(code);
  const bottom = code.y + code.bitmap.height + code.quiet;
  putText(page, code.x, bottom + page.mm(2.8), ja, { size: 7.5, weight: 'bold', room: code.bitmap.width });
  putText(page, code.x, bottom + page.mm(5.4), en, { size: 6, room: code.bitmap.width });
}

function placeFoot(page: Page, model: LabelModel): void {
  const { mm, left, right, width, height } = page;
  const rule = height - mm(3) - mm(14.5);
  putRule(page, rule);
  // Nobody is named who sends it back.
  const isReturn = model.kind === 'return';
  if (!isReturn) putText(page, left, rule + mm(4.2), 'ご依頼主 From', { size: 6 });
  putText(page, right, rule + mm(4.2), '発行日 Date', { size: 6, align: 'right' });
  const baseline = rule + mm(13);
  const date = putText(page, right, baseline, model.date, { size: 12, align: 'right' });
  if (!isReturn) putName(page, left, baseline, model.sender, { size: 13, breakAt: 9 }, right - left - date - mm(4));
  putText(page, width - left, baseline, 'tokumei', { size: 6, align: 'right' });
}
