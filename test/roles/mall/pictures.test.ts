import { beforeEach, describe, expect, test } from 'vitest';
import { LARGEST_PICTURE, MOST_PICTURES } from '#shared/desk/catalogue.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { readProduct } from '#main/roles/mall/catalogue.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import {
  addPicture,
  arrangePictures,
  describePicture,
  matchPictures,
  removePicture,
} from '#main/roles/mall/pictures.ts';
import { readPicture } from '#main/roles/mall/picture-file.ts';
import { findPicture, shopPictures } from '#main/roles/mall/shop-pictures.ts';
import { aMall, type TestMall } from '../../builders/a-party.ts';
import { aJpeg, aWebp } from '../../builders/a-picture.ts';

const CSV = `sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification
BK-0001,Book,715,JPY,10,152,107,14,190,paper
BK-0001-2,Second book,715,JPY,10,152,107,14,190,paper
bk.3,Third book,715,JPY,10,152,107,14,190,paper
`;

describe('what a picture’s file is', () => {
  test('is read from its bytes', () => {
    expect(expectOk(readPicture(aWebp(320, 200)))).toEqual({ type: 'image/webp', width: 320, height: 200 });
    expect(expectOk(readPicture(aJpeg(1280, 960)))).toEqual({ type: 'image/jpeg', width: 1280, height: 960 });
    const turned = Buffer.concat([Buffer.from([0, 0, 0]), aWebp(7, 9)]).subarray(3);
    expect(expectOk(readPicture(turned))).toMatchObject({ width: 7, height: 9 });
  });

  test.each([
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0'), 'type'],
    ['a page', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'type'],
    ['nothing', Buffer.alloc(0), 'damaged'],
    ['half a WebP', aWebp(8, 8).subarray(0, 20), 'damaged'],
    ['half a JPEG', aJpeg(8, 8).subarray(0, 12), 'damaged'],
    ['a WebP with a place in it', aWebp(8, 8, [['EXIF', 'GPS 35.4N 139.6E']]), 'metadata'],
    ['a WebP with XMP', aWebp(8, 8, [['XMP ', '<x:xmpmeta/>']]), 'metadata'],
    ['a JPEG with a place in it', aJpeg(8, 8, [[0xe1, 'Exif\0\0GPS']]), 'metadata'],
    ['a JPEG with a comment', aJpeg(8, 8, [[0xfe, 'taken by Hanako']]), 'metadata'],
    ['a JPEG with something behind it', Buffer.concat([aJpeg(8, 8), Buffer.from('more')]), 'metadata'],
    ['a WebP with something behind it', Buffer.concat([aWebp(8, 8), Buffer.from('more')]), 'damaged'],
  ])('refuses %s', (_, bytes, about) => {
    expect(readPicture(bytes)).toEqual(fail('picture-invalid', about));
  });
});

describe('pictures of a product', () => {
  let mall: TestMall;
  beforeEach(async () => {
    mall = await aMall();
    expectOk(await importCatalogue(mall.mall, 'mori', CSV));
  });
  const small = aWebp(320, 240).toString('base64');
  const add = (sku: string, large = aJpeg(1280, 960)) =>
    addPicture(mall.mall, 'mori', { sku, small, large: large.toString('base64') });
  const pictures = async (sku: string) => expectOk(await readProduct(mall.mall, sku)).pictures;
  const stored = () => mall.storage.read.selectFrom('picture').select('hash').execute();

  test('are kept in their order, with what they show, and stand in the shop under their hash', async () => {
    const first = expectOk(await add('BK-0001'));
    const second = expectOk(await add('BK-0001', aJpeg(600, 600)));
    expectOk(await arrangePictures(mall.mall, 'mori', { sku: 'BK-0001', ids: [second.id, first.id] }));
    expectOk(await describePicture(mall.mall, 'mori', { id: second.id, alt: { ja: '表紙', en: 'Cover' } }));
    const shown = (await shopPictures(mall.storage.read, ['BK-0001', 'bk.3'])).get('BK-0001')!;
    expect(shown.map(({ large }) => [large.width, large.height])).toEqual([
      [600, 600],
      [1280, 960],
    ]);
    expect(shown[0]!.alt).toEqual({ ja: '表紙', en: 'Cover' });
    expect(shown[0]!.small).toEqual({ url: `/picture/${second.small.hash}.webp`, width: 320, height: 240 });
    const found = await findPicture(mall.storage.read, second.large.hash);
    expect(found?.type).toBe('image/jpeg');
    expect(Buffer.from(found!.bytes).equals(aJpeg(600, 600))).toBe(true);
    const deeds = (await readTrail(mall.storage.read, { limit: 10 })).map(({ action }) => action);
    expect(deeds).toContain('catalogue.picture-added');
    expect(deeds).toContain('catalogue.pictures-arranged');
  });

  test('lie there once, and go with the last product that has them', async () => {
    const one = expectOk(await add('BK-0001'));
    const other = expectOk(await add('bk.3'));
    expect(await stored()).toHaveLength(2);
    expectOk(await removePicture(mall.mall, 'mori', one.id));
    expect(await stored()).toHaveLength(2);
    expectOk(await removePicture(mall.mall, 'mori', other.id));
    expect(await stored()).toEqual([]);
    expect(await removePicture(mall.mall, 'mori', other.id)).toEqual(fail('not-found'));
  });

  test('are refused where they are too large, too many, or of nothing', async () => {
    expect(await add('BK-0001', aJpeg(1281, 10))).toEqual(fail('picture-invalid', 'large'));
    const heavy = Buffer.concat([aJpeg(8, 8), Buffer.alloc(LARGEST_PICTURE.large)]);
    expect(await add('BK-0001', heavy)).toEqual(fail('too-large'));
    expect(await add('NO-1')).toEqual(fail('product-unknown'));
    for (let at = 0; at < MOST_PICTURES; at++) expectOk(await add('BK-0001', aJpeg(10 + at, 10)));
    expect(await add('BK-0001')).toEqual(fail('too-many'));
    expect(await pictures('BK-0001')).toHaveLength(MOST_PICTURES);
  });

  test('can’t be put in an order that leaves one out or is another’s', async () => {
    const { id } = expectOk(await add('BK-0001'));
    const { id: foreign } = expectOk(await add('bk.3'));
    for (const ids of [[], [foreign], [id, foreign]]) {
      expect(await arrangePictures(mall.mall, 'mori', { sku: 'BK-0001', ids })).toEqual(fail('wrong-state'));
    }
  });

  test('are matched to products by the names of their files, the longest first', async () => {
    const names = ['BK-0001.jpg', 'bk-0001-2.JPG', 'BK-0001-2_back.png', 'BK-0001 (3).webp', 'bk.3.jpg', 'IMG_1.jpg'];
    const found = await matchPictures(mall.mall, names);
    expect(found.map(({ sku }) => sku)).toEqual(['BK-0001', 'BK-0001-2', 'BK-0001-2', 'BK-0001', 'bk.3', undefined]);
  });
});
