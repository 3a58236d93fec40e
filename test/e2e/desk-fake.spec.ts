import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { printLabel } from '#main/labels/label-work.ts';
import { expectOk } from '#shared/result.ts';
import { fakeShippingNumbers, mainCodeOf, unknownShippingNumber } from '#test/fakes/fake-carrier.ts';
import { BAD, GOOD, openDesk } from './desk-page.ts';
import { scan as scanSlowly } from './pages/desk.ts';

const PERSONAL = /見本|花子|太郎|尾上町|045-000/;
const [cashOnDelivery, expected, , , attempted] = fakeShippingNumbers() as [string, string, string, string, string];

test.beforeAll(() => ensurePages());

test.describe('scan station', () => {
  test(
    'a parcel goes its way: accepted, refused twice, delivered with cash, returned',
    { tag: '@soak' },
    async ({ browser }) => {
      const { page, scan, type, shot, tones, desk, close } = await openDesk(browser, {
        role: 'carrier',
        language: 'en',
        theme: 'dark',
      });
      const status = page.locator('.scan-panel > [role=status]');
      const chooseStep = async (key: string, title: string): Promise<void> => {
        await page.keyboard.press('F2');
        await expect(page.getByRole('dialog')).toBeVisible();
        await page.keyboard.press(key);
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
        await expect(page.getByRole('dialog')).toBeHidden();
      };
      await scan(mainCodeOf(expected));
      await expect(status).toHaveText('Opened, parcel unchanged');
      await expect(page.getByText('見本 太郎')).toBeVisible();
      await shot('scan-look');

      await chooseStep('2', 'Accept');
      await scan(mainCodeOf(expected));
      await expect(status).toHaveText('Accepted');
      await scan(mainCodeOf(expected));
      await expect(status).toContainText('A parcel with this very label was accepted before');
      await expect(page.getByText('見本 太郎')).toBeHidden();
      await shot('scan-stop');
      await scan(mainCodeOf(unknownShippingNumber()));
      await expect(page.getByText('Unconfirmed: this number is not among the expected parcels')).toBeVisible();
      expect(await tones()).toEqual([GOOD, GOOD, BAD, BAD]);

      await chooseStep('5', 'Deliver');
      await scan(`${cashOnDelivery}010101`);
      await expect(page.getByText('Not delivered yet: count the cash').first()).toBeVisible();
      await expect(page.getByLabel('Cash counted')).toBeFocused();
      await type('3400');
      await expect(page.getByText('¥15 missing')).toBeVisible();
      await shot('scan-cash');
      await page.keyboard.press('Enter');
      await expect(page.getByLabel('Taken by')).toBeFocused();
      await type('sample');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toContainText('cash-differs');
      await page.keyboard.press('Shift+Tab');
      await expect(page.getByLabel('Cash counted')).toBeFocused();
      await page.keyboard.press('Control+A');
      await type('3,415');
      await page.keyboard.press('Enter');
      await expect(status).toHaveText('Delivered, ¥3,415 collected');

      await chooseStep('7', 'Return to mall');
      await scan(attempted);
      await expect(page.getByText('Why does it go back?').first()).toBeVisible();
      await page.keyboard.press('1');
      await expect(status).toHaveText('Return recorded');
      expect(desk.received.at(-1)).toMatchObject({
        command: 'station.scan',
        input: { step: 'return', reason: 'refused' },
      });

      await page.getByRole('link', { name: 'Cash', exact: true }).click();
      await page.getByRole('button', { name: 'Remit 12 parcels' }).click();
      await page.keyboard.press('Enter');
      await expect(page.getByText('¥43,445 remitted to みなと百貨')).toBeVisible();
      await close();
    },
  );

  test('the first digit of the next label chooses no reason for the last one', async ({ browser }) => {
    const { page, scan, desk, close } = await openDesk(browser, { role: 'carrier', language: 'en' });
    await page.keyboard.press('F2');
    await page.keyboard.press('7');
    await expect(page.getByRole('dialog')).toBeHidden();
    await scan(attempted);
    await expect(page.getByText('Press the number of the reason.')).toBeVisible();
    await scan(expected);
    await expect(page.locator('.scan-number')).toContainText(expected.slice(1, 5));
    expect(desk.received.filter(({ command }) => command === 'station.scan')).toEqual([]);
    await close();
  });

  test('an address leaves with Esc, with the next scan, and after a minute; nothing personal is left anywhere', async ({
    browser,
  }) => {
    const { page, scan, shot, context, close } = await openDesk(browser, { role: 'carrier', language: 'ja' });
    const address = page.locator('[data-address]');
    await scan(cashOnDelivery);
    await expect(address).toContainText('見本 花子');
    await shot('scan-look');
    await page.keyboard.press('Escape');
    await expect(address).toBeHidden();
    await expect(page.getByText('住所は隠しました')).toBeVisible();

    await scan(cashOnDelivery);
    await expect(address).toContainText('見本 花子');
    await scan(unknownShippingNumber());
    await expect(page.locator('.scan-panel')).not.toContainText(PERSONAL);

    await page.clock.install();
    await scan(cashOnDelivery);
    await expect(address).toContainText('見本 花子');
    await page.clock.fastForward(50_000);
    await expect(address).toBeVisible();
    await page.clock.fastForward(11_000);
    await expect(address).toBeHidden();

    expect(await page.title()).toBe('Tokumei');
    const { origins } = await context.storageState();
    expect(JSON.stringify(origins)).not.toMatch(PERSONAL);
    expect(await page.locator('body').innerText()).not.toMatch(PERSONAL);
    await close();
  });

  test('a label is read from a chosen, a dropped and a pasted file', async ({ browser }) => {
    const label = { number: expected, piece: 1, of: 1, copy: 1 };
    const { png } = expectOk(
      await printLabel({
        kind: 'shipping',
        carrier: '青空運送',
        sender: 'みなと百貨',
        label,
        size: 80,
        marks: [],
        date: '2026-11-21',
        mainCode: mainCodeOf(expected),
      }),
    );
    const buffer = Buffer.from(png);
    const { page, desk, close } = await openDesk(browser, { role: 'carrier', language: 'en' });
    const scans = (): number => desk.received.filter(({ command }) => command === 'station.scan-file').length;
    await page.locator('input[type=file]').setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer });
    await expect(page.getByText('見本 太郎')).toBeVisible();
    for (const type of ['drop', 'paste'] as const) {
      await page.keyboard.press('Escape');
      await expect(page.getByText('見本 太郎')).toBeHidden();
      await page.evaluate(
        ([type, base64]) => {
          const transfer = new DataTransfer();
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          transfer.items.add(new File([bytes], 'label.png', { type: 'image/png' }));
          const options = { bubbles: true, cancelable: true };
          document.body.dispatchEvent(
            type === 'drop'
              ? new DragEvent('drop', { ...options, dataTransfer: transfer })
              : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
          );
        },
        [type, buffer.toString('base64')] as const,
      );
      await expect(page.getByText('見本 太郎')).toBeVisible();
    }
    expect(scans()).toBe(3);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await expect(page.getByText('scan-unreadable')).toBeVisible();
    expect(scans()).toBe(3);
    await close();
  });

  test('a scan whose keys come late on a busy machine is still one scan', { tag: '@soak' }, async ({ browser }) => {
    const { page, desk, close } = await openDesk(browser, { role: 'carrier', language: 'ja' });
    await scanSlowly(page, mainCodeOf(expected), { ms: 200 });
    await expect(page.getByText('見本 太郎')).toBeVisible();
    expect(desk.received.filter(({ command }) => command === 'station.scan')).toHaveLength(1);
    await expect(page.getByRole('textbox', { name: '番号' })).toHaveValue('');
    await close();
  });

  test('an input method that is composing loses no scan and keeps nothing of it', async ({ browser }) => {
    const { page, context, close } = await openDesk(browser, { role: 'carrier', language: 'ja' });
    const field = page.getByRole('textbox', { name: '番号' });
    await field.focus();
    const session = await context.newCDPSession(page);
    const start = Date.now() / 1000;
    const text = `${expected}010101`;
    // One after the other, as an input method does it; by the operating system's clock at a scanner's pace.
    for (const [at, digit] of [...text].entries()) {
      const composed = text.slice(0, at + 1).replaceAll(/\d/g, (each) => String.fromCharCode(0xff10 + Number(each)));
      const timestamp = start + at * 0.003;
      const key = { windowsVirtualKeyCode: 229, key: 'Process', code: `Digit${digit}` };
      const caret = composed.length;
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', timestamp, ...key });
      await session.send('Input.imeSetComposition', { text: composed, selectionStart: caret, selectionEnd: caret });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: timestamp + 0.001, ...key });
    }
    const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };
    const timestamp = start + text.length * 0.003;
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...enter });
    await expect(page.getByText('見本 太郎')).toBeVisible();
    await expect(field).toHaveValue('');
    await close();
  });
});
