import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The newest label in a mall's spool. @param number whose it is; any when left out */
export function newestLabel(mallFolder: string, number = ''): string {
  const spool = join(mallFolder, 'spool');
  const labels = readdirSync(spool).filter((name) => /^\d{20}\.pdf$/.test(name) && name.startsWith(number));
  const [newest] = labels.map((name) => join(spool, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (newest === undefined) throw new Error('no label was printed');
  return newest;
}

/** What zbarimg, which shares no code with this program, reads from the page at the printer's resolution. */
export function readWithZbar(pdf: string): { type: string; text: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'tokumei-zbar-'));
  try {
    execFileSync('pdftoppm', ['-r', '203', '-png', '-singlefile', pdf, join(folder, 'page')]);
    const read = execFileSync('zbarimg', ['-q', join(folder, 'page.png')], { encoding: 'utf8' });
    return read
      .trim()
      .split('\n')
      .map((line) => ({ type: line.slice(0, line.indexOf(':')), text: line.slice(line.indexOf(':') + 1) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
