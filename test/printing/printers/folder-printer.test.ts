import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolderPrinter } from '#main/printing/printers/folder-printer.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { until } from '../../builders/until.ts';

const papers = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `label-${at + 1}`, bytes: Buffer.from(`%PDF-${at + 1}`) }));

test('a folder gets a file a paper, whole and under a neutral name', async () => {
  const folder = aFolder();
  const seen: boolean[] = [];
  const outcome = await openFolderPrinter(folder).print(papers(3), {
    confirmed: (id) => void seen.push(existsSync(join(folder, `${id}.pdf`))),
  });
  expect(outcome).toEqual({ confirmed: ['label-1', 'label-2', 'label-3'], unsure: [] });
  expect(seen).toEqual([true, true, true]);
  expect(readdirSync(folder).sort()).toEqual(['label-1.pdf', 'label-2.pdf', 'label-3.pdf']);
  expect(readFileSync(join(folder, 'label-2.pdf'), 'utf8')).toBe('%PDF-2');
});

test('a folder that is gone is offline, is not made anew, and is gone on with when it is back', async () => {
  const folder = join(aFolder(), 'share');
  const printer = openFolderPrinter(folder, 5);
  expect(await printer.status()).toEqual({ state: 'offline' });
  expect(await printer.print(papers(1), { patienceMs: 20 })).toEqual({
    confirmed: [],
    unsure: [],
    error: { code: 'printer-offline' },
  });
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  const states: string[] = [];
  const job = printer.print(papers(2), {
    stands: ({ state }) => void states.push(state),
    confirmed: (id) => {
      if (id !== 'label-1') return;
      rmSync(folder, { recursive: true });
    },
  });
  await until('offline', () => states.includes('offline'));
  mkdirSync(folder);
  expect(await job).toEqual({ confirmed: ['label-1', 'label-2'], unsure: [] });
});

test.skipIf(!existsSync('/dev/full'))('a full disk ends the job; nothing is unsure', async () => {
  const folder = aFolder();
  symlinkSync('/dev/full', join(folder, 'label-1.pdf.part'));
  expect(await openFolderPrinter(folder).print(papers(2))).toEqual({
    confirmed: [],
    unsure: [],
    error: { code: 'disk-full' },
  });
});

test('a stop ends it between two papers; letting go does too', async () => {
  const folder = aFolder();
  const stop = new AbortController();
  const outcome = await openFolderPrinter(folder).print(papers(50), {
    signal: stop.signal,
    confirmed: (id) => {
      if (id === 'label-2') stop.abort();
    },
  });
  expect(outcome).toEqual({ confirmed: ['label-1', 'label-2'], unsure: [] });
  const printer = openFolderPrinter(aFolder());
  const closed = await printer.print(papers(50), { confirmed: () => printer.close() });
  expect(closed).toEqual({ confirmed: ['label-1'], unsure: [] });
  expect((await printer.print(papers(2))).confirmed).toHaveLength(2);
});
