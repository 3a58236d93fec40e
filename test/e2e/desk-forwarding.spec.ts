import { expect, test } from '@playwright/test';
import { numberFromDigits } from '#shared/domain/number.ts';
import { ensurePages } from '#main/cli/built-pages.ts';
import { FAKE_RECEIPTS, MEDIA_RECEIPT, openFakeForwarding, receiptCodeOf } from '#test/fakes/fake-forwarding.ts';
import { BAD, GOOD, openDesk } from './desk-page.ts';
import { narrow } from './pages/records.ts';

const [bounced, arrived, large, , queued, announced] = FAKE_RECEIPTS as readonly string[] as [
  string,
  string,
  string,
  string,
  string,
  string,
];

const UNKNOWN = numberFromDigits('receipt', '000000000001');

test.beforeAll(() => ensurePages());

test('goods are sent with a scanner and Enter alone; the name goes', async ({ browser }) => {
  const handlers = openFakeForwarding();
  const { page, scan, shot, tones, desk, close } = await openDesk(browser, {
    role: 'credit',
    language: 'ja',
    handlers,
  });
  await page.getByRole('link', { name: '転送' }).click();
  await expect(page.getByText('受付ラベルを読み取ってください')).toBeVisible();
  // What somebody has to see to; the others stand beside.
  await expect(page.getByRole('row')).toHaveCount(5);
  await shot('forwarding-idle');
  await scan(receiptCodeOf(arrived));
  await expect(page.getByText('見本 花子')).toBeVisible();
  await expect(page.getByText('h…@mail.example')).toBeVisible();
  await shot('forwarding-open');
  await page.keyboard.press('Enter');
  await expect(page.locator('.scan-word')).toHaveText('送信待ちに入れました');
  await expect(page.getByText('見本 花子')).toBeHidden();
  await shot('forwarding-sent');
  expect(desk.received.filter(({ command }) => command === 'forwarding.send')).toHaveLength(1);
  expect(desk.received.find(({ command }) => command === 'forwarding.send')?.input).toEqual({ receipts: [arrived] });
  expect(await tones()).toEqual([GOOD, GOOD]);
  // Enter again sends nothing: there is no open label.
  await page.keyboard.press('Enter');
  await page.waitForTimeout(200);
  expect(desk.received.filter(({ command }) => command === 'forwarding.send')).toHaveLength(1);
  await close();
});

test(
  'what was sent is sent again by its own key only; what can’t be sent says why',
  { tag: '@soak' },
  async ({ browser }) => {
    const handlers = openFakeForwarding();
    const { page, scan, type, shot, tones, desk, close } = await openDesk(browser, {
      role: 'credit',
      language: 'en',
      theme: 'dark',
      handlers,
    });
    await page.getByRole('link', { name: 'Forwarding' }).click();
    await type(bounced);
    await page.keyboard.press('Enter');
    await expect(page.getByText('The last mail to this address came back')).toBeVisible();
    await expect(page.getByText('Opened from the table, not from the label')).toBeVisible();
    await shot('forwarding-bounced');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(150);
    expect(desk.received.filter(({ command }) => command === 'forwarding.resend')).toHaveLength(0);
    await page.keyboard.press('F8');
    await expect(page.locator('.scan-word')).toHaveText('Given to the mail queue');
    expect(desk.received.find(({ command }) => command === 'forwarding.resend')?.input).toEqual({
      receipts: [bounced],
    });

    await scan(receiptCodeOf(announced));
    await expect(page.getByText('not here in full. It can be sent')).toBeVisible();
    await scan(receiptCodeOf(queued));
    await expect(page.getByText('It is in the mail queue already.')).toBeVisible();
    await scan(MEDIA_RECEIPT);
    await expect(page.getByText('forward the media by post to this address')).toBeVisible();
    await expect(page.getByText('尾上町')).toBeVisible();
    await shot('forwarding-media');
    await page.keyboard.press('Escape');
    await expect(page.getByText('尾上町')).toBeHidden();
    await expect(page.getByText('Name hidden')).toBeVisible();
    await scan(UNKNOWN);
    await expect(page.locator('.scan-panel.stop')).toBeVisible();
    await shot('forwarding-stop');
    expect((await tones()).at(-1)).toEqual(BAD);
    const spoken = await page.locator('.scan-panel > [role=status]').textContent();
    expect(spoken).not.toMatch(/見本|@/);
    await close();
  },
);

test('all that waits goes at once from the list; a row opens its label', async ({ browser }) => {
  const handlers = openFakeForwarding({ configured: false });
  const { page, shot, desk, close } = await openDesk(browser, { role: 'credit', language: 'en', handlers });
  await page.getByRole('link', { name: 'Forwarding' }).click();
  await expect(page.getByText('No mail server is set up')).toBeVisible();
  await page.getByRole('row').nth(2).click();
  await expect(page.getByText('サンプル 次郎')).toBeVisible();
  await expect(page.getByText('734 MB').first()).toBeVisible();
  await page.getByRole('button', { name: 'Send all 3 that wait' }).click();
  await shot('forwarding-ask');
  await page.getByRole('dialog').getByRole('button', { name: 'Send by mail' }).click();
  await expect(page.getByText('3 packages given to the mail queue')).toBeVisible();
  await expect(page.getByText('サンプル 次郎')).toBeHidden();
  const sent = desk.received.find(({ command }) => command === 'forwarding.send')?.input as { receipts: string[] };
  expect(sent.receipts).toHaveLength(3);
  expect(sent.receipts).toContain(large);
  await shot('forwarding-all');
  await close();
});

test('a morning at the forwarding desk is done by keys alone', async ({ browser }) => {
  const handlers = openFakeForwarding();
  const { page, scan, type, tones, desk, close } = await openDesk(browser, {
    role: 'credit',
    language: 'en',
    handlers,
  });
  const sent = (command: string): unknown[] =>
    desk.received.filter((call) => call.command === command).map(({ input }) => input);
  await scan(receiptCodeOf(arrived));
  await expect(page.getByText('見本 花子')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.scan-word')).toHaveText('Given to the mail queue');
  // A label that does not open says why, and the exceptions have it.
  await scan(UNKNOWN);
  await expect(page.locator('.scan-panel.stop')).toBeVisible();
  // What came back goes again.
  await type(bounced);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The last mail to this address came back')).toBeVisible();
  await page.keyboard.press('F8');
  await expect.poll(() => sent('forwarding.resend')).toEqual([{ receipts: [bounced] }]);
  // All that waits, at once.
  await page.keyboard.press('F6');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 packages given to the mail queue')).toBeVisible();
  expect((sent('forwarding.send').at(-1) as { receipts: string[] }).receipts).toContain(large);
  expect(await tones()).toContainEqual(BAD);
  await close();
});

test('a scan reaches the station from a list', async ({ browser }) => {
  const handlers = openFakeForwarding();
  const { page, scan, close } = await openDesk(browser, { role: 'credit', language: 'en', handlers });
  await page.getByRole('link', { name: 'Mails' }).click();
  await scan(receiptCodeOf(arrived));
  await expect(page.getByText('見本 花子')).toBeVisible();
  await close();
});

test('mails show how far they are, and can be sent again; a password goes in and does not come out', async ({
  browser,
}) => {
  const handlers = openFakeForwarding();
  const { page, type, shot, desk, close } = await openDesk(browser, { role: 'credit', language: 'ja', handlers });
  await page.getByRole('link', { name: 'メール' }).click();
  await expect(page.getByRole('row')).toHaveCount(9);
  await shot('mails');
  await narrow(page, 'states=failed,bounced');
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'もう一度送る' }).press('Enter');
  await expect.poll(() => desk.received.some(({ command }) => command === 'mails.resend-many')).toBe(true);
  await page.getByRole('button', { name: 'パスワードを設定' }).click();
  await type('sakura 7');
  await shot('mails-password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('保存しました')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(desk.received.find(({ command }) => command === 'mails.set-password')?.input).toEqual({
    server: 'smtp',
    password: 'sakura 7',
  });
  await close();
});

test('empty screens say what will stand there', async ({ browser }) => {
  const handlers = openFakeForwarding({ empty: true });
  const { page, shot, close } = await openDesk(browser, { role: 'credit', language: 'en', theme: 'dark', handlers });
  await page.getByRole('link', { name: 'Forwarding' }).click();
  await expect(page.getByText('No packages')).toBeVisible();
  await shot('forwarding-empty');
  await page.getByRole('link', { name: 'Mails' }).click();
  await expect(page.getByText('No mails yet')).toBeVisible();
  await shot('mails-empty');
  await close();
});
