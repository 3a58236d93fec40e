/**
 * Queues of this computer's CUPS. Paper goes in as a PDF, in the body of a request: no argument of a process ever holds
 * anything of it. Printed is what CUPS says it completed; a queue that is given up is emptied of what it has not begun.
 */
import {
  LABEL_MM,
  type PrinterMedia,
  type PrinterState,
  type PrinterStatus,
  type SystemPrinter,
} from '#shared/domain/printer.ts';
import { fail, type Failure, ok, type Result } from '#shared/result.ts';
import { askIpp, type IppGroup, type IppRequest, requestingUser } from './ipp.ts';
import { type PrintRun, takeTurns } from './print-run.ts';
import { isWorking, pause, type Printer, type PrinterPaper, type PrintOutcome } from './printer.ts';

export interface CupsPrinterOptions {
  readonly queue: string;
  /** The queue's own name of the paper, or what to derive it from. */
  readonly media: string | PrinterMedia;
  /** Between two questions, ms. */
  readonly pollMs?: number;
}

/** One is printed while the next is on its way through the filters. */
const WINDOW = 2;
const POLL_MS = 400;

const SHEETS = { a4: 'A4', a5: 'A5', letter: 'Letter' } as const;

function mediaName(media: string | PrinterMedia): string {
  if (typeof media === 'string') return media;
  if (media.sheet !== undefined) return SHEETS[media.sheet];
  const [width, height] = LABEL_MM[media.size];
  return `Custom.${width}x${height}mm`;
}

/** Keywords of `printer-state-reasons` (RFC 8011 §5.4.12), what a person has to mend first. */
const REASONS: readonly (readonly [RegExp, PrinterState])[] = [
  [/^(cover|door|interlock)-open/, 'head-open'],
  [/^media-(empty|needed)/, 'paper-out'],
  [/^(marker-supply|toner|ribbon)-empty/, 'ribbon-out'],
  [/^(offline|shutdown|timed-out|connecting-to-device|cups-waiting-for-job-completed)/, 'offline'],
  [/^(media-jam|.*-error$)/, 'failing'],
  [/^(paused|moving-to-paused|stopped-partly|hold-new-jobs)/, 'paused'],
];

const STOPPED = 5;
const PROCESSING = 4;

export function stateOfQueue(printer: IppGroup): PrinterState {
  const reasons = (printer['printer-state-reasons'] ?? [])
    .map(String)
    .filter((reason) => !/-(report|warning)$/.test(reason));
  for (const [keyword, state] of REASONS) if (reasons.some((reason) => keyword.test(reason))) return state;
  const [state] = printer['printer-state'] ?? [];
  if (state === STOPPED || printer['printer-is-accepting-jobs']?.[0] === '\0') return 'paused';
  return state === PROCESSING ? 'printing' : 'ready';
}

/** 6: a filter broke; CUPS keeps the job, and prints it no more unless somebody tells it to. */
const JOB_STATES = { 6: 'stopped', 7: 'canceled', 8: 'aborted', 9: 'completed' } as const;
type JobEnd = (typeof JOB_STATES)[keyof typeof JOB_STATES];

interface CupsJob {
  /** Absent while it waits or prints. */
  readonly end?: JobEnd;
  /** The printer was at work on it at some time. */
  readonly begun: boolean;
}

/** A job is stopped with its queue, too: then it goes on. */
function isEnded(job: CupsJob | undefined, queue: PrinterStatus): boolean {
  return job?.end === 'stopped' ? isWorking(queue) : job?.end !== undefined;
}

interface HeldJob {
  readonly id: string;
  readonly job: number;
}

export function openCupsPrinter({ queue, media, pollMs = POLL_MS }: CupsPrinterOptions): Printer {
  const path = `/printers/${queue}`;
  const target = ['uri', 'printer-uri', `ipp://localhost${path}`] as const;
  const page = mediaName(media);

  const ask = (order: IppRequest) => askIpp(path, order);

  async function status(): Promise<PrinterStatus> {
    const wanted = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs'];
    const attributes = [target, ['keyword', 'requested-attributes', ...wanted]] as const;
    const answer = await ask({ operation: 'getPrinterAttributes', attributes });
    const printer = answer.ok ? answer.value.groups[0] : undefined;
    return { state: printer === undefined ? 'offline' : stateOfQueue(printer) };
  }

  async function submit({ bytes }: PrinterPaper): Promise<Result<number>> {
    const answer = await ask({
      operation: 'printJob',
      // The name stands in the queue for all to see.
      attributes: [
        target,
        requestingUser(),
        ['name', 'job-name', 'tokumei'],
        ['mime', 'document-format', 'application/pdf'],
      ],
      jobAttributes: [
        ['keyword', 'media', page],
        ['keyword', 'print-scaling', 'none'],
        ['integer', 'copies', 1],
      ],
      document: bytes,
    });
    if (!answer.ok) return answer;
    const job = answer.value.groups[0]?.['job-id']?.[0];
    return typeof job === 'number' ? ok(job) : fail('printer-refused', `IPP ${answer.value.status.toString(16)}`);
  }

  /** `undefined` when CUPS is not reached or does not know the job any more. */
  async function look(job: number): Promise<CupsJob | undefined> {
    const wanted = ['requested-attributes', 'job-state', 'time-at-processing'] as const;
    const attributes = [target, ['integer', 'job-id', job], requestingUser(), ['keyword', ...wanted]] as const;
    const answer = await ask({ operation: 'getJobAttributes', attributes });
    const found = answer.ok ? answer.value.groups[0] : undefined;
    const state = found?.['job-state']?.[0];
    if (found === undefined || typeof state !== 'number') return undefined;
    const end = JOB_STATES[state as keyof typeof JOB_STATES];
    return { begun: typeof found['time-at-processing']?.[0] === 'number', ...(end !== undefined && { end }) };
  }

  async function cancel(job: number): Promise<void> {
    await ask({ operation: 'cancelJob', attributes: [target, ['integer', 'job-id', job], requestingUser()] });
  }

  /** What the queue has not begun is taken out of it, so that it does not come out in the morning. */
  async function empty(run: PrintRun, held: readonly HeldJob[]): Promise<void> {
    for (const { job } of held.toReversed()) await cancel(job);
    for (const { id, job } of held) {
      const found = await look(job);
      if (found?.end === 'completed') await run.confirm(id);
      else if (found?.end === undefined || found.begun) await run.doubt(id);
    }
  }

  async function work(run: PrintRun): Promise<PrintOutcome> {
    const { feed, signal, closing } = run;
    let held: readonly HeldJob[] = [];
    let refusal: Failure | undefined;
    while (refusal === undefined && (!feed.ended || held.length > 0)) {
      const standing = await status();
      run.stand(standing, held.length);
      if (run.isOver()) {
        await empty(run, held);
        return run.giveUp();
      }
      const waiting: HeldJob[] = [];
      for (const each of held) {
        const found = await look(each.job);
        if (found?.end === 'completed') await run.confirm(each.id);
        else if (!isEnded(found, standing)) waiting.push(each);
        else {
          // Somebody cancelled it, or a filter broke. Begun, it may have come out in part.
          if (found?.begun) await run.doubt(each.id);
          refusal = fail('printer-refused', found?.end).error;
          if (found?.end === 'stopped') await cancel(each.job);
        }
      }
      held = waiting;
      if (refusal !== undefined) break;
      if (!isWorking(standing) || feed.ended || held.length >= WINDOW)
        await pause(pollMs, signal.aborted ? closing : signal);
      else if (feed.next === undefined) await Promise.race([feed.changed(), pause(pollMs, signal)]);
      else {
        const paper = feed.take();
        if (!(await run.leave(paper.id))) continue;
        const job = await submit(paper);
        if (job.ok) held = [...held, { id: paper.id, job: job.value }];
        else {
          // Lost on the way, CUPS may have it; refused, it has not.
          if (job.error.code === 'printer-offline') await run.doubt(paper.id);
          refusal = job.error;
        }
      }
    }
    if (refusal === undefined) return run.finish();
    await empty(run, held);
    return run.giveUp(refusal);
  }

  const { print, close } = takeTurns(work);
  return { takes: 'pdf', status, print, close };
}

/** The queues of this computer; none where there is no CUPS. */
export async function listCupsPrinters(): Promise<readonly SystemPrinter[]> {
  const wanted = ['requested-attributes', 'printer-name', 'printer-info', 'printer-type'] as const;
  const answer = await askIpp('/', { operation: 'getPrinters', attributes: [['keyword', ...wanted]] });
  if (!answer.ok) return [];
  return answer.value.groups.flatMap((group) => {
    const [name] = group['printer-name'] ?? [];
    if (typeof name !== 'string') return [];
    const [label] = group['printer-info'] ?? [];
    const isDefault = (Number(group['printer-type']?.[0] ?? 0) & DEFAULT_TYPE) !== 0;
    return [
      { kind: 'cups' as const, name, label: label === undefined || label === '' ? name : String(label), isDefault },
    ];
  });
}

/** `CUPS_PRINTER_DEFAULT`. */
const DEFAULT_TYPE = 0x20000;
