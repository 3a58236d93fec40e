/** Pictures of products, as staff arrange them. Their bytes lie in the database: a backup has them, every door finds them. */
import {
  LARGEST_PICTURE,
  MOST_PICTURES,
  PICTURE_EDGE,
  type PictureFile,
  type PictureMatch,
  type ProductPicture,
} from '#shared/desk/catalogue.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { enterText } from '#shared/domain/entry.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed, type TrailAction } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid, sha256 } from '#main/vault/index.ts';
import type { PictureTable } from './catalogue-tables.ts';
import type { Mall } from './mall.ts';
import { readPicture } from './picture-file.ts';
import { findPicture } from './shop-pictures.ts';
import type { MallTables } from './tables.ts';

type Size = keyof typeof PICTURE_EDGE;

export async function listPictures(db: Readable<MallTables>, sku: string): Promise<ProductPicture[]> {
  const rows = await db.selectFrom('product_picture').selectAll().where('sku', '=', sku).orderBy('position').execute();
  if (rows.length === 0) return [];
  const files = await db
    .selectFrom('picture')
    .select((eb) => ['hash', 'type', 'width', 'height', eb.fn<number>('length', ['bytes']).as('bytes')])
    .where('hash', 'in', [...new Set(rows.flatMap(({ small, large }) => [small, large]))])
    .execute();
  const fileOf = new Map(files.map((file): [string, PictureFile] => [file.hash, file]));
  return rows.map(({ id, alt_ja: ja, alt_en: en, small, large }) => ({
    id,
    alt: { ja, en },
    small: fileOf.get(small)!,
    large: fileOf.get(large)!,
  }));
}

/** Fails with `product-unknown`, `too-many`, `too-large`, or `picture-invalid` as `readPicture` and for its edges. */
export async function addPicture(
  mall: Mall,
  who: string,
  { sku, ...data }: { readonly sku: string } & Readonly<Record<Size, string>>,
): Promise<Result<ProductPicture>> {
  const small = takeFile('small', data.small);
  if (!small.ok) return small;
  const large = takeFile('large', data.large);
  if (!large.ok) return large;
  const id = randomUuid();
  const added = await writeResult(mall.storage, async (db) => {
    const product = await db.selectFrom('product').select('sku').where('sku', '=', sku).executeTakeFirst();
    if (!product) return fail('product-unknown');
    const { has, last } = await db
      .selectFrom('product_picture')
      .select((eb) => [eb.fn.countAll<number>().as('has'), eb.fn.max('position').as('last')])
      .where('sku', '=', sku)
      .executeTakeFirstOrThrow();
    if (Number(has) >= MOST_PICTURES) return fail('too-many');
    for (const file of [small.value, large.value]) {
      await db
        .insertInto('picture')
        .values(file)
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .execute();
    }
    const files = { small: small.value.hash, large: large.value.hash };
    const row = { id, sku, position: Number(last ?? 0) + 1, alt_ja: '', alt_en: '', ...files };
    await db.insertInto('product_picture').values(row).execute();
    await note(mall, db, who, 'catalogue.picture-added', sku);
    return ok();
  });
  if (!added.ok) return added;
  return ok({ id, alt: { ja: '', en: '' }, small: toFile(small.value), large: toFile(large.value) });
}

function takeFile(size: Size, data: string): Result<PictureTable> {
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  if (bytes.length > LARGEST_PICTURE[size]) return fail('too-large');
  const facts = readPicture(bytes);
  if (!facts.ok) return facts;
  if (Math.max(facts.value.width, facts.value.height) > PICTURE_EDGE[size]) return fail('picture-invalid', size);
  return ok({ hash: toBase64Url(sha256(bytes)), ...facts.value, bytes });
}

const toFile = ({ bytes, ...file }: PictureTable): PictureFile => ({ ...file, bytes: bytes.length });

async function note(
  mall: Mall,
  db: Writable<MallTables>,
  who: string,
  action: TrailAction,
  subject: string,
): Promise<void> {
  await recordDeed(db, { at: mall.clock(), who, action, subject });
  mall.changes.announce('catalogue');
}

/** Fails with `wrong-state` where somebody added or removed one meanwhile. */
export async function arrangePictures(
  mall: Mall,
  who: string,
  { sku, ids }: { readonly sku: string; readonly ids: readonly string[] },
): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const rows = await db.selectFrom('product_picture').select('id').where('sku', '=', sku).execute();
    const known = new Set(rows.map(({ id }) => id));
    if (new Set(ids).size !== known.size || !ids.every((id) => known.has(id))) return fail('wrong-state');
    for (const [at, id] of ids.entries()) {
      await db
        .updateTable('product_picture')
        .set({ position: at + 1 })
        .where('id', '=', id)
        .execute();
    }
    await note(mall, db, who, 'catalogue.pictures-arranged', sku);
    return ok();
  });
}

export async function describePicture(
  mall: Mall,
  who: string,
  { id, alt }: { readonly id: string; readonly alt: Readonly<Record<'ja' | 'en', string>> },
): Promise<Result<void>> {
  const ja = enterText('ja', alt.ja, { most: 200 });
  if (!ja.ok) return ja;
  const en = enterText('en', alt.en, { most: 200 });
  if (!en.ok) return en;
  return writeResult(mall.storage, async (db) => {
    const row = await db.selectFrom('product_picture').select('sku').where('id', '=', id).executeTakeFirst();
    if (!row) return fail('not-found');
    await db.updateTable('product_picture').set({ alt_ja: ja.value, alt_en: en.value }).where('id', '=', id).execute();
    await note(mall, db, who, 'catalogue.picture-described', row.sku);
    return ok();
  });
}

export async function removePicture(mall: Mall, who: string, id: string): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const row = await db
      .selectFrom('product_picture')
      .select(['sku', 'small', 'large'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return fail('not-found');
    await db.deleteFrom('product_picture').where('id', '=', id).execute();
    for (const hash of new Set([row.small, row.large])) await dropUnused(db, hash);
    await note(mall, db, who, 'catalogue.picture-removed', row.sku);
    return ok();
  });
}

/** The bytes go when no product has them any more. */
async function dropUnused(db: Writable<MallTables>, hash: string): Promise<void> {
  const used = await db
    .selectFrom('product_picture')
    .select('id')
    .where((eb) => eb.or([eb('small', '=', hash), eb('large', '=', hash)]))
    .executeTakeFirst();
  if (!used) await db.deleteFrom('picture').where('hash', '=', hash).execute();
}

/** Which product each file is for: its name without its ending, or as much of its beginning as is a SKU. */
export async function matchPictures(mall: Mall, names: readonly string[]): Promise<PictureMatch[]> {
  const beginnings = names.map(skusIn);
  const wanted = [...new Set(beginnings.flat())];
  const known = new Map<string, { sku: string; name: string }>();
  for (let at = 0; at < wanted.length; at += 500) {
    const rows = await mall.storage.read
      .selectFrom('product')
      .select(['sku', 'name'])
      .where((eb) => eb(eb.fn<string>('lower', ['sku']), 'in', wanted.slice(at, at + 500)))
      .execute();
    for (const row of rows) known.set(row.sku.toLowerCase(), row);
  }
  const has = await countPictures(
    mall.storage.read,
    [...known.values()].map(({ sku }) => sku),
  );
  return names.map((name, at) => {
    const product = beginnings[at]!.map((sku) => known.get(sku)).find((row) => row !== undefined);
    if (!product) return { name };
    return { name, sku: product.sku, product: product.name, has: has.get(product.sku) ?? 0 };
  });
}

/** From the whole name to its first word, in lower case: `bk-0001-2`, `bk-0001`, `bk`. */
function skusIn(name: string): string[] {
  const stem = name
    .normalize('NFKC')
    .replace(/\.[^.]*$/, '')
    .toLowerCase();
  const cuts = [...stem.matchAll(/[-_ .(]/g)].map(({ index }) => stem.slice(0, index)).reverse();
  return [stem, ...cuts].filter((sku) => /^[a-z0-9._-]{1,40}$/.test(sku));
}

export async function countPictures(
  db: Readable<MallTables>,
  skus: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .selectFrom('product_picture')
    .select((eb) => ['sku', eb.fn.countAll<number>().as('pictures')])
    .where('sku', 'in', skus)
    .groupBy('sku')
    .execute();
  return new Map(rows.map(({ sku, pictures }) => [sku, Number(pictures)]));
}

/** For the desk; the shop's visitors get them at the public door. */
export async function readPictureFile(
  mall: Mall,
  hash: string,
): Promise<Result<{ type: PictureTable['type']; data: string }>> {
  const found = await findPicture(mall.storage.read, hash);
  return found ? ok({ type: found.type, data: Buffer.from(found.bytes).toString('base64') }) : fail('not-found');
}
