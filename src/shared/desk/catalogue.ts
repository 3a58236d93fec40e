/** The mall's desk: its products – list, file, pictures, stock – what carriage costs, and imports of whole catalogues. */
import { z } from 'zod';
import type { HandlingMark } from '../domain/handling-mark.ts';
import type { Money } from '../domain/money.ts';
import { type ParcelSize, SIZE_CLASSES, type SizeClass } from '../domain/parcel-size.ts';
import { LARGEST_STOCK, PRODUCT_FIELDS, type ProductField } from '../domain/product-entry.ts';
import type { ErrorCode } from '../errors.ts';
import { command, nothing } from './command.ts';
import { DRAFT_KINDS, type FileDraft, type FileRow } from './file-draft.ts';
import { type ListPage, listInput } from './list.ts';

/**
 * What a product is in the shop today. `planned` and `ended` by its days, `low` and `sold-out` by its pieces; these two
 * stand in the shop all the same.
 */
export const PRODUCT_STATES = ['on-sale', 'low', 'sold-out', 'planned', 'ended', 'withdrawn'] as const;
export type ProductState = (typeof PRODUCT_STATES)[number];

export interface ProductRow {
  readonly sku: string;
  readonly name: string;
  /** With tax. */
  readonly price: Money;
  readonly taxPercent: number;
  /** Absent for electronic goods. */
  readonly size?: ParcelSize;
  readonly specification: string;
  /** Pieces that can still be sold; absent where nobody counts them. */
  readonly stock?: number;
  /** What its bar code says where that is not the SKU: a JAN, say. */
  readonly barcode?: string;
  readonly shelf?: string;
  /** What every parcel with it is marked with. */
  readonly marks?: readonly HandlingMark[];
  readonly state: ProductState;
  readonly pictures: number;
}

/** One of a picture's two files. Pixels; `hash` is the SHA-256 of its bytes, base64url. */
export interface PictureFile {
  readonly hash: string;
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}
export type PictureType = 'image/webp' | 'image/jpeg';

export interface ProductPicture {
  readonly id: string;
  /** What is to be seen, for whoever can't see it; empty until somebody wrote it. */
  readonly alt: Readonly<Record<'ja' | 'en', string>>;
  readonly small: PictureFile;
  readonly large: PictureFile;
}

/** A product's file: everything the desk may change. */
export interface Product {
  readonly cells: Readonly<Record<ProductField, string>>;
  readonly state: ProductState;
  /** Counts what people changed; whoever saves says which one they changed. */
  readonly revision: number;
  readonly pictures: readonly ProductPicture[];
  /** Of an electronic product: what its buyers get. */
  readonly files: number;
}

/** Both fit into a square of so many pixels. */
export const PICTURE_EDGE = { small: 320, large: 1280 } as const;
/** Bytes. */
export const LARGEST_PICTURE = { small: 200_000, large: 1_500_000 } as const;
export const MOST_PICTURES = 12;
export const LONGEST_ALT = 200;

/** What is added to an order for its parcel, tax included, in yen by size class; a class that is missing adds nothing. */
export type ShippingCharges = Readonly<Partial<Record<SizeClass, number>>>;
/** JPY. */
export const LARGEST_CHARGE = 100_000;

/** Why staff changed a count. */
export const COUNT_REASONS = ['counted', 'delivered', 'damaged', 'lost', 'other'] as const;
export type CountReason = (typeof COUNT_REASONS)[number];

export interface ImportReport {
  readonly imported: number;
  /** Line numbers as an editor counts them; the other rows are imported. */
  readonly refused: readonly {
    readonly line: number;
    readonly sku: string;
    readonly code: ErrorCode;
    readonly field: string;
  }[];
}

export type ImportDraft = FileDraft<ProductField>;
export type FieldChange = FileRow<ProductField>['changes'][number];

export interface DraftRow extends FileRow<ProductField> {
  readonly sku: string;
  readonly name: string;
}

export const MISSING_CHOICES = ['nothing', 'withdraw'] as const;
/** What to do with products that the file does not have. */
export type MissingChoice = (typeof MISSING_CHOICES)[number];

/** `stopped` by hand or by the end of the program: what was imported by then stands, and can be undone. */
export type ImportState = 'running' | 'done' | 'stopped' | 'undone';

export interface PastImport {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly state: ImportState;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly refused: number;
  /** Whether what it changed is still known. */
  readonly undoable: boolean;
  readonly undoneAt?: string;
  readonly undoneBy?: string;
}

/** What the service is doing with a catalogue now. */
export interface ImportWork {
  readonly act: 'import' | 'undo';
  readonly import: string;
  readonly done: number;
  readonly all: number;
  readonly stopping: boolean;
}

export interface ImportOutcome {
  readonly import: string;
  readonly state: ImportState;
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  /** Rows that were right in the preview and had become wrong: somebody else had changed the product. */
  readonly refused: readonly { readonly line: number; readonly sku: string; readonly code: ErrorCode }[];
}

/** What an undo puts back, and what it leaves because somebody changed it since. */
export interface UndoCheck {
  readonly restored: number;
  readonly left: number;
  /** Of those that are left, the first. */
  readonly leftSkus: readonly string[];
}

/** Which product a dropped picture is for, by its file's name. */
export interface PictureMatch {
  readonly name: string;
  readonly sku?: string;
  readonly product?: string;
  /** How many pictures the product has already. */
  readonly has?: number;
}

const sku = z.string().trim().min(1).max(40);
const draft = z.string().max(64);
const field = z.enum(PRODUCT_FIELDS);
const cells = z.partialRecord(field, z.string().max(1000));
const hash = z.string().regex(/^[\w-]{43}$/);
const picture = (most: number) => z.base64().max(Math.ceil(most / 3) * 4);
const alt = z.object({ ja: z.string().max(LONGEST_ALT), en: z.string().max(LONGEST_ALT) });
const count = z.union([
  z.object({ sku, stock: z.int().min(0).max(LARGEST_STOCK).nullable() }),
  z.object({ sku, add: z.int().min(-LARGEST_STOCK).max(LARGEST_STOCK) }),
]);
export type StockCount = z.infer<typeof count>;

export const catalogueCommands = {
  /** In the order of the catalogue; searched by SKU, bar code, shelf, name and specification. */
  'catalogue.list': command<ListPage<ProductRow>>()(listInput(PRODUCT_STATES)),
  'catalogue.product': command<Product>()(z.object({ sku })),
  /**
   * `revision` as it was when the form was opened; `null` for a new product. Fails as `enterProduct` says, naming the
   * field; with `changed-since`, `product-known`, or `product-has-files` where sizes are given to one with files.
   */
  'catalogue.save': command<{ revision: number }>()(z.object({ cells, revision: z.int().min(0).nullable() })),
  /** Takes products out of the shop, or back into it; orders that are placed go on. */
  'catalogue.offer': command<{ changed: number }>()(
    z.object({ skus: z.array(sku).min(1).max(500), onSale: z.boolean() }),
  ),
  /** Pieces as counted (`null`: nobody counts them) or as they came and went. All or none. */
  'catalogue.count': command<void>()(
    z.object({ counts: z.array(count).min(1).max(500), reason: z.enum(COUNT_REASONS) }),
  ),
  /** The whole catalogue as the file that can be imported again */
  'catalogue.export': command<{ csv: string; products: number }>()(nothing),

  /** Both files of a picture, base64, made by the screen without any metadata; fails with `picture-invalid`. */
  'catalogue.add-picture': command<ProductPicture>()(
    z.object({ sku, small: picture(LARGEST_PICTURE.small), large: picture(LARGEST_PICTURE.large) }),
  ),
  /** All of them, in their new order. */
  'catalogue.arrange-pictures': command<void>()(z.object({ sku, ids: z.array(z.uuid()).max(MOST_PICTURES) })),
  'catalogue.describe-picture': command<void>()(z.object({ id: z.uuid(), alt })),
  'catalogue.remove-picture': command<void>()(z.object({ id: z.uuid() })),
  /** A picture's file for the desk, base64. */
  'catalogue.picture': command<{ type: PictureType; data: string }>()(z.object({ hash })),
  /** Files named by SKU: `BK-0001.jpg`, `BK-0001-2.jpg`, `BK-0001_back.png`. */
  'catalogue.match-pictures': command<PictureMatch[]>()(z.object({ names: z.array(z.string().max(255)).max(500) })),

  /** In one go, without a preview: for other programs. CSV text with the fields of a product as headings. */
  'catalogue.import': command<ImportReport>()(z.object({ csv: z.string().max(20_000_000) })),
  /** Begins to read a file: text parted by commas, semicolons or tabs. Fails with `catalogue-columns` without a column of SKUs. */
  'catalogue.read-file': command<ImportDraft>()(z.object({ csv: z.string().max(20_000_000) })),
  'catalogue.draft': command<ImportDraft>()(z.object({ draft })),
  'catalogue.drop-draft': command<void>()(z.object({ draft })),
  /** Takes the columns for something else, and reads the rows again. */
  'catalogue.map-columns': command<ImportDraft>()(z.object({ draft, columns: z.array(field.nullable()).max(200) })),
  'catalogue.draft-rows': command<{ rows: DraftRow[]; total: number }>()(
    z.object({
      draft,
      kind: z.enum(DRAFT_KINDS),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(200).default(50),
    }),
  ),
  /** Cells put right in a row of the draft, checked at once. */
  'catalogue.repair-row': command<{ row: DraftRow; counts: ImportDraft['counts'] }>()(
    z.object({ draft, line: z.int().min(1), cells }),
  ),
  /** Answers at the end; `catalogue.imports` tells how far it is. Fails with `import-running`. */
  'catalogue.run-import': command<ImportOutcome>()(z.object({ draft, missing: z.enum(MISSING_CHOICES) })),
  'catalogue.stop-import': command<void>()(nothing),
  /** Newest first, and what is being done now. */
  'catalogue.imports': command<{ imports: PastImport[]; work?: ImportWork }>()(nothing),
  'catalogue.check-undo': command<UndoCheck>()(z.object({ import: z.uuid() })),
  /** Puts everything back that nobody changed since; once. Fails with `wrong-state`, `import-running`. */
  'catalogue.undo-import': command<UndoCheck>()(z.object({ import: z.uuid() })),

  'charges.read': command<ShippingCharges>()(nothing),
  'charges.change': command<void>()(
    z.object({
      charges: z.partialRecord(
        z.literal(SIZE_CLASSES.map(String) as `${SizeClass}`[]),
        z.int().min(0).max(LARGEST_CHARGE),
      ),
    }),
  ),
};
