/** What changes between the giving of a job and the paper's leaving: nothing comes out twice, or that nobody wants. */
import { describe, expect, test } from 'vitest';
import { expectOk, ok } from '#shared/result.ts';
import { addJob, findLive, type PrintWish, startPrinting } from '#main/printing/jobs/index.ts';
import { cancelJob, pauseJob, resumeJob } from '#main/printing/jobs/orders.ts';
import type { Printer } from '#main/printing/printers/index.ts';
import { openRun, type PrintRun } from '#main/printing/printers/print-run.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { aPrintRoom, aToldPrinter, BENCH, someWishes, type TestPrintRoom } from '../../builders/a-print-room.ts';
import { until } from '../../builders/until.ts';

const wanted = { printer: BENCH.id, kind: 'labels', who: 'sato' } as const;
const give = async ({ room }: TestPrintRoom, count: number, from = 1) =>
  expectOk(await addJob(room, wanted, [someWishes(count, from)]));
const names = (count: number, from = 1): string[] => someWishes(count, from).map(({ reference }) => reference);
const itemOf = ({ room }: TestPrintRoom, position: number) =>
  room.storage.read.selectFrom('print_job_item').selectAll().where('position', '=', position).executeTakeFirstOrThrow();

/** @param each does what a printer does with its next paper; true once it came out */
function aPrinterThat(each: (run: PrintRun, id: string) => Promise<boolean>): Printer & { readonly out: string[] } {
  const out: string[] = [];
  return {
    takes: 'zpl',
    out,
    status: async () => ({ state: 'ready' }),
    close: () => undefined,
    print: async (papers, watch = {}) => {
      const run = openRun(papers, watch);
      while (!run.feed.ended) {
        if (run.feed.next === undefined) await run.feed.changed();
        else {
          const { id } = run.feed.take();
          if (await each(run, id)) out.push(id);
        }
      }
      return run.finish();
    },
  };
}

describe('called off', () => {
  test('while its paper waits for the printer, it does not come out', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold();
    const { job } = await give(test, 3);
    test.start();
    await until('at the printer', async () => (await itemOf(test, 1)).state === 'sent');
    // The second is made and waits.
    await new Promise((resolve) => setTimeout(resolve, 50));
    test.maker.unwanted.add('label-2');
    printer.go();
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 2, refused: 1 });
    expect(printer.out).toEqual(['label-1', 'label-3']);
  });

  test('on a sheet with others, the others come out without it', async () => {
    const printer = aToldPrinter('pdf');
    const test = await aPrintRoom({ printer });
    test.maker.perPaper = () => 4;
    const sheets: string[][] = [];
    test.maker.make = async (wishes) => {
      const references = wishes.map(({ reference }) => reference);
      const papers = [references.slice(0, 4), references.slice(4)].filter((some) => some.length > 0);
      sheets.push(...papers);
      return ok({ papers: papers.map((some) => ({ bytes: new Uint8Array(), references: some })), refused: [] });
    };
    printer.hold();
    const { job } = await give(test, 8);
    test.start();
    await until('at the printer', async () => (await itemOf(test, 1)).state === 'sent');
    await new Promise((resolve) => setTimeout(resolve, 50));
    test.maker.unwanted.add('label-6');
    printer.go();
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 7, refused: 1 });
    expect(printer.out).toEqual(['sheet-label-1', 'sheet-label-5']);
    expect(sheets.at(-1)).toEqual(['label-5', 'label-7', 'label-8']);
  });

  test('with its whole job in the moment in which it leaves, it stays here and is free', async () => {
    let cancelled: Promise<unknown> = Promise.resolve();
    const jobs: string[] = [];
    const printer = aPrinterThat(async (run, id) => {
      cancelled = cancelJob(test.room, 'sato', jobs[0]!);
      if (((await run.leave(id)) as unknown) === false) return false;
      await run.confirm(id);
      return true;
    });
    const test = await aPrintRoom({ printer });
    jobs.push((await give(test, 3)).job);
    test.start();
    await test.reaches(jobs[0]!, 'cancelled');
    await until('let go', () => !test.room.inHand.has(jobs[0]!));
    expectOk((await cancelled) as ReturnType<typeof ok>);
    // What is free to be printed by another has not come out.
    expect(printer.out).toEqual([]);
    expect(await test.job(jobs[0]!)).toMatchObject({ printed: 0, left: 3 });
  });
});

describe('a job that is still being written down', () => {
  test('takes in nothing more once it was cancelled', async () => {
    const test = await aPrintRoom();
    async function* pages(): AsyncGenerator<readonly PrintWish[]> {
      yield someWishes(100);
      const [job] = await test.room.storage.read.selectFrom('print_job').selectAll().execute();
      expectOk(await cancelJob(test.room, 'sato', job!.id));
      yield someWishes(100, 101);
    }
    const { job } = expectOk(await addJob(test.room, wanted, pages()));
    expect(await test.job(job)).toMatchObject({ state: 'cancelled', total: 100, left: 100 });
    expect((await findLive(test.room.storage.read, names(200))).size).toBe(0);
  });

  test('sets free what it holds when the rest can’t be read', async () => {
    const test = await aPrintRoom();
    async function* pages(): AsyncGenerator<readonly PrintWish[]> {
      yield someWishes(10);
      await Promise.resolve();
      throw new Error('the list broke off');
    }
    await expect(addJob(test.room, wanted, pages())).rejects.toThrow('the list broke off');
    expect(await give(test, 10)).toMatchObject({ queued: 10, known: 0 });
  });
});

describe('what could not be written down', () => {
  const calm = (test: TestPrintRoom, pollMs?: number): string[] => {
    const broken: string[] = [];
    const runner = startPrinting(test.room, (error) => broken.push((error as Error).message), pollMs);
    atEnd(() => runner.stop());
    return broken;
  };

  test('a confirmation is written with the next ones, and its label is not printed again', async () => {
    const printer = aPrinterThat(async (run, id) => {
      await run.leave(id);
      await run.confirm(id);
      // Longer than a confirmation waits to be written.
      await new Promise((resolve) => setTimeout(resolve, 350));
      return true;
    });
    const test = await aPrintRoom({ printer });
    const record = test.maker.printed!;
    let full = true;
    test.maker.printed = async (db, wishes) => {
      if (full) {
        full = false;
        throw new Error('no room');
      }
      await record(db, wishes, { who: '', at: new Date() });
    };
    const { job } = await give(test, 3);
    const broken = calm(test);
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 3, unsure: 0 });
    expect(printer.out).toEqual(names(3));
    expect(test.maker.recorded).toEqual(names(3));
    expect(broken).toEqual(['no room']);
  });

  /** As a run leaves it whose end could not be written down: the first had left. */
  async function aLostRun(test: TestPrintRoom, job: string): Promise<void> {
    await test.room.storage.write(async (db) => {
      await db.updateTable('print_job').set({ state: 'printing' }).where('id', '=', job).execute();
      await db.updateTable('print_job_item').set({ state: 'sent' }).where('position', '=', 1).execute();
    });
  }

  test('a job whose run broke off goes on, and what had left is asked for', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    calm(test, 20);
    const job = await aStoppedJob(test, printer);
    await aLostRun(test, job);
    await until('asked', async () => (await test.job(job)).cause === 'unsure');
    expect(printer.out.filter((id) => id === 'label-1')).toHaveLength(0);
    expect(await test.job(job)).toMatchObject({ printed: 2, unsure: 1 });
  });

  test('nor does the next run of such a job print again what had left', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    calm(test);
    const job = await aStoppedJob(test, printer);
    await aLostRun(test, job);
    expectOk(await pauseJob(test.room, 'sato', job));
    expectOk(await resumeJob(test.room, 'sato', job));
    await until('asked', async () => (await test.job(job)).cause === 'unsure');
    expect(printer.out.filter((id) => id === 'label-1')).toHaveLength(0);
    expect(await test.job(job)).toMatchObject({ printed: 2, unsure: 1 });
  });

  async function aStoppedJob(test: TestPrintRoom, printer: ReturnType<typeof aToldPrinter>): Promise<string> {
    printer.stopAfter(0, 'paper-out');
    const { job } = await give(test, 3);
    await until('stopped', async () => (await test.job(job)).state === 'stopped' && !test.room.inHand.has(job));
    return job;
  }
});
