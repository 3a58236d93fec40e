/** Files of electronic products: attached piece by piece, so that a large one passes through little memory. */
import type { GoodsProduct, ProductFileRow } from '#shared/desk/mall-goods.ts';
import { FILE_CHUNK_BYTES, LARGEST_PRODUCT_FILE } from '#shared/desk/mall-goods.ts';
import { enterText } from '#shared/domain/entry.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { randomToken } from '#main/vault/index.ts';
import type { Upload } from './goods-room.ts';
import type { Mall } from './mall.ts';
import type { MallTables, ProductFileTable } from './tables.ts';

/** How long a screen may be silent before what it brought is thrown away. */
const SILENCE_MS = 30 * 60_000;
/** Open at once: each is an open file. */
const MOST_UPLOADS = 16;

/** Products without measurements, in the order of the catalogue. */
export async function listGoodsProducts(mall: Mall): Promise<GoodsProduct[]> {
  const rows = await mall.storage.read
    .selectFrom('product')
    .leftJoin('product_file', 'product_file.sku', 'product.sku')
    .where('product.length_mm', 'is', null)
    .groupBy(['product.sku', 'product.name', 'product.position'])
    .select((eb) => [
      'product.sku',
      'product.name',
      eb.fn.count<number>('product_file.position').as('files'),
      eb.fn.sum<number | null>('product_file.bytes').as('bytes'),
    ])
    .orderBy('product.position')
    .orderBy('product.sku')
    .execute();
  return rows.map(({ sku, name, files, bytes }) => ({ sku, name, files: Number(files), bytes: Number(bytes ?? 0) }));
}

export async function listProductFiles(db: Readable<MallTables>, skus: readonly string[]): Promise<ProductFileRow[]> {
  return db
    .selectFrom('product_file')
    .selectAll()
    .where('sku', 'in', skus)
    .orderBy('sku')
    .orderBy('position')
    .execute();
}

/**
 * Fails with `product-unknown`, `wrong-state` for a product that goes by parcel, `field-characters` or `field-invalid`
 * for a name that some computer could not store, `field-invalid` for one that the product has already, or `too-many`.
 */
export async function beginFile(
  mall: Mall,
  { sku, name: typed }: { readonly sku: string; readonly name: string },
): Promise<Result<{ upload: string }>> {
  const name = enterFileName(typed);
  if (!name.ok) return name;
  const fits = await checkProduct(mall.storage.read, sku, name.value);
  if (!fits.ok) return fits;
  if (mall.goods.uploads.size >= MOST_UPLOADS) return fail('too-many');
  const upload = randomToken();
  const file = await mall.goods.folder.growProductFile();
  const touchedAt = mall.clock().getTime();
  mall.goods.uploads.set(upload, { sku, name: name.value, file, touchedAt, turn: Promise.resolve() });
  return ok({ upload });
}

/** A name that every file system takes: no separators, no wildcards, no device, no dot at its ends. */
function enterFileName(typed: string): Result<string> {
  const entered = enterText('name', typed, { most: 120, required: true });
  if (!entered.ok) return entered;
  if (/[/\\:*?"<>|]/.test(entered.value)) return fail('field-characters', 'name');
  const isReserved = /^\.|\.$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(entered.value);
  return isReserved ? fail('field-invalid', 'name') : ok(entered.value);
}

async function checkProduct(db: Readable<MallTables>, sku: string, name: string): Promise<Result<void>> {
  const product = await db.selectFrom('product').select('length_mm').where('sku', '=', sku).executeTakeFirst();
  if (!product) return fail('product-unknown');
  if (product.length_mm !== null) return fail('wrong-state', 'parcel');
  const files = await listProductFiles(db, [sku]);
  const isTaken = files.some((file) => file.name.toLowerCase() === name.toLowerCase());
  return isTaken ? fail('field-invalid', 'name') : ok();
}

/** Fails with `not-found`, `wrong-state` (about: what was taken so far) where a piece is missing or came twice, `too-large`. */
export async function appendToFile(
  mall: Mall,
  { upload: token, offset, data }: { readonly upload: string; readonly offset: number; readonly data: string },
): Promise<Result<{ offset: number }>> {
  const upload = mall.goods.uploads.get(token);
  if (!upload) return fail('not-found');
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > FILE_CHUNK_BYTES) return fail('too-large');
  return inTurn(upload, async () => {
    upload.touchedAt = mall.clock().getTime();
    if (upload.file.bytes !== offset) return fail('wrong-state', String(upload.file.bytes));
    if (offset + bytes.length > LARGEST_PRODUCT_FILE) return fail('too-large');
    await upload.file.append(bytes);
    return ok({ offset: upload.file.bytes });
  });
}

function inTurn<T>(upload: Upload, work: () => Promise<T>): Promise<T> {
  const mine = upload.turn.then(work);
  upload.turn = mine.catch(() => undefined);
  return mine;
}

/** Fails as `beginFile`, and with `field-missing` for an empty file. */
export async function finishFile(mall: Mall, who: string, token: string): Promise<Result<ProductFileRow>> {
  const upload = mall.goods.uploads.get(token);
  if (!upload) return fail('not-found');
  mall.goods.uploads.delete(token);
  await upload.turn;
  if (upload.file.bytes === 0) {
    await upload.file.drop();
    return fail('field-missing', 'file');
  }
  return mall.goods.alone(() => keepFile(mall, who, upload));
}

async function keepFile(mall: Mall, who: string, { sku, name, file }: Upload): Promise<Result<ProductFileRow>> {
  const { bytes, sha256 } = await file.keep();
  const added = await writeResult(mall.storage, async (db) => {
    const fits = await checkProduct(db, sku, name);
    if (!fits.ok) return fits;
    const position = await nextPosition(db, sku);
    const row: ProductFileTable = { sku, position, name, bytes, sha256 };
    await db.insertInto('product_file').values(row).execute();
    await recordDeed(db, { at: mall.clock(), who, action: 'goods.file-added', subject: sku, detail: String(position) });
    mall.changes.announce('catalogue');
    mall.changes.announce('goods');
    return ok(row);
  });
  if (!added.ok) await removeUnused(mall, sha256);
  return added;
}

async function nextPosition(db: Writable<MallTables>, sku: string): Promise<number> {
  const last = await db
    .selectFrom('product_file')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('sku', '=', sku)
    .executeTakeFirst();
  return Number(last?.position ?? 0) + 1;
}

export async function removeFile(
  mall: Mall,
  who: string,
  file: { readonly sku: string; readonly position: number },
): Promise<Result<void>> {
  return mall.goods.alone(() => removeRow(mall, who, file));
}

async function removeRow(
  mall: Mall,
  who: string,
  { sku, position }: { readonly sku: string; readonly position: number },
): Promise<Result<void>> {
  const removed = await writeResult(mall.storage, async (db) => {
    const row = await db
      .selectFrom('product_file')
      .select('sha256')
      .where('sku', '=', sku)
      .where('position', '=', position)
      .executeTakeFirst();
    if (!row) return fail('not-found');
    await db.deleteFrom('product_file').where('sku', '=', sku).where('position', '=', position).execute();
    const detail = String(position);
    await recordDeed(db, { at: mall.clock(), who, action: 'goods.file-removed', subject: sku, detail });
    mall.changes.announce('catalogue');
    mall.changes.announce('goods');
    return ok(row.sha256);
  });
  if (!removed.ok) return removed;
  await removeUnused(mall, removed.value);
  return ok();
}

/** The bytes go when no product has them any more. */
async function removeUnused(mall: Mall, sha256: string): Promise<void> {
  const used = await mall.storage.read
    .selectFrom('product_file')
    .select('sku')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (!used) await mall.goods.folder.removeProductFile(sha256);
}

/** What screens began and did not finish. Run from time to time. */
export async function dropSilentUploads(mall: Mall): Promise<void> {
  const before = mall.clock().getTime() - SILENCE_MS;
  for (const [token, upload] of mall.goods.uploads) {
    if (upload.touchedAt > before) continue;
    mall.goods.uploads.delete(token);
    await inTurn(upload, () => upload.file.drop());
  }
}
