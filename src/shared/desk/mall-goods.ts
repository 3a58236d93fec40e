/** The mall's desk: files of electronic products, and the station that seals and sends them. */
import { z } from 'zod';
import type { Money } from '../domain/money.ts';
import { GOODS_STATES, type GoodsState } from '../domain/states.ts';
import { command, nothing } from './command.ts';
import { listInput, type ListPage } from './list.ts';
import type { PrintedLabel } from './mall.ts';

/** Bytes of a file that go in one message; what a message may hold beside them is another megabyte. */
export const FILE_CHUNK_BYTES = 4 * 1024 * 1024;
/** The largest file of a product, bytes. */
export const LARGEST_PRODUCT_FILE = 2 ** 31;

export interface ProductFileRow {
  readonly sku: string;
  readonly position: number;
  /** As the buyer gets it. */
  readonly name: string;
  readonly bytes: number;
  /** base64url. */
  readonly sha256: string;
}

/** The electronic goods of one order. */
export interface GoodsRow {
  /** The payment's purchase number. */
  readonly purchase: string;
  /** On the label; absent until the payment is settled. */
  readonly receipt?: string;
  readonly credit: string;
  readonly creditName: string;
  readonly state: GoodsState;
  readonly placedAt: string;
  readonly changedAt: string;
  /** Their part of the payment. */
  readonly amount: Money;
  /** Of the sealed package; absent until there is one. */
  readonly bytes?: number;
  /** What of it the credit company has, as far as we know. */
  readonly uploaded: number;
  /** Tries since it last got on. */
  readonly attempts: number;
  /** A code or an HTTP status, never the partner's words. */
  readonly lastError?: string;
  /** Nothing is held for them any more, so that nothing could be claimed: they are neither sealed nor sent. */
  readonly lapsed: boolean;
}

export interface GoodsItem {
  readonly sku: string;
  /** Absent when the envelope had no room for names. */
  readonly name?: string;
  readonly quantity: number;
  /** None: nothing can be sealed until there is one. */
  readonly files: readonly ProductFileRow[];
}

export interface GoodsOrder extends GoodsRow {
  /** The electronic ones. */
  readonly items: readonly GoodsItem[];
  /** Bytes of all their files. */
  readonly fileBytes: number;
}

export interface GoodsProgress {
  /** Bytes sealed and to be sealed; absent when nothing is being sealed for this order. */
  readonly sealing?: { readonly done: number; readonly total: number };
}

/** An electronic product and what is attached to it. */
export interface GoodsProduct {
  readonly sku: string;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

const sku = z.string().trim().min(1).max(64);
const upload = z.string().max(64);
const purchase = z.string().regex(/^\d{14}$/);

export const mallGoodsCommands = {
  /** The electronic part of the catalogue, in its order. */
  'goods.products': command<GoodsProduct[]>()(nothing),
  /** In the order in which a buyer gets them. */
  'goods.files': command<ProductFileRow[]>()(z.object({ sku })),
  /** Begins to attach a file to an electronic product; it is one only after `goods.finish-file`. */
  'goods.begin-file': command<{ upload: string }>()(z.object({ sku, name: z.string().max(400) })),
  /** The next bytes, base64 (standard alphabet), 4 MiB at most. `offset` is what was taken so far, and comes back as it is now. */
  'goods.append-file': command<{ offset: number }>()(
    z.object({
      upload,
      offset: z.int().min(0),
      data: z.base64().max(Math.ceil(FILE_CHUNK_BYTES / 3) * 4),
    }),
  ),
  'goods.finish-file': command<ProductFileRow>()(z.object({ upload })),
  'goods.remove-file': command<void>()(z.object({ sku, position: z.int().min(1) })),
  /** Everything that is or was more than an offer, by the time it was ordered. */
  'goods.list': command<ListPage<GoodsRow>>()(listInput(GOODS_STATES)),
  /** Opens the contents of the mall's own payment; by purchase or receipt number, typed or scanned. */
  'goods.open': command<GoodsOrder>()(z.object({ number: z.string().max(4000) })),
  /**
   * Seals the goods to their buyer, labels the package and gives it to the post. Answers when that is done; a second
   * bench that seals the same order meanwhile gets the same answer. Fails with `goods-without-file`, `too-large` above
   * two gigabytes, or `wrong-state`.
   */
  'goods.seal': command<PrintedLabel>()(z.object({ purchase })),
  'goods.progress': command<GoodsProgress>()(z.object({ purchase })),
  /** The label as it was printed: for the file, or for what goes on a disc. */
  'goods.label': command<PrintedLabel>()(z.object({ purchase })),
  /** Whether orders are sealed by themselves as soon as they are settled. */
  'goods.setting': command<{ automatic: boolean }>()(nothing),
  'goods.choose-automatic': command<void>()(z.object({ automatic: z.boolean() })),
};
