/** Every script against what Chromium makes of the same words in the same font files at the same size. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { inflateSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishDocument, openDocument } from '#main/printing/document.ts';
import { drawText } from '#main/printing/draw-text.ts';
import { openPdf, RASTER_BOUNDS } from '#main/printing/rasterise.ts';
import { setLine } from '#main/printing/set-line.ts';
import { wrapText } from '#main/printing/typeface.ts';
import { expectOk } from '#shared/result.ts';
import { chromiumPath, launchChromium } from '#test/chromium.ts';
import { type InkPicture, inkOf, overlapOf } from './ink.ts';
import { WRITTEN_NAMES, type WrittenText } from './written-names.ts';

const SIZE = 32;
const SCALE = 2;
const ROW = 72;
const WIDTH = 1000;
/** Share of the ink of either that lies on, or a pixel beside, the ink of the other. */
const ALIKE = 0.97;

const textOf = ({ parts }: WrittenText): string => parts.map(([, text]) => text).join('');

/** A page a text. */
function drawTexts(
  texts: readonly (Pick<WrittenText, 'weight' | 'country'> & { readonly text: string })[],
): Promise<Uint8Array> {
  const document = openDocument('2026-11-21');
  return finishDocument(document, () => {
    for (const { text, weight, country } of texts) {
      document.addPage({ size: [WIDTH, ROW], margin: 0 });
      drawText(document, 20, 48, text, { weight, size: SIZE, colour: 'black', country });
    }
  });
}

async function inkOfPages(pdf: Uint8Array): Promise<readonly InkPicture[]> {
  const file = expectOk(await openPdf(pdf, RASTER_BOUNDS));
  const pages: InkPicture[] = [];
  for (let at = 0; at < file.pages; at++) {
    const { width, height, grey } = expectOk(await file.rasterise(at, 72 * SCALE));
    pages.push(inkOf(width, height, (x, y) => grey[y * width + x]!));
  }
  file.close();
  return pages;
}

const require = createRequire(import.meta.url);
const FAMILIES = { jp: 'JP', sans: '', sc: 'SC', kr: 'KR', arabic: 'Arabic' } as const;

function fontFile(face: keyof typeof FAMILIES, weight: 'regular' | 'bold'): string {
  const family = FAMILIES[face];
  const cut = weight === 'bold' ? '700Bold' : '400Regular';
  const folder = `@expo-google-fonts/noto-sans${family && `-${family.toLowerCase()}`}/${cut}`;
  return require.resolve(`${folder}/NotoSans${family}_${cut}.ttf`);
}

/** Broken into lines where a browser breaks them; figures and Latin words stand at the breaks. */
const BROKEN = {
  text: 'شارع الملك فهد 125 Tower B 7 الطابق السابع (الرياض 11564)',
  country: 'SA',
  weight: 'regular',
  width: 330,
} as const;
const BROKEN_LINES = wrapText(BROKEN.text, BROKEN.weight, SIZE, BROKEN.width, BROKEN.country);

function pageOf(texts: readonly WrittenText[]): string {
  const fonts = Object.keys(FAMILIES).flatMap((face) =>
    ['regular', 'bold'].map((weight) => `@font-face { font-family: ${face}-${weight}; src: url(/${face}/${weight}) }`),
  );
  const rows = texts.map(({ parts, weight, country }) => {
    const spans = parts.map(([face, text]) => `<span style="font-family: ${face}-${weight}">${text}</span>`);
    return `<div><p dir="auto" lang="${country === 'CN' ? 'zh-CN' : 'und'}">${spans.join('')}</p></div>`;
  });
  return `<!doctype html><meta charset="utf-8"><style>${fonts.join('\n')}
    * { margin: 0 } div { height: ${ROW}px; padding-left: 20px; overflow: hidden; line-height: ${ROW}px }
    p { display: inline-block; white-space: pre; font-size: ${SIZE}px; text-rendering: geometricPrecision; font-synthesis: none }
  </style>${rows.join('')}<p dir="auto" style="width: ${BROKEN.width}px; white-space: normal; line-height: ${ROW}px; font-family: arabic-${BROKEN.weight}">${BROKEN.text.replace(/[A-Z]\w*/gi, `<span style="font-family: sans-${BROKEN.weight}">$&</span>`)}</p>`;
}

async function inkOfBrowser(browser: Browser, texts: readonly WrittenText[]): Promise<readonly InkPicture[]> {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: ROW * (texts.length + BROKEN_LINES.length) },
    deviceScaleFactor: SCALE,
  });
  const server = createServer(({ url }, response) => {
    const [, face, weight] = url!.split('/') as [string, 'jp', 'bold'];
    response.end(weight === undefined ? pageOf(texts) : readFileSync(fontFile(face, weight)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  server.close();
  const { width, data } = PNG.sync.read(await page.screenshot());
  await page.close();
  const height = ROW * SCALE;
  return [...texts, ...BROKEN_LINES].map((_, at) =>
    inkOf(width, height, (x, y) => data[((at * height + y) * width + x) * 4]!),
  );
}

describe.skipIf(chromiumPath === undefined)('a name on paper', () => {
  let browser: Browser;
  let shown: readonly InkPicture[];
  let drawn: readonly InkPicture[];
  beforeAll(async () => {
    browser = await launchChromium();
    shown = await inkOfBrowser(browser, WRITTEN_NAMES);
    drawn = await inkOfPages(await drawTexts(WRITTEN_NAMES.map((each) => ({ ...each, text: textOf(each) }))));
  }, 60_000);
  afterAll(() => browser?.close());

  it.each(WRITTEN_NAMES.map(({ script }, at) => [script, at] as const))('looks as in a browser: %s', (_, at) => {
    expect(overlapOf(drawn[at]!, shown[at]!)).toBeGreaterThan(ALIKE);
  });

  it('is broken into lines as in a browser, each in its own order', async () => {
    expect(BROKEN_LINES.length).toBeGreaterThan(2);
    const lines = await inkOfPages(await drawTexts(BROKEN_LINES.map((text) => ({ ...BROKEN, text }))));
    lines.forEach((line, at) => expect(overlapOf(line, shown[WRITTEN_NAMES.length + at]!)).toBeGreaterThan(ALIKE));
  });

  it('would be told from Arabic that is not joined, reversed, or has its words in the wrong order', async () => {
    const arabic = WRITTEN_NAMES.flatMap((each, at) => (each.script.startsWith('Arabic') ? [{ ...each, at }] : []));
    const spoilt: readonly ((text: string) => string)[] = [
      (text) => text.replace(/(?<=\p{sc=Arab})(?=\p{sc=Arab})/gu, '\u200c'),
      (text) => [...text].reverse().join(''),
      (text) => text.split(' ').reverse().join(' '),
    ];
    const pictures = await inkOfPages(
      await drawTexts(arabic.flatMap((each) => spoilt.map((spoil) => ({ ...each, text: spoil(textOf(each)) })))),
    );
    const overlaps = pictures.map((picture, at) =>
      overlapOf(picture, shown[arabic[Math.floor(at / spoilt.length)]!.at]!),
    );
    expect(Math.max(...overlaps)).toBeLessThan(0.8);
  });

  it('would be told from Chinese in Japanese forms', async () => {
    const at = WRITTEN_NAMES.findIndex(({ script }) => script === 'Chinese, name');
    const [japanese] = await inkOfPages(await drawTexts([{ text: '張骁 簡直', weight: 'bold', country: 'JP' }]));
    expect(overlapOf(japanese!, shown[at]!)).toBeLessThan(ALIKE);
  });
});

describe('the letters of a name', () => {
  it.each(WRITTEN_NAMES.map((each) => [each.script, each] as const))('are all there: %s', async (_, each) => {
    const text = textOf(each);
    const line = setLine(text, each.weight, each.country);
    expect(line.text).toBe(text.normalize('NFC'));
    expect([...new Set(line.runs.map(({ face }) => face))].sort()).toEqual(
      [...new Set(each.parts.map(([face]) => face))].sort(),
    );
    expect(glyphNumbers(await drawTexts([{ ...each, text }]))).not.toContain(0);
  });

  it('would be missed', async () => {
    expect(glyphNumbers(await drawTexts([{ text: 'a', weight: 'bold', country: 'JP' }])).length).toBe(1);
    // pdfkit alone draws the box.
    const document = openDocument('2026-11-21');
    const pdf = await finishDocument(document, () => {
      document
        .addPage({ size: [WIDTH, ROW], margin: 0 })
        .font('bold', SIZE)
        .text('Ł', 20, 20);
    });
    expect(glyphNumbers(pdf)).toContain(0);
  });
});

/** What the page shows, by the numbers in the document's own fonts; 0 is the box of a font without the letter. */
function glyphNumbers(pdf: Uint8Array): number[] {
  const file = Buffer.from(pdf).toString('latin1');
  const streams = [...file.matchAll(/\/FlateDecode[^]*?stream\r?\n([^]*?)\r?\nendstream/g)].map(([, body]) =>
    inflateSync(Buffer.from(body!, 'latin1'), { finishFlush: 2 }).toString('latin1'),
  );
  return streams
    .flatMap((stream) => [...stream.matchAll(/\[([^\]]*)\] TJ/g)])
    .flatMap(([, row]) => [...row!.matchAll(/<([0-9a-f]+)>/g)])
    .flatMap(([, hex]) => hex!.match(/.{4}/g)!.map((number) => Number.parseInt(number, 16)));
}
