import type { PrinterSetting, SystemPrinter } from '#shared/domain/printer.ts';
import { listPrinters, openPrinter, type Printer, type PrintShell } from '../printers/index.ts';

/** How the printers of this party are reached. */
export interface PrinterRack {
  /** The same one for the same setting: a label printer takes one connection at a time. */
  open(setting: PrinterSetting): Printer;
  found(): Promise<readonly SystemPrinter[]>;
}

/** @param shell prints for the desktop app's computer; absent where there is none */
export function openRack(shell?: PrintShell): PrinterRack {
  const opened = new Map<string, { readonly setting: string; readonly printer: Printer }>();
  const ways = shell ? { shell } : {};
  return {
    open: (setting) => {
      const text = JSON.stringify({ way: setting.way, media: setting.media });
      const known = opened.get(setting.id);
      if (known?.setting === text) return known.printer;
      const printer = openPrinter(setting, ways);
      opened.set(setting.id, { setting: text, printer });
      return printer;
    },
    found: () => listPrinters(ways),
  };
}
