import { expect, type Page, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { printLabel } from '#main/labels/label-work.ts';
import { type ActionId, actionText, CALIBRATION_TEXT } from '#shared/desk/station-actions.ts';
import { expectOk } from '#shared/result.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';
import { fakeFirstOrder } from '#test/fakes/fake-orders.ts';
import { BAD, type OpenDesk, openDesk } from './desk-page.ts';
import { scanInLayout, scanWhileComposing } from './pages/layout-scan.ts';

const [, expected, , , attempted] = fakeShippingNumbers() as [string, string, string, string, string];
const labelId = `${expected}010101`;
const wrongLast = (digits: string): string => digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);

test.beforeAll(() => ensurePages());

/** What the scan station asked its service for. */
function scansAt({ desk }: OpenDesk): unknown[] {
  return desk.received
    .filter(({ command }) => command === 'station.scan')
    .map(({ input }) => (input as { scan: string }).scan);
}

async function toSettings(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '/settings'));
  await expect(page.locator('.scanner-live-field')).toBeVisible();
}

const live = (page: Page) => page.locator('.scanner-live-field');

test.describe('a hand scanner', () => {
  for (const layout of ['us', 'jp', 'de', 'fr'] as const) {
    test(`reads in the ${layout} layout, set alike or to US, with Caps Lock, and eats nothing that was typed`, async ({
      browser,
    }) => {
      const open = await openDesk(browser, { role: 'carrier', language: 'en' });
      const { page, type, close } = open;
      const field = page.getByRole('textbox', { name: 'Number' });
      await field.focus();
      await type('304');
      await scanInLayout(page, labelId, { scanner: layout, computer: layout });
      await expect.poll(() => scansAt(open)).toEqual([labelId]);
      await expect(field).toHaveValue('304');
      await scanInLayout(page, labelId, { scanner: 'us', computer: layout });
      await expect.poll(() => scansAt(open)).toHaveLength(2);
      await scanInLayout(page, `]C1${labelId}`, { scanner: layout, computer: layout, capsLock: true });
      await expect.poll(() => scansAt(open)).toEqual([labelId, labelId, labelId]);
      await expect(field).toHaveValue('304');

      await toSettings(page);
      for (const scanner of ['us', layout] as const) {
        await scanInLayout(page, 'ZY_1.2', { scanner, computer: layout });
        await expect(live(page)).toContainText(/ZY_1\.2|Other code/);
      }
      await close();
    });
  }

  test('reads with an input method composing, in a field that is no number’s, too', async ({ browser }) => {
    const open = await openDesk(browser, { role: 'carrier', language: 'ja' });
    const { page, close } = open;
    await page.evaluate(() =>
      document.querySelector('main')?.append(Object.assign(document.createElement('textarea'), { id: 'note' })),
    );
    await page.locator('#note').fill('メモ');
    await page.locator('#note').focus();
    await scanWhileComposing(page, labelId);
    await expect.poll(() => scansAt(open)).toEqual([labelId]);
    await expect(page.locator('#note')).toHaveValue('メモ');
    await scanWhileComposing(page, actionText('step-accept'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('引受');
    await expect(page.locator('#note')).toHaveValue('メモ');
    await close();
  });

  test('reads whatever has the focus: a select, a date, a search, a check box, a dialog', async ({ browser }) => {
    const open = await openDesk(browser, { role: 'carrier', language: 'en' });
    const { page, scan, close } = open;
    await page.evaluate(() => {
      const place = document.querySelector('main')!;
      place.insertAdjacentHTML(
        'beforeend',
        `<select id="select"><option>one</option><option>two</option><option>3 three</option></select>
         <input id="date" type="date" value="2026-11-21"><input id="search" type="search" value="abc">
         <input id="number" type="number" value="12"><input id="check" type="checkbox">`,
      );
    });
    const values = (): Promise<string[]> =>
      page.evaluate(() => {
        const fields = ['select', 'date', 'search', 'number', 'check'].map(
          (id) => document.getElementById(id) as HTMLInputElement,
        );
        return fields.map(({ type, value, checked }) => (type === 'checkbox' ? String(checked) : value));
      });
    const before = await values();
    for (const [at, id] of ['select', 'date', 'search', 'number', 'check'].entries()) {
      await page.locator(`#${id}`).focus();
      await scan(actionText('step-look'));
      await scan(labelId);
      await expect.poll(() => scansAt(open), id).toHaveLength(at + 1);
      expect(await values(), id).toEqual(before);
    }
    await page.keyboard.press('F2');
    await expect(page.getByRole('dialog')).toBeVisible();
    await scan(labelId);
    await expect.poll(() => scansAt(open)).toHaveLength(6);
    expect(new Set(scansAt(open))).toEqual(new Set([labelId]));
    await close();
  });

  test(
    'is learnt from the calibration code: prefix, suffix, end and pace, tried, kept, and put back',
    { tag: '@soak' },
    async ({ browser }) => {
      const open = await openDesk(browser, { role: 'carrier', language: 'en' });
      const { page, shot, close } = open;
      const slow = { gap: 45, end: 'Tab' } as const;
      await scanInLayout(page, `~${labelId}x`, slow);
      expect(scansAt(open)).toEqual([]);

      await toSettings(page);
      await shot('scanner-settings');
      await page.getByRole('button', { name: 'Calibrate' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('img', { name: 'Code 128' })).toBeVisible();
      await shot('scanner-wizard');
      await scanInLayout(page, `~${CALIBRATION_TEXT.slice(0, 8)}x`, slow);
      await expect(page.getByRole('alert')).toContainText('not the calibration code');
      await scanInLayout(page, `~${CALIBRATION_TEXT}x`, slow);
      const dialog = page.getByRole('dialog');
      await expect(dialog).toContainText('This is how your scanner sends');
      for (const said of ['~', 'Tab', '45 ms a key']) await expect(dialog).toContainText(said);
      await scanInLayout(page, '~HL-0302x', slow);
      await expect(dialog.locator('.scanner-try')).toContainText('HL-0302');
      await shot('scanner-found');
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();

      await page.keyboard.press('F9');
      await scanInLayout(page, `~${labelId}x`, slow);
      await expect.poll(() => scansAt(open)).toEqual([labelId]);
      await expect(page.getByRole('textbox', { name: 'Number' })).toHaveValue('');
      await page.reload();
      await expect(page.getByRole('textbox', { name: 'Number' })).toBeFocused();
      await scanInLayout(page, `~${labelId}x`, slow);
      await expect.poll(() => scansAt(open)).toEqual([labelId, labelId]);
      await toSettings(page);
      await page.getByRole('button', { name: 'Back to standard' }).click();
      await expect(page.getByText('Standard settings')).toBeVisible();
      await close();
    },
  );
});

test.describe('command bar codes', () => {
  test('a depot works by scans alone', { tag: '@soak' }, async ({ browser }) => {
    const open = await openDesk(browser, { role: 'carrier', language: 'en' });
    const { page, scan, tones, desk, shot, close } = open;
    const command = (id: ActionId): Promise<void> => scan(actionText(id));
    await toSettings(page);
    await command('station');
    await command('step-accept');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Accept');
    await scan(mainCodeOf(expected));
    await expect(page.locator('.scan-panel > [role=status]')).toHaveText('Accepted');
    await command('change-step');
    await expect(page.getByRole('dialog')).toBeVisible();
    await command('back');
    await expect(page.getByRole('dialog')).toBeHidden();
    await command('change-step');
    await command('digit-7');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Return to mall');
    await scan(attempted);
    await expect(page.getByText('Press the number of the reason.')).toBeVisible();
    await command('reason-absent');
    await expect(page.getByRole('alert')).toContainText('“Nobody there” does nothing here');
    expect((await tones()).at(-1)).toEqual(BAD);
    await shot('scanner-refused');
    await command('reason-refused');
    await expect(page.locator('.scan-panel > [role=status]')).toHaveText('Return recorded');
    expect(desk.received.at(-1)).toMatchObject({ input: { step: 'return', reason: 'refused' } });

    await command('step-look');
    for (const digit of expected) await command(`digit-${digit}` as ActionId);
    await command('digit-1');
    await command('erase');
    await expect(page.getByRole('textbox', { name: 'Number' })).toHaveValue(expected);
    await command('confirm');
    await expect.poll(() => scansAt(open).at(-1)).toBe(expected);
    await command('slip');
    await expect(page.getByRole('alert')).toContainText('does nothing here');
    await command('keys');
    await expect(page.getByRole('dialog')).toContainText('Scan station');
    await shot('scanner-keys');
    await close();
  });

  test('the sheet is shown and printed from the map of keys', async ({ browser }) => {
    const { page, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja' });
    await page.keyboard.press('?');
    await page.getByRole('button', { name: '操作用バーコード' }).click();
    await expect(page.getByRole('img', { name: 'シートの一枚目' })).toBeVisible();
    await shot('scanner-sheet');
    await page.keyboard.press('Escape');
    await close();
  });
});

test('a torn code asks for the number by hand, with what is certain, and says a wrong digit at once', async ({
  browser,
}) => {
  const open = await openDesk(browser, { role: 'carrier', language: 'ja', theme: 'dark' });
  const { page, scan, type, tones, shot, close } = open;
  await scan(labelId.slice(0, 11));
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(
    `${expected.slice(0, 1)} ${expected.slice(1, 5)} ${expected.slice(5, 9)} ${expected.slice(9, 11)}`,
  );
  expect(await tones()).toEqual([BAD]);
  await page.keyboard.press('End');
  await type(wrongLast(expected).slice(11));
  await expect(dialog).toContainText('検査数字が合いません');
  await shot('scanner-mend');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Backspace');
  await type(expected.slice(13));
  await expect(dialog).toContainText('検査数字は合っています');
  await page.keyboard.press('Enter');
  await expect.poll(() => scansAt(open)).toEqual([expected]);
  await expect(dialog).toBeHidden();

  await scan(`${wrongLast(expected)}010101`);
  await expect(dialog).toBeVisible();
  await scan(labelId);
  await expect(dialog).toBeHidden();
  await expect.poll(() => scansAt(open)).toEqual([expected, labelId]);

  await page.getByRole('textbox', { name: '番号' }).focus();
  await type(wrongLast(expected));
  await expect(page.getByText('検査数字が合いません')).toBeVisible();
  await close();
});

test.describe('the clipboard', () => {
  test('a number, a picture of a label and nothing, outside of text fields and in the number field', async ({
    browser,
  }) => {
    const label = { number: fakeFirstOrder().shipping, piece: 1, of: 1, copy: 1 };
    const model = {
      kind: 'shipping',
      carrier: '青空運送',
      sender: 'みなと百貨',
      label,
      size: 80,
      marks: [],
      date: '2026-11-21',
    } as const;
    const { png } = expectOk(await printLabel({ ...model, mainCode: mainCodeOf(label.number) }));
    const { page, scan, shot, close } = await openDesk(browser, { role: 'mall', language: 'en' });
    const heading = page.getByRole('heading', { level: 1, name: fakeFirstOrder().purchase.slice(1, 5) });

    await page.evaluate((text) => navigator.clipboard.writeText(text), fakeFirstOrder().purchase);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Control+V');
    await expect(heading).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(heading).toBeHidden();
    await page.getByRole('textbox', { name: 'Number' }).focus();
    await page.keyboard.press('Control+V');
    await expect(heading).toBeVisible();
    await page.keyboard.press('Escape');

    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    }, Buffer.from(png).toString('base64'));
    await page.keyboard.press('Control+V');
    await expect(heading).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(heading).toBeHidden();
    await scan(actionText('paste'));
    await expect(heading).toBeVisible();

    await page.evaluate(() => navigator.clipboard.writeText(''));
    await scan(actionText('paste'));
    await expect(page.getByRole('alert')).toContainText('Nothing to read on the clipboard');
    await shot('scanner-nothing');
    await close();
  });
});

test('a serial scanner is connected by keyboard, remembered, read, and its unplugging said', async ({ browser }) => {
  const open = await openDesk(browser, { role: 'carrier', language: 'en', before: fakeSerial });
  const { page, shot, close } = open;
  const send = (text: string): Promise<void> =>
    page.evaluate((text) => (globalThis as unknown as { wire: { send(text: string): void } }).wire.send(text), text);
  await toSettings(page);
  await page.getByLabel('Baud rate').selectOption('115200');
  await page.getByRole('button', { name: 'Connect a port' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Port 05e0:1701 is open')).toBeVisible();
  expect(await page.evaluate(() => (globalThis as unknown as { wire: { bauds: number[] } }).wire.bauds)).toEqual([
    115200,
  ]);
  await send('HL-0');
  await send('302\r\n');
  await expect(live(page)).toContainText('HL-0302');
  await expect(live(page)).toHaveAttribute('data-arrival', 'serial');
  await shot('scanner-serial');
  await page.keyboard.press('F9');
  await expect(page.locator('.scan-panel')).toBeVisible();
  await send(`]C1${labelId}\r`);
  await expect.poll(() => scansAt(open)).toEqual([labelId]);

  await page.evaluate(() => (globalThis as unknown as { wire: { unplug(): void } }).wire.unplug());
  await expect(page.getByRole('alert')).toContainText('The serial scanner is unplugged');
  await page.evaluate(() => (globalThis as unknown as { wire: { plug(): void } }).wire.plug());
  await expect(page.getByRole('alert')).toBeHidden();
  await send(`${labelId}\n`);
  await expect.poll(() => scansAt(open)).toEqual([labelId, labelId]);

  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Number' })).toBeFocused();
  await send(`${labelId}\n`);
  await expect.poll(() => scansAt(open)).toHaveLength(3);
  await toSettings(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('No port connected.')).toBeVisible();
  await close();
});

test('settings show what comes in, how, and how fast', async ({ browser }) => {
  const { page, scan, shot, close } = await openDesk(browser, { role: 'mall', language: 'ja', theme: 'dark' });
  await toSettings(page);
  await shot('scanner-settings');
  await scan(labelId);
  await expect(live(page)).toContainText('当方のラベル');
  await expect(live(page)).toContainText(/一文字 [2-4]ミリ秒/);
  await shot('scanner-live');
  await scan(actionText('slip'));
  await expect(live(page)).toContainText('操作 · 納品書');
  await scan(CALIBRATION_TEXT);
  await expect(live(page)).toContainText('学習用のコード');
  await expect(page).toHaveURL(/settings/);
  await close();
});

/** Runs in the page: a port whose other end the test holds; granted to this origin from the first `requestPort` on. */
function fakeSerial(): void {
  const events = new EventTarget();
  const bauds: number[] = [];
  let end: ReadableStreamDefaultController<Uint8Array> | undefined;
  let plugged = true;
  const port = {
    readable: null as ReadableStream<Uint8Array> | null,
    getInfo: () => ({ usbVendorId: 0x05e0, usbProductId: 0x1701 }),
    async open({ baudRate }: { baudRate: number }) {
      bauds.push(baudRate);
      port.readable = new ReadableStream<Uint8Array>({ start: (controller) => void (end = controller) });
    },
    async close() {
      port.readable = null;
      end = undefined;
    },
    async forget() {
      sessionStorage.removeItem('granted');
    },
  };
  const granted = (): boolean => plugged && sessionStorage.getItem('granted') === 'yes';
  const serial = Object.assign(events, {
    getPorts: async () => (granted() ? [port] : []),
    async requestPort() {
      if (!navigator.userActivation.isActive) throw new DOMException('no gesture', 'SecurityError');
      sessionStorage.setItem('granted', 'yes');
      return port;
    },
  });
  Object.defineProperty(navigator, 'serial', { value: serial });
  Object.assign(globalThis, {
    wire: {
      bauds,
      send: (text: string) => end?.enqueue(new TextEncoder().encode(text)),
      unplug() {
        plugged = false;
        end?.error(new DOMException('gone', 'NetworkError'));
      },
      plug() {
        plugged = true;
        events.dispatchEvent(new Event('connect'));
      },
    },
  });
}
