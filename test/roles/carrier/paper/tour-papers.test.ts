import { describe, expect, it } from 'vitest';
import { drawDeliverySlips, drawRouteSheet, type PaperStop, type RouteSheet } from '#main/roles/carrier/paper/index.ts';
import { readCodes } from '#main/labels/index.ts';
import { encodePng } from '#main/printing/preview.ts';
import { type GreyPicture, openPdf } from '#main/printing/rasterise.ts';
import { yen } from '#shared/domain/money.ts';
import { formatNumber, mintNumber } from '#shared/domain/number.ts';
import { mintS10, mintSscc } from '#shared/domain/carrier-number.ts';
import { expectOk } from '#shared/result.ts';
import { pdfText } from '#test/printing/pdf-text.ts';

let seed = 1;
function randomDigit(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return (seed >>> 16) % 10;
}

function aStop(changes: Partial<PaperStop> = {}): PaperStop {
  return {
    number: mintNumber('shipping', randomDigit),
    name: '見本 花子',
    postalCode: '231-0015',
    lines: ['神奈川県横浜市中区尾上町1-2-3', '見本マンション405号室'],
    country: 'JP',
    phone: '090-1234-5678',
    pieces: 1,
    ...changes,
  };
}

const LONGEST = aStop({
  name: 'み'.repeat(80),
  lines: Array.from({ length: 4 }, (_, at) => `${at}`.repeat(2) + '横'.repeat(98)),
  note: '犬'.repeat(120),
  phone: '0'.repeat(24),
});

function aTour(stops: readonly PaperStop[], changes: Partial<RouteSheet> = {}): RouteSheet {
  return {
    language: 'en',
    carrier: 'Yamabiko Express',
    depot: 'Yokohama',
    tour: '12-A',
    date: '2026-11-21',
    driver: 'Sato',
    stops,
    ...changes,
  };
}

/** What scanners read on every page. */
async function scansOf(pdf: Uint8Array): Promise<readonly string[][]> {
  const file = expectOk(await openPdf(pdf));
  const pages: string[][] = [];
  for (let at = 0; at < file.pages; at++) {
    const png = encodePng(expectOk(await file.rasterise(at, 200)));
    pages.push(expectOk(await readCodes(png)).map(({ text }) => text));
  }
  file.close();
  return pages;
}

async function firstPage(pdf: Uint8Array): Promise<GreyPicture> {
  const file = expectOk(await openPdf(pdf));
  const picture = expectOk(await file.rasterise(0, 100));
  file.close();
  return picture;
}

const withoutBreaks = (text: string): string => text.replace(/\s/g, '');

describe('the route sheet', () => {
  it('holds every stop once, in the order of the tour, with codes that a scanner reads', async () => {
    const stops = [
      aStop(),
      aStop({ number: mintS10('RR', 'JP', randomDigit) }),
      aStop({ number: mintSscc('34512345', randomDigit) }),
      ...Array.from({ length: 17 }, () => aStop()),
    ];
    const pdf = await drawRouteSheet(aTour(stops));
    const pages = await scansOf(pdf);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().sort()).toEqual(stops.map(({ number }) => number).sort());
    const text = (await pdfText(pdf)).join('\n');
    const places = stops.map(({ number }) => text.indexOf(formatNumber(number)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('says what to collect, where, when and from whom, and the sums', async () => {
    const stops = [
      aStop({ collect: yen(3415), slot: '14:00–16:00', note: 'Ring twice' }),
      aStop({ name: 'Łucja Gołębiewska', country: 'PL', postalCode: '00-049', lines: ['Łódź'], pieces: 3 }),
      aStop({ collect: yen(1000), phone: '', postalCode: '' }),
    ];
    const [page] = await pdfText(await drawRouteSheet(aTour(stops)));
    for (const said of ['Yamabiko Express', 'Yokohama', '12-A', '21 Nov 2026', 'Sato', '¥4,415', '1 / 1']) {
      expect(page).toContain(said);
    }
    for (const said of ['14:00–16:00', 'Ring twice', '¥3,415', '¥1,000', '3 pieces', '090-1234-5678', 'Łódź']) {
      expect(page).toContain(said);
    }
    expect(page!.match(/〒/g)).toHaveLength(1);
  });

  it('cuts nothing of the longest name, address and note', async () => {
    const pdf = await drawRouteSheet(aTour([aStop(), LONGEST, LONGEST, LONGEST, aStop()], { language: 'ja' }));
    const text = withoutBreaks((await pdfText(pdf)).join(''));
    for (const part of [LONGEST.name, ...LONGEST.lines, LONGEST.note!, LONGEST.phone]) {
      expect(text.split(part)).toHaveLength(4);
    }
  });

  it('draws a day of 60 stops in far less than it takes to print a page', async () => {
    const tour = aTour(Array.from({ length: 60 }, () => aStop()));
    await drawRouteSheet(tour);
    const before = process.cpuUsage();
    await drawRouteSheet({ ...tour, stops: Array.from({ length: 60 }, (_, at) => aStop({ name: `見本 ${at}子` })) });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1500);
  });
});

describe('delivery slips', () => {
  it('are three on a sheet, each with its number as a code', async () => {
    const slips = Array.from({ length: 7 }, (_, at) => ({ ...aStop(), stop: at + 1 }));
    const pages = await scansOf(await drawDeliverySlips({ ...aTour([]), slips }));
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat().sort()).toEqual(slips.map(({ number }) => number).sort());
  });

  it.each(['ja', 'en'] as const)('cut nothing of the longest name and address (%s)', async (language) => {
    const slips = [LONGEST, { ...LONGEST, collect: yen(123_456), pieces: 12 }];
    const [page] = await pdfText(await drawDeliverySlips({ ...aTour([], { language }), slips }));
    for (const part of [LONGEST.name, ...LONGEST.lines]) expect(withoutBreaks(page!).split(part)).toHaveLength(3);
    expect(page).toContain('¥123,456');
    expect(page).not.toContain(LONGEST.note);
    expect(page).not.toContain(LONGEST.phone);
  });

  it('stay within their third of the sheet, whatever the address', async () => {
    const pdf = await drawDeliverySlips({ ...aTour([], { language: 'ja' }), slips: [LONGEST, LONGEST, LONGEST] });
    const { height, width, grey } = await firstPage(pdf);
    const margin = Math.round((3 / 297) * height);
    const inkAt = (row: number): number =>
      grey.subarray(row * width, (row + 1) * width).filter((dot) => dot < 255).length;
    for (const cut of [1, 2, 3].map((at) => Math.round((at * height) / 3))) {
      // The line to cut along is itself a dash or two thick.
      for (const row of [cut - margin, cut - 3, ...(cut === height ? [] : [cut + 3, cut + margin])])
        expect(inkAt(row)).toBe(0);
    }
  });
});
