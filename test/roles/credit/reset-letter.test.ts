import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawResetLetter } from '#main/roles/credit/reset-letter.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import type { CardHolder } from '#main/roles/credit/reset-link.ts';
import { hasCommand } from '../../labels/commands.ts';
import { pdfText } from '../../printing/pdf-text.ts';

const COMPANY = { name: 'みほんクレジット', publicUrl: 'https://credit.example' } as Credit;
const LINK = 'https://credit.example/reset/7k3m-9qxa-01vz-hn8t-ppd4-2c6w';
const HOLDER: CardHolder = {
  id: 'reference',
  name: '見本 花子',
  postal_code: '231-0015',
  address: '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室',
  email: 'hanako@mail.example',
  language: 'ja',
  last_four: '3902',
};

async function letter(holder: Partial<CardHolder> = {}, link = LINK): Promise<Buffer> {
  const base64 = await drawResetLetter(COMPANY, {
    holder: { ...HOLDER, ...holder },
    link,
    date: new Date('2026-11-21T03:00:00Z'),
    expires: new Date('2026-11-28T03:00:00Z'),
  });
  return Buffer.from(base64, 'base64');
}

describe('the letter with a link', () => {
  test('stands on one page, in both languages, the customer’s first', async () => {
    const pages = await pdfText(await letter());
    expect(pages).toHaveLength(1);
    // Lines end where they must.
    const text = pages[0]!.replace(/\s+/g, ' ');
    for (const said of [
      '〒231-0015',
      '見本 花子 様',
      'みほんクレジット',
      '末尾 3902',
      '2026年11月27日',
      '27 November 2026',
      LINK,
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('hanako@');
    const japaneseFirst = (page: string): boolean => page.indexOf('ご案内') < page.indexOf('Choose a new password');
    expect(japaneseFirst(text)).toBe(true);
    const [english] = await pdfText(await letter({ language: 'en' }));
    expect(japaneseFirst(english!)).toBe(false);
    expect(english).not.toContain('様');
  });

  test('keeps a long address and a long link on the page', async () => {
    const long = await letter(
      { address: `${'神奈川県横浜市中区尾上町'.repeat(8)}`, name: 'Maximiliane von Musterhausen-Beispielberg' },
      LINK.replace('credit.example', 'customers.department.credit-company.example'),
    );
    expect(await pdfText(long)).toHaveLength(1);
  });

  test.skipIf(!hasCommand('zbarimg', '--version') || !hasCommand('pdftoppm', '-v'))(
    'has a code that a reader of somebody else reads',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'letter-'));
      try {
        writeFileSync(join(folder, 'letter.pdf'), await letter());
        execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', 'letter.pdf', 'page'], { cwd: folder });
        const said = execFileSync('zbarimg', ['-q', '--nodbus', 'page.png'], { cwd: folder, encoding: 'utf8' });
        expect(said.trim()).toBe(`QR-Code:${LINK}`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
