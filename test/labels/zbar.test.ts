import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LabelMedia, type LabelModel, printLabel } from '#main/labels/index.ts';
import { expectOk } from '#shared/result.ts';
import { aLabel } from './a-label.ts';
import { hasCommand } from './commands.ts';

async function readByZbar(model: LabelModel, media: Partial<LabelMedia> = {}): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'label-'));
  try {
    writeFileSync(join(folder, 'a.png'), expectOk(await printLabel(model, media)).png);
    const said = spawnSync('zbarimg', ['-q', '--nodbus', 'a.png'], { cwd: folder, encoding: 'utf8' }).stdout;
    return said.trim().split('\n').sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!hasCommand('zbarimg', '--version'))('a reader of somebody else', () => {
  it.each([
    ['a usual label', aLabel(), {}],
    ['the largest codes', aLabel({}, { main: 384, contents: 256 }), {}],
    ['300 dpi on 4 × 6 in', aLabel(), { size: '4x6', dpi: 300 }],
  ] as const)('reads %s', async (_, model, media) => {
    expect(await readByZbar(model, media)).toEqual([
      'CODE-128:30482771930569010201',
      `QR-Code:${model.contentsCode}`,
      `QR-Code:${model.mainCode}`,
    ]);
  });
});
