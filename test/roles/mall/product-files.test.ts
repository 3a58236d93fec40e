import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64Url } from '#shared/bytes.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { openGoodsRoom } from '#main/roles/mall/goods-room.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import {
  appendToFile,
  beginFile,
  dropSilentUploads,
  finishFile,
  listProductFiles,
  removeFile,
} from '#main/roles/mall/product-files.ts';
import { sha256 } from '#main/vault/index.ts';
import { aGoodsGroup, attachFile, GOODS_FILES, type GoodsGroup, someBytes } from '../../builders/a-goods-order.ts';

let group: GoodsGroup;
let mall: Mall;
beforeAll(async () => {
  group = await aGoodsGroup();
  ({ mall } = group.mall);
});

const stored = (): string[] => readdirSync(join(group.mall.folder, 'product-files')).sort();
const filesOf = (sku: string) => listProductFiles(mall.storage.read, [sku]);
const piece = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
async function begin(name: string, sku = 'EB-3'): Promise<string> {
  return expectOk(await beginFile(mall, { sku, name })).upload;
}

describe('a file of an electronic product', () => {
  test('arrives in pieces and lies under its hash, in the order in which it was attached', async () => {
    const [first, second] = GOODS_FILES['EB-2']!;
    expect(await filesOf('EB-2')).toEqual([
      { sku: 'EB-2', position: 1, name: 'part 1.mp3', bytes: 200_000, sha256: toBase64Url(sha256(first![1])) },
      { sku: 'EB-2', position: 2, name: 'notes.pdf', bytes: 1, sha256: toBase64Url(sha256(second![1])) },
    ]);
    expect(stored()).toContain(toBase64Url(sha256(first![1])));
    const deeds = await readTrail(mall.storage.read, { limit: 10 });
    expect(deeds).toContainEqual(expect.objectContaining({ action: 'goods.file-added', subject: 'EB-2', detail: '2' }));
  });

  test('is not there before it is finished, and its pieces come one after the other', async () => {
    const upload = await begin('a.pdf');
    const bytes = someBytes(1000, 9);
    const add = (offset: number, from: number, to: number) =>
      appendToFile(mall, { upload, offset, data: piece(bytes.subarray(from, to)) });
    expect(await add(0, 0, 600)).toEqual(ok({ offset: 600 }));
    expect(await add(0, 0, 600)).toEqual(fail('wrong-state', '600'));
    expect(await add(700, 700, 1000)).toEqual(fail('wrong-state', '600'));
    expect(await filesOf('EB-3')).toEqual([]);
    expect(await add(600, 600, 1000)).toEqual(ok({ offset: 1000 }));
    expect(expectOk(await finishFile(mall, 'mori', upload))).toMatchObject({
      position: 1,
      bytes: 1000,
      sha256: toBase64Url(sha256(bytes)),
    });
    expect(await finishFile(mall, 'mori', upload)).toEqual(fail('not-found'));
    expectOk(await removeFile(mall, 'mori', { sku: 'EB-3', position: 1 }));
  });

  test.each([
    ['a/b.pdf', 'field-characters'],
    ['..\\b.pdf', 'field-characters'],
    ['what?.pdf', 'field-characters'],
    ['a\u0007.pdf', 'field-characters'],
    ['\u202efdp.exe', 'field-characters'],
    ['..', 'field-invalid'],
    ['.hidden', 'field-invalid'],
    ['dot.', 'field-invalid'],
    ['CON.txt', 'field-invalid'],
    ['  ', 'field-missing'],
    ['x'.repeat(121), 'field-too-long'],
  ])('is not called %j', async (name, code) => {
    expect(await beginFile(mall, { sku: 'EB-3', name })).toMatchObject({ error: { code } });
  });

  test('has a name in NFC that its product has only once', async () => {
    await attachFile(group.mall, 'EB-3', 'か\u3099.pdf', someBytes(5, 1));
    expect(await filesOf('EB-3')).toMatchObject([{ name: 'が.pdf' }]);
    expect(await beginFile(mall, { sku: 'EB-3', name: 'が.PDF' })).toEqual(fail('field-invalid', 'name'));
    // Both begun before either was finished.
    const [one, two] = [await begin('same.pdf'), await begin('same.pdf')];
    for (const upload of [one, two])
      expectOk(await appendToFile(mall, { upload, offset: 0, data: piece(someBytes(3, 2)) }));
    expectOk(await finishFile(mall, 'mori', one));
    expect(await finishFile(mall, 'mori', two)).toEqual(fail('field-invalid', 'name'));
    for (const { sku, position } of await filesOf('EB-3')) expectOk(await removeFile(mall, 'mori', { sku, position }));
  });

  test('belongs to a product that there is and that no parcel brings', async () => {
    expect(await beginFile(mall, { sku: 'NO-1', name: 'a.pdf' })).toEqual(fail('product-unknown'));
    expect(await beginFile(mall, { sku: 'BK-1', name: 'a.pdf' })).toEqual(fail('wrong-state', 'parcel'));
  });

  test('is not empty', async () => {
    expect(await finishFile(mall, 'mori', await begin('empty.pdf'))).toEqual(fail('field-missing', 'file'));
    expect(stored().filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('leaves the disk when the last product that has it lets it go', async () => {
    const bytes = someBytes(77, 5);
    const name = toBase64Url(sha256(bytes));
    await attachFile(group.mall, 'EB-1', 'shared.pdf', bytes);
    await attachFile(group.mall, 'EB-3', 'shared.pdf', bytes);
    const position = (await filesOf('EB-1')).at(-1)!.position;
    expectOk(await removeFile(mall, 'mori', { sku: 'EB-1', position }));
    expect(stored()).toContain(name);
    expectOk(await removeFile(mall, 'mori', { sku: 'EB-3', position: 1 }));
    expect(stored()).not.toContain(name);
    expect(await removeFile(mall, 'mori', { sku: 'EB-3', position: 1 })).toEqual(fail('not-found'));
  });
});

describe('a file that was begun and left', () => {
  test('is dropped after half an hour of silence, not before', async () => {
    const upload = await begin('left.pdf');
    group.clock.advance({ minutes: 20 });
    expectOk(await appendToFile(mall, { upload, offset: 0, data: piece(someBytes(9, 1)) }));
    group.clock.advance({ minutes: 20 });
    await dropSilentUploads(mall);
    expectOk(await appendToFile(mall, { upload, offset: 9, data: piece(someBytes(9, 1)) }));
    group.clock.advance({ minutes: 31 });
    await dropSilentUploads(mall);
    expect(await appendToFile(mall, { upload, offset: 18, data: '' })).toEqual(fail('not-found'));
    expect(stored().filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('is gone when the program starts again', async () => {
    await begin('crash.pdf');
    expect(stored().some((name) => name.endsWith('.part'))).toBe(true);
    await openGoodsRoom(group.mall.folder);
    expect(stored().some((name) => name.endsWith('.part'))).toBe(false);
    mall.goods.uploads.clear();
  });

  test('does not keep others from being brought for ever', async () => {
    for (let at = 0; at < 16; at++) await begin(`many ${at}.pdf`);
    expect(await beginFile(mall, { sku: 'EB-3', name: 'one more.pdf' })).toEqual(fail('too-many'));
    group.clock.advance({ minutes: 31 });
    await dropSilentUploads(mall);
    await begin('one more.pdf');
  });
});
