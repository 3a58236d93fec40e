/** Prints a small sheet of text and one code, drawn in a hidden frame: black on white, whatever the appearance. */
import { openPrintFrame } from './print-frame.ts';

export interface TextSheet {
  readonly title: string;
  /** Whose it is, line by line. */
  readonly whose: readonly string[];
  /** In rows of four, numbered as they are read out. */
  readonly groups: readonly string[];
  readonly explain: string;
  /** Rows of modules, `1` dark. */
  readonly code: readonly string[];
  /** To be written by hand: what stands under each line. */
  readonly blanks: readonly string[];
}

const STYLE = `@page { size: A5; margin: 14mm }
  body { margin: 0; color: #000; background: #fff; font: 10pt/1.5 'Inter Variable', 'Noto Sans JP Variable', sans-serif }
  h1 { margin: 0 0 2mm; padding-bottom: 2mm; border-bottom: 0.3mm solid #000; font-size: 15pt; line-height: 1.3 }
  p { margin: 0 } .whose { font-weight: 600 }
  ol { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 6mm 0; padding: 0; list-style: none }
  li { border: 0.3mm solid #000; border-radius: 1mm; padding: 1mm 0 2mm; text-align: center;
    font-size: 16pt; font-weight: 700; font-variant-numeric: tabular-nums; line-height: 1.2 }
  li span { display: block; font-size: 7pt; font-weight: 400 }
  .foot { display: grid; grid-template-columns: 38mm 1fr; gap: 8mm; align-items: start } svg { display: block; width: 38mm }
  .blank { margin-top: 11mm; border-top: 0.2mm solid #000; font-size: 8pt }`;

const SVG = 'http://www.w3.org/2000/svg';

export function printSheet({ title, whose, groups, explain, code, blanks }: TextSheet): void {
  const frame = openPrintFrame(STYLE);
  if (!frame) return;
  const { page, sheet } = frame;
  // Digits and kanji are drawn by it.
  sheet.documentElement.lang = document.documentElement.lang;
  const add = (parent: Element, name: string, text = '', as = ''): Element => {
    const element = sheet.createElement(name);
    element.textContent = text;
    if (as !== '') element.className = as;
    parent.append(element);
    return element;
  };
  add(sheet.body, 'h1', title);
  for (const line of whose) add(sheet.body, 'p', line, 'whose');
  const list = add(sheet.body, 'ol');
  for (const [at, group] of groups.entries()) {
    const item = add(list, 'li');
    add(item, 'span', String(at + 1));
    item.append(group);
  }
  const foot = add(sheet.body, 'div', '', 'foot');
  const picture = sheet.createElementNS(SVG, 'svg');
  // The paper around it is white.
  picture.setAttribute('viewBox', `0 0 ${code.length} ${code.length}`);
  const path = sheet.createElementNS(SVG, 'path');
  const dots = code.flatMap((row, y) => [...row].flatMap((dot, x) => (dot === '1' ? [`M${x} ${y}h1v1h-1z`] : [])));
  path.setAttribute('d', dots.join(''));
  picture.append(path);
  foot.append(picture);
  const words = add(foot, 'div');
  add(words, 'p', explain);
  for (const blank of blanks) add(words, 'p', blank, 'blank');
  page.print();
}
