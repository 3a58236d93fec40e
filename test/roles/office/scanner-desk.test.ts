import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DESK_TEXTS, LANGUAGES } from '#shared/locale/desk.ts';
import { actionGroupsOf, actionsIn, actionText, CALIBRATION_TEXT } from '#shared/desk/station-actions.ts';
import { expectOk } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import { scannerDesk } from '#main/roles/office/scanner-desk.ts';
import { pdfText } from '#test/printing/pdf-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'tokumei-sheet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const caller = { who: '3' };
/** Between them they have every command. */
const ROLES = ['mall', 'carrier', 'credit', 'wrapper'] as const;

function openRoom(role: (typeof ROLES)[number]): ReturnType<typeof scannerDesk> {
  return scannerDesk({
    role,
    name: '青空運送',
    press: { read: readCodes },
    clock: () => new Date('2026-11-21T03:00:00Z'),
  });
}

test.each(ROLES)('the sheet of a %s reads back whole, code by code, and says each in both languages', async (role) => {
  const sheet = expectOk(await openRoom(role)['scanner.sheet'](caller, {}));
  const pdf = Buffer.from(sheet.pdf, 'base64');
  writeFileSync(join(folder, `${role}.pdf`), pdf);
  execFileSync('pdftoppm', ['-r', '150', '-gray', join(folder, `${role}.pdf`), join(folder, role)]);
  const pages = execFileSync('sh', ['-c', `zbarimg -q --nodbus --raw ${join(folder, role)}-*.pgm`], {
    encoding: 'utf8',
  });
  const wanted = actionGroupsOf(role).flatMap(actionsIn);
  expect(new Set(pages.trim().split('\n'))).toEqual(new Set([...wanted.map(actionText), CALIBRATION_TEXT]));
  const text = (await pdfText(new Uint8Array(pdf))).join('\n').replaceAll(/\s+/g, ' ');
  for (const language of LANGUAGES) {
    for (const id of wanted) expect(text).toContain(DESK_TEXTS[language].scanner.actions[id]);
  }
  expect(Buffer.from(sheet.preview, 'base64').subarray(1, 4).toString()).toBe('PNG');
});

test('the calibration code on the screen is the one on the sheet', async () => {
  const code = expectOk(await openRoom('mall')['scanner.calibration'](caller, {}));
  const quiet = 10;
  const [width, height] = [(code.bars.length + 2 * quiet) * 2, 60];
  const row = Buffer.alloc(width, 255);
  [...code.bars].forEach((bar, at) => bar === '1' && row.fill(0, (at + quiet) * 2, (at + quiet + 1) * 2));
  const file = join(folder, 'calibration.pgm');
  writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), ...Array<Buffer>(height).fill(row)]));
  expect(execFileSync('zbarimg', ['-q', '--nodbus', '--raw', file], { encoding: 'utf8' }).trim()).toBe(
    CALIBRATION_TEXT,
  );
  expect(code.rows.every((line) => line.length === code.rows.length)).toBe(true);
});

test('codes on a dropped file are told, and a file without any says so', async () => {
  const desk = openRoom('mall');
  const { pdf } = expectOk(await desk['scanner.sheet'](caller, {}));
  const { texts } = expectOk(await desk['scanner.read-file'](caller, { file: pdf }));
  expect(texts).toContain(CALIBRATION_TEXT);
  const nothing = await desk['scanner.read-file'](caller, { file: Buffer.from('no label').toString('base64') });
  expect(nothing).toMatchObject({ ok: false, error: { code: 'scan-unreadable' } });
});
