/** The nameless slip that lies in a parcel: packing slip, simplified invoice, and on pay-later orders the part to pay by. */
import { formatMoney, includedTax } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Document, finishDocument, openDocument } from './document.ts';
import { type PackingSlip, REDUCED_PERCENT, type SlipLine } from './packing-slip-model.ts';
import { SLIP_WORDS, type SlipWords } from './packing-slip-words.ts';
import { ACCENT, BODY, HAIRLINE, INK, LEADING, MM, PAPERS, putText, SMALL, SOFT, type Style } from './sheet.ts';
import { wrapText } from './typeface.ts';

const ROW_PAD = 4;

interface Sheet {
  readonly document: Document;
  readonly slip: PackingSlip;
  readonly words: SlipWords;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** Where the margin at the foot begins. */
  readonly bottom: number;
}

/** A slip of as many pages as its lines need; `width` and `height` of the paper as the slip asks. */
export function drawPackingSlip(slip: PackingSlip): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = PAPERS[slip.paper ?? 'A5'];
  const margin = (slip.paper === 'A4' ? 18 : 12) * MM;
  const document = openDocument(slip.date);
  const sheet: Sheet = {
    document,
    slip,
    words: SLIP_WORDS[slip.language],
    width,
    height,
    left: margin,
    right: width - margin,
    bottom: height - margin - 14,
  };
  return finishDocument(document, () => drawSheet(sheet));
}

function drawSheet(sheet: Sheet): void {
  const pages = paginate(sheet);
  pages.forEach((page, at) => {
    sheet.document.addPage({ size: [sheet.width, sheet.height], margin: 0 });
    let y = at === 0 ? drawHead(sheet) : drawRunningHead(sheet);
    if (page.rows.length > 0) y = drawTable(sheet, page.rows, y);
    if (page.totals) y = drawTotals(sheet, y);
    if (page.payment) drawPayment(sheet, !page.totals);
    drawPageFoot(sheet, at + 1, pages.length);
  });
}

// What goes on which page

interface Row {
  readonly line: SlipLine;
  readonly name: readonly string[];
  readonly height: number;
}

interface SheetPage {
  readonly rows: Row[];
  totals: boolean;
  payment: boolean;
}

const RUNNING_HEAD_HEIGHT = 30;
const TABLE_HEAD_HEIGHT = 20;

function paginate(sheet: Sheet): SheetPage[] {
  const pages: SheetPage[] = [];
  let room = 0;
  const turn = (): SheetPage => {
    const page = { rows: [], totals: false, payment: false };
    pages.push(page);
    room = sheet.bottom - sheet.left - (pages.length === 1 ? headHeight(sheet) : RUNNING_HEAD_HEIGHT);
    return page;
  };
  let page = turn();
  room -= TABLE_HEAD_HEIGHT;
  for (const row of sheet.slip.lines.map((line) => layRow(sheet, line))) {
    if (row.height > room) {
      page = turn();
      room -= TABLE_HEAD_HEIGHT;
    }
    page.rows.push(row);
    room -= row.height;
  }
  if (totalsHeight(sheet) > room) page = turn();
  page.totals = true;
  room -= totalsHeight(sheet);
  if (sheet.slip.payLater !== undefined) {
    if (paymentHeight(sheet) > room) page = turn();
    page.payment = true;
  }
  return pages;
}

function layRow(sheet: Sheet, line: SlipLine): Row {
  const { name: column } = columns(sheet);
  const name = wrapText(line.name, 'regular', BODY, column.width);
  return { line, name, height: name.length * LEADING + 2 * ROW_PAD };
}

function columns({ left, right }: Sheet) {
  const amount = { right, width: 62 };
  const rate = { right: amount.right - amount.width, width: 34 };
  const unitPrice = { right: rate.right - rate.width, width: 58 };
  const quantity = { right: unitPrice.right - unitPrice.width, width: 32 };
  return { name: { left, width: quantity.right - quantity.width - left - 6 }, quantity, unitPrice, rate, amount };
}

// Parts of the page

function headHeight({ slip }: Sheet): number {
  return slip.seller.registration === undefined ? 78 : 92;
}

function drawHead(sheet: Sheet): number {
  const { document, slip, words, left, right } = sheet;
  const top = left;
  const title = slip.seller.registration === undefined ? words.slip : words.invoice;
  put(sheet, left, top + 14, title, { size: 15, weight: 'bold', room: right - left });
  document.rect(left, top + 23, right - left, 1.5).fill(ACCENT);
  const meta = (y: number, caption: string, value: string): void => {
    const width = put(sheet, right, y, value, { size: BODY, weight: 'bold', align: 'right' });
    put(sheet, right - Math.max(width, 92) - 6, y, caption, { size: SMALL, colour: SOFT, align: 'right' });
  };
  meta(top + 42, words.purchase, formatNumber(slip.purchase));
  meta(top + 57, words.date, words.formatDate(slip.date));
  const room = (right - left) * 0.5;
  wrapText(slip.seller.name, 'bold', 11, room)
    .slice(0, 2)
    .forEach((line, at) => put(sheet, left, top + 43 + at * 14, line, { size: 11, weight: 'bold', room }));
  if (slip.seller.registration !== undefined) {
    const text = `${words.registration} ${slip.seller.registration}`;
    put(sheet, left, top + 72, text, { size: 8, room });
  }
  return top + headHeight(sheet);
}

function drawRunningHead(sheet: Sheet): number {
  const { document, slip, words, left, right } = sheet;
  const text = `${words.purchase} ${formatNumber(slip.purchase)}`;
  put(sheet, left, left + 9, slip.seller.name, { size: BODY, weight: 'bold', room: (right - left) * 0.5 });
  put(sheet, right, left + 9, text, { size: BODY, align: 'right' });
  document.rect(left, left + 16, right - left, 0.75).fill(ACCENT);
  return left + RUNNING_HEAD_HEIGHT;
}

function drawTable(sheet: Sheet, rows: readonly Row[], top: number): number {
  const { document, words, left, right } = sheet;
  const at = columns(sheet);
  const head = { size: SMALL, colour: SOFT } as const;
  put(sheet, at.name.left, top + 10, words.item, head);
  for (const column of ['quantity', 'unitPrice', 'rate', 'amount'] as const) {
    put(sheet, at[column].right, top + 10, words[column], { ...head, align: 'right' });
  }
  let y = top + TABLE_HEAD_HEIGHT - ROW_PAD;
  document.rect(left, y, right - left, 0.75).fill(INK);
  for (const { line, name, height } of rows) {
    const baseline = y + ROW_PAD + 9.5;
    name.forEach((text, index) => put(sheet, at.name.left, baseline + index * LEADING, text, {}));
    put(sheet, at.quantity.right, baseline, String(line.quantity), { align: 'right' });
    put(sheet, at.unitPrice.right, baseline, money(sheet, line.unitPrice), { align: 'right' });
    put(sheet, at.rate.right, baseline, rateText(line.taxPercent), { align: 'right' });
    put(sheet, at.amount.right, baseline, money(sheet, line.unitPrice * line.quantity), { align: 'right' });
    y += height;
    document.rect(left, y, right - left, 0.5).fill(HAIRLINE);
  }
  return y;
}

interface RateTotal {
  readonly percent: number;
  readonly total: number;
}

/** Highest rate first; the tax in each total is rounded once. */
function totalsByRate(slip: PackingSlip): readonly RateTotal[] {
  const totals = new Map<number, number>();
  for (const { taxPercent, unitPrice, quantity } of slip.lines) {
    totals.set(taxPercent, (totals.get(taxPercent) ?? 0) + unitPrice * quantity);
  }
  return [...totals].map(([percent, total]) => ({ percent, total })).sort((a, b) => b.percent - a.percent);
}

function totalsHeight(sheet: Sheet): number {
  return 30 + totalsByRate(sheet.slip).length * LEADING + 2 * 11 + 8 + missingHeight(sheet);
}

function drawTotals(sheet: Sheet, top: number): number {
  const { slip, words, left, right } = sheet;
  const totals = totalsByRate(slip);
  const at = columns(sheet);
  let y = top + 24;
  put(sheet, right, y, money(sheet, grandTotal(slip)), { size: 14, weight: 'bold', align: 'right' });
  put(sheet, at.quantity.right, y, words.total, {
    size: BODY,
    weight: 'bold',
    align: 'right',
    room: at.quantity.right - left,
  });
  y += 4;
  for (const { percent, total } of totals) {
    y += LEADING;
    const tax = money(sheet, includedTax(total, percent));
    put(sheet, right, y, `${words.taxIncluded} ${tax}`, { align: 'right' });
    put(sheet, at.unitPrice.right, y, money(sheet, total), { align: 'right' });
    put(sheet, at.quantity.right, y, words.subject(rateText(percent)), { align: 'right' });
  }
  const notes = totals.some(({ percent }) => percent === REDUCED_PERCENT)
    ? `${words.reduced} ${words.inclusive}`
    : words.inclusive;
  put(sheet, left, y + 18, notes, { size: SMALL, colour: SOFT });
  put(sheet, left, y + 29, words.nameless, { size: SMALL, colour: SOFT });
  drawMissing(sheet, y + 34);
  return y + 34 + missingHeight(sheet);
}

/** Each piece that is missing, and what becomes of its price. */
function missingLines({ slip, words, left, right }: Sheet): readonly string[] {
  if (slip.missing === undefined) return [];
  const { lines, collected } = slip.missing;
  const price = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const amount = formatMoney({ value: price, currency: slip.currency }).normalize('NFKC');
  const money = collected ? words.missingCash(amount) : words.missingFree(amount);
  return [...lines.map(({ name, quantity }) => `${name} × ${quantity}`), money].flatMap((line) =>
    wrapText(line, 'regular', BODY, right - left - 16),
  );
}

function missingHeight(sheet: Sheet): number {
  const lines = missingLines(sheet).length;
  return lines === 0 ? 0 : 30 + lines * LEADING;
}

function drawMissing(sheet: Sheet, top: number): void {
  const { document, words, left, right } = sheet;
  const lines = missingLines(sheet);
  if (lines.length === 0) return;
  document
    .lineWidth(0.75)
    .rect(left, top + 6, right - left, missingHeight(sheet) - 10)
    .stroke(INK);
  put(sheet, left + 8, top + 19, words.missing, { size: BODY, weight: 'bold' });
  lines.forEach((line, at) => put(sheet, left + 8, top + 33 + at * LEADING, line, {}));
}

/** Points from the margin to what is said in the part to pay by. */
const PAY_COLUMN = 84;

function paymentLines(sheet: Sheet): readonly string[] {
  const { slip, left, right } = sheet;
  const room = right - left - PAY_COLUMN;
  return (slip.payLater?.payTo ?? '').split('\n').flatMap((line) => wrapText(line, 'regular', BODY, room));
}

function paymentHeight(sheet: Sheet): number {
  return 92 + Math.max(paymentLines(sheet).length, 1) * LEADING;
}

/** To be torn off at the foot of the page, or on a page of its own. */
function drawPayment(sheet: Sheet, alone: boolean): void {
  const { document, slip, words, left, right, width } = sheet;
  const payTo = paymentLines(sheet);
  const top = alone ? left + RUNNING_HEAD_HEIGHT : sheet.bottom - paymentHeight(sheet);
  document.lineWidth(0.75).dash(3, { space: 3 }).moveTo(0, top).lineTo(width, top).stroke(SOFT).undash();
  put(sheet, left, top + 24, words.payHeading, { size: 11, weight: 'bold' });
  put(sheet, right, top + 26, money(sheet, grandTotal(slip)), { size: 18, weight: 'bold', align: 'right' });
  put(sheet, right - 110, top + 24, words.payAmount, { size: SMALL, colour: SOFT, align: 'right' });
  document.rect(left, top + 34, right - left, 0.75).fill(INK);
  const value = left + PAY_COLUMN;
  put(sheet, left, top + 50, words.payNumber, { size: SMALL, colour: SOFT });
  put(sheet, value, top + 50, formatNumber(slip.purchase), { size: 12, weight: 'bold' });
  put(sheet, left, top + 66, words.payDue, { size: SMALL, colour: SOFT });
  put(sheet, value, top + 66, words.formatDate(slip.payLater!.due), { size: BODY + 1, weight: 'bold' });
  put(sheet, left, top + 81, words.payTo, { size: SMALL, colour: SOFT });
  payTo.forEach((line, at) => put(sheet, value, top + 81 + at * LEADING, line, {}));
  put(sheet, left, top + 83 + payTo.length * LEADING, words.payHint, { size: SMALL, colour: SOFT });
}

function drawPageFoot(sheet: Sheet, page: number, pages: number): void {
  if (pages === 1) return;
  const y = sheet.bottom + 12;
  put(sheet, sheet.right, y, `${page} / ${pages}`, { size: SMALL, colour: SOFT, align: 'right' });
  if (page < pages) put(sheet, sheet.left, y, sheet.words.continued, { size: SMALL, colour: SOFT });
}

// Small pieces

function grandTotal(slip: PackingSlip): number {
  return slip.lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
}

function rateText(percent: number): string {
  return percent === REDUCED_PERCENT ? `${percent}%※` : `${percent}%`;
}

function money({ slip }: Sheet, value: number): string {
  return formatMoney({ value, currency: slip.currency }).normalize('NFKC');
}

/** One line on its baseline; returns its width in points. */
function put({ document }: Sheet, x: number, y: number, text: string, style: Style): number {
  return putText(document, x, y, text, style);
}
