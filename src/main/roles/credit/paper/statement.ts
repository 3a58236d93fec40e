/**
 * Statements and letters about them on A4, folded in three for a window envelope. Called where a statement is mailed,
 * printed or looked at; must never know what was bought.
 */
import { formatMoney } from '#shared/domain/money.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { type Document, finishDocument, openDocument } from '#main/printing/document.ts';
import {
  ACCENT,
  BODY,
  HAIRLINE,
  INK,
  LEADING,
  MM,
  PAPERS,
  putText,
  SMALL,
  SOFT,
  type Style,
} from '#main/printing/sheet.ts';
import { wrapText } from '#main/printing/typeface.ts';
import type { StatementPaper, StatementPaperLine } from './statement-model.ts';
import { STATEMENT_WORDS, type StatementWords } from './statement-words.ts';

const { width: WIDTH, height: HEIGHT } = PAPERS.A4;
const LEFT = 20 * MM;
const RIGHT = WIDTH - 20 * MM;
/** Where the margin at the foot begins. */
const BOTTOM = HEIGHT - 20 * MM;
const TOP = 18 * MM;
/** The window of a Japanese envelope (長形3号) over a sheet folded in three; DL windows show it too. */
const WINDOW = { left: 22 * MM, top: 20 * MM, width: 80 * MM, lines: 6 } as const;
const FOLD = HEIGHT / 3;
const ROW = 17;
const TABLE_HEAD = 20;
/** Below the head of a page that goes on. */
const RUNNING = TOP + 32;

interface Sheet {
  readonly document: Document;
  readonly paper: StatementPaper;
  readonly words: StatementWords;
}

/** Papers drawn before others get their turn. */
const AT_ONCE = 10;

/**
 * One document of all papers, each from a page of its own; it tells the day of the first.
 * @param goesOn told how many are drawn; false ends it there
 */
export function drawStatements(
  papers: readonly StatementPaper[],
  goesOn: (drawn: number) => boolean = () => true,
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = papers;
  if (!first) throw new Error('nothing to draw');
  const document = openDocument(first.issuedOn);
  return finishDocument(document, async () => {
    for (const [at, paper] of papers.entries()) {
      if (at > 0 && at % AT_ONCE === 0) {
        await new Promise((resume) => setImmediate(resume));
        if (!goesOn(at)) return;
      }
      drawPaper({ document, paper, words: STATEMENT_WORDS[paper.language] });
    }
  });
}

function drawPaper(sheet: Sheet): void {
  const pages = paginate(sheet);
  pages.forEach(({ lines, foot }, at) => {
    sheet.document.addPage({ size: [WIDTH, HEIGHT], margin: 0 });
    const top = at === 0 ? drawHead(sheet) : drawRunningHead(sheet);
    const end = lines.length > 0 ? drawTable(sheet, lines, top) : top;
    if (foot) drawFoot(sheet, end);
    drawPageFoot(sheet, at + 1, pages.length);
  });
}

// What goes on which page

interface Page {
  readonly lines: StatementPaperLine[];
  foot: boolean;
}

const FOOT = 22 + 2 * 11 + 6;

function paginate(sheet: Sheet): readonly Page[] {
  let page: Page = { lines: [], foot: false };
  const pages = [page];
  let room = BOTTOM - headEnd(sheet) - TABLE_HEAD;
  const turn = (): void => {
    pages.push((page = { lines: [], foot: false }));
    room = BOTTOM - RUNNING - TABLE_HEAD;
  };
  for (const line of sheet.paper.lines) {
    if (room < ROW) turn();
    page.lines.push(line);
    room -= ROW;
  }
  if (room < FOOT) turn();
  page.foot = true;
  return pages;
}

// Parts of the page

const TITLE = 118 * MM;

/** The introduction's lines, and how much it is that the box asks for. */
function introOf({ paper, words }: Sheet): readonly string[] {
  const kind = paper.notice ?? (totalOf(paper) > 0 ? 'bill' : 'credit');
  return wrapText(words.intro[kind], 'regular', BODY + 0.5, RIGHT - LEFT);
}

function totalOf({ lines }: StatementPaper): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

/** The facts beside the total, from top to bottom. */
function factsOf({ paper, words }: Sheet): readonly (readonly [caption: string, value: string])[] {
  if (totalOf(paper) <= 0) return [[words.reference, formatNumber(paper.reference)]];
  return [
    [words.due, words.formatDate(paper.dueOn)],
    [words.reference, formatNumber(paper.reference)],
  ];
}

const CAPTION = 78;

/** The account is one long line of text; it may take several. */
function payToOf({ paper, words }: Sheet): readonly string[] {
  if (totalOf(paper) <= 0) return [];
  const text = paper.account ?? words.askUs;
  return [...wrapText(text, 'bold', BODY + 0.5, RIGHT - LEFT - CAPTION - 24), words.payHint];
}

function boxTop(sheet: Sheet): number {
  return TITLE + 12 + introOf(sheet).length * 14 + 6;
}

function boxHeight(sheet: Sheet): number {
  const pay = payToOf(sheet).length;
  return 62 + (sheet.paper.paid > 0 && totalOf(sheet.paper) > 0 ? 30 : 0) + (pay > 0 ? 10 + pay * LEADING : 0);
}

function headEnd(sheet: Sheet): number {
  return boxTop(sheet) + boxHeight(sheet) + 14;
}

function drawHead(sheet: Sheet): number {
  const { document, paper, words } = sheet;
  drawAddressee(sheet);
  const { name, url = '' } = paper.company;
  put(sheet, RIGHT, TOP + 6, name, { size: 12, weight: 'bold', align: 'right', room: 78 * MM });
  put(sheet, RIGHT, TOP + 20, url, { size: SMALL, colour: SOFT, align: 'right', room: 78 * MM });
  put(sheet, RIGHT, TOP + 40, `${words.issued}  ${words.formatDate(paper.issuedOn)}`, { align: 'right' });
  put(sheet, RIGHT, TOP + 54, `${words.reference}  ${formatNumber(paper.reference)}`, { align: 'right' });
  document.rect(4 * MM, FOLD, 5 * MM, 0.5).fill(HAIRLINE);
  const title = paper.notice === undefined ? words.title(paper.month) : words.notices[paper.notice];
  const width = put(sheet, LEFT, TITLE - 8, title, { size: 16, weight: 'bold' });
  if (paper.notice !== undefined) {
    put(sheet, LEFT + width + 12, TITLE - 8, words.title(paper.month), { size: BODY, colour: SOFT });
  }
  document.rect(LEFT, TITLE, RIGHT - LEFT, 1.5).fill(ACCENT);
  introOf(sheet).forEach((line, at) => put(sheet, LEFT, TITLE + 20 + at * 14, line, { size: BODY + 0.5 }));
  drawBox(sheet);
  return headEnd(sheet);
}

function drawAddressee(sheet: Sheet): void {
  const { name, postalCode, address } = sheet.paper.addressee;
  const { words, paper } = sheet;
  const { left, top, width, lines } = WINDOW;
  const names = wrapText(words.honour(name), 'bold', 12, width).slice(0, 2);
  const street = wrapText(address, 'regular', 10, width).slice(0, lines - names.length - 1);
  const postal = postalCode === '' ? [] : [words.postal(postalCode)];
  // The script decides which comes first, as on any envelope: place before person in Japanese.
  const blocks =
    paper.language === 'ja'
      ? [small(postal), small(street), large(names)]
      : [large(names), small(street), small(postal)];
  let y = top;
  for (const { text, size, weight, gap } of blocks.flat()) {
    y += size + gap;
    put(sheet, left, y, text, { size, weight, room: width });
  }
}

const small = (lines: readonly string[]) =>
  lines.map((text) => ({ text, size: 10, weight: 'regular' as const, gap: 4 }));
const large = (lines: readonly string[]) =>
  lines.map((text, at) => ({ text, size: 12, weight: 'bold' as const, gap: at === 0 ? 8 : 4 }));

/** What to pay, until when, under which number, and where. */
function drawBox(sheet: Sheet): void {
  const { document, paper, words } = sheet;
  const total = totalOf(paper);
  const top = boxTop(sheet);
  const bottom = top + boxHeight(sheet);
  const isPart = paper.paid > 0 && total > 0;
  document
    .lineWidth(0.75)
    .roundedRect(LEFT, top, RIGHT - LEFT, bottom - top, 4)
    .stroke(INK);
  const caption = total <= 0 ? words.credit : isPart ? words.rest : words.total;
  const left = LEFT + 12;
  put(sheet, left, top + 18, caption, { size: SMALL + 1, colour: SOFT });
  put(sheet, left, top + 46, money(paper, Math.abs(total - (isPart ? paper.paid : 0))), { size: 24, weight: 'bold' });
  factsOf(sheet).forEach(([name, value], at) => {
    const y = top + 22 + at * 24;
    put(sheet, RIGHT - 12, y, value, { size: 12, weight: 'bold', align: 'right' });
    put(sheet, RIGHT - 130, y, name, { size: SMALL + 1, colour: SOFT, align: 'right' });
  });
  let y = top + 62;
  if (isPart) {
    for (const [name, value] of [
      [words.total, total],
      [words.paid, -paper.paid],
    ] as const) {
      put(sheet, left, y + 8, name, { size: SMALL + 1, colour: SOFT });
      put(sheet, left + 190, y + 8, money(paper, value), { align: 'right' });
      y += LEADING;
    }
    y += 4;
  }
  const pay = payToOf(sheet);
  if (pay.length === 0) return;
  document.rect(left, y, RIGHT - LEFT - 24, 0.5).fill(HAIRLINE);
  put(sheet, left, y + LEADING, words.payTo, { size: SMALL + 1, colour: SOFT });
  pay.forEach((line, at) => {
    const isHint = at === pay.length - 1;
    const style: Style = isHint ? { size: SMALL, colour: SOFT } : { size: BODY + 0.5, weight: 'bold' };
    put(sheet, left + CAPTION, y + (at + 1) * LEADING, line, { ...style, room: RIGHT - left - CAPTION - 12 });
  });
}

function drawRunningHead(sheet: Sheet): number {
  const { document, paper, words } = sheet;
  const text = `${words.reference} ${formatNumber(paper.reference)}`;
  put(sheet, LEFT, TOP + 9, `${paper.company.name}  ${words.title(paper.month)}`, {
    weight: 'bold',
    room: (RIGHT - LEFT) * 0.6,
  });
  put(sheet, RIGHT, TOP + 9, text, { align: 'right' });
  document.rect(LEFT, TOP + 16, RIGHT - LEFT, 0.75).fill(ACCENT);
  return RUNNING;
}

const COLUMNS = { date: LEFT, mall: LEFT + 82, receipt: RIGHT - 176, amount: RIGHT } as const;

function drawTable(sheet: Sheet, lines: readonly StatementPaperLine[], top: number): number {
  const { document, paper, words } = sheet;
  const head = { size: SMALL, colour: SOFT } as const;
  put(sheet, COLUMNS.date, top + 10, words.date, head);
  put(sheet, COLUMNS.mall, top + 10, words.mall, head);
  put(sheet, COLUMNS.receipt, top + 10, words.receipt, head);
  put(sheet, COLUMNS.amount, top + 10, words.amount, { ...head, align: 'right' });
  let y = top + TABLE_HEAD - 4;
  document.rect(LEFT, y, RIGHT - LEFT, 0.75).fill(INK);
  for (const line of lines) {
    const baseline = y + 12;
    put(sheet, COLUMNS.mall, baseline, lineText(line, words), { room: COLUMNS.receipt - COLUMNS.mall - 10 });
    if (line.kind !== 'carried') put(sheet, COLUMNS.date, baseline, words.formatDate(line.date), {});
    if (line.receipt !== undefined) put(sheet, COLUMNS.receipt, baseline, formatNumber(line.receipt), {});
    put(sheet, COLUMNS.amount, baseline, money(paper, line.amount), { align: 'right' });
    y += ROW;
    document.rect(LEFT, y, RIGHT - LEFT, 0.5).fill(HAIRLINE);
  }
  return y;
}

function lineText({ kind, mall = '', amount }: StatementPaperLine, words: StatementWords): string {
  if (kind === 'carried') return amount < 0 ? words.carriedCredit : words.carried;
  return kind === 'refund' ? `${words.refund}  ${mall}` : mall;
}

function drawFoot(sheet: Sheet, top: number): void {
  const { paper, words } = sheet;
  const total = money(paper, totalOf(paper));
  put(sheet, COLUMNS.amount, top + 20, total, { size: 12, weight: 'bold', align: 'right' });
  put(sheet, COLUMNS.receipt, top + 20, words.sum, { weight: 'bold' });
  put(sheet, LEFT, top + 36, words.nameless, { size: SMALL, colour: SOFT });
  put(sheet, LEFT, top + 47, words.interest, { size: SMALL, colour: SOFT });
}

function drawPageFoot(sheet: Sheet, page: number, pages: number): void {
  if (pages === 1) return;
  const y = BOTTOM + 16;
  put(sheet, RIGHT, y, `${page} / ${pages}`, { size: SMALL, colour: SOFT, align: 'right' });
  if (page < pages) put(sheet, LEFT, y, sheet.words.continued, { size: SMALL, colour: SOFT });
}

// Small pieces

function money({ currency }: StatementPaper, value: number): string {
  return formatMoney({ value, currency }).normalize('NFKC');
}

function put({ document }: Sheet, x: number, y: number, text: string, style: Style): number {
  return putText(document, x, y, text, style);
}
