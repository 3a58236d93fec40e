import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { type FakePrinting, openFakePrinting, ZEBRA } from '#test/fakes/fake-printing.ts';
import type { Topic } from '#shared/desk/contract.ts';
import { BAD, GOOD, type OpenDesk, openDesk } from './desk-page.ts';
import { printingPage } from './pages/printing.ts';

test.beforeAll(() => ensurePages());

/** A mall's desk with printing at hand; what it announces reaches the screens. */
async function openMall(
  browser: Parameters<typeof openDesk>[0],
  options: { language: 'ja' | 'en'; theme?: 'light' | 'dark'; empty?: boolean },
): Promise<OpenDesk & { printing: FakePrinting }> {
  let tell: (topic: Topic) => void = () => undefined;
  const printing = openFakePrinting((topic) => tell(topic), options.empty);
  const open = await openDesk(browser, { role: 'mall', ...options, handlers: printing.handlers });
  tell = (topic) => open.desk.announce(topic);
  return { ...open, printing };
}

test('a batch is paused, gone on with and cancelled by key; what was refused is named', async ({ browser }) => {
  const { page, shot, desk, close } = await openMall(browser, { language: 'ja' });
  const screen = printingPage(page, '印刷');
  await screen.open();
  await expect(screen.job).toContainText('1,200枚');
  await expect(screen.job).toContainText('386 / 1,200枚');
  await expect(screen.job).toContainText('約19分');
  await expect(screen.job).toContainText('2枚を印刷していません');
  await expect(screen.job).toContainText('この分は印刷していません');
  await shot('printing');
  await page.keyboard.press('F2');
  await expect(screen.job.getByRole('button', { name: '再開' })).toBeVisible();
  await page.keyboard.press('F2');
  await expect(screen.job).toContainText('順番待ち');
  await page.keyboard.press('F6');
  await expect(page.getByRole('dialog')).toContainText('残りの812枚を取り消しますか');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  await page.getByRole('dialog').getByRole('button', { name: 'ジョブを取消' }).focus();
  await page.keyboard.press('Enter');
  await expect(screen.job).toContainText('812枚は印刷していません');
  await shot('printing-cancelled');
  const commands = desk.received.map(({ command }) => command).filter((command) => /^jobs\.(p|r|c)/.test(command));
  expect(commands).toEqual(['jobs.pause', 'jobs.resume', 'jobs.cancel']);
  // An order that was refused is one key away.
  await screen.job.getByRole('button', { name: '注文を開く' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/packing/);
  await close();
});

test('a stop is heard at every screen; what is unsure is answered with y and n', async ({ browser }) => {
  const { page, shot, desk, tones, printing, close } = await openMall(browser, { language: 'en', theme: 'dark' });
  await page.getByRole('link', { name: 'Trail' }).click();
  await expect(page.getByRole('heading', { name: 'Trail' })).toBeVisible();
  const before = (await tones()).length;
  printing.runOut();
  await expect(page.getByRole('alert').filter({ hasText: 'printing has stopped' })).toBeVisible();
  expect((await tones()).slice(before)).toEqual([BAD]);
  await shot('printing-banner');
  await page.getByRole('button', { name: 'Show', exact: true }).focus();
  await page.keyboard.press('Enter');
  const screen = printingPage(page, 'Printing');
  await expect(screen.job).toContainText('Goes on by itself once the printer can.');
  await shot('printing-stopped');
  await close();

  const other = await openMall(browser, { language: 'en' });
  const jobs = printingPage(other.page, 'Printing');
  await jobs.open();
  other.printing.lose([387, 388, 389]);
  await expect(jobs.job).toContainText('Did label 387 of 1200 come out?');
  await other.shot('printing-unsure');
  await other.page.locator('h1').click();
  await other.page.keyboard.press('y');
  await expect(jobs.job).toContainText('Did label 388 of 1200 come out?');
  await other.page.keyboard.press('n');
  await expect(jobs.job).toContainText('Did label 389 of 1200 come out?');
  await other.page.keyboard.press('n');
  await expect(jobs.job).not.toContainText('come out?');
  const decided = other.desk.received.filter(({ command }) => command === 'jobs.decide');
  expect(decided.map(({ input }) => input)).toMatchObject([
    { positions: [387], cameOut: true },
    { positions: [388], cameOut: false },
    { positions: [389], cameOut: false },
  ]);
  await other.close();
  expect(desk.received.some(({ command }) => command === 'jobs.decide')).toBe(false);
});

test('a batch is printed from the packing queue without a mouse; given twice it is told', async ({ browser }) => {
  const { page, shot, tones, desk, close } = await openMall(browser, { language: 'en' });
  await expect(page.getByRole('button', { name: /Print batch/ })).toBeVisible();
  await page.keyboard.press('F3');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('214 labels to print');
  await expect(dialog).toContainText('3 left out: in a job that is not over');
  await expect(dialog.getByRole('img')).toBeVisible();
  await shot('batch');
  await dialog.getByRole('combobox', { name: 'Carrier' }).selectOption('aozora.example');
  await expect(dialog).toContainText('133 labels to print');
  await dialog.getByRole('combobox', { name: 'Carrier' }).selectOption('');
  await dialog.getByRole('combobox', { name: 'Printer' }).selectOption({ label: 'Office laser' });
  await dialog.getByRole('spinbutton').fill('3');
  await shot('batch-sheet');
  await page.keyboard.press('Enter');
  await expect(page.getByText('214 labels given to the printer')).toBeVisible();
  expect(await tones()).toContainEqual(GOOD);
  expect(desk.received.findLast(({ command }) => command === 'batch.print')?.input).toMatchObject({ startAt: 3 });
  await shot('batch-given');
  await page.keyboard.press('F3');
  await expect(page.getByRole('dialog')).toContainText('No label to print');
  await expect(page.getByRole('dialog').getByRole('button', { name: /Print/ })).toBeDisabled();
  await close();
});

test('a printer is set up, tested and chosen for this bench by keyboard', async ({ browser }) => {
  const { page, shot, type, desk, close } = await openMall(browser, { language: 'ja', theme: 'dark' });
  await page.getByRole('link', { name: '設定' }).click();
  const table = page.getByRole('table', { name: 'プリンター' });
  await expect(table).toContainText('接続できない');
  await shot('printers');
  await page.getByRole('button', { name: 'プリンターを追加' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('梱包台 2');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await type('192.0.2.41');
  await shot('printer-dialog');
  await page.keyboard.press('Enter');
  await expect(page.getByText('梱包台 2 を設定しました')).toBeVisible();
  await expect(table).toContainText('192.0.2.41:9100');
  await table.getByRole('row').filter({ hasText: '梱包台 2' }).getByRole('button', { name: '試し印刷' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('梱包台 2 に試し印刷を渡しました')).toBeVisible();
  await table.getByRole('row').filter({ hasText: '梱包台 1' }).getByRole('button', { name: 'プレビュー' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
  await shot('printer-sample');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'この梱包台の印刷先' }).selectOption({ label: '梱包台 1' });
  expect(await page.evaluate(() => JSON.parse(localStorage.getItem('tokumei.desk') ?? '{}') as object)).toMatchObject({
    printer: ZEBRA,
  });
  await page.getByRole('combobox', { name: '印刷ジョブの期限' }).selectOption({ label: '12時間' });
  await expect.poll(() => desk.received.some(({ command }) => command === 'jobs.change-expiry')).toBe(true);
  await shot('printers-chosen');
  await close();
});

test('before anything was printed the screens say what will stand there', async ({ browser }) => {
  const { page, shot, close } = await openMall(browser, { language: 'en', empty: true });
  await page.getByRole('link', { name: 'Printing', exact: true }).click();
  await expect(page.getByText('Nothing was printed yet')).toBeVisible();
  await shot('printing-empty');
  await page.getByRole('link', { name: 'Packing', exact: true }).click();
  await page.keyboard.press('F3');
  await expect(page.getByRole('dialog')).toContainText('No printer is set up');
  await shot('batch-no-printer');
  await close();
});
