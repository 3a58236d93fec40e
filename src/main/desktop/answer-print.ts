/** What the service may ask of the shell's printers, and how it is answered; the printing itself is Electron's. */
import type { PrintQuestion, PrintReply, ShellPage } from '#shared/desk/bridge.ts';
import type { SystemPrinter } from '#shared/domain/printer.ts';
import type { ErrorCode } from '#shared/errors.ts';

export interface ShellPrinting {
  list(): Promise<readonly SystemPrinter[]>;
  /** Undefined once the operating system's spooler has it; else why not. */
  print(device: string, page: ShellPage): Promise<ErrorCode | undefined>;
}

export async function answerPrint(question: PrintQuestion, printing: ShellPrinting): Promise<PrintReply> {
  const { id } = question;
  try {
    if ('list' in question) return { id, printers: await printing.list() };
    const refused = await printing.print(question.device, question.print);
    return refused === undefined ? { id, taken: true } : { id, refused };
  } catch {
    // A window that broke while it was printed: nobody knows how far it came.
    return { id, refused: 'printer-timeout' };
  }
}

/** Why Chromium did not print, in the service's words. Its reasons are sentences. */
export function refusalOf(reason: string): ErrorCode {
  return /deviceName|no printers?/i.test(reason) ? 'printer-unknown' : 'printer-refused';
}
