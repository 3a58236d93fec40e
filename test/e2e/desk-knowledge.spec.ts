/** Who knows what of an order, from every file that is like one; and the look of the customer pages. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { fakeFirstOrder } from '#test/fakes/fake-orders.ts';
import { openDesk } from './desk-page.ts';
import { PackingBench } from './pages/packing.ts';

test.beforeAll(() => ensurePages());

test('the mall sees what it holds of an order, and what never came', async ({ browser }) => {
  const { page, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
  const { purchase, shipping } = fakeFirstOrder();
  await new PackingBench(page, 'ja').openOrder(shipping, purchase);
  await page.getByRole('button', { name: '誰が何を知っているか' }).click();
  const dialog = page.getByRole('dialog', { name: 'この注文について、誰が何を知っているか' });
  const row = (fact: string) => dialog.locator(`tr[data-fact="${fact}"]`);
  await expect(row('destination')).toHaveAttribute('data-holding', 'sealed');
  await expect(row('destination')).toContainText('配送会社');
  await expect(row('card')).toContainText('届いていない');
  await expect(row('amount')).toContainText('見える');
  await shot('knowledge-mall');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await close();
});

test('the credit company and the carrier have theirs, by keys alone', async ({ browser }) => {
  const credit = await openDesk(browser, { role: 'credit', language: 'en', theme: 'dark' });
  await credit.page.getByRole('link', { name: 'Settlements' }).click();
  await credit.page.getByRole('row').nth(1).click();
  await credit.page.getByRole('button', { name: 'Who knows what' }).focus();
  await credit.page.keyboard.press('Enter');
  const dialog = credit.page.getByRole('dialog', { name: 'Who knows what of this order' });
  await expect(dialog.locator('tr[data-fact="goods"]')).toContainText('the mall');
  await expect(dialog.locator('tr[data-fact="card"]')).toContainText('Hash only');
  await credit.shot('knowledge-credit');
  await credit.close();
});

test('name, colour and logo of the customer pages are chosen with a look at both schemes', async ({ browser }) => {
  const { page, shot, desk, close } = await openDesk(browser, { role: 'mall', language: 'en' });
  await page.goto(`${page.url().split('#')[0]}#/settings?section=branding`);
  const section = page.getByRole('region', { name: /Look of the customer pages/ });
  await section.getByLabel('Name on the pages').fill('山手商店');
  await section.getByRole('textbox', { name: 'Accent colour' }).fill('#ffee00');
  // Too light for white paper: it is darkened, and says how well it reads.
  const contrasts = await section.locator('.branding-contrast').allTextContents();
  for (const said of contrasts) expect(Number(/[\d.]+/.exec(said)![0])).toBeGreaterThanOrEqual(4.5);
  const logo =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60v20H0z" fill="#264b7d"/></svg>';
  const choose = async (text: string): Promise<void> => {
    await section
      .locator('input[type=file]')
      .setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(text) });
  };
  await choose(logo.replace('</svg>', '<script/></svg>'));
  await section.getByRole('button', { name: 'Save the look' }).click();
  await expect(section.getByText('Save it as plain shapes')).toBeVisible();
  await choose(logo);
  await expect(section.locator('.branding-logo')).toHaveCount(2);
  await section.getByRole('button', { name: 'Save the look' }).click();
  await expect(section.getByText('It is on the next page')).toBeVisible();
  await shot('branding');
  const { input } = desk.received.findLast(({ command }) => command === 'branding.save')!;
  expect(input).toMatchObject({ name: '山手商店', accent: '#ffee00', logo: Buffer.from(logo).toString('base64') });
  await close();
});
