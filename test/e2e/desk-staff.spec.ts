/** Who sits at a desk, and what that person may do: accounts, PINs, the lock, switching, rights. Without a mouse. */
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePages } from '#main/cli/built-pages.ts';
import { DESK_TEXTS, type Language } from '#shared/locale/desk.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { type FakeDesk, startFakeDesk } from '#test/fakes/desk-server.ts';
import { type FakeAccount, fakeSignIn } from '#test/fakes/fake-accounts.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';
import { sampleOrders, sampleProducts } from '#test/fakes/fake-orders.ts';
import { BAD, openDesk } from './desk-page.ts';
import { PackingBench } from './pages/packing.ts';
import { SignInPage } from './pages/sign-in.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

const ASSETS = fileURLToPath(new URL('../../dist/staff', import.meta.url));
const SHOTS = process.env['TOKUMEI_SHOTS'];
const MALL: PartyOffice = { id: 'minato.example', role: 'mall', name: 'みなと百貨', place: '第二倉庫', demo: false };
const CARRIER: PartyOffice = {
  id: 'aozora.example',
  role: 'carrier',
  name: '青空運送',
  place: '横浜営業所',
  demo: false,
};
const ADDRESSEE = '見本 花子';
const STAFF: FakeAccount[] = [
  { name: '山本', rank: 'administrator', secret: 'correct horse' },
  { name: '森', rank: 'supervisor', secret: '4826' },
  { name: '佐藤', rank: 'clerk', secret: '2914' },
];

interface Bench {
  readonly desk: FakeDesk;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly signIn: SignInPage;
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A desk at which nobody has sat down yet. */
async function openDoor(
  browser: Browser,
  party: PartyOffice,
  accounts: FakeAccount[],
  look: { readonly language: Language; readonly theme: 'light' | 'dark' },
  more: { readonly lockMinutes?: number; readonly ownSecretDue?: true } = {},
): Promise<Bench> {
  const { language, theme } = look;
  const role = party.role as 'mall' | 'carrier';
  const desk = await startFakeDesk({ role, assets: ASSETS, handlers: fakeSignIn(party, accounts, more) });
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const context = await browser.newContext({ locale, timezoneId: 'Asia/Tokyo', colorScheme: theme });
  const page = await context.newPage();
  if (more.lockMinutes !== undefined) await page.clock.install();
  await page.goto(desk.link());
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return {
    desk,
    page,
    context,
    signIn: new SignInPage(page, language),
    shot: async (name) => {
      if (SHOTS === undefined) return;
      mkdirSync(SHOTS, { recursive: true });
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(SHOTS, `${language}-${theme}-staff-${name}.png`) });
    },
    close: async () => {
      await context.close();
      await desk.stop();
    },
  };
}

for (const [language, theme] of looks('en')) {
  const { staff, frame } = DESK_TEXTS[language];
  const { first } = staff;

  test(`the first account, then a colleague at the same bench, then back: by keys alone, ${language}`, async ({
    browser,
  }) => {
    const accounts: FakeAccount[] = [];
    const { page, desk, signIn, shot, close } = await openDoor(browser, MALL, accounts, { language, theme });
    await expect(page.getByRole('heading', { name: first.title })).toBeVisible();
    await expect(page.getByLabel(first.name)).toBeFocused();
    await page.keyboard.insertText('山本');
    await page.keyboard.press('Tab');
    await signIn.type('1234');
    await page.keyboard.press('Tab');
    await signIn.type('1234');
    await expect(page.getByRole('button', { name: first.make })).toBeDisabled();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+a');
    await signIn.type('7305');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await signIn.type('7305');
    await shot('first');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('banner')).toContainText('山本');

    accounts.push({ name: '佐藤', rank: 'clerk', secret: '2914' });
    await signIn.lock();
    await expect(signIn.tile('山本')).toBeVisible();
    await shot('locked');
    await signIn.name('佐藤');
    await signIn.pin('2914');
    await expect(page.getByRole('banner')).toContainText('佐藤');
    const rail = page.getByRole('navigation', { name: 'Tokumei' });
    await expect(rail.getByRole('link', { name: frame.screens.packing, exact: true })).toBeVisible();
    for (const hidden of [frame.screens.staff, frame.screens.trail, frame.screens.partners, frame.screens.refunds]) {
      await expect(rail.getByRole('link', { name: hidden, exact: true })).toHaveCount(0);
    }
    await page.goto(`${desk.origin}/#/staff`);
    await expect(page.getByRole('heading', { level: 1, name: frame.screens.staff })).toHaveCount(0);

    await signIn.lock();
    // The last first, and below the field by an arrow.
    await expect(signIn.tiles).toHaveText([/佐藤/, /山本/]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(signIn.tile('山本')).toBeFocused();
    await page.keyboard.press('Enter');
    await signIn.pin('7305');
    await expect(page.getByRole('banner')).toContainText('山本');
    await expect(rail.getByRole('link', { name: frame.screens.staff, exact: true })).toBeVisible();
    await close();
  });

  test(`wrong PINs, a scan that is no PIN, and a lock-out that says until when, ${language}`, async ({ browser }) => {
    const { page, desk, signIn, shot, close } = await openDoor(browser, MALL, [...STAFF], { language, theme });
    await signIn.name('佐藤');
    await signIn.pin('2915');
    await expect(page.getByRole('alert')).toContainText('wrong-secret');
    await expect(signIn.secret).toHaveValue('');
    await shot('wrong');
    const tries = desk.received.length;
    await signIn.scan('2914');
    await expect(page.getByText(staff.sign.scan)).toBeVisible();
    await expect(signIn.secret).toHaveValue('');
    expect(desk.received).toHaveLength(tries);
    for (let more = 0; more < 4; more++) {
      await signIn.pin('0000');
      await expect(signIn.secret).toHaveValue('');
    }
    await signIn.pin('2914');
    await expect(page.getByText('locked-out')).toBeVisible();
    await shot('locked-out');
    await page.keyboard.press('Escape');
    await signIn.name('森');
    await signIn.pin('4826');
    await expect(page.getByRole('banner')).toContainText('森');
    // Neither PIN nor ticket is kept anywhere that a reload or the next person could read.
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    // A window's own random name may have any digits.
    const kept = stored.replace(/(?<="tokumei-desk-session":")[0-9a-f]{32}/, '');
    expect(kept).toContain('森');
    expect(kept).not.toMatch(/4826|2914|ticket/);
    await close();
  });

  test(`accounts: one more, its rights, a new PIN, its end; and the trail tells it, ${language}`, async ({
    browser,
  }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'mall', language, theme });
    await page.getByRole('link', { name: frame.screens.staff, exact: true }).click();
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(6);
    await shot('staff-list');
    await page.getByRole('button', { name: staff.list.add }).press('Enter');
    await page.keyboard.insertText('田中');
    await page.keyboard.press('Tab');
    await page.keyboard.type('5902', { delay: 70 });
    // A mall has no cards and no customers' data to give anybody a right to.
    for (const one of ['read-personal', 'limits'] as const) {
      await expect(page.getByRole('dialog')).not.toContainText(staff.permissions[one][0]);
    }
    await page.getByLabel(staff.permissions.export[0]).press('Space');
    await shot('staff-add');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: '田中' })).toBeVisible();
    const row = page.getByRole('row').filter({ hasText: '田中' });
    await expect(row).toContainText(staff.list.moreCount(1));
    await row.press('Enter');
    await shot('staff-file');
    await page.getByRole('button', { name: staff.file.close }).press('Enter');
    await page.getByLabel(DESK_TEXTS[language].common.reason).fill('left');
    await page.keyboard.press('Enter');
    await expect(row).toContainText(staff.list.states.closed);
    expect(desk.received.find(({ command }) => command === 'accounts.close')?.input).toMatchObject({ reason: 'left' });
    await page.getByRole('link', { name: frame.screens.trail, exact: true }).click();
    await expect(page.getByText(DESK_TEXTS[language].trail.actions['staff.closed']!)).toBeVisible();
    await shot('staff-trail');
    await page.getByRole('link', { name: frame.screens.settings, exact: true }).click();
    await page.getByRole('button', { name: staff.own.change }).press('Enter');
    await shot('staff-own');
    await close();
  });
}

test('the lock keeps the screen and takes the address off it; nothing is asked meanwhile', async ({ browser }) => {
  const { frame } = DESK_TEXTS.ja;
  const { page, desk, signIn, close } = await openDoor(browser, CARRIER, [...STAFF], {
    language: 'ja',
    theme: 'light',
  });
  await signIn.name('森');
  await signIn.pin('4826');
  await signIn.scan(mainCodeOf(fakeShippingNumbers()[0]!));
  await expect(page.getByText(ADDRESSEE)).toBeVisible();
  await signIn.lock();
  const asked = desk.received.length;
  desk.announce('parcels');
  await page.keyboard.press('F9');
  for (let tries = 0; tries < 3; tries++) await page.keyboard.press('Escape');
  await expect(signIn.lockScreen).toBeVisible();
  await expect(page.locator('.desk-held')).toBeHidden();
  expect(await page.content()).not.toContain(ADDRESSEE);
  expect(desk.received.slice(asked).map(({ command }) => command)).toEqual([]);
  // Enter on the empty field: the one who sat here.
  await page.keyboard.press('Enter');
  await signIn.pin('4826');
  await expect(signIn.lockScreen).toBeHidden();
  await expect(page.locator('.rail [aria-current=page]')).toHaveText(frame.screens.scan);
  // The line breaks and comes back: nobody types a PIN again.
  await desk.stop();
  await expect(page.getByText(frame.downLong).first()).toBeVisible();
  await desk.serve();
  await expect(page.getByText(frame.downLong)).toHaveCount(0);
  await expect(signIn.lockScreen).toHaveCount(0);
  expect(desk.received.at(-1)).not.toHaveProperty('input.secret');
  await close();
});

test('a clerk who may neither reprint nor give money back fetches a supervisor, who agrees by a PIN', async ({
  browser,
}) => {
  const look = { language: 'ja', theme: 'light' } as const;
  const { page, desk, signIn, shot, close } = await openDoor(browser, MALL, [...STAFF], look, { ownSecretDue: true });
  const { own } = DESK_TEXTS.ja.staff;
  const bench = new PackingBench(page, 'ja');
  const later = sampleOrders(sampleProducts())[2]!;
  await signIn.name('佐藤');
  await signIn.pin('2914');
  // Somebody else chose this PIN: nothing goes on before there is an own one.
  const choosing = bench.dialog(own.title);
  await expect(choosing).toBeVisible();
  await shot('own-secret-due');
  for (let tries = 0; tries < 3; tries++) await page.keyboard.press('Escape');
  await expect(choosing).toBeVisible();
  await expect(choosing.getByRole('button')).toHaveText([own.save]);
  for (const secret of ['2914', '7305', '7305']) {
    await signIn.type(secret);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(choosing).toBeHidden();
  await bench.openOrder(later.purchase, later.purchase);
  await bench.scan('BK-0001');
  await expect(page.getByRole('button', { name: bench.texts.packing.reprint })).toBeEnabled();
  await page.keyboard.press('F8');
  await bench.key('1');
  await expect(bench.dialog('別の人の承認が必要です')).toBeVisible();
  await page.keyboard.insertText('森');
  await page.keyboard.press('Enter');
  await signIn.type('4826');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: '印刷されるラベル、2枚目' })).toBeVisible();
  expect(desk.received.find(({ command }) => command === 'packing.reprint')?.input).toMatchObject({
    reason: 'damaged',
    approver: { name: '森', secret: '4826' },
  });

  // Money that goes back is agreed to the same way.
  const { purchase } = sampleOrders(sampleProducts())[0]!;
  await bench.openOrder(purchase, purchase);
  await bench.scan('HL-0302', 'CL-0401');
  await bench.item('CL-0401').focus();
  await bench.key('o');
  await bench.key('2');
  await expect(bench.dialog('別の人の承認が必要です')).toContainText('お金が戻ります');
  await shot('money');
  await page.keyboard.insertText('森');
  await page.keyboard.press('Enter');
  await signIn.type('4826');
  await page.keyboard.press('Enter');
  await expect(page.getByText('欠品 1点、発送しません')).toBeVisible();
  expect(desk.received.find(({ command }) => command === 'packing.send-without')?.input).toMatchObject({
    approver: { name: '森', secret: '4826' },
  });
  await close();
});

test('the desk locks by itself, a minute after the last key', async ({ browser }) => {
  const look = { language: 'en', theme: 'light' } as const;
  const { page, signIn, close } = await openDoor(browser, MALL, [...STAFF], look, { lockMinutes: 1 });
  await signIn.name('森');
  await signIn.pin('4826');
  await expect(page.getByRole('banner')).toContainText('森');
  await page.clock.runFor(50_000);
  await page.keyboard.press('Shift');
  await page.clock.runFor(50_000);
  await expect(signIn.lockScreen).toHaveCount(0);
  await page.clock.runFor(15_000);
  await expect(signIn.lockScreen).toBeVisible();
  await close();
});

test('a tone says that a scan has no business at a locked desk', async ({ browser }) => {
  const { page, tones, scan, close } = await openDesk(browser, { role: 'mall', language: 'en' });
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('dialog')).toBeVisible();
  const before = (await tones()).length;
  await scan('30482771930569');
  await expect.poll(async () => (await tones()).slice(before)).toEqual([BAD]);
  await close();
});
