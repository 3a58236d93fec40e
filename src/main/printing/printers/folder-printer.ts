/** PDF files into a folder that somebody else prints from: printed is what lies there whole. */
import { access, constants } from 'node:fs/promises';
import type { PrinterStatus } from '#shared/domain/printer.ts';
import { openSpool } from '#main/printing/spool.ts';
import { StorageFull } from '#main/storage/index.ts';
import { fail } from '#shared/result.ts';
import { type PrintRun, takeTurns } from './print-run.ts';
import { isWorking, pause, type Printer, type PrintOutcome } from './printer.ts';

const RETRY_MS = 1000;

/** @param folder must be there: a share that is not mounted must not fill the disk beneath */
export function openFolderPrinter(folder: string, retryMs = RETRY_MS): Printer {
  async function status(): Promise<PrinterStatus> {
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      return { state: 'ready' };
    } catch {
      return { state: 'offline' };
    }
  }

  async function work(run: PrintRun): Promise<PrintOutcome> {
    const { feed, signal } = run;
    while (!feed.ended) {
      const standing = await status();
      run.stand(standing, 0);
      if (run.isOver()) return run.giveUp();
      if (!isWorking(standing)) await pause(retryMs, signal);
      else if (feed.next === undefined) await Promise.race([feed.changed(), pause(retryMs, signal)]);
      else {
        const { id, bytes } = feed.take();
        if (!(await run.leave(id))) continue;
        const saved = await save(folder, id, bytes);
        // Under its own name it lies there whole or not at all: nothing is unsure.
        if (saved === 'full') return run.giveUp(fail('disk-full').error);
        if (saved === 'lost') return run.giveUp(fail('printer-offline').error);
        await run.confirm(id);
      }
    }
    return run.finish();
  }

  const { print, close } = takeTurns(work);
  return { takes: 'pdf', status, print, close };
}

async function save(folder: string, id: string, bytes: Uint8Array): Promise<'saved' | 'full' | 'lost'> {
  try {
    const spool = await openSpool(folder);
    await spool.save(`${id}.pdf`, bytes);
    return 'saved';
  } catch (error) {
    if (error instanceof StorageFull) return 'full';
    if (LOST.has((error as NodeJS.ErrnoException).code ?? '')) return 'lost';
    throw error;
  }
}

/** A share that went away, or was made read-only. */
const LOST = new Set(['ENOENT', 'EACCES', 'EROFS', 'EIO', 'ESTALE', 'ENOTCONN', 'EPERM', 'ETIMEDOUT', 'EHOSTDOWN']);
