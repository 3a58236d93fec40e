/**
 * Packages of sealed goods on disk, one file each, named by receipt number: what came in so far (`.part`) and what is
 * whole. It knows bytes and their SHA-256; what is in them it must never know, and can't.
 */
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { equalBytes } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { fileSha256, syncFolder } from '#main/vault/index.ts';

export interface PackageStore {
  /** Absolute path of a whole package. */
  pathOf(receipt: string): string;
  /** Bytes of an unfinished package that would survive a power cut. */
  durable(receipt: string): Promise<number>;
  /**
   * Appends what comes in, from where it broke off, and takes the package when it is whole and its SHA-256 is right.
   * Of two at once for one receipt the later goes on, and finds what the earlier left. Fails with `wrong-state` (about:
   * `offset`) where `from` is not what is here, `damaged` when it is whole and not what was announced (the copy is
   * dropped), `unavailable` when it was cut off (what came stays), `disk-full`.
   */
  receive(
    receipt: string,
    part: { readonly from: number; readonly total: number; readonly sha256: Uint8Array },
    body: Readable,
  ): Promise<Result<void>>;
  /** Deletes a package, whole or not. */
  drop(receipt: string): Promise<void>;
}

/** Left free on the disk for everything else. */
const SPARE_BYTES = 256 * 1024 * 1024;
/** What came in is made durable this often, in bytes: so much has to come again after a power cut. */
const FLUSH_BYTES = 16 * 1024 * 1024;
const SILENCE_MS = 60_000;

export async function openPackageStore(folder: string): Promise<PackageStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const flushed = new Map<string, number>();
  const running = new Map<string, { readonly body: Readable; readonly ended: Promise<unknown> }>();

  // Receipt numbers come from partners: none of them names another folder.
  const pathOf = (receipt: string): string => {
    if (!/^[0-9A-Za-z-]{1,64}$/.test(receipt)) throw new Error('not a receipt number');
    return join(folder, receipt);
  };
  const partOf = (receipt: string): string => `${pathOf(receipt)}.part`;

  async function durable(receipt: string): Promise<number> {
    return flushed.get(receipt) ?? (await sizeOf(partOf(receipt)));
  }

  async function append(receipt: string, from: number, total: number, body: Readable): Promise<Result<void>> {
    const file = await open(partOf(receipt), 'a', 0o600);
    let length = from;
    let unflushed = 0;
    flushed.set(receipt, from);
    const silence = setInterval(() => body.destroy(), SILENCE_MS);
    try {
      for await (const piece of body as AsyncIterable<Buffer>) {
        silence.refresh();
        if (length + piece.length > total) return fail('damaged', 'length');
        await file.appendFile(piece);
        length += piece.length;
        unflushed += piece.length;
        if (unflushed < FLUSH_BYTES) continue;
        await file.datasync();
        unflushed = 0;
        flushed.set(receipt, length);
      }
      return length === total ? ok() : fail('unavailable', 'cut off');
    } catch (error) {
      if (isDiskFull(error)) return fail('disk-full');
      if (isFileFault(error)) throw error;
      return fail('unavailable', 'cut off');
    } finally {
      clearInterval(silence);
      await file.datasync().catch(() => undefined);
      await file.close();
      flushed.delete(receipt);
    }
  }

  async function take(receipt: string, sha256: Uint8Array): Promise<Result<void>> {
    // Read back from the disk: what was checked is what will be forwarded.
    if (!equalBytes(await fileSha256(partOf(receipt)), sha256)) {
      await rm(partOf(receipt), { force: true });
      return fail('damaged');
    }
    await rename(partOf(receipt), pathOf(receipt));
    await syncFolder(folder);
    return ok();
  }

  async function receiveAlone(
    receipt: string,
    { from, total, sha256 }: { readonly from: number; readonly total: number; readonly sha256: Uint8Array },
    body: Readable,
  ): Promise<Result<void>> {
    if ((await sizeOf(pathOf(receipt))) === total) return ok();
    if ((await sizeOf(partOf(receipt))) !== from) return fail('wrong-state', 'offset');
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < total - from + SPARE_BYTES) return fail('disk-full');
    const appended = await append(receipt, from, total, body);
    if (!appended.ok) {
      if (appended.error.code === 'damaged') await rm(partOf(receipt), { force: true });
      return appended;
    }
    return take(receipt, sha256);
  }

  return {
    pathOf,
    durable,
    receive: async (receipt, part, body) => {
      // A line that broke unnoticed would keep the next one waiting.
      for (let other = running.get(receipt); other; other = running.get(receipt)) {
        other.body.destroy();
        await other.ended;
      }
      const received = receiveAlone(receipt, part, body);
      const ended = Promise.allSettled([received]);
      const entry = { body, ended };
      running.set(receipt, entry);
      try {
        return await received;
      } finally {
        if (running.get(receipt) === entry) running.delete(receipt);
      }
    },
    drop: async (receipt) => {
      running.get(receipt)?.body.destroy();
      await running.get(receipt)?.ended;
      await rm(partOf(receipt), { force: true });
      await rm(pathOf(receipt), { force: true });
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function isDiskFull(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Of our own file, not of the line. */
function isFileFault(error: unknown): boolean {
  const { syscall } = error as { syscall?: unknown };
  return syscall === 'write' || syscall === 'fdatasync' || syscall === 'open';
}
