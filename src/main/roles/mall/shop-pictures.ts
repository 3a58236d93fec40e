/** Pictures of products as the shop shows them: by addresses that hold their content's hash, so that they never go stale. */
import type { PictureType } from '#shared/desk/catalogue.ts';
import type { Readable } from '#main/storage/index.ts';
import type { MallTables } from './tables.ts';

export interface ShopPictureFile {
  /** Path at the public door. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

export interface ShopPicture {
  /** Fits in 320 × 320 pixels. */
  readonly small: ShopPictureFile;
  /** Fits in 1280 × 1280 pixels. */
  readonly large: ShopPictureFile;
  /** Empty where staff wrote none. */
  readonly alt: Readonly<Record<'ja' | 'en', string>>;
}

export const PICTURE_ENDINGS: Readonly<Record<PictureType, string>> = { 'image/webp': 'webp', 'image/jpeg': 'jpg' };

/** By SKU, each in the order that staff gave them; a product without any is not among them. */
export async function shopPictures(
  db: Readable<MallTables>,
  skus: readonly string[],
): Promise<ReadonlyMap<string, readonly ShopPicture[]>> {
  const found = new Map<string, ShopPicture[]>();
  if (skus.length === 0) return found;
  const rows = await db
    .selectFrom('product_picture as shown')
    .innerJoin('picture as small', 'small.hash', 'shown.small')
    .innerJoin('picture as large', 'large.hash', 'shown.large')
    .select(['shown.sku', 'shown.alt_ja', 'shown.alt_en'])
    .select(['small.hash as small_hash', 'small.type as small_type'])
    .select(['small.width as small_width', 'small.height as small_height'])
    .select(['large.hash as large_hash', 'large.type as large_type'])
    .select(['large.width as large_width', 'large.height as large_height'])
    .where('shown.sku', 'in', skus)
    .orderBy('shown.sku')
    .orderBy('shown.position')
    .execute();
  for (const row of rows) {
    const pictures = found.get(row.sku) ?? [];
    found.set(row.sku, pictures);
    pictures.push({
      small: { url: pictureUrl(row.small_hash, row.small_type), width: row.small_width, height: row.small_height },
      large: { url: pictureUrl(row.large_hash, row.large_type), width: row.large_width, height: row.large_height },
      alt: { ja: row.alt_ja, en: row.alt_en },
    });
  }
  return found;
}

function pictureUrl(hash: string, type: PictureType): string {
  return `/picture/${hash}.${PICTURE_ENDINGS[type]}`;
}

export interface StoredPicture {
  readonly type: PictureType;
  readonly bytes: Uint8Array;
}

export async function findPicture(db: Readable<MallTables>, hash: string): Promise<StoredPicture | undefined> {
  return db.selectFrom('picture').select(['type', 'bytes']).where('hash', '=', hash).executeTakeFirst();
}
