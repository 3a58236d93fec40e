/** One job over lines to a ZPL printer: fills its window, counts what comes out, and takes up again after a cut. */
import type { PrinterStatus } from '#shared/domain/printer.ts';
import { type Result } from '#shared/result.ts';
import { type HostStatus, stateOf } from './host-status.ts';
import type { PrintRun } from './print-run.ts';
import { isWorking, pause, type PrinterPaper, type PrintOutcome } from './printer.ts';
import type { HostSaid, ZplLine } from './zpl-line.ts';

export interface ZplPace {
  /** Labels that the printer holds at most. */
  readonly window?: number;
  /** Between two questions, ms. */
  readonly pollMs?: number;
  /** A printer that has never answered is given up after this, ms. */
  readonly silenceMs?: number;
  /** No print head is quicker: a count without a label that was sent this recently has not noticed it yet, ms. */
  readonly leastMs?: number;
}

/** Drops the rest of a format that a cut line left behind. */
const BEGIN = '~JX\r\n';
/** One picture of a byte in the memory that a printer forgets when it is switched off. */
const MARK = '~DGR:TOKUMEI.GRF,00001,001,00\r\n';

interface HeldLabel {
  readonly id: string;
  readonly sentAt: number;
  /** The printer answered a question that was asked after it. */
  readonly arrived: boolean;
}

export function standingOf(said: HostSaid | undefined): PrinterStatus {
  const state = said === undefined ? 'unknown' : stateOf(said.status, said.errors);
  return { state, ...(said?.status !== undefined && { remaining: said.status.outstanding }) };
}

export async function printOverLine(
  run: PrintRun,
  open: () => Promise<Result<ZplLine>>,
  { window = 4, pollMs = 250, silenceMs = 15_000, leastMs = 300 }: ZplPace,
): Promise<PrintOutcome> {
  const { feed, signal, closing } = run;
  const begunAt = performance.now();
  let line: ZplLine | undefined;
  /** Sent and not confirmed, the oldest first; all but the last have arrived. */
  let held: readonly HeldLabel[] = [];
  /** Pictures that the printer counted after it was marked; 0 where it does not count them. */
  let mark = 0;
  /** What the printer held when last asked was ours alone. */
  let sole = false;
  let heard = false;

  /** Connected, asked and counted; undefined while the printer says nothing. */
  async function look(): Promise<HostSaid | undefined> {
    const known = line;
    if (known === undefined) {
      const opened = await open();
      if (!opened.ok) return stand({ state: 'offline' });
      line = opened.value;
      line.send(BEGIN);
    }
    const said = await line?.ask();
    if (said === undefined) {
      hangUp();
      return stand({ state: 'unknown' });
    }
    heard = true;
    stand(standingOf(said));
    if (known !== undefined) held = held.map((label) => ({ ...label, arrived: true }));
    else if (said.status === undefined) {
      // Without the counts nothing is known of what it holds: asked anew, as the first question.
      hangUp();
      return undefined;
    } else {
      await settle(said.status);
      line?.send(MARK);
      mark = (await line?.ask())?.status?.graphics ?? 0;
    }
    if (said.status !== undefined) await count(said.status.outstanding);
    return said;
  }

  function stand(status: PrinterStatus): undefined {
    run.stand(status, held.length);
  }

  function hangUp(): void {
    line?.close();
    line = undefined;
  }

  /** After a cut: what became of the labels on their way? */
  async function settle({ graphics, outstanding }: HostStatus): Promise<void> {
    const remembers = mark > 0 && graphics === mark;
    // As many as were sent: the last arrived too, and none came out since. Fewer could mean either.
    const allArrived = sole && outstanding === held.length;
    const isKnown = ({ arrived }: HeldLabel): boolean => remembers && (arrived || allArrived);
    for (const label of held) if (!isKnown(label)) await run.doubt(label.id);
    held = held.filter(isKnown).map((label) => ({ ...label, arrived: true }));
  }

  async function count(outstanding: number): Promise<void> {
    while (held.length > outstanding && performance.now() - held[0]!.sentAt >= leastMs) {
      const { id } = held[0]!;
      held = held.slice(1);
      await run.confirm(id);
    }
    sole = outstanding <= held.length;
  }

  async function send({ id, bytes }: PrinterPaper): Promise<void> {
    if (!(await run.leave(id))) return;
    held = [...held, { id, sentAt: performance.now(), arrived: false }];
    line?.send(bytes);
  }

  // Once it is told to stop there is only waiting left.
  const rest = (): Promise<void> => pause(pollMs, signal.aborted ? closing : signal);
  const isDumb = (): boolean => !heard && performance.now() - begunAt > silenceMs && run.standing?.state === 'unknown';

  const drop = (): void => hangUp();
  closing.addEventListener('abort', drop);
  try {
    while (!feed.ended || held.length > 0) {
      if (run.isOver() || isDumb()) {
        for (const { id } of held) await run.doubt(id);
        return run.giveUp();
      }
      const said = await look();
      const takes = said !== undefined && isWorking(standingOf(said)) && held.length < window && !feed.ended;
      if (takes && feed.next !== undefined) await send(feed.take());
      else await (takes ? Promise.race([feed.changed(), rest()]) : rest());
    }
    return run.finish();
  } finally {
    closing.removeEventListener('abort', drop);
    hangUp();
  }
}
