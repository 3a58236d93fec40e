/** What lies in the folder after a batch is read by a reader that is not ours, and customers waited for none of it. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureBatch } from '../../bench/batch-load.ts';
import { aFolder } from '../../builders/a-folder.ts';

/** `TOKUMEI_BATCH=300 vitest run test/roles/mall/batch-load.test.ts` prints more of them. */
const LABELS = Number(process.env['TOKUMEI_BATCH'] ?? 24);
const SAMPLES = 6;

/** What zbarimg finds on the printed page, as one line a code. */
function readWithZbar(pdf: string): string[] {
  const picture = join(aFolder(), 'label');
  execFileSync('pdftoppm', ['-r', '203', '-singlefile', '-png', pdf, picture]);
  return execFileSync('zbarimg', ['--quiet', '--raw', `${picture}.png`], { encoding: 'utf8' }).split('\n');
}

test(
  `${LABELS} labels into a folder: each is there once and reads back, and the shop’s pages stay quick`,
  { timeout: 30_000 + LABELS * 3000 },
  async () => {
    const { idle, meanwhile, printed, folder } = await measureBatch(LABELS, 1000);
    expect(printed).toBe(LABELS);
    const files = readdirSync(folder).sort();
    expect(files).toHaveLength(LABELS);
    for (let at = 0; at < SAMPLES; at++) {
      const file = files[Math.floor((at * files.length) / SAMPLES)]!;
      expect(readWithZbar(join(folder, file))).toContain(file.slice(0, -'.pdf'.length));
    }
    expect(meanwhile.visits).toBeGreaterThan(20);
    // The machine may be busy with other tests: what counts is that no page waits for labels.
    expect(meanwhile.p50).toBeLessThan(Math.max(100, idle.p50 * 6));
    expect(meanwhile.p95).toBeLessThan(Math.max(400, idle.p95 * 6));
  },
);
