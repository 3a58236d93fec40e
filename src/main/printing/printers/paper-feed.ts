/** Papers as a printer takes them: the next one is made while the one before comes out, and nobody waits for its making. */
import type { PrinterPaper, Papers } from './printer.ts';

export interface PaperFeed {
  /** The next paper, once it is made; stays the same until it is taken. */
  readonly next: PrinterPaper | undefined;
  /** Nothing comes any more. */
  readonly ended: boolean;
  take(): PrinterPaper;
  /** Resolves when `next` or `ended` may have changed. */
  changed(): Promise<void>;
  /** Throws what the making broke with; after that nothing comes any more. */
  check(): void;
  /** Nothing more is made; what was made and not taken is dropped. */
  stop(): void;
}

export function openFeed(papers: Papers): PaperFeed {
  const making: AsyncIterator<PrinterPaper> | Iterator<PrinterPaper> =
    Symbol.asyncIterator in papers ? papers[Symbol.asyncIterator]() : papers[Symbol.iterator]();
  let next: PrinterPaper | undefined;
  let ended = false;
  let broken: { readonly cause: unknown } | undefined;

  async function make(): Promise<void> {
    try {
      const made = await making.next();
      if (ended) return;
      if (made.done) ended = true;
      else next = made.value;
    } catch (cause) {
      ended = true;
      broken = { cause };
    }
  }
  let coming = make();

  return {
    get next() {
      return next;
    },
    get ended() {
      return ended && next === undefined;
    },
    take() {
      const taken = next;
      if (taken === undefined) throw new Error('no paper is made yet');
      next = undefined;
      coming = make();
      return taken;
    },
    changed: () => coming,
    check() {
      if (broken !== undefined) throw broken.cause;
    },
    stop() {
      if (ended && next === undefined) return;
      ended = true;
      next = undefined;
      // One that is still at work hears of it when it comes to its next paper.
      void Promise.resolve(making.return?.()).catch(() => undefined);
    },
  };
}
