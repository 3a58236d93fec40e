/** The service's end of printing through the desktop shell: numbered questions over its port, each answered once. */
import type { PrintQuestion, PrintReply, ShellPage, ShellPort } from '#shared/desk/bridge.ts';
import type { SystemPrinter } from '#shared/domain/printer.ts';
import type { PrintShell } from '#main/printing/printers/index.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface HeldShell extends PrintShell {
  /** What the shell said in reply. */
  hear(reply: PrintReply): void;
}

/** A spooler may have to wake a printer first, ms. */
const PATIENCE_MS = 90_000;

type Wish = { readonly list: true } | { readonly print: ShellPage; readonly device: string };

export function openPrintShell(port: Pick<ShellPort, 'postMessage'>, patienceMs = PATIENCE_MS): HeldShell {
  const waiting = new Map<number, (reply: PrintReply | undefined) => void>();
  let last = 0;

  function ask(wish: Wish): Promise<PrintReply | undefined> {
    const id = ++last;
    return new Promise((resolve) => {
      const settle = (reply: PrintReply | undefined): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(reply);
      };
      const timer = setTimeout(() => settle(undefined), patienceMs);
      waiting.set(id, settle);
      const question: PrintQuestion = { id, ...wish };
      port.postMessage({ print: question });
    });
  }

  return {
    hear: (reply) => waiting.get(reply.id)?.(reply),
    printers: async (): Promise<readonly SystemPrinter[]> => {
      const reply = await ask({ list: true });
      return reply !== undefined && 'printers' in reply ? reply.printers : [];
    },
    print: async (device, page): Promise<Result<void>> => {
      const reply = await ask({ print: page, device });
      if (reply === undefined) return fail('printer-timeout');
      if ('taken' in reply) return ok();
      return fail('refused' in reply ? reply.refused : 'printer-refused');
    },
  };
}
