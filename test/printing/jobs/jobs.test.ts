import { describe, expect, test } from 'vitest';
import { expectOk, fail, ok } from '#shared/result.ts';
import { addJob, expireJobs, findLive } from '#main/printing/jobs/index.ts';
import { changeExpiry } from '#main/printing/jobs/expiry.ts';
import { listItems } from '#main/printing/jobs/list.ts';
import { removePrinter } from '#main/printing/jobs/printer-settings.ts';
import { cancelJob, decideItems, pauseJob, resumeJob } from '#main/printing/jobs/orders.ts';
import { aPrintRoom, aToldPrinter, BENCH, someWishes, type TestPrintRoom } from '#test/builders/a-print-room.ts';
import { until } from '#test/builders/until.ts';

const give = async ({ room }: TestPrintRoom, count: number, from = 1) =>
  expectOk(await addJob(room, { printer: BENCH.id, kind: 'labels', who: 'sato' }, [someWishes(count, from)]));
const names = (count: number, from = 1): string[] => someWishes(count, from).map(({ reference }) => reference);

async function positions(
  { room }: TestPrintRoom,
  job: string,
  state: 'unsure' | 'left' | 'refused',
): Promise<number[]> {
  const items = expectOk(await listItems(room, { job, states: [state], after: 0, limit: 500 }));
  return items.map(({ position }) => position);
}

describe('a print job', () => {
  test('prints what it was given, in order, and records each with what it means', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    const { job, queued, known } = await give(test, 30);
    expect({ queued, known }).toEqual({ queued: 30, known: 0 });
    test.start();
    const row = await test.reaches(job, 'done');
    expect(row).toMatchObject({ total: 30, printed: 30, refused: 0, unsure: 0, left: 0, printerName: 'Bench 1' });
    expect(printer.out).toEqual(names(30));
    expect(test.maker.recorded).toEqual(names(30));
  });

  test('given twice is printed once, and whoever gave it again is told where it stands', async () => {
    const test = await aPrintRoom();
    const first = await give(test, 20);
    expect(await give(test, 20)).toEqual({ job: first.job, queued: 0, known: 20 });
    // Another station, with some that are new.
    const other = await give(test, 10, 16);
    expect(other).toMatchObject({ queued: 5, known: 5 });
    expect(other.job).not.toBe(first.job);
    expect((await findLive(test.room.storage.read, ['label-16', 'label-21', 'label-99'])).size).toBe(2);
  });

  test('given by two stations at the same moment still prints each label once', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    const [a, b] = await Promise.all([give(test, 120), give(test, 120)]);
    expect(a.queued + b.queued).toBe(120);
    test.start();
    await until('all', () => printer.out.length === 120);
    await test.reaches(a.job, 'done');
    expect([...printer.out].sort()).toEqual(names(120).sort());
  });

  test('names the one that can’t be printed and prints the rest', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    test.maker.refuse.set('label-7', 'purchase-unknown');
    test.maker.unwanted.add('label-12');
    const { job } = await give(test, 20);
    test.start();
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 18, refused: 2 });
    const refused = expectOk(await listItems(test.room, { job, states: ['refused'], after: 0, limit: 10 }));
    expect(refused).toEqual([
      { position: 7, reference: 'label-7', state: 'refused', code: 'purchase-unknown' },
      { position: 12, reference: 'label-12', state: 'refused', code: 'label-not-wanted' },
    ]);
    expect(printer.out).not.toContain('label-7');
  });

  test('leaves out what was called off after it was made and before it left', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold();
    const { job } = await give(test, 8);
    test.start();
    await until('made', () => test.maker.made === 8);
    await test.reaches(job, 'printing');
    test.maker.unwanted.add('label-8');
    printer.go();
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 7, refused: 1 });
  });

  test('makes no more than two pages ahead of its printer', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold();
    const { job } = await give(test, 100);
    test.start();
    await until('made', () => test.maker.made >= 16);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(test.maker.made).toBeLessThanOrEqual(16);
    printer.go();
    await test.reaches(job, 'done');
  });

  test('comes after the one before at the same printer', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold();
    const first = await give(test, 4);
    test.clock.advance({ seconds: 1 });
    const second = await give(test, 4, 5);
    test.start();
    await test.reaches(first.job, 'printing');
    expect((await test.job(second.job)).state).toBe('waiting');
    printer.go();
    await test.reaches(second.job, 'done');
    expect(printer.out).toEqual(names(8));
  });

  test('says how long it will still take', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold(10);
    const { job } = await give(test, 40);
    test.start();
    await until('ten', () => printer.out.length === 10);
    expect((await test.job(job)).secondsLeft).toBeGreaterThanOrEqual(1);
    printer.go();
    await test.reaches(job, 'done');
  });
});

describe('labels on sheets', () => {
  /** Four on a sheet, two sheets at once. */
  async function aSheetRoom(printer: ReturnType<typeof aToldPrinter>): Promise<TestPrintRoom> {
    const test = await aPrintRoom({ printer });
    test.maker.perPaper = () => 4;
    test.maker.make = async (wishes, _, { startAt }) => {
      const papers: { bytes: Uint8Array; references: string[] }[] = [];
      let free = 5 - startAt;
      for (const { reference } of wishes) {
        if (papers.length === 0 || free === 0) {
          if (papers.length > 0) free = 4;
          papers.push({ bytes: new Uint8Array(), references: [] });
        }
        papers.at(-1)!.references.push(reference);
        free -= 1;
      }
      return ok({ papers, refused: [] });
    };
    return test;
  }

  test('fill them from the first free place on, and only the last may be left in part', async () => {
    const printer = aToldPrinter('pdf');
    const test = await aSheetRoom(printer);
    const { job } = expectOk(
      await addJob(test.room, { printer: BENCH.id, kind: 'labels', who: 'sato', startAt: 3 }, [someWishes(11)]),
    );
    test.start();
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 11 });
    // Places 3 and 4, then whole sheets, then the one that is left.
    expect(printer.out).toEqual(['sheet-label-1', 'sheet-label-3', 'sheet-label-7', 'sheet-label-11']);
  });

  test('are unsure all together when their sheet is', async () => {
    const printer = aToldPrinter('pdf');
    const test = await aSheetRoom(printer);
    printer.stopAfter(1, 'offline', 1);
    const { job } = await give(test, 12);
    test.start();
    await until('stopped', async () => (await test.job(job)).state === 'stopped' && !test.room.inHand.has(job));
    expect(await test.job(job)).toMatchObject({ printed: 4, unsure: 4 });
    expect(await positions(test, job, 'unsure')).toEqual([5, 6, 7, 8]);
  });
});

describe('after an error of the printer', () => {
  test('a job stops with the cause, and goes on from the last confirmed', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.stopAfter(9, 'paper-out');
    const { job } = await give(test, 25);
    test.start();
    await test.reaches(job, 'stopped');
    await until('let go', () => !test.room.inHand.has(job));
    expect(await test.job(job)).toMatchObject({ state: 'stopped', cause: 'printer-paper-out', printed: 9, unsure: 0 });
    expectOk(await resumeJob(test.room, 'sato', job));
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 25 });
    expect(printer.out).toEqual(names(25));
  });

  test('what may have come out is asked for, and nothing of it is printed again unseen', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.stopAfter(9, 'offline', 2);
    const { job } = await give(test, 20);
    test.start();
    await until('stopped', async () => (await test.job(job)).state === 'stopped' && !test.room.inHand.has(job));
    expect(await positions(test, job, 'unsure')).toEqual([10, 11]);
    expectOk(await resumeJob(test.room, 'sato', job));
    await until('the rest', async () => (await test.job(job)).cause === 'unsure');
    expect(printer.out).toEqual([...names(9), ...names(9, 12)]);
    // Until it is answered there is nothing to go on with.
    expect(await resumeJob(test.room, 'sato', job)).toMatchObject({ ok: false, error: { code: 'wrong-state' } });
    expectOk(await decideItems(test.room, 'sato', { job, positions: [10], cameOut: true }));
    expectOk(await decideItems(test.room, 'sato', { job, positions: [11], cameOut: false }));
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 20, unsure: 0 });
    expect(printer.out.filter((name) => name === 'label-11')).toHaveLength(1);
    expect(printer.out).not.toContain('label-10');
    expect(test.maker.recorded).toContain('label-10');
    expect(await decideItems(test.room, 'sato', { job, positions: [11], cameOut: true })).toMatchObject({ ok: false });
  });

  test('a printer that was removed stops its jobs, and takes no new one', async () => {
    const test = await aPrintRoom();
    const { job } = await give(test, 3);
    await test.room.storage.write((db) => removePrinter(db, BENCH.id));
    test.start();
    expect(await test.reaches(job, 'stopped')).toMatchObject({ cause: 'printer-unknown', printed: 0, printerName: '' });
    const wanted = { printer: BENCH.id, kind: 'labels', who: 'sato' } as const;
    expect(await addJob(test.room, wanted, [someWishes(1, 9)])).toEqual(fail('printer-unknown'));
  });
});

describe('paused, cancelled, too old', () => {
  test('a paused job hands nothing more over, and goes on where it was', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold();
    const { job } = await give(test, 12);
    test.start();
    await test.reaches(job, 'printing');
    await until('at the printer', () => test.room.inHand.has(job));
    expectOk(await pauseJob(test.room, 'sato', job));
    await until('let go', () => !test.room.inHand.has(job));
    printer.go();
    const paused = await test.job(job);
    expect(paused.state).toBe('paused');
    expect(printer.out.length).toBeLessThanOrEqual(1);
    expect(paused.printed).toBe(printer.out.length);
    expectOk(await resumeJob(test.room, 'sato', job));
    await test.reaches(job, 'done');
    expect(printer.out).toEqual(names(12));
  });

  test('a cancelled job sets free what it did not print', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.stopAfter(5, 'head-open');
    const { job } = await give(test, 12);
    test.start();
    await until('stopped', async () => (await test.job(job)).state === 'stopped' && !test.room.inHand.has(job));
    expectOk(await cancelJob(test.room, 'sato', job));
    expect(await test.job(job)).toMatchObject({ state: 'cancelled', printed: 5, left: 7 });
    expect(await cancelJob(test.room, 'sato', job)).toMatchObject({ ok: false });
    const again = await give(test, 12, 6);
    expect(again).toMatchObject({ queued: 12, known: 0 });
    await test.reaches(again.job, 'done');
    expect(printer.out).toEqual(names(17));
  });

  test('what waited too long is not printed in the morning', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    const old = await give(test, 10);
    test.clock.advance({ hours: 7 });
    const young = await give(test, 10, 11);
    test.clock.advance({ hours: 1 });
    test.start();
    expect(await test.reaches(old.job, 'expired')).toMatchObject({ printed: 0, left: 10 });
    await test.reaches(young.job, 'done');
    expect(printer.out).toEqual(names(10, 11));
    expect(await give(test, 10)).toMatchObject({ queued: 10 });
  });

  test('how long is too long is a setting, and a job that prints stays alive', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    expectOk(await changeExpiry(test.room, 'sato', { hours: 2 }));
    printer.stopAfter(3, 'paper-out');
    const { job } = await give(test, 6);
    test.clock.advance({ minutes: 110 });
    test.start();
    await until('stopped', async () => (await test.job(job)).state === 'stopped' && !test.room.inHand.has(job));
    test.clock.advance({ minutes: 110 });
    await expireJobs(test.room);
    expect((await test.job(job)).state).toBe('stopped');
    test.clock.advance({ minutes: 11 });
    await expireJobs(test.room);
    expect(await test.job(job)).toMatchObject({ state: 'expired', printed: 3, left: 3 });
  });
});

describe('after a restart', () => {
  test('a job goes on from the last confirmed; what had left is asked for', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    const { job } = await give(test, 12);
    // As a killed service leaves it: four came out, the fifth had left.
    await test.room.storage.write(async (db) => {
      await db.updateTable('print_job').set({ state: 'printing', printed: 4 }).where('id', '=', job).execute();
      await db.updateTable('print_job_item').set({ state: 'printed' }).where('position', '<=', 4).execute();
      await db.updateTable('print_job_item').set({ state: 'sent' }).where('position', '=', 5).execute();
    });
    test.start();
    await until('asked', async () => (await test.job(job)).cause === 'unsure');
    expect(printer.out).toEqual(names(7, 6));
    expect(await positions(test, job, 'unsure')).toEqual([5]);
    expectOk(await decideItems(test.room, 'sato', { job, positions: [5], cameOut: true }));
    expect(await test.reaches(job, 'done')).toMatchObject({ printed: 12 });
  });

  test('an ending service lets go of its printer and goes on at the next start', async () => {
    const printer = aToldPrinter();
    const test = await aPrintRoom({ printer });
    printer.hold();
    const { job } = await give(test, 12);
    const runner = test.start();
    await until('at the printer', () => test.room.inHand.has(job));
    await runner.stop();
    expect((await test.job(job)).state).toBe('waiting');
    printer.go();
    test.start();
    await test.reaches(job, 'done');
    expect(printer.out).toEqual(names(12));
  });
});
