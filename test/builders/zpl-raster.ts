/**
 * As a label printer sees ZPL: the commands that we send, read anew from Zebra's guide and drawn with encoders other than
 * the program's own. Anything else in the text is an error.
 */
import bwip from 'bwip-js/node';
import type { GreyPicture } from '#main/printing/rasterise.ts';

// oxlint-disable-next-line import/no-named-as-default-member
const encode = bwip.raw;

interface State {
  x: number;
  y: number;
  module: number;
  height: number;
  draw?: (data: string) => void;
}

/** What a printer ignores on a white label that is printed upright. */
const IDLE = /^(JZY|PON|PMN|LRN|FWN|LH0,0|LL\d+|PW\d+)$/;

export interface ZplRaster extends GreyPicture {
  /** `^FD` of every code, in order. */
  readonly fields: readonly string[];
  readonly copies: number;
}

export function rasteriseZpl(zpl: string): ZplRaster {
  const format = /^\^XA([^]*)\^XZ\s*$/.exec(zpl);
  if (format === null) throw new Error('not one format from ^XA to ^XZ');
  const commands = format[1]!.split('^').map((each) => each.replace(/\n$/, ''));
  if (commands.shift() !== '') throw new Error('text outside of a command');
  const size = (name: string): number => Number(commands.find((each) => each.startsWith(name))?.slice(2));
  const [width, height] = [size('PW'), size('LL')];
  const grey = new Uint8Array(width * height).fill(255);
  const fields: string[] = [];
  let copies = 0;
  const state: State = { x: 0, y: 0, module: 2, height: 10 };

  const dot = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) throw new Error(`a dot beside the paper: ${x}, ${y}`);
    grey[y * width + x] = 0;
  };
  const block = (x: number, y: number, w: number, h: number): void => {
    for (let row = y; row < y + h; row++) for (let column = x; column < x + w; column++) dot(column, row);
  };

  for (const command of commands) {
    const name = command.slice(0, 2);
    const rest = command.slice(2);
    const values = rest.split(',');
    if (name === 'FO') [state.x, state.y] = values.map(Number) as [number, number];
    else if (name === 'BY') {
      state.module = Number(values[0]);
      state.height = Number(values[2]);
    } else if (name === 'GF') drawGraphic(rest, state, dot);
    else if (name === 'BC') {
      const [turn, tall, ...flags] = values;
      if (flags.join() !== 'N,N,N,N') throw new Error(`^BC ${rest}`);
      const { x, y, module } = state;
      state.draw = (data) => {
        const bars = barsOf(data);
        const long = bars.length * module;
        bars.forEach((black, at) => {
          if (!black) return;
          if (turn === 'N') block(x + at * module, y, module, Number(tall));
          // Bottom up.
          else if (turn === 'B') block(x, y + long - (at + 1) * module, Number(tall), module);
          else throw new Error(`^BC ${turn}`);
        });
      };
    } else if (name === 'BQ') {
      const [turn, model, magnification] = values;
      if (turn !== 'N' || model !== '2') throw new Error(`^BQ ${rest}`);
      const { x, y, height: sinks } = state;
      state.draw = (data) => {
        const [, level, digits] = /^([HQML])M,N(\d+)$/.exec(data) ?? [];
        if (digits === undefined) throw new Error('^BQ takes manual numeric input here');
        const [symbol] = encode({ bcid: 'qrcode', text: digits, eclevel: level! } as Parameters<typeof encode>[0]);
        if (symbol === undefined || !('pixs' in symbol)) throw new Error('no QR code');
        const dots = Number(magnification);
        symbol.pixs.forEach((black, at) => {
          const [column, row] = [at % symbol.pixx, Math.floor(at / symbol.pixx)];
          if (black) block(x + column * dots, y + sinks + row * dots, dots, dots);
        });
      };
    } else if (name === 'FD') {
      fields.push(rest);
      state.draw?.(rest);
    } else if (name === 'FS') delete state.draw;
    else if (name === 'PQ') copies = Number(values[0]);
    else if (!IDLE.test(command)) throw new Error(`not known: ^${command.slice(0, 30)}`);
  }
  return { width, height, grey, fields, copies };
}

/** Subsets by hand, symbols by bwip-js: its `raw` syntax takes the values themselves. */
function barsOf(data: string): readonly boolean[] {
  let set = data.startsWith('>;') ? 'C' : data.startsWith('>:') ? 'B' : '';
  const values = [set === 'C' ? 105 : 104];
  let rest = data.slice(2);
  while (rest !== '') {
    const invocation = /^>([568])/.exec(rest)?.[1];
    if (invocation !== undefined) {
      values.push({ 5: 99, 6: 100, 8: 102 }[invocation as '5']);
      if (invocation === '5') set = 'C';
      if (invocation === '6') set = 'B';
      rest = rest.slice(2);
    } else if (set === 'C' && /^\d\d/.test(rest)) {
      values.push(Number(rest.slice(0, 2)));
      rest = rest.slice(2);
    } else if (set === 'B' && /^[0-9A-Z]/.test(rest)) {
      values.push(rest.charCodeAt(0) - 32);
      rest = rest.slice(1);
    } else throw new Error(`no Code 128: ${data}`);
  }
  const text = values.map((value) => `^${String(value).padStart(3, '0')}`).join('');
  const [symbol] = encode({ bcid: 'code128', text, raw: true } as Parameters<typeof encode>[0]);
  if (symbol === undefined || !('sbs' in symbol)) throw new Error('no bars');
  return symbol.sbs.flatMap((width, at) => Array<boolean>(width).fill(at % 2 === 0));
}

function drawGraphic(rest: string, { x, y }: State, dot: (x: number, y: number) => void): void {
  const [, total, bytes, stride, data] = /^A,(\d+),(\d+),(\d+),([0-9A-Za-z,:!]+)$/.exec(rest) ?? [];
  if (data === undefined || total !== bytes) throw new Error('no ^GFA');
  const nibbles = Number(stride) * 2;
  const rows: string[] = [];
  let row = '';
  let count = 0;
  for (const letter of data) {
    if (/[G-Y]/.test(letter)) count += letter.charCodeAt(0) - 0x46;
    else if (/[g-z]/.test(letter)) count += (letter.charCodeAt(0) - 0x66) * 20;
    else if (letter === ':') rows.push(rows.at(-1)!);
    else {
      if (letter === ',') row = row.padEnd(nibbles, '0');
      else if (letter === '!') row = row.padEnd(nibbles, 'F');
      else row += letter.repeat(Math.max(1, count));
      count = 0;
      if (row.length === nibbles) {
        rows.push(row);
        row = '';
      }
    }
  }
  if (row !== '' || rows.length * Number(stride) !== Number(bytes))
    throw new Error('^GFA: another size than announced');
  rows.forEach((hex, line) => {
    for (let at = 0; at < nibbles; at++) {
      const four = parseInt(hex[at]!, 16);
      for (let bit = 0; bit < 4; bit++) if (four & (8 >> bit)) dot(x + at * 4 + bit, y + line);
    }
  });
}
