import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type LabelPress, type LabelPressOptions, openLabelPress } from '#main/labels/index.ts';
import { expectOk } from '#shared/result.ts';
import { aLabel, SHIPPING_NUMBER } from './a-label.ts';

let press: LabelPress;
const open = (options?: LabelPressOptions): LabelPress => (press = openLabelPress(options));
afterEach(() => press.close());

/** Stops a thread: no date at all. */
const CRASHING = aLabel({ date: 'never' });

describe('the label press', () => {
  it('prints a label that it reads back from PDF and preview', async () => {
    open();
    const { pdf, png } = expectOk(await press.print(aLabel()));
    for (const file of [pdf, png]) {
      const texts = expectOk(await press.read(file)).map(({ text }) => text);
      expect(texts).toContain(aLabel().mainCode);
      expect(texts).toContain(`${SHIPPING_NUMBER}010201`);
    }
  });

  it('makes ZPL and sheets in its threads too', async () => {
    open();
    const [zpl, sheets] = await Promise.all([
      press.printZpl(aLabel()),
      press.printSheets([aLabel(), aLabel()], { size: '100x150', dpi: 203, sheet: 'a4' }, { startAt: 2 }),
    ]);
    expect(Buffer.from(expectOk(zpl).zpl).toString()).toMatch(/^\^XA[^]*\^XZ\n$/);
    expect(expectOk(await press.read(expectOk(zpl).png)).length).toBe(3);
    expect(expectOk(sheets).sheets.map(({ labels }) => labels)).toEqual([[0], [1]]);
  });

  it('leaves this thread free meanwhile', async () => {
    open();
    await press.print(aLabel());
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    await Promise.all(Array.from({ length: 5 }, () => press.print(aLabel())));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(20);
  });

  it('gives every job its own answer, in any number of threads', async () => {
    open({ threads: 2 });
    const copies = [1, 2, 3, 4, 5, 6];
    const pressed = await Promise.all(
      copies.map((copy) => press.print(aLabel({ label: { number: SHIPPING_NUMBER, piece: 1, of: 1, copy } }))),
    );
    const read = await Promise.all(pressed.map((label) => press.read(expectOk(label).png)));
    expect(read.map((codes) => expectOk(codes).find(({ format }) => format === 'Code128')?.text)).toEqual(
      copies.map((copy) => `${SHIPPING_NUMBER}01010${copy}`),
    );
  });

  it('goes on after a crash; the job that crashed fails', async () => {
    const crashes: unknown[] = [];
    open({ reportCrash: (cause) => crashes.push(cause) });
    const [crashed, next] = await Promise.all([press.print(CRASHING), press.print(aLabel())]);
    expect(crashed).toEqual({ ok: false, error: { code: 'label-unreadable', about: 'press' } });
    expect(next.ok).toBe(true);
    expect(crashes).toHaveLength(1);
  });

  it('stops a job that takes too long', async () => {
    open({ mostMilliseconds: 5 });
    const read = await press.read(new TextEncoder().encode('%PDF-1.4'));
    expect(read).toEqual({ ok: false, error: { code: 'scan-unreadable', about: 'crash' } });
  });

  it('shows how far a batch is and can be stopped', async () => {
    open();
    const stop = new AbortController();
    const seen: number[] = [];
    const batch = press.printBatch(
      Array.from({ length: 30 }, () => aLabel()),
      {},
      {
        signal: stop.signal,
        progress: (done) => {
          seen.push(done);
          if (done === 3) stop.abort();
        },
      },
    );
    expect(await batch).toEqual({ ok: false, error: { code: 'unavailable' } });
    expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
    const short = expectOk(await press.printBatch([aLabel(), aLabel()]));
    expect([short.refused, short.pdf!.length > 1000]).toEqual([[], true]);
  });

  it('fails what has not finished when it is closed', async () => {
    open();
    const jobs = [press.print(aLabel()), press.print(aLabel())];
    await press.close();
    for (const job of [...jobs, press.print(aLabel())])
      expect(await job).toMatchObject({ error: { code: 'unavailable' } });
  });

  it('keeps no process alive when it is idle', () => {
    open();
    const program = fileURLToPath(new URL('idle-press.ts', import.meta.url));
    const child = spawnSync(process.execPath, [program], { timeout: 20_000 });
    expect([child.stdout.toString(), child.status]).toEqual(['type', 0]);
  });
});
