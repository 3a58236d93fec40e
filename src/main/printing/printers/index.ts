/**
 * Printers: one way to print for all of them, and one meaning of "printed". They take paper as bytes and know nothing of
 * what is on it; whoever prints keeps the books of what came out.
 */
import type { PrinterSetting, SystemPrinter } from '#shared/domain/printer.ts';
import { listCupsPrinters, openCupsPrinter } from './cups-printer.ts';
import { openFolderPrinter } from './folder-printer.ts';
import type { Printer } from './printer.ts';
import { openShellPrinter, type PrintShell } from './shell-printer.ts';
import { openZplPrinter } from './zpl-printer.ts';

export {
  failureOf,
  isWorking,
  type Printer,
  type PrinterPaper,
  type PrintOutcome,
  type PrintWatch,
} from './printer.ts';
export type { PrintShell } from './shell-printer.ts';

export interface PrinterSurroundings {
  /** Absent where no desktop shell runs beside. */
  readonly shell?: PrintShell;
}

/** One object for one printer: its calls wait for each other. Nothing is connected yet. */
export function openPrinter({ way, media }: PrinterSetting, { shell }: PrinterSurroundings = {}): Printer {
  switch (way.kind) {
    case 'folder':
      return openFolderPrinter(way.folder);
    case 'cups':
      return openCupsPrinter({ queue: way.queue, media: way.media ?? media });
    case 'zpl':
      return openZplPrinter({ host: way.host, port: way.port });
    case 'shell':
      return openShellPrinter({ device: way.device, media, ...(shell && { shell }) });
  }
}

/** What this computer offers to print on; a system that can't be asked offers nothing. */
export async function listPrinters({ shell }: PrinterSurroundings = {}): Promise<readonly SystemPrinter[]> {
  const [cups, desktop] = await Promise.all([listCupsPrinters(), shell?.printers() ?? []]);
  return [...cups, ...desktop];
}
