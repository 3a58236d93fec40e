import { expect, type Page, test } from '@playwright/test';
import { numberFromDigits } from '#shared/domain/number.ts';
import { ensurePages } from '#main/cli/built-pages.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { GIFTS, WORDS, WRITTEN } from '#test/fakes/fake-wrapper.ts';
import { openDesk } from './desk-page.ts';
import { narrow } from './pages/records.ts';

test.beforeAll(() => ensurePages());

const wordsOf = (page: Page) => page.locator('[data-words]');

test('a gift card is opened, written and done with keys alone', async ({ browser }) => {
  const { page, shot, desk, close } = await openDesk(browser, { role: 'wrapper', language: 'ja', demo: true });
  await expect(page.getByRole('heading', { level: 1, name: 'ギフトカード' })).toBeVisible();
  const open = page.getByRole('grid', { name: 'これから書くカード' });
  const done = page.getByRole('grid', { name: '書いたカード', exact: true });
  await expect(open.getByRole('row')).toHaveCount(4);
  // Nothing is opened before somebody asks for it.
  expect(desk.received.some(({ command }) => command === 'gifts.open')).toBe(false);
  await shot('gifts');
  await open.getByRole('row').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(wordsOf(page)).toContainText('お誕生日おめでとうございます。');
  await expect(page.getByRole('heading', { name: formatNumber(GIFTS[0]) })).toBeVisible();
  await shot('gifts-words');
  await page.keyboard.press('F2');
  await expect(page.getByText('記入済みにしました')).toBeVisible();
  await expect(wordsOf(page)).toHaveCount(0);
  await expect(open.getByRole('row')).toHaveCount(3);
  await expect(open.getByRole('row').nth(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(wordsOf(page)).toHaveText(WORDS[GIFTS[2]]!);
  await shot('gifts-long');
  await page.keyboard.press('Escape');
  await expect(wordsOf(page)).toHaveCount(0);
  await expect(page.getByText('言葉は隠してあります。')).toBeVisible();
  expect(desk.received.filter(({ command }) => command.startsWith('gifts.') && command !== 'gifts.list')).toEqual([
    { command: 'gifts.open', input: { mall: 'minato.example', purchase: GIFTS[0] } },
    { command: 'gifts.done', input: { mall: 'minato.example', purchase: GIFTS[0] } },
    { command: 'gifts.open', input: { mall: 'minato.example', purchase: GIFTS[2] } },
  ]);
  await page.getByRole('radio', { name: '書いたカード' }).click();
  await expect(done.getByRole('row').nth(1)).toContainText(formatNumber(GIFTS[0]));
  await expect(done.getByRole('row')).toHaveCount(4);
  await shot('gifts-done');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('行の言葉を開く');
  await shot('gifts-keys');
  await close();
});

test('a number finds its card, also a written one; the words go by themselves after a minute', async ({ browser }) => {
  const { page, scan, shot, close } = await openDesk(browser, {
    role: 'wrapper',
    language: 'en',
    theme: 'dark',
  });
  await page.clock.install();
  await scan(GIFTS[1]);
  await expect(wordsOf(page)).toHaveText('With love from all of us.');
  await shot('gifts-dark');
  await page.clock.runFor(59_000);
  await expect(wordsOf(page)).toBeVisible();
  await page.clock.runFor(2000);
  await expect(wordsOf(page)).toHaveCount(0);
  await shot('gifts-hidden');
  await page.getByRole('button', { name: 'Show the words' }).click();
  await expect(wordsOf(page)).toBeVisible();
  await scan(WRITTEN[1]);
  await expect(wordsOf(page)).toHaveText('Thank you for everything.');
  await expect(page.getByRole('button', { name: 'Card is written' })).toHaveCount(0);
  await scan(numberFromDigits('purchase', '000000000001'));
  await expect(page.getByRole('alert')).toContainText('No card with this number');
  await expect(wordsOf(page)).toHaveCount(0);
  await close();
});

test('with nothing to write the desk says what will stand there', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'wrapper', language: 'en', empty: true });
  await expect(page.getByText('No card to write')).toBeVisible();
  // As the overview's link has it.
  await narrow(page, 'states=open');
  await expect(page.getByText('No card to write')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Clear filter' })).toHaveCount(0);
  await shot('gifts-empty');
  await close();
});
