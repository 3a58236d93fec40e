import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLabelPrinter } from '#main/cli/leak-test/label-printer.ts';
import { openPrinter } from '#main/printing/printers/index.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';

test('keeps every label that the program’s own driver sends, and confirms it', async () => {
  const folder = join(aFolder(), 'printed');
  const printer = await startLabelPrinter(folder);
  atEnd(() => printer.stop());
  const driver = openPrinter({
    id: 'd2ad8f0c-2b4e-4cf4-a6ad-0d9c9d1f2a10',
    name: 'bench',
    way: { kind: 'zpl', host: '127.0.0.1', port: printer.port },
    media: { size: '100x150', dpi: 203 },
  });
  expect(await driver.status()).toMatchObject({ state: 'ready' });
  const papers = ['one', 'two'].map((id) => ({ id, bytes: Buffer.from(`^XA^FO50,50^FD${id}^FS^XZ`) }));
  const { confirmed, unsure, error } = await driver.print(papers);
  expect({ confirmed, unsure, error }).toEqual({ confirmed: ['one', 'two'], unsure: [], error: undefined });
  driver.close();
  expect(printer.labels()).toBe(2);
  const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  expect(kept.map((text) => /\^FD(\w+)\^FS/.exec(text)?.[1]).sort()).toEqual(['one', 'two']);
});
