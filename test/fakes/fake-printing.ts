/** Printers and print jobs in memory: they print at a pace, run out of paper, and are asked what came out. */
import { printLabel } from '#main/labels/label-work.ts';
import { testLabel } from '#main/labels/test-label.ts';
import type { batchCommands } from '#shared/desk/batch.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { PrinterRow, printingCommands, PrintJobItem, PrintJobRow } from '#shared/desk/printing.ts';
import type { PrinterStatus } from '#shared/domain/printer.ts';
import { mintNumber } from '#shared/domain/number.ts';
import { canMove, PRINT_JOB, type PrintJobState } from '#shared/domain/states.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

export const ZEBRA = '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1001';
const LASER = '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1002';
const FOLDER = '6d0a4f5e-1b1c-4a57-9c55-0d2f6f0a1003';

interface FakeJob {
  row: PrintJobRow;
  items: PrintJobItem[];
}

/** The same numbers in every run. */
function aNumber(seed: number): string {
  let state = seed;
  return mintNumber('shipping', () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state % 10;
  });
}

const someItems = (count: number, seed: number): PrintJobItem[] =>
  Array.from({ length: count }, (_, at) => ({
    position: at + 1,
    reference: `${aNumber(seed * 1000 + at)}010101`,
    state: 'waiting',
  }));

export interface FakePrinting {
  readonly handlers: DeskHandlers<keyof typeof printingCommands> & DeskHandlers<keyof typeof batchCommands>;
  /** The job at the label printer runs out of paper. */
  runOut(): void;
  /** Its line was cut: a person has to look. */
  lose(positions: readonly number[]): void;
}

export function openFakePrinting(announce: (topic: Topic) => void, empty = false): FakePrinting {
  let hours = 8;
  const statuses = new Map<string, PrinterStatus>([
    [ZEBRA, { state: 'printing', remaining: 3 }],
    [LASER, { state: 'ready' }],
    [FOLDER, { state: 'offline' }],
  ]);
  let printers: PrinterRow[] = empty
    ? []
    : [
        {
          id: ZEBRA,
          name: '梱包台 1',
          way: { kind: 'zpl', host: '192.0.2.40', port: 9100 },
          media: { size: '100x150', dpi: 203 },
          perPaper: 1,
        },
        {
          id: LASER,
          name: 'Office laser',
          way: { kind: 'cups', queue: 'office-laser' },
          media: { size: 'a6', dpi: 300, sheet: 'a4' },
          perPaper: 4,
        },
        {
          id: FOLDER,
          name: 'PDF',
          way: { kind: 'folder', folder: '/srv/labels' },
          media: { size: '100x150', dpi: 300 },
          perPaper: 1,
        },
      ];
  const jobs: FakeJob[] = empty ? [] : sampleJobs();
  const find = (id: string): FakeJob | undefined => jobs.find(({ row }) => row.id === id);
  const current = (): FakeJob => jobs.find(({ row }) => row.printer === ZEBRA && row.state === 'printing')!;

  function change(job: FakeJob, row: Partial<PrintJobRow>): void {
    const { cause: _, waitsForPrinter: __, secondsLeft: ___, ...kept } = job.row;
    job.row = { ...kept, ...row };
    announce('printing');
  }
  function move(id: string, to: PrintJobState, more: Partial<PrintJobRow> = {}): Result<void> {
    const job = find(id);
    if (!job) return fail('not-found');
    if (!canMove(PRINT_JOB, job.row.state, to)) return fail('wrong-state', job.row.state);
    change(job, { state: to, ...more });
    return ok();
  }
  async function picture(): Promise<string> {
    const paper = expectOk(await printLabel(testLabel('みなと百貨', '2026-11-21')));
    return Buffer.from(paper.png).toString('base64');
  }
  function give(printer: string, kind: PrintJobRow['kind'], who: string, items: PrintJobItem[]): FakeJob {
    const id = `00000000-0000-4000-8000-${String(jobs.length).padStart(12, '0')}`;
    const row: PrintJobRow = {
      id,
      kind,
      printer,
      printerName: printers.find((each) => each.id === printer)?.name ?? '',
      madeBy: who,
      madeAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + hours * 3_600_000).toISOString(),
      state: 'waiting',
      total: items.length,
      printed: 0,
      refused: 0,
      unsure: 0,
      left: 0,
    };
    const job = { row, items };
    jobs.unshift(job);
    announce('printing');
    return job;
  }
  let batch: string | undefined;
  const BATCH = empty ? 0 : 214;

  return {
    runOut: () => change(current(), { state: 'stopped', cause: 'printer-paper-out', waitsForPrinter: true }),
    lose: (positions) => {
      const job = current();
      job.items = job.items.map((item) =>
        positions.includes(item.position) ? { ...item, state: 'unsure' as const } : item,
      );
      change(job, { state: 'stopped', cause: 'unsure', unsure: positions.length });
    },
    handlers: {
      'printers.list': async () => ok(printers),
      'printers.save': async (_, { printer }) => {
        const row = { ...printer, perPaper: printer.media.sheet === 'a4' ? 4 : 1 };
        const known = printers.some(({ id }) => id === printer.id);
        printers = known ? printers.map((each) => (each.id === printer.id ? row : each)) : [...printers, row];
        statuses.set(printer.id, { state: 'ready' });
        announce('printing');
        return ok();
      },
      'printers.remove': async (_, { id }) => {
        printers = printers.filter((printer) => printer.id !== id);
        announce('printing');
        return ok();
      },
      'printers.status': async (_, { id }) => ok(statuses.get(id) ?? { state: 'unknown' }),
      'printers.found': async () =>
        ok([
          { kind: 'cups', name: 'office-laser', label: 'Office laser (2nd floor)', isDefault: true },
          { kind: 'cups', name: 'PDF', label: 'PDF', isDefault: false },
        ]),
      'printers.test': async ({ who }, { id }) => {
        const job = give(id, 'test', who, [{ position: 1, reference: 'test-1', state: 'waiting' }]);
        return ok({ job: job.row.id, queued: 1, known: 0 });
      },
      'printers.sample': async () => ok({ preview: await picture() }),
      'jobs.list': async (_, asked) =>
        ok(
          fakeList(
            jobs.map(({ row }) => row),
            {
              time: ({ madeAt }) => madeAt,
              id: ({ id }) => id,
              state: ({ state }) => state,
              texts: ({ madeBy, printerName }) => [madeBy, printerName],
            },
            asked,
          ),
        ),
      'batch.print-chosen': async ({ who }, { purchases, printer }) => {
        const items = purchases.map((purchase, at) => ({
          position: at + 1,
          reference: `${purchase}010101`,
          state: 'waiting' as const,
        }));
        give(printer, 'labels', who, items);
        return ok({ done: items.length, refused: [] });
      },
      'jobs.items': async (_, { job, states, after, limit }) => {
        const found = find(job);
        if (!found) return fail('not-found');
        const fits = found.items.filter(
          ({ position, state }) => position > after && (states === undefined || states.includes(state)),
        );
        return ok(fits.slice(0, limit));
      },
      'jobs.pause': async (_, { job }) => move(job, 'paused'),
      'jobs.resume': async (_, { job }) => move(job, 'waiting'),
      'jobs.cancel': async (_, { job }) => {
        const row = find(job)?.row;
        return move(job, 'cancelled', row && { left: row.total - row.printed - row.refused - row.unsure });
      },
      'jobs.decide': async (_, { job, positions, cameOut }) => {
        const found = find(job);
        if (!found) return fail('not-found');
        found.items = found.items.map((item) =>
          positions.includes(item.position) ? { ...item, state: cameOut ? 'printed' : 'again' } : item,
        );
        const unsure = found.row.unsure - positions.length;
        change(found, {
          unsure,
          printed: found.row.printed + (cameOut ? positions.length : 0),
          ...(unsure === 0 ? { state: 'printing', secondsLeft: 240 } : { cause: 'unsure' as const }),
        });
        return ok();
      },
      'jobs.expiry': async () => ok({ hours }),
      'jobs.change-expiry': async (_, expiry) => {
        ({ hours } = expiry);
        announce('printing');
        return ok();
      },
      'batch.preview': async (_, { filter }) =>
        ok({
          labels: batch || empty ? 0 : filter.carrier === undefined ? BATCH : 133,
          byCarrier:
            batch || empty
              ? []
              : [
                  { carrier: 'aozora.example', carrierName: '青空運送', labels: 133 },
                  ...(filter.carrier === undefined
                    ? [{ carrier: 'kamome.example', carrierName: 'かもめ急便', labels: BATCH - 133 }]
                    : []),
                ],
          leftOut: { queued: empty ? 0 : batch ? BATCH : 3, beyond: 0 },
        }),
      'batch.sample': async () => ok({ preview: await picture() }),
      'batch.print': async ({ who }, { printer }) => {
        if (batch) return ok({ job: batch, queued: 0, known: BATCH });
        const job = give(printer, 'labels', who, someItems(BATCH, 9));
        batch = job.row.id;
        return ok({ job: batch, queued: BATCH, known: 3 });
      },
      'labels.print': async ({ who }, { printer, labels }) => {
        const items = labels.map((reference, at) => ({ position: at + 1, reference, state: 'waiting' as const }));
        return ok({ job: give(printer, 'labels', who, items).row.id, queued: labels.length, known: 0 });
      },
    },
  };
}

function sampleJobs(): FakeJob[] {
  const usual = { kind: 'labels', madeBy: '3', refused: 0, unsure: 0, left: 0 } as const;
  const later = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const id = (at: number): string => `10000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
  const items = someItems(1200, 1).map((item): PrintJobItem => {
    if (item.position === 41) return { ...item, state: 'refused', code: 'label-not-wanted' };
    if (item.position === 212) return { ...item, state: 'refused', code: 'label-unreadable' };
    return { ...item, state: item.position <= 388 ? 'printed' : 'waiting' };
  });
  return [
    {
      items,
      row: {
        ...usual,
        id: id(1),
        printer: ZEBRA,
        printerName: '梱包台 1',
        madeAt: minutesAgo(9),
        expiresAt: later(8),
        state: 'printing',
        total: 1200,
        printed: 386,
        refused: 2,
        secondsLeft: 1140,
      },
    },
    {
      items: someItems(48, 2),
      row: {
        ...usual,
        id: id(2),
        printer: LASER,
        printerName: 'Office laser',
        madeAt: minutesAgo(31),
        expiresAt: later(7),
        state: 'paused',
        total: 48,
        printed: 16,
      },
    },
    {
      items: [],
      row: {
        ...usual,
        id: id(3),
        kind: 'test',
        printer: ZEBRA,
        printerName: '梱包台 1',
        madeAt: minutesAgo(64),
        expiresAt: later(7),
        state: 'done',
        total: 1,
        printed: 1,
      },
    },
    {
      items: [],
      row: {
        ...usual,
        id: id(4),
        printer: ZEBRA,
        printerName: '梱包台 1',
        madeAt: minutesAgo(900),
        expiresAt: minutesAgo(420),
        state: 'expired',
        total: 60,
        printed: 12,
        left: 48,
      },
    },
    {
      items: [],
      row: {
        ...usual,
        id: id(5),
        printer: ZEBRA,
        printerName: '梱包台 1',
        madeAt: minutesAgo(1500),
        expiresAt: minutesAgo(1000),
        state: 'done',
        total: 310,
        printed: 310,
      },
    },
  ];
}
