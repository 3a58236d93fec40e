import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { PrinterStatus } from '#shared/domain/printer.ts';
import type { PrinterPaper, PrintWatch } from '#main/printing/printers/printer.ts';
import { openZplPrinter, type ZplPrinterOptions } from '#main/printing/printers/zpl-printer.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { until } from '../../builders/until.ts';
import { startZplPrinter, type ZplPrinterDouble } from '../../fakes/zpl-printer.ts';

const zpl = (id: string): string => `^XA^FO10,10^FD${id}^FS^PQ1^XZ`;
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `label-${at + 1}`);

function* labels(count: number): Generator<PrinterPaper> {
  for (const id of ids(count)) yield { id, bytes: Buffer.from(zpl(id)) };
}

/** Quick, as no person or print head is. */
function open(printer: Pick<ZplPrinterDouble, 'port'>, options: Partial<ZplPrinterOptions> = {}) {
  return openZplPrinter({ host: '127.0.0.1', port: printer.port, pollMs: 3, leastMs: 0, answerMs: 250, ...options });
}

/** Watches a job: what was confirmed so far, and how the printer stood one after the other. */
function aWatch() {
  const confirmed: string[] = [];
  const unsure: string[] = [];
  const states: PrinterStatus['state'][] = [];
  const watch: PrintWatch = {
    confirmed: (id) => void confirmed.push(id),
    unsure: (id) => void unsure.push(id),
    stands: ({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    },
  };
  return { watch, confirmed, unsure, states };
}

const printedIds = (printer: ZplPrinterDouble): (string | undefined)[] =>
  printer.printed.map((format) => /\^FD([\w-]+)\^FS/.exec(format)?.[1]);

test.each([
  ['as most do', {}],
  ['by a printer that keeps silent to ~HS meanwhile', { silentInTrouble: true }],
  ['by a printer that knows no ~HQES', { tellsErrors: false }],
])('200 labels with paper out at 87 come out once each, in order, %s', async (_, behaviour) => {
  const printer = await startZplPrinter({ paper: 87, ...behaviour });
  const { watch, confirmed, states } = aWatch();
  const job = open(printer).print(labels(200), watch);
  await until('paper out', () => states.at(-1) === 'paper-out');
  expect(printer.printed).toHaveLength(87);
  expect(confirmed.length).toBeLessThanOrEqual(87);
  expect(printer.held).toBeLessThanOrEqual(4);
  printer.refill(500);
  expect(await job).toEqual({ confirmed: ids(200), unsure: [] });
  expect(printedIds(printer)).toEqual(ids(200));
  expect(confirmed).toEqual(ids(200));
  expect(states.at(-1)).toBe('ready');
});

test('a label counts as printed only when the printer no longer holds it', async () => {
  const printer = await startZplPrinter({ pace: 40 });
  const seen: number[] = [];
  await open(printer).print(labels(6), { confirmed: () => void seen.push(printer.printed.length) });
  expect(seen.every((printed, at) => printed >= at + 1)).toBe(true);
});

test('every label is announced before it leaves', async () => {
  const printer = await startZplPrinter();
  const announced: string[] = [];
  await open(printer).print(labels(5), {
    leaving: async (id) => {
      expect(printer.taken).toBeLessThanOrEqual(announced.length);
      await new Promise((resolve) => setTimeout(resolve, 2));
      announced.push(id);
    },
  });
  expect(announced).toEqual(ids(5));
});

test('a head that is opened and a pause hold it up, and it goes on by itself', async () => {
  const printer = await startZplPrinter({ pace: 5 });
  const { watch, confirmed, states } = aWatch();
  const job = open(printer).print(labels(12), watch);
  await until('the first labels', () => confirmed.length > 2);
  printer.headOpen = true;
  await until('head open', () => states.at(-1) === 'head-open');
  printer.headOpen = false;
  printer.paused = true;
  await until('paused', () => states.at(-1) === 'paused');
  printer.paused = false;
  expect(await job).toEqual({ confirmed: ids(12), unsure: [] });
  expect(printedIds(printer)).toEqual(ids(12));
});

test('after a cut it goes on from the last confirmed, without a double', async () => {
  const printer = await startZplPrinter({ pace: 10 });
  const { watch, confirmed } = aWatch();
  const job = open(printer).print(labels(40), watch);
  for (const least of [3, 11, 19, 27]) {
    await until('some labels', () => confirmed.length >= least);
    // Between two labels: each that was sent has been answered for.
    await until('a full window', () => printer.held >= 3);
    printer.cut();
  }
  const { confirmed: printed, unsure } = await job;
  expect(printer.connections).toBeGreaterThan(4);
  expect(new Set(printedIds(printer)).size).toBe(printer.printed.length);
  expect([...printed, ...unsure].sort()).toEqual(ids(40).sort());
  // What it says was printed did come out.
  expect(printed.filter((id) => !printedIds(printer).includes(id))).toEqual([]);
  // One at most for each cut, that was on its way in that very moment.
  expect(unsure.length).toBeLessThanOrEqual(4);
});

test('a label that was cut off in its middle is said to be unsure and never sent again', async () => {
  const printer = await startZplPrinter({ pace: 10 });
  const { watch, confirmed } = aWatch();
  const job = open(printer).print(labels(20), {
    ...watch,
    leaving: (id) => {
      if (id === 'label-9') printer.cutAfter(20);
    },
  });
  const { unsure } = await job;
  expect(unsure).toEqual(['label-9']);
  expect(confirmed).toEqual(ids(20).filter((id) => id !== 'label-9'));
  expect(printedIds(printer)).toEqual(confirmed);
});

test('a printer that was switched off forgets: what it held is unsure, the rest is printed', async () => {
  const printer = await startZplPrinter({ pace: 10 });
  const { watch, confirmed, states } = aWatch();
  const job = open(printer).print(labels(20), watch);
  await until('some labels', () => confirmed.length >= 5 && printer.held >= 2);
  await printer.switchOff();
  await until('offline', () => states.includes('offline'));
  await printer.switchOn();
  const { confirmed: printed, unsure, error } = await job;
  expect(error).toBeUndefined();
  expect(unsure.length).toBeGreaterThan(0);
  expect(unsure.length).toBeLessThanOrEqual(4);
  expect([...printed, ...unsure].sort()).toEqual(ids(20).sort());
  expect(new Set(printedIds(printer)).size).toBe(printer.printed.length);
});

test('a printer that counts no pictures can’t show that it stayed on: what it held at a cut is unsure', async () => {
  const printer = await startZplPrinter({ pace: 10, countsGraphics: false });
  const { watch, confirmed } = aWatch();
  const job = open(printer).print(labels(10), watch);
  await until('some labels', () => confirmed.length >= 2 && printer.held >= 2);
  printer.cut();
  const { confirmed: printed, unsure } = await job;
  expect(unsure.length).toBeGreaterThan(0);
  expect([...printed, ...unsure].sort()).toEqual(ids(10).sort());
  expect(new Set(printedIds(printer)).size).toBe(printer.printed.length);
});

test('without paper for longer than the patience it is given up, and what the printer holds is unsure', async () => {
  const printer = await startZplPrinter({ paper: 3, pace: 20 });
  const outcome = await open(printer).print(labels(20), { patienceMs: 100 });
  expect(outcome.error).toEqual({ code: 'printer-paper-out' });
  expect(outcome.confirmed).toEqual(ids(3));
  expect(outcome.unsure).toEqual(ids(printer.taken).slice(3));
  expect(printer.held).toBe(outcome.unsure.length);
});

test('a stop sends nothing more and waits for what a working printer holds', async () => {
  const printer = await startZplPrinter({ pace: 15 });
  const stop = new AbortController();
  const { watch, confirmed } = aWatch();
  const job = open(printer).print(labels(100), { ...watch, signal: stop.signal });
  await until('some labels', () => confirmed.length >= 3);
  stop.abort();
  const outcome = await job;
  expect(outcome.error).toBeUndefined();
  expect(outcome.unsure).toEqual([]);
  expect(printedIds(printer)).toEqual(outcome.confirmed);
  expect(outcome.confirmed.length).toBeLessThan(10);
});

test('a printer that takes the connection and never answers is given up; nothing was sent', async () => {
  const printer = await startZplPrinter();
  printer.hanging = true;
  const job = open(printer, { answerMs: 20, silenceMs: 60 });
  expect(await job.status()).toEqual({ state: 'unknown' });
  expect(await job.print(labels(2))).toEqual({ confirmed: [], unsure: [], error: { code: 'printer-timeout' } });
  expect(printer.taken).toBe(0);
});

test('a printer that falls silent in the middle is asked again on a new line', async () => {
  const printer = await startZplPrinter({ pace: 5 });
  const { watch, confirmed, states } = aWatch();
  const job = open(printer, { answerMs: 40 }).print(labels(15), watch);
  await until('some labels', () => confirmed.length >= 3);
  printer.hanging = true;
  await until('silence', () => states.at(-1) === 'unknown');
  printer.hanging = false;
  const { confirmed: printed, unsure } = await job;
  expect([...printed, ...unsure].sort()).toEqual(ids(15).sort());
  expect(new Set(printedIds(printer)).size).toBe(printer.printed.length);
});

test('a peer that half-closes at once is offline, not waited for', async () => {
  const server = createServer((socket) => void socket.on('error', () => undefined).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => server.close());
  const { port } = server.address() as { port: number };
  const printer = open({ port });
  expect((await printer.status()).state).not.toBe('ready');
  const outcome = await printer.print(labels(1), { patienceMs: 40 });
  expect(outcome).toMatchObject({ confirmed: [], unsure: [], error: { code: 'printer-timeout' } });
});

test('where nobody listens it is offline', async () => {
  const printer = await startZplPrinter();
  await printer.switchOff();
  expect(await open(printer).status()).toEqual({ state: 'offline' });
  expect(await open(printer).print(labels(1), { patienceMs: 30 })).toEqual({
    confirmed: [],
    unsure: [],
    error: { code: 'printer-offline' },
  });
});

test('its status says what is wrong and what it still holds, also while it prints', async () => {
  const printer = await startZplPrinter({ pace: 10 });
  const opened = open(printer);
  expect(await opened.status()).toEqual({ state: 'ready', remaining: 0 });
  const job = opened.print(labels(8));
  await until('printing', async () => (await opened.status()).state === 'printing');
  expect(printer.connections).toBe(2);
  await job;
  printer.refill(0);
  expect((await opened.status()).state).toBe('paper-out');
});

test('two jobs of one printer do not mix', async () => {
  const printer = await startZplPrinter();
  const opened = open(printer);
  const second = ['x-1', 'x-2'].map((id) => ({ id, bytes: Buffer.from(zpl(id)) }));
  await Promise.all([opened.print(labels(6)), opened.print(second)]);
  expect(printedIds(printer)).toEqual([...ids(6), 'x-1', 'x-2']);
});

test('what breaks in the making is thrown, after what was made has come out', async () => {
  const printer = await startZplPrinter();
  async function* breaking(): AsyncGenerator<PrinterPaper> {
    yield* labels(2);
    throw new Error('no more');
  }
  const { watch, confirmed } = aWatch();
  await expect(open(printer).print(breaking(), watch)).rejects.toThrow('no more');
  expect(confirmed).toEqual(ids(2));
});

test('letting go leaves at once, and what the printer holds is unsure', async () => {
  const printer = await startZplPrinter({ pace: 30 });
  const opened = open(printer);
  const { watch, confirmed } = aWatch();
  const job = opened.print(labels(50), watch);
  await until('some labels', () => confirmed.length >= 2 && printer.held >= 2);
  opened.close();
  const outcome = await job;
  expect(outcome.error).toBeUndefined();
  expect(outcome.unsure.length).toBeGreaterThan(0);
  // The last of them may have been lost on its way to the printer.
  const told = [...outcome.confirmed, ...outcome.unsure];
  expect(told).toEqual(ids(told.length));
  expect([printer.taken, printer.taken + 1]).toContain(told.length);
});
