import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawLabelPdf } from '#main/labels/index.ts';
import { listCupsPrinters, openCupsPrinter, stateOfQueue } from '#main/printing/printers/cups-printer.ts';
import type { PrinterStatus } from '#shared/domain/printer.ts';
import { expectOk } from '#shared/result.ts';
import { type Cups, startCups, whyNoCups } from '../../builders/a-cups.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { until } from '../../builders/until.ts';
import { aLabel } from '../../labels/a-label.ts';
import { hasCommand } from '../../labels/commands.ts';

const missing = whyNoCups();
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);
const canRead = hasCommand('pdftoppm', '-v') && hasCommand('zbarimg', '--version');
const MEDIA = { size: '100x150', dpi: 203 } as const;

describe.skipIf(missing !== undefined)('a queue of CUPS', () => {
  let cups: Cups;
  beforeAll(async () => {
    cups = await startCups();
    const before = process.env['CUPS_SERVER'];
    process.env['CUPS_SERVER'] = cups.socket;
    atEnd(() => {
      if (before === undefined) delete process.env['CUPS_SERVER'];
      else process.env['CUPS_SERVER'] = before;
    });
  });

  const open = (queue = cups.queue) => openCupsPrinter({ queue, media: MEDIA, pollMs: 30 });
  const aPaper = async (id: string) => ({ id, bytes: expectOk(await drawLabelPdf(aLabel())) });

  test.skipIf(!canRead)('prints a label of its size that reads back digit for digit', async () => {
    const seen = cups.printed().length;
    const outcome = await open().print([await aPaper('label-1')]);
    expect(outcome).toEqual({ confirmed: ['label-1'], unsure: [] });
    // Confirmed is what lies there.
    const files = cups.printed();
    expect(files.length).toBe(seen + 1);
    const folder = aFolder();
    execFileSync('pdftoppm', ['-r', '203', '-gray', '-singlefile', files.at(-1)!, join(folder, 'a')]);
    const said = spawnSync('zbarimg', ['-q', '--nodbus', join(folder, 'a.pgm')], { encoding: 'utf8' }).stdout;
    const model = aLabel();
    expect(new Set(said.trim().split('\n'))).toEqual(
      new Set(['CODE-128:30482771930569010201', `QR-Code:${model.contentsCode}`, `QR-Code:${model.mainCode}`]),
    );
  });

  test('is listed, and says how it stands', async () => {
    expect(await listCupsPrinters()).toEqual([{ kind: 'cups', name: cups.queue, label: cups.queue, isDefault: false }]);
    expect(await open().status()).toEqual({ state: 'ready' });
    expect(await open('nobody').status()).toEqual({ state: 'offline' });
  });

  test('that is paused holds the job up, and prints when it is resumed', async () => {
    cups.run('cupsdisable', cups.queue);
    const states: PrinterStatus['state'][] = [];
    const confirmed: string[] = [];
    const job = open().print([await aPaper('label-2')], {
      stands: ({ state }) => void states.push(state),
      confirmed: (id) => void confirmed.push(id),
    });
    await until('paused', () => states.at(-1) === 'paused');
    expect(confirmed).toEqual([]);
    cups.run('cupsenable', cups.queue);
    expect(await job).toEqual({ confirmed: ['label-2'], unsure: [] });
  });

  test('that is given up keeps nothing that could come out in the morning', async () => {
    const seen = cups.printed().length;
    const printer = open();
    const left: string[] = [];
    const outcome = await printer.print([await aPaper('label-3')], {
      patienceMs: 250,
      leaving: (id) => {
        left.push(id);
        cups.run('cupsdisable', cups.queue);
      },
    });
    expect(left).toEqual(['label-3']);
    // Taken back before it was begun: it may be printed again freely.
    expect(outcome).toEqual({ confirmed: [], unsure: [], error: { code: 'printer-paused' } });
    cups.run('cupsenable', cups.queue);
    expect(await printer.print([await aPaper('label-4')])).toEqual({ confirmed: ['label-4'], unsure: [] });
    expect(cups.printed().length).toBe(seen + 1);
  });

  test('that somebody cancels says so', async () => {
    const outcome = await open().print([await aPaper('label-5')], {
      leaving: () => cups.run('cupsdisable', cups.queue),
      stands: ({ state }) => {
        if (state === 'paused') cups.run('cancel', '-a', cups.queue);
      },
    });
    cups.run('cupsenable', cups.queue);
    expect(outcome).toEqual({ confirmed: [], unsure: [], error: { code: 'printer-refused', about: 'canceled' } });
  });

  test('that is no PDF is refused, and nobody is told that it was printed', async () => {
    const outcome = await open().print([{ id: 'label-6', bytes: Buffer.from('%PDF-1.4 nothing') }]);
    expect(outcome.confirmed).toEqual([]);
    expect(outcome.error?.code).toBe('printer-refused');
  });

  test('that is not there any more is offline', async () => {
    expect(await open('nobody').print([await aPaper('label-7')], { patienceMs: 50 })).toEqual({
      confirmed: [],
      unsure: [],
      error: { code: 'printer-offline' },
    });
  });
});

test('where there is no CUPS there are no queues', async () => {
  const before = process.env['CUPS_SERVER'];
  process.env['CUPS_SERVER'] = join(aFolder(), 'nobody.sock');
  try {
    expect(await listCupsPrinters()).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['CUPS_SERVER'];
    else process.env['CUPS_SERVER'] = before;
  }
});

test.each([
  [['media-empty-error'], 'paper-out'],
  [['media-needed'], 'paper-out'],
  [['paused', 'cover-open-error'], 'head-open'],
  [['toner-empty-error'], 'ribbon-out'],
  [['offline-report'], 'ready'],
  [['connecting-to-device'], 'offline'],
  [['media-jam-error'], 'failing'],
  [['toner-low-warning'], 'ready'],
  [['none'], 'ready'],
] as const)('a queue with %s is %s', (reasons, state) => {
  expect(stateOfQueue({ 'printer-state': [3], 'printer-state-reasons': reasons })).toBe(state);
});
