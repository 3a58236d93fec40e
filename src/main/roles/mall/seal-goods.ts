/** Sealing the electronic goods of an order to their buyer (MISSION.md A12): package, label, announcement. */
import { FUNDED } from '#shared/domain/states.ts';
import { type FileHandle, open } from 'node:fs/promises';
import type { GoodsItem, GoodsProgress } from '#shared/desk/mall-goods.ts';
import type { PrintedLabel } from '#shared/desk/mall.ts';
import { calendarDay } from '#shared/domain/day.ts';
import { labelIdText } from '#shared/domain/label-id.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { encodeGoodsKey } from '#shared/protocol/goods-key-plaintext.ts';
import { goodsBinding, LARGEST_PACKAGE_BYTES, type PackedFile, packageSizes } from '#shared/protocol/goods-package.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { tarHeader, tarPadding } from '#shared/protocol/tar.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { LabelModel } from '#main/labels/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { writeResult } from '#main/storage/index.ts';
import { encodeContent, randomContentKey, sealTo } from '#main/vault/index.ts';
import type { GoodsFolder, WrittenFile } from './goods-folder.ts';
import { findGoods, goodsItems, type JoinedGoods } from './goods.ts';
import type { Sealing } from './goods-room.ts';
import type { Mall } from './mall.ts';

const READ_BYTES = 512 * 1024;

/** A file of the package and where its bytes are. */
interface SourceFile extends PackedFile {
  readonly path: string;
}

/** A file that is not what the catalogue says, found while it was being sealed. */
class SourceChanged extends Error {}

/**
 * Seals an order's goods, once: whoever asks meanwhile waits for the same answer. Fails with `purchase-unknown`,
 * `wrong-state` (not ready, or nothing is held for it any more), `goods-without-file`, `too-large`, or as a label does.
 */
export function sealGoods(mall: Mall, who: string, number: string): Promise<Result<PrintedLabel>> {
  const { sealing } = mall.goods;
  const running = sealing.get(number);
  if (running) return running.sealed;
  const begun: Sealing = {
    done: 0,
    total: 0,
    sealed: Promise.resolve()
      .then(() => sealNow(mall, who, number, begun))
      .finally(() => sealing.delete(number)),
  };
  sealing.set(number, begun);
  return begun.sealed;
}

export function sealingProgress(mall: Mall, number: string): GoodsProgress {
  const running = mall.goods.sealing.get(number);
  return running ? { sealing: { done: running.done, total: running.total } } : {};
}

async function sealNow(mall: Mall, who: string, number: string, progress: Sealing): Promise<Result<PrintedLabel>> {
  const row = await findGoods(mall, number);
  if (!row) return fail('purchase-unknown');
  const { receipt, buyer_key } = row;
  if (row.state !== 'ready' || receipt === null) return fail('wrong-state', row.state);
  if (!isHeld(mall, row)) return fail('wrong-state', row.payment_state);
  // A shop page without scripts sells nothing electronic.
  if (buyer_key === null) return fail('unknown-key');
  const items = await goodsItems(mall, row);
  if (!items.ok) return items;
  if (items.value.length === 0 || items.value.some(({ files }) => files.length === 0)) {
    return fail('goods-without-file');
  }
  const files = sources(mall, items.value);
  if (packageSizes(files).package > LARGEST_PACKAGE_BYTES) return fail('too-large');
  const key = randomContentKey();
  const envelope = await sealTo(buyer_key, goodsBinding(row.counterparty, receipt), encodeGoodsKey(key));
  if (!envelope.ok) return envelope;
  const label = await pressReceiptLabel(mall, row, receipt);
  if (!label.ok) return label;
  const written = await writePackage(mall.goods.folder, { receipt, envelope: envelope.value, key }, files, progress);
  if (!written.ok) return written;
  const noted = await noteSealed(mall, who, { row, receipt, written: written.value });
  if (!noted.ok) await mall.goods.folder.removePackage(receipt);
  return noted.ok ? label : noted;
}

function isHeld(mall: Mall, row: Pick<JoinedGoods, 'payment_state' | 'hold_until'>): boolean {
  if (!FUNDED.includes(row.payment_state)) return false;
  return row.payment_state !== 'accepted' || row.hold_until === null || row.hold_until > mall.clock().toISOString();
}

/** In the order of the contents; a name that two products share is told apart by their skus. */
function sources(mall: Mall, items: readonly GoodsItem[]): SourceFile[] {
  const taken = new Set<string>();
  return items.flatMap(({ files }) =>
    files.map(({ sku, name, bytes, sha256 }) => {
      const unique = taken.has(name.toLowerCase()) ? `${sku} ${name}` : name;
      taken.add(unique.toLowerCase());
      return { name: unique, bytes, path: mall.goods.folder.productFile(sha256) };
    }),
  );
}

/** Envelope, then the encrypted archive, under the package's name once it is whole and durable. */
export async function writePackage(
  folder: GoodsFolder,
  sealed: { readonly receipt: string; readonly envelope: Uint8Array; readonly key: Uint8Array },
  files: readonly SourceFile[],
  progress: Pick<Sealing, 'done' | 'total'>,
): Promise<Result<WrittenFile>> {
  const sizes = packageSizes(files);
  progress.total = sizes.package;
  const file = await folder.growPackage(sealed.receipt);
  try {
    await file.append(sealed.envelope);
    for await (const piece of encodeContent(sealed.key, archive(files, sizes.zeros), { padding: sizes.padding })) {
      await file.append(piece);
      progress.done = file.bytes;
    }
    if (file.bytes !== sizes.package) throw new Error('a package of another length than it was to have');
    return ok(await file.keep());
  } catch (error) {
    await file.drop();
    if (error instanceof SourceChanged) return fail('goods-without-file');
    throw error;
  }
}

/** The files as one archive, and the zeros that bring the package to its length. */
async function* archive(files: readonly SourceFile[], zeros: number): AsyncGenerator<Uint8Array> {
  for (const { name, bytes, path } of files) {
    yield tarHeader(name, bytes);
    yield* wholeFile(path, bytes);
    yield new Uint8Array(tarPadding(bytes));
  }
  const block = new Uint8Array(Math.min(zeros, READ_BYTES));
  for (let left = zeros; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
}

/** One buffer for all of it: what was given is good until the next piece is asked for. */
async function* wholeFile(path: string, bytes: number): AsyncGenerator<Uint8Array> {
  const file = await openSource(path);
  const buffer = new Uint8Array(READ_BYTES);
  try {
    let left = bytes;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      left -= bytesRead;
      if (left < 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    if (left !== 0) throw new SourceChanged();
  } finally {
    await file.close();
  }
}

async function openSource(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    // Taken from the product in this moment.
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new SourceChanged() : error;
  }
}

/** Drawn and proved before anything else: what can't be labelled isn't sealed. */
async function pressReceiptLabel(mall: Mall, row: JoinedGoods, receipt: string): Promise<Result<PrintedLabel>> {
  const label = { number: receipt, piece: 1, of: 1, copy: 1 };
  const { customer, contents, number } = row;
  const model: LabelModel = {
    kind: 'receipt',
    carrier: row.credit_name ?? row.counterparty,
    sender: mall.name,
    label,
    marks: [],
    date: calendarDay(mall.clock()),
    ...(customer !== null && {
      mainCode: expectOk(encodeLabelText({ kind: 'receipt', label, envelope: new Uint8Array(customer) })),
    }),
    contentsCode: expectOk(
      encodeLabelText({ kind: 'purchase', label: { ...label, number }, envelope: new Uint8Array(contents) }),
    ),
  };
  const pressed = await mall.press.print(model);
  if (!pressed.ok) return pressed;
  const labelId = labelIdText(label);
  await mall.spool.save(`${labelId}.pdf`, pressed.value.pdf);
  await mall.spool.save(`${labelId}.png`, pressed.value.png);
  return ok(toPrinted(labelId, pressed.value.pdf, pressed.value.png));
}

function toPrinted(labelId: string, pdf: Uint8Array, png: Uint8Array): PrintedLabel {
  return {
    labelId,
    copy: 1,
    pdf: Buffer.from(pdf).toString('base64'),
    preview: Buffer.from(png).toString('base64'),
  };
}

/** From here on the package leaves by itself; an order that was called off meanwhile keeps its state. */
async function noteSealed(
  mall: Mall,
  who: string,
  { row, receipt, written }: { row: JoinedGoods; receipt: string; written: WrittenFile },
): Promise<Result<void>> {
  const { number, counterparty, customer } = row;
  return writeResult(mall.storage, async (db) => {
    const now = mall.clock();
    const moved = await db
      .updateTable('goods')
      .set({
        ...written,
        state: 'packed',
        uploaded: 0,
        attempts: 0,
        next_at: now.toISOString(),
        last_error: null,
        changed_at: now.toISOString(),
      })
      .where('number', '=', number)
      .where('state', '=', 'ready')
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) {
      const goods = await db.selectFrom('goods').select('state').where('number', '=', number).executeTakeFirst();
      return fail('wrong-state', goods?.state);
    }
    await sendEvent(mall.post, db, {
      to: counterparty,
      type: 'goods.forward',
      subject: receipt,
      data: { receipt, ...written, ...(customer !== null && { customer: toBase64Url(customer) }) },
    });
    await recordDeed(db, { at: now, who, action: 'goods.packed', subject: number, detail: receipt });
    mall.changes.announce('goods');
    return ok();
  });
}

/** The label as it was printed. Fails with `not-found` before the goods were sealed. */
export async function goodsLabel(mall: Mall, who: string, number: string): Promise<Result<PrintedLabel>> {
  const row = await findGoods(mall, number);
  if (!row) return fail('purchase-unknown');
  if (row.receipt === null || row.bytes === null) return fail('not-found');
  const labelId = labelIdText({ number: row.receipt, piece: 1, of: 1, copy: 1 });
  const pdf = await mall.spool.read(`${labelId}.pdf`);
  const png = await mall.spool.read(`${labelId}.png`);
  if (!pdf || !png) return fail('not-found');
  await mall.storage.write((db) => recordDeed(db, { at: mall.clock(), who, action: 'label.viewed', subject: labelId }));
  return ok(toPrinted(labelId, pdf, png));
}
