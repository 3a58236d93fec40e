/** The label that a customer prints: read by anybody's reader, and saying nothing of the customer or of what is sent. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatNumber } from '#shared/domain/number.ts';
import { expectOk } from '#shared/result.ts';
import { askReturn } from '#main/roles/mall/customer-return.ts';
import { printReturnLabel, RETURN_PAPERS } from '#main/roles/mall/return-label.ts';
import { aGroup, type TestGroup } from '../../builders/a-group.ts';
import { aDeliveredParcel } from '../../builders/a-return.ts';
import { ADDRESSEE } from '../../builders/an-order.ts';
import { hasCommand } from '../../labels/commands.ts';

let group: TestGroup;
beforeAll(async () => {
  group = await aGroup();
});

describe('the return label', () => {
  test('has no name, no address and no product, in clear or in its streams', async () => {
    const parcel = await aDeliveredParcel(group);
    expectOk(await askReturn(group.mall.mall, parcel.orderId, 'changed-mind'));
    const marks = [
      ADDRESSEE.name,
      ADDRESSEE.postalCode,
      ADDRESSEE.phone,
      ...ADDRESSEE.lines,
      'BK-1',
      'FD-1',
      'coastal birds',
      'changed',
      parcel.number,
    ];
    for (const paper of RETURN_PAPERS) {
      const pdf = Buffer.from(expectOk(await printReturnLabel(group.mall.mall, parcel.orderId, paper)));
      const texts = [pdf, ...streamsOf(pdf)].flatMap((bytes) => [bytes.toString('latin1'), bytes.toString('utf8')]);
      for (const mark of marks) {
        const hexes = [Buffer.from(mark, 'utf8'), Buffer.from(mark, 'utf16le').swap16()].map((one) =>
          one.toString('hex'),
        );
        for (const text of texts) {
          expect(text).not.toContain(mark);
          for (const hex of hexes) expect(text.toLowerCase()).not.toContain(hex);
        }
      }
    }
  }, 20_000);

  test.skipIf(!hasCommand('zbarimg', '--version') || !hasCommand('pdftoppm', '-v'))(
    'is read by somebody else’s reader on every paper',
    async () => {
      const { orderId, returnNumber, contentsCode } = await aDeliveredParcel(group);
      expectOk(await askReturn(group.mall.mall, orderId, 'other'));
      for (const paper of RETURN_PAPERS) {
        const pdf = expectOk(await printReturnLabel(group.mall.mall, orderId, paper));
        expect(readByZbar(pdf)).toEqual([`CODE-128:${returnNumber}010101`, `QR-Code:${contentsCode}`]);
      }
    },
    20_000,
  );
});

/** Letters are drawn as glyphs: what they say is only told by the file's own table, as a reader of PDF follows it. */
test.skipIf(!hasCommand('pdftotext', '-v'))('says these words and no other', async () => {
  const parcel = await aDeliveredParcel(group);
  expectOk(await askReturn(group.mall.mall, parcel.orderId, 'damaged'));
  const own = `みほん運輸 見本マーケット ${formatNumber(parcel.returnNumber)} 2026-11-21 tokumei 60 1/1 1`;
  const words = `${own} サイズ SIZE 個口 PIECE 発行 発行日 COPY Date 返送番号 Return No. 返品 RETURN お届け先 To
    内容（封緘） contents, sealed`.split(/\s+/);
  for (const paper of RETURN_PAPERS) {
    const input = expectOk(await printReturnLabel(group.mall.mall, parcel.orderId, paper));
    const said = spawnSync('pdftotext', ['-', '-'], { input, encoding: 'utf8' }).stdout;
    const found = said.normalize('NFKC').split(/\s+/).filter(Boolean);
    const known = new Set(words.map((word) => word.normalize('NFKC')));
    expect(found.filter((word) => !known.has(word))).toEqual([]);
    expect(found).toContain('RETURN');
  }
});

function streamsOf(pdf: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let from = pdf.indexOf('stream\n'); from >= 0; from = pdf.indexOf('stream\n', from + 7)) {
    const end = pdf.indexOf('endstream', from);
    try {
      found.push(inflateSync(pdf.subarray(from + 7, end)));
    } catch {
      // Not compressed: it stands in the file as it is.
    }
  }
  expect(found.length).toBeGreaterThan(0);
  return found;
}

function readByZbar(pdf: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'return-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    spawnSync('pdftoppm', ['-r', '300', '-png', '-singlefile', 'a.pdf', 'a'], { cwd: folder });
    const said = spawnSync('zbarimg', ['-q', '--nodbus', 'a.png'], { cwd: folder, encoding: 'utf8' }).stdout;
    return [...new Set(said.trim().split('\n'))].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
