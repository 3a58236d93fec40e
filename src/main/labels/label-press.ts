/** Prints and reads on worker threads, so that no door waits for a label; a crash or an endless file costs one job. */
import { Worker } from 'node:worker_threads';
import type { PackingSlip } from '#main/printing/packing-slip-model.ts';
import type { PrinterMedia } from '#shared/domain/printer.ts';
import { fail, type Result } from '#shared/result.ts';
import type { LabelJob, LabelJobName, LabelJobResult, LabelJobs, PrintedPaper, ZplLabel } from './label-work.ts';
import type { LabelWorkerMessage } from './label-worker.ts';
import type { LabelMedia, LabelModel } from './model.ts';
import type { LabelBatch } from './print-batch.ts';
import type { ReadCode } from './read-codes.ts';
import type { LabelSheets, SheetOptions } from './sheets.ts';

export interface LabelPress {
  /** Draws, proves and previews one label. Fails with `bad-number`, `damaged`, `too-large` or `label-unreadable`. */
  print(model: LabelModel, media?: Partial<LabelMedia>): Promise<Result<PrintedPaper>>;
  /** Many labels as one document. A refused label is named and sinks no other; stopped, it fails with `unavailable`. */
  printBatch(
    models: readonly LabelModel[],
    media?: Partial<LabelMedia>,
    options?: BatchOptions,
  ): Promise<Result<LabelBatch>>;
  /** One label for a printer that speaks ZPL. Fails as {@link LabelPress.print}. */
  printZpl(model: LabelModel, media?: Partial<LabelMedia>): Promise<Result<ZplLabel>>;
  /** Labels on sheets, from the first free place on. A refused label is named, sinks no other and leaves no hole. */
  printSheets(models: readonly LabelModel[], media: PrinterMedia, options?: SheetOptions): Promise<Result<LabelSheets>>;
  /** The nameless packing slip and the preview of its first page. */
  printSlip(slip: PackingSlip): Promise<Result<PrintedPaper>>;
  /** Every code on a PDF, PNG or JPEG. Fails with `scan-unreadable`. */
  read(file: Uint8Array): Promise<Result<readonly ReadCode[]>>;
  /** Stops the threads; what has not finished fails with `unavailable`. */
  close(): Promise<void>;
}

export interface BatchOptions {
  /** Told how many labels are decided. */
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface LabelPressOptions {
  /** Worker threads at most; each is started when first needed. */
  readonly threads?: number;
  /** A job that is silent for longer is stopped with its thread. */
  readonly mostMilliseconds?: number;
  /** Told what stopped a thread; the job itself fails. */
  readonly reportCrash?: (cause: unknown) => void;
}

const WORKER = new URL('./label-worker.ts', import.meta.url);

interface Task {
  readonly job: LabelJob;
  readonly finish: (result: LabelJobResult) => void;
  readonly progress?: (done: number) => void;
}

interface Thread {
  readonly worker: Worker;
  task?: Task;
  timer?: NodeJS.Timeout;
}

const STOPPED = fail('unavailable');
const CRASHED: Record<LabelJobName, LabelJobResult> = {
  print: fail('label-unreadable', 'press'),
  batch: fail('label-unreadable', 'press'),
  zpl: fail('label-unreadable', 'press'),
  sheets: fail('label-unreadable', 'press'),
  slip: fail('internal', 'press'),
  read: fail('scan-unreadable', 'crash'),
};

export function openLabelPress(options: LabelPressOptions = {}): LabelPress {
  const { threads: most = 1, mostMilliseconds = 60_000, reportCrash } = options;
  const threads = new Set<Thread>();
  let waiting: Task[] = [];
  let closed = false;

  function startThread(): Thread {
    const thread: Thread = { worker: new Worker(WORKER) };
    threads.add(thread);
    thread.worker.on('message', (message: LabelWorkerMessage) => {
      if ('result' in message) return settle(thread, message.result);
      startTimer(thread);
      thread.task?.progress?.(message.done);
    });
    thread.worker.on('error', (cause) => crash(thread, cause));
    thread.worker.on('exit', () => crash(thread, new Error('the thread ended')));
    return thread;
  }

  function startTimer(thread: Thread): void {
    clearTimeout(thread.timer);
    thread.timer = setTimeout(() => crash(thread, new Error('the job took too long')), mostMilliseconds);
  }

  function crash(thread: Thread, cause: unknown): void {
    if (!threads.has(thread)) return;
    const job = thread.task?.job.job;
    if (job !== undefined) reportCrash?.(cause);
    discard(thread, job === undefined ? STOPPED : CRASHED[job]);
  }

  function discard(thread: Thread, result: LabelJobResult): void {
    threads.delete(thread);
    void thread.worker.terminate();
    settle(thread, result);
  }

  function settle(thread: Thread, result: LabelJobResult): void {
    clearTimeout(thread.timer);
    // An idle thread keeps no process alive.
    thread.worker.unref();
    const { task } = thread;
    delete thread.task;
    task?.finish(result);
    assign();
  }

  function assign(): void {
    while (waiting.length > 0) {
      const idle = [...threads].find((thread) => thread.task === undefined);
      if (idle === undefined && threads.size >= most) return;
      const thread = idle ?? startThread();
      const task = waiting.shift()!;
      thread.task = task;
      thread.worker.ref();
      startTimer(thread);
      thread.worker.postMessage(task.job, []);
    }
  }

  function enqueue<Name extends LabelJobName>(
    job: { readonly job: Name } & LabelJobs[Name]['order'],
    { progress, signal }: BatchOptions = {},
  ): Promise<Result<LabelJobs[Name]['value']>> {
    if (closed || signal?.aborted) return Promise.resolve(STOPPED);
    return new Promise((resolve) => {
      const stop = (): void => {
        waiting = waiting.filter((waitingTask) => waitingTask !== task);
        const thread = [...threads].find((thread) => thread.task === task);
        if (thread === undefined) task.finish(STOPPED);
        else discard(thread, STOPPED);
      };
      const task: Task = {
        job: job as LabelJob,
        finish: (result) => {
          signal?.removeEventListener('abort', stop);
          resolve(result as Result<LabelJobs[Name]['value']>);
        },
        ...(progress && { progress }),
      };
      signal?.addEventListener('abort', stop);
      waiting.push(task);
      assign();
    });
  }

  return {
    print: (model, media = {}) => enqueue({ job: 'print', model, media }),
    printBatch: (models, media = {}, options = {}) => enqueue({ job: 'batch', models, media }, options),
    printZpl: (model, media = {}) => enqueue({ job: 'zpl', model, media }),
    printSheets: (models, { sheet = 'a4', ...media }, options = {}) =>
      enqueue({ job: 'sheets', models, media: { ...media, sheet }, options }),
    printSlip: (slip) => enqueue({ job: 'slip', slip }),
    read: (file) => enqueue({ job: 'read', file }),
    close: async () => {
      closed = true;
      for (const task of waiting.splice(0)) task.finish(STOPPED);
      const workers = [...threads].map(({ worker }) => worker);
      for (const thread of threads) discard(thread, STOPPED);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
