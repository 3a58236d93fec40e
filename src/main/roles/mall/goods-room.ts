/** What the mall has of its electronic goods beside the database: the files, and what is being done with them now. */
import type { PrintedLabel } from '#shared/desk/mall.ts';
import type { Result } from '#shared/result.ts';
import { type GoodsFolder, type GrowingFile, openGoodsFolder } from './goods-folder.ts';

/** A file that a screen is bringing. */
export interface Upload {
  readonly sku: string;
  readonly name: string;
  readonly file: GrowingFile;
  touchedAt: number;
  /** The piece before this one. */
  turn: Promise<unknown>;
}

/** An order that is being sealed. */
export interface Sealing {
  /** Bytes of the package. */
  done: number;
  total: number;
  readonly sealed: Promise<Result<PrintedLabel>>;
}

export interface GoodsRoom {
  readonly folder: GoodsFolder;
  /** By token; gone with the process, as their pieces are. */
  readonly uploads: Map<string, Upload>;
  /** By the payment's purchase number. */
  readonly sealing: Map<string, Sealing>;
  /** One after the other: the same bytes may be one product's new file and another's last. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** @param folder the party's data folder */
export async function openGoodsRoom(folder: string): Promise<GoodsRoom> {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    folder: await openGoodsFolder(folder),
    uploads: new Map(),
    sealing: new Map(),
    alone: (work) => {
      const mine = turn.then(work);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
