/** What a test leaves behind is cleared away when its file ends: folders, open databases, listening doors. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const endings: (() => unknown)[] = [];

/** The last begun ends first. */
export function atEnd(end: () => unknown): void {
  endings.push(end);
}

/** `test/clear-away.ts` calls it at the end of every file. */
export async function clearAway(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end();
}

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tokumei-test-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
