/** Prints a small sheet of text and one code, drawn in a hidden frame: black on white, whatever the appearance. */
import { openPrintFrame } from './print-frame.ts';

export interface TextSheet {
  readonly title: string;
  /** In rows of four. */
  readonly groups: readonly string[];
  readonly explain: string;
  /** Rows of modules, `1` dark. */
  readonly code: readonly string[];
}

const STYLE = `@page { size: A5; margin: 14mm }
  body { margin: 0; color: #000; background: #fff; font: 11pt/1.5 sans-serif }
  h1 { font-size: 13pt } ol { display: grid; grid-template-columns: repeat(4, 1fr); gap: 4mm; padding: 0; list-style: none }
  li { border: 0.3mm solid #000; padding: 2mm; text-align: center; font: 700 16pt/1.2 monospace } svg { width: 45mm }`;

const SVG = 'http://www.w3.org/2000/svg';
/** Modules of white around the code. */
const QUIET = 4;

export function printSheet({ title, groups, explain, code }: TextSheet): void {
  const frame = openPrintFrame(STYLE);
  if (!frame) return;
  const { page, sheet } = frame;
  const add = (parent: Element, name: string, text: string): Element => {
    const element = sheet.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  add(sheet.body, 'h1', title);
  const list = add(sheet.body, 'ol', '');
  for (const group of groups) add(list, 'li', group);
  add(sheet.body, 'p', explain);
  const side = code.length + 2 * QUIET;
  const picture = sheet.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${side} ${side}`);
  const path = sheet.createElementNS(SVG, 'path');
  const dots = code.flatMap((row, y) =>
    [...row].flatMap((dot, x) => (dot === '1' ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  path.setAttribute('d', dots.join(''));
  picture.append(path);
  sheet.body.append(picture);
  page.print();
}
