import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from 'vitest';
import { findChromium } from '#main/cli/chromium.ts';
import { answerPrint, refusalOf, type ShellPrinting } from '#main/desktop/answer-print.ts';
import { paperPage } from '#main/desktop/paper-page.ts';
import { drawLabelPdf } from '#main/labels/index.ts';
import { openPrintShell } from '#main/print-shell.ts';
import { openShellPrinter } from '#main/printing/printers/shell-printer.ts';
import type { PrintQuestion, ShellPage } from '#shared/desk/bridge.ts';
import type { SystemPrinter } from '#shared/domain/printer.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../builders/a-folder.ts';
import { aLabel } from '../labels/a-label.ts';
import { hasCommand } from '../labels/commands.ts';

const MEDIA = { size: '100x150', dpi: 300 } as const;
const BENCH: SystemPrinter = { kind: 'shell', name: 'Bench_1', label: 'Bench 1', isDefault: false };

/** Service and shell with the port between them; Electron's own printing is played. */
function aShell(print: (page: ShellPage) => Promise<ErrorCode | undefined> = async () => undefined, patienceMs = 500) {
  const pages: ShellPage[] = [];
  const asked: PrintQuestion[] = [];
  const printing: ShellPrinting = {
    list: async () => [BENCH],
    print: (_, page) => {
      pages.push(page);
      return print(page);
    },
  };
  const shell = openPrintShell(
    {
      postMessage: (message) => {
        if (!('print' in message)) return;
        // As a port does.
        const question = structuredClone(message.print);
        asked.push(question);
        void answerPrint(question, printing).then((reply) => shell.hear(structuredClone(reply)));
      },
    },
    patienceMs,
  );
  return { shell, pages, asked };
}

const papers = async (count: number) => {
  const bytes = expectOk(await drawLabelPdf(aLabel(), MEDIA));
  return Array.from({ length: count }, (_, at) => ({ id: `30482771930569${at}`, bytes }));
};

test('a printer of the desktop app prints what its spooler takes, in order', async () => {
  const { shell, pages } = aShell();
  const printer = openShellPrinter({ device: 'Bench_1', media: MEDIA, shell });
  expect(await printer.status()).toEqual({ state: 'ready' });
  const wanted = await papers(2);
  expect(await printer.print(wanted)).toEqual({ confirmed: wanted.map(({ id }) => id), unsure: [] });
  expect(pages).toHaveLength(2);
  expect(pages[0]).toMatchObject({ width: 100_000, height: 150_000, dpi: 300 });
});

test('the shell hears a picture and a printer’s name, and nothing that says whose label it is', async () => {
  const { shell, asked } = aShell();
  await openShellPrinter({ device: 'Bench_1', media: MEDIA, shell }).print(await papers(1));
  const print = asked.find((question) => 'print' in question);
  expect(Object.keys(print!).sort()).toEqual(['device', 'id', 'print']);
  expect(JSON.stringify(asked, (key, value: unknown) => (key === 'png' ? '' : value))).not.toContain('30482771930569');
});

test('a refusal ends the job and leaves nothing unsure; silence leaves the page unsure', async () => {
  const refusing = aShell(async () => 'printer-refused');
  const printer = openShellPrinter({ device: 'Bench_1', media: MEDIA, shell: refusing.shell });
  const [paper] = await papers(1);
  expect(await printer.print([paper!])).toEqual({ confirmed: [], unsure: [], error: { code: 'printer-refused' } });

  const silent = aShell(() => new Promise(() => undefined), 30);
  const hung = openShellPrinter({ device: 'Bench_1', media: MEDIA, shell: silent.shell });
  expect(await hung.print([paper!])).toEqual({
    confirmed: [],
    unsure: [paper!.id],
    error: { code: 'printer-timeout' },
  });
  const broken = aShell(() => Promise.reject(new Error('the window is gone')));
  const breaking = openShellPrinter({ device: 'Bench_1', media: MEDIA, shell: broken.shell });
  expect((await breaking.print([paper!])).unsure).toEqual([paper!.id]);
});

test('without a desktop app, or without that printer, it is offline', async () => {
  const [paper] = await papers(1);
  const none = openShellPrinter({ device: 'Bench_1', media: MEDIA, retryMs: 5 });
  expect(await none.status()).toEqual({ state: 'offline' });
  expect(await none.print([paper!], { patienceMs: 20 })).toMatchObject({ error: { code: 'printer-offline' } });
  const other = openShellPrinter({ device: 'Bench_2', media: MEDIA, shell: aShell().shell });
  expect(await other.status()).toEqual({ state: 'offline' });
});

test('Chromium’s reasons become codes', () => {
  expect(refusalOf('Invalid deviceName provided')).toBe('printer-unknown');
  expect(refusalOf('Print job failed')).toBe('printer-refused');
});

const browser = findChromium();
test.skipIf(browser === undefined || !hasCommand('pdftoppm', '-v') || !hasCommand('zbarimg', '--version'))(
  'the hidden window’s page prints on one paper of its size, dot for dot',
  async () => {
    const { shell, pages } = aShell();
    await openShellPrinter({ device: 'Bench_1', media: MEDIA, shell }).print(await papers(1));
    const opened = await chromium.launch({ executablePath: browser!, args: ['--no-sandbox'] });
    const folder = aFolder();
    try {
      const page = await opened.newPage({ javaScriptEnabled: false });
      await page.goto(`data:text/html;charset=utf-8;base64,${Buffer.from(paperPage(pages[0]!)).toString('base64')}`);
      writeFileSync(join(folder, 'a.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    } finally {
      await opened.close();
    }
    const info = execFileSync('pdfinfo', [join(folder, 'a.pdf')], { encoding: 'utf8' });
    expect(info).toMatch(/Pages:\s+1\n/);
    const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(info)!;
    expect(Number(width) / 72).toBeCloseTo(100 / 25.4, 1);
    expect(Number(height) / 72).toBeCloseTo(150 / 25.4, 1);
    execFileSync('pdftoppm', ['-r', '300', '-gray', '-singlefile', join(folder, 'a.pdf'), join(folder, 'a')]);
    const said = spawnSync('zbarimg', ['-q', '--nodbus', join(folder, 'a.pgm')], { encoding: 'utf8' }).stdout;
    expect(said.trim().split('\n').sort()).toEqual([
      'CODE-128:30482771930569010201',
      `QR-Code:${aLabel().contentsCode}`,
      `QR-Code:${aLabel().mainCode}`,
    ]);
  },
);
