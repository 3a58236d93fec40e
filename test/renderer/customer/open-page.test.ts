import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPage } from '#main/doors/public/pages/index.ts';
import type { OpenView } from '#main/doors/public/views.ts';
import { sealGoods } from '#main/roles/mall/seal-goods.ts';
import { toBase64Url } from '#shared/bytes.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { GOODS_HEAD_BYTES } from '#shared/protocol/goods-package.ts';
import { expectOk } from '#shared/result.ts';
import {
  aGoodsGroup,
  attachFile,
  buyerKeyFile,
  GOODS_FILES,
  type GoodsGroup,
  type SettledGoods,
  someBytes,
  someSettledGoods,
} from '../../builders/a-goods-order.ts';
import { aBuyerKey, type BuyerKey } from '../../builders/an-order.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { chromiumPath } from '../../chromium.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer-browser.ts';

const PATH = '/open';
const LARGE = someBytes(9 * 2 ** 20 + 333, 77);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(chromiumPath === undefined)('the open page in a browser', () => {
  let customer: CustomerBrowser;
  let group: GoodsGroup;
  let goods: SettledGoods;
  let bytes: Buffer;
  let folder: string;

  const view = (language: 'ja' | 'en' = 'en'): OpenView => ({
    language,
    party: '見本マーケット',
    host: 'mall.example',
    accent: '#264B7D',
    demo: false,
    issuers: ['other-credit.example', group.credit.id],
  });

  beforeAll(async () => {
    customer = await openCustomerBrowser('open');
    group = await aGoodsGroup();
    await attachFile(group.mall, 'EB-3', 'large.bin', LARGE, 1_000_000);
    goods = await someSettledGoods(group, { items: { 'EB-1': 1, 'EB-2': 1, 'EB-3': 1 } });
    expectOk(await sealGoods(group.mall.mall, 'mori', goods.number));
    bytes = readFileSync(group.mall.mall.goods.folder.package(goods.receipt));
    folder = aFolder();
    customer.shown.set(PATH, () => openPage(view()));
  }, 60_000);
  beforeEach(() => {
    customer.posted.length = 0;
    customer.complaints.length = 0;
  });
  afterAll(() => customer?.close());

  /** As the shop's confirmation left it. */
  const keep = (key: BuyerKey) => (page: Page) =>
    page.addInitScript(([name, text]) => localStorage.setItem(`tokumei.buyer-key.${name}`, text!), [
      toBase64Url(key.publicKey),
      buyerKeyFile(key),
    ] as const);

  async function fileOf(content: Buffer, name = `${goods.receipt}.tokumei`): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }
  const choose = async (page: Page, content = bytes, name?: string): Promise<void> =>
    page.setInputFiles('#file', await fileOf(content, name));
  const failure = async (page: Page): Promise<string> => {
    await page.waitForSelector('#refusal:visible');
    return /[a-z-]+$/.exec((await page.textContent('#refusal-code'))!)![0];
  };
  async function save(page: Page, name: string): Promise<Download> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Save ${name}` }).click(),
    ]);
    return download;
  }
  const saved = async (download: Download): Promise<string> => digest(readFileSync(await download.path()));

  test('lists and saves what the mall packed, with the key that this browser keeps, and sends nothing', async () => {
    const requests: string[] = [];
    const page = await customer.open(PATH, { acceptDownloads: true }, async (opening) => {
      await keep(aBuyerKey())(opening);
      await keep(goods.buyer)(opening);
    });
    page.on('request', (request) => requests.push(request.url()));
    await choose(page);
    await page.waitForSelector('#files:visible');
    expect(await page.textContent('#key-state')).toBe('Found in this browser');
    expect(await page.locator('#file-list .open-name').allTextContents()).toEqual([
      '海図のない航海.epub',
      'part 1.mp3',
      'notes.pdf',
      'large.bin',
    ]);
    const [[name, epub]] = [GOODS_FILES['EB-1']![0]!];
    const download = await save(page, name);
    expect(download.suggestedFilename()).toBe(name);
    expect(await saved(download)).toBe(digest(epub));
    expect(await saved(await save(page, 'notes.pdf'))).toBe(digest(GOODS_FILES['EB-2']![1]![1]));
    expect(await saved(await save(page, 'large.bin'))).toBe(digest(LARGE));
    expect(await page.textContent('#saving-text')).toBe('large.bin is saved');
    expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    expect(customer.posted).toEqual([]);
    expect(customer.complaints).toEqual([]);
  });

  test('takes the buyer’s key file in another browser, and no other order’s', async () => {
    const page = await customer.open(PATH);
    await choose(page);
    await page.waitForSelector('#key-ask:visible');
    expect(await page.textContent('#key-state')).toContain('not in this browser');
    const keyFile = (text: string) => ({ name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.setInputFiles('#key-file', keyFile(buyerKeyFile(aBuyerKey())));
    expect(await failure(page)).toBe('unknown-key');
    await page.setInputFiles('#key-file', keyFile('{"tokumei":"wallet/1"}'));
    expect(await failure(page)).toBe('field-invalid');
    await page.setInputFiles('#key-file', keyFile(buyerKeyFile(goods.buyer)));
    await page.waitForSelector('#files:visible');
    expect(await page.isVisible('#refusal')).toBe(false);
    expect(await page.locator('#file-list li').count()).toBe(4);
  });

  test('asks for the receipt number where the file’s name does not tell it, and opens for no other', async () => {
    const page = await customer.open(PATH, {}, keep(goods.buyer));
    await choose(page, bytes, 'holiday.tokumei');
    await page.waitForFunction(() => document.activeElement?.id === 'receipt');
    await page.click('#open-now');
    expect(await failure(page)).toBe('bad-number');
    await page.fill('#receipt', '2 0000 0000 0000 8');
    await page.keyboard.press('Enter');
    expect(['bad-number', 'not-authentic']).toContain(await failure(page));
    const { receipt } = goods;
    await page.fill('#receipt', `${receipt.slice(0, 1)} ${receipt.slice(1, 5)} ${receipt.slice(5)}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#files:visible');
  });

  test('finds the number in a name that a browser numbered', async () => {
    const page = await customer.open(PATH, {}, keep(goods.buyer));
    await choose(page, bytes, `${goods.receipt} (2).tokumei`);
    await page.waitForSelector('#files:visible');
    expect(await page.inputValue('#receipt')).toBe(formatNumber(goods.receipt));
  });

  test.each([
    ['cut in the middle', (whole: Buffer) => whole.subarray(0, whole.length - 100_000), 'not-authentic'],
    ['cut between two records', (whole: Buffer) => whole.subarray(0, GOODS_HEAD_BYTES + 32_768 * 40), 'damaged'],
    ['cut within its head', (whole: Buffer) => whole.subarray(0, 300), 'damaged'],
    ['with a flipped bit in its envelope', (whole: Buffer) => flip(whole, 100), 'not-authentic'],
    ['with a flipped bit in its salt', (whole: Buffer) => flip(whole, GOODS_HEAD_BYTES - 20), 'not-authentic'],
    ['that is something else', () => Buffer.from('%PDF-1.7'.padEnd(4000)), 'wrong-kind'],
  ])('shows nothing of a package %s, and says why', async (_, spoil, code) => {
    const page = await customer.open(PATH, {}, keep(goods.buyer));
    await choose(page, spoil(bytes));
    expect(await failure(page)).toBe(code);
    expect(await page.isVisible('#files')).toBe(false);
  });

  test('keeps nothing of a file that was changed in the middle; the others are still there', async () => {
    const page = await customer.open(PATH, { acceptDownloads: true }, keep(goods.buyer));
    let downloads = 0;
    page.on('download', () => downloads++);
    await choose(page, flip(bytes, bytes.length - 2 ** 20 * 5));
    await page.waitForSelector('#files:visible');
    await page.getByRole('button', { name: 'Save large.bin' }).click();
    expect(await failure(page)).toBe('not-authentic');
    expect(downloads).toBe(0);
    expect(await saved(await save(page, 'notes.pdf'))).toBe(digest(GOODS_FILES['EB-2']![1]![1]));
  });

  test('saves all into a folder, and nothing of one that is damaged', async () => {
    const prepare = async (page: Page): Promise<void> => {
      await keep(goods.buyer)(page);
      await page.addInitScript(() =>
        Object.assign(globalThis, { showDirectoryPicker: () => navigator.storage.getDirectory() }),
      );
    };
    const inFolder = (page: Page) =>
      page.evaluate(async () => {
        const found: Record<string, number> = {};
        const place = (await navigator.storage.getDirectory()) as unknown as {
          values(): AsyncIterable<{ name: string; getFile(): Promise<File> }>;
        };
        for await (const each of place.values()) found[each.name] = (await each.getFile()).size;
        return found;
      });
    const page = await customer.open(PATH, {}, prepare);
    await choose(page);
    await page.click('#save-all');
    await page.waitForFunction(() => document.querySelector('#saving-text')?.textContent === '4 files are saved');
    expect(await inFolder(page)).toEqual({
      '海図のない航海.epub': 300_000,
      'part 1.mp3': 200_000,
      'notes.pdf': 1,
      'large.bin': LARGE.length,
    });

    const other = await customer.open(PATH, {}, prepare);
    await choose(other, flip(bytes, bytes.length - 2 ** 20 * 5));
    await other.click('#save-all');
    expect(await failure(other)).toBe('not-authentic');
    expect((await inFolder(other))['large.bin']).toBe(0);
  });

  test('without X25519, and without scripts, it says so', async () => {
    const old = await customer.open(PATH, {}, (opening) =>
      opening.addInitScript(() => {
        const generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
        Object.defineProperty(SubtleCrypto.prototype, 'generateKey', { value: generateKey });
      }),
    );
    expect(await failure(old)).toBe('unavailable');
    expect(await old.isDisabled('#choose-file')).toBe(true);
    const bare = await customer.open(PATH, { javaScriptEnabled: false });
    expect(await bare.isVisible('#open')).toBe(false);
    expect(await bare.isVisible('noscript .notice')).toBe(true);
  });

  test.runIf(process.env['TOKUMEI_SHOTS'])('pictures', async () => {
    const shots = process.env['TOKUMEI_SHOTS']!;
    for (const language of ['ja', 'en'] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        customer.shown.set(PATH, () => openPage(view(language)));
        const size = { width: language === 'ja' ? 1100 : 390, height: 900 };
        const shot = (page: Page, name: string) =>
          page.screenshot({ path: join(shots, `open-${language}-${colorScheme}-${name}.png`), fullPage: true });
        const page = await customer.open(PATH, { colorScheme, viewport: size });
        await page.waitForSelector('#open:visible');
        await shot(page, '1-start');
        await choose(page);
        await page.waitForSelector('#key-ask:visible');
        await shot(page, '2-key');
        const buffer = Buffer.from(buyerKeyFile(goods.buyer));
        await page.setInputFiles('#key-file', { name: 'key.json', mimeType: 'application/json', buffer });
        await page.waitForSelector('#files:visible');
        await shot(page, '3-files');
        await page.fill('#receipt', '20');
        await page.click('#open-now');
        await shot(page, '4-refused');
      }
    }
    customer.shown.set(PATH, () => openPage(view()));
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at]! ^= 4;
  return flipped;
}
