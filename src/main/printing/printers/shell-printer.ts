/**
 * Printers of the desktop app's computer, through the shell. The shell gets pictures of the pages, a pixel a dot, made
 * here from the very PDF: what Chromium prints of a PDF viewer depends on its version. It hears no number and no name.
 * Printed is what the operating system's spooler took; where CUPS is there, a `cups` printer knows more.
 */
import {
  LABEL_MM,
  type PrinterMedia,
  type PrinterStatus,
  SHEET_MM,
  type SystemPrinter,
} from '#shared/domain/printer.ts';
import type { ShellPage } from '#shared/desk/bridge.ts';
import { burn } from '#main/printing/burn.ts';
import { encodePng } from '#main/printing/preview.ts';
import { rasteriseFirstPage } from '#main/printing/rasterise.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type PrintRun, takeTurns } from './print-run.ts';
import { isWorking, pause, type Printer, type PrintOutcome } from './printer.ts';

/** The desktop shell, as far as it prints; the service holds it over its port. */
export interface PrintShell {
  printers(): Promise<readonly SystemPrinter[]>;
  /** Resolves once the operating system's spooler has it. `printer-timeout`: nobody knows. */
  print(device: string, page: ShellPage): Promise<Result<void>>;
}

export interface ShellPrinterOptions {
  readonly device: string;
  readonly media: PrinterMedia;
  /** Absent: the service runs without a desktop app. */
  readonly shell?: PrintShell;
  readonly retryMs?: number;
}

export function openShellPrinter({ device, media, shell, retryMs = 1000 }: ShellPrinterOptions): Printer {
  const [width, height] = media.sheet === undefined ? LABEL_MM[media.size] : SHEET_MM[media.sheet];

  async function status(): Promise<PrinterStatus> {
    const found = (await shell?.printers())?.some(({ name }) => name === device);
    return { state: found ? 'ready' : 'offline' };
  }

  async function drawPage(pdf: Uint8Array): Promise<Result<ShellPage>> {
    const picture = await rasteriseFirstPage(pdf, media.dpi);
    if (!picture.ok) return picture;
    const png = encodePng(burn(picture.value));
    return ok({ png, width: Math.round(width * 1000), height: Math.round(height * 1000), dpi: media.dpi });
  }

  async function work(run: PrintRun): Promise<PrintOutcome> {
    const { feed, signal } = run;
    while (!feed.ended) {
      const standing = await status();
      run.stand(standing, 0);
      if (run.isOver()) return run.giveUp();
      if (shell === undefined || !isWorking(standing)) await pause(retryMs, signal);
      else if (feed.next === undefined) await Promise.race([feed.changed(), pause(retryMs, signal)]);
      else {
        const { id, bytes } = feed.take();
        const page = await drawPage(bytes);
        if (!page.ok) return run.giveUp(fail('printer-refused', 'pdf').error);
        if (!(await run.leave(id))) continue;
        const printed = await shell.print(device, page.value);
        if (printed.ok) await run.confirm(id);
        else {
          if (printed.error.code === 'printer-timeout') await run.doubt(id);
          return run.giveUp(printed.error);
        }
      }
    }
    return run.finish();
  }

  const { print, close } = takeTurns(work);
  return { takes: 'pdf', status, print, close };
}
