/** Printers as a party configures them: how each is reached, what paper lies in it, and how it can stand. */
import { z } from 'zod';

export const LABEL_SIZES = ['100x150', '4x6', 'a6'] as const;
/** 100 × 150 mm, 4 × 6 in, or 105 × 148 mm, of which four fill an A4 sheet. */
export type LabelSize = (typeof LABEL_SIZES)[number];

/** Width and height, mm. */
export const LABEL_MM: Readonly<Record<LabelSize, readonly [width: number, height: number]>> = {
  '100x150': [100, 150],
  '4x6': [101.6, 152.4],
  a6: [105, 148],
};

export const PRINTER_DPI = [203, 300] as const;
/** Dots per inch that labels are laid out on. */
export type PrinterDpi = (typeof PRINTER_DPI)[number];

export const SHEET_PAPERS = ['a4', 'a5', 'letter'] as const;
export type SheetPaper = (typeof SHEET_PAPERS)[number];

/** Width and height, mm, upright. */
export const SHEET_MM: Readonly<Record<SheetPaper, readonly [width: number, height: number]>> = {
  a4: [210, 297],
  a5: [148, 210],
  letter: [215.9, 279.4],
};

export const printerMediaSchema = z.object({
  size: z.enum(LABEL_SIZES),
  dpi: z.literal(PRINTER_DPI),
  /** Sheets of several labels; absent: a page a label. */
  sheet: z.enum(SHEET_PAPERS).optional(),
});
export type PrinterMedia = z.infer<typeof printerMediaSchema>;

/** What CUPS takes as a name: printable, without blanks, `/` and `#`, and no option of a command line. */
const queueSchema = z
  .string()
  .max(127)
  .regex(/^[A-Za-z0-9_.][A-Za-z0-9_.@:+-]*$/);
const hostSchema = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:]+$/);

export const printerWaySchema = z.discriminatedUnion('kind', [
  /** PDF files into a folder that somebody else prints from. An absolute path. */
  z.object({ kind: z.literal('folder'), folder: z.string().trim().min(1).max(400) }),
  /** A queue of this computer's CUPS. `media` is the queue's own name of the paper, where the usual one does not fit. */
  z.object({ kind: z.literal('cups'), queue: queueSchema, media: queueSchema.optional() }),
  /** A label printer that speaks ZPL II, over TCP. */
  z.object({
    kind: z.literal('zpl'),
    host: hostSchema,
    port: z.int().min(1).max(65535).default(9100),
  }),
  /** A printer of the desktop app's computer, by the operating system's name. */
  z.object({ kind: z.literal('shell'), device: z.string().min(1).max(200) }),
]);
export type PrinterWay = z.infer<typeof printerWaySchema>;
export type PrinterKind = PrinterWay['kind'];
export const PRINTER_KINDS = ['folder', 'cups', 'zpl', 'shell'] as const satisfies readonly PrinterKind[];

export const printerSettingSchema = z
  .object({
    id: z.uuid(),
    /** As people call it: "Bench 1". */
    name: z.string().trim().min(1).max(40),
    way: printerWaySchema,
    media: printerMediaSchema,
  })
  // A roll has no sheets.
  .refine(({ way, media }) => way.kind !== 'zpl' || media.sheet === undefined, { path: ['media', 'sheet'] });
export type PrinterSetting = z.infer<typeof printerSettingSchema>;

/**
 * `printing` has something in hand and goes on by itself; `failing`: a fault that has no name here (too hot, cutter,
 * jam); `unknown`: reached, but it says nothing of itself.
 */
export const PRINTER_STATES = [
  'ready',
  'printing',
  'paper-out',
  'ribbon-out',
  'head-open',
  'paused',
  'failing',
  'offline',
  'unknown',
] as const;
export type PrinterState = (typeof PRINTER_STATES)[number];

export interface PrinterStatus {
  readonly state: PrinterState;
  /** Labels that the printer still holds, where it says so. */
  readonly remaining?: number;
}

/** A printer that the operating system offers. */
export interface SystemPrinter {
  readonly kind: 'cups' | 'shell';
  /** As the system calls it: the `queue` or `device` of a setting. */
  readonly name: string;
  /** As people call it. */
  readonly label: string;
  readonly isDefault: boolean;
}
