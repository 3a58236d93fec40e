import { describe, expect, it } from 'vitest';
import { encodeCode128Text, readCodes } from '#main/labels/index.ts';
import {
  drawHandoverManifest,
  drawMissedNotices,
  type HandoverManifest,
  type MissedNotice,
} from '#main/printing/index.ts';
import { encodePng } from '#main/printing/preview.ts';
import { openPdf } from '#main/printing/rasterise.ts';
import { formatNumber, mintNumber } from '#shared/domain/number.ts';
import { expectOk } from '#shared/result.ts';
import { pdfText } from './pdf-text.ts';

const NUMBER = '30482771930569';
let seed = 1;
function randomDigit(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return (seed >>> 16) % 10;
}

async function scanFirst(pdf: Uint8Array): Promise<readonly string[]> {
  const file = expectOk(await openPdf(pdf));
  const png = encodePng(expectOk(await file.rasterise(0, 200)));
  file.close();
  return expectOk(await readCodes(png)).map(({ text }) => text);
}

describe('the missed-delivery notice', () => {
  const notice: MissedNotice = {
    carrier: 'やまびこ運輸',
    number: NUMBER,
    date: '2026-11-21',
    time: '14:05',
    tracking: `https://carrier.example/track/${NUMBER}`,
    depot: { name: '横浜中央営業所', address: '神奈川県横浜市中区尾上町9-9-9', phone: '045-000-0000' },
    keptUntil: '2026-11-28',
  };

  it('says in both languages which parcel, where it is and how to ask for it, and has the page as a code', async () => {
    const pdf = await drawMissedNotices([notice, { ...notice, number: mintNumber('shipping', randomDigit) }]);
    const [page, ...more] = await pdfText(pdf);
    expect(more).toHaveLength(1);
    for (const said of ['ご不在連絡票', 'We missed you', formatNumber(NUMBER), '2026-11-21', '14:05', '2026-11-28']) {
      expect(page).toContain(said);
    }
    for (const said of ['横浜中央営業所', '045-000-0000', 'tracking link', notice.tracking])
      expect(page).toContain(said);
    expect(await scanFirst(pdf)).toEqual([notice.tracking]);
  });
});

describe('the handover manifest', () => {
  const aManifest = (count: number, language: 'ja' | 'en' = 'ja'): HandoverManifest => ({
    language,
    mall: 'みなと百貨店',
    carrier: 'やまびこ運輸',
    number: NUMBER,
    bars: expectOk(encodeCode128Text(NUMBER)),
    date: '2026-11-21',
    parcels: Array.from({ length: count }, (_, at) => ({
      number: mintNumber('shipping', randomDigit),
      pieces: at === 0 ? 3 : 1,
      size: at % 2 === 0 ? 60 : 100,
    })),
  });

  it.each([0, 1, 107, 108, 126, 127, 1000])(
    'lists each of %i parcels once and ends with room to sign',
    async (count) => {
      const manifest = aManifest(count, 'en');
      const pages = await pdfText(await drawHandoverManifest(manifest));
      const text = pages.join('\n');
      for (const { number } of manifest.parcels) expect(text.split(formatNumber(number))).toHaveLength(2);
      for (const said of ['Handed over by', 'Received by']) {
        expect(pages.at(-1)).toContain(said);
        expect(text.split(said)).toHaveLength(2);
      }
      expect(pages.at(-1)).toContain(`${pages.length} / ${pages.length}`);
    },
  );

  it('counts parcels, pieces and sizes, and carries its number as a code', async () => {
    const pdf = await drawHandoverManifest(aManifest(5));
    const [page] = await pdfText(pdf);
    for (const said of ['5 件', '7 個', '60: 3', '100: 2', '2026年11月21日']) expect(page).toContain(said);
    expect(await scanFirst(pdf)).toEqual([NUMBER]);
  });
});
