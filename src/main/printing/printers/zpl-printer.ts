/**
 * Label printers that speak ZPL II, over TCP. A few labels at a time are in the printer; each counts as printed when the
 * printer no longer counts it among those that it still holds. After a cut the printer itself is asked what it still
 * holds – unless it was switched off meanwhile, which is seen by a mark in its memory that is gone: then nobody knows
 * what became of what it held, and that is said.
 */
import { takeTurns } from './print-run.ts';
import type { Printer } from './printer.ts';
import { openZplLine, type ZplDialect } from './zpl-line.ts';
import { printOverLine, standingOf, type ZplPace } from './zpl-run.ts';

export interface ZplPrinterOptions extends ZplPace {
  readonly host: string;
  readonly port: number;
  /** How long it may take to connect, and to answer, ms. */
  readonly answerMs?: number;
}

export function openZplPrinter(options: ZplPrinterOptions): Printer {
  const { host, port, answerMs = 4000 } = options;
  const dialect: ZplDialect = {};
  const open = () => openZplLine({ host, port, answerMs, dialect });
  const { print, close, running, inTurn } = takeTurns((run) => printOverLine(run, open, options));

  return {
    takes: 'zpl',
    print,
    close,
    status: async () => {
      const run = running();
      // Many printers take one connection at a time.
      if (run !== undefined) return (run === 'waiting' ? undefined : run.standing) ?? { state: 'unknown' };
      return inTurn(async () => {
        const line = await open();
        if (!line.ok) return { state: 'offline' };
        const said = await line.value.ask();
        line.value.close();
        return standingOf(said);
      });
    },
  };
}
