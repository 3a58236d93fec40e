import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { PERMISSIONS_OF } from '#shared/domain/permission.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { ok } from '#shared/result.ts';
import { seated } from '#test/fakes/fake-office.ts';
import { openDesk } from './desk-page.ts';
import { narrow } from './pages/records.ts';
import { looks } from './pages/look.ts';

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('en')) {
  const { customers, billing, frame, common, settings, trail } = DESK_TEXTS[language];
  const { settlements, claims } = customers;

  test(`a customer is looked up, opened and changed by keyboard alone, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    // Nobody shows before somebody was looked for.
    await expect(page.getByText(customers.idleTitle)).toBeVisible();
    await expect(page.getByText('見本')).toHaveCount(0);
    expect(desk.received.some(({ command }) => command === 'customers.list')).toBe(false);
    await shot('customers-idle');
    const field = page.getByRole('searchbox', { name: common.filter });
    await expect(field).toBeFocused();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: customers.showAll }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row')).toHaveCount(5);
    await shot('customers');
    await page.keyboard.press('/');
    // A telephone's number is somebody's, too.
    await field.fill('3902');
    await expect(page.getByRole('row')).toHaveCount(2);
    expect(page.url()).not.toContain('3902');
    await field.fill('見本');
    await expect(page.getByRole('row')).toHaveCount(3);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: '見本 花子' })).toBeFocused();
    await expect(page.getByRole('region', { name: customers.cardOf('3902') })).toContainText('181,430');
    await shot('customer');

    await page.getByRole('button', { name: customers.edit, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: customers.phone }).fill('045-000-0009');
    await shot('customer-edit');
    await dialog.getByRole('textbox', { name: customers.email }).fill('taro@mail.example');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('email-known')).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: customers.email })).toHaveAttribute('aria-invalid', 'true');
    await dialog.getByRole('textbox', { name: customers.email }).fill('hanako@mail.example');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.edited)).toBeVisible();
    expect(desk.received.findLast(({ command }) => command === 'customers.edit')?.input).toEqual({
      id: 'Yk3rQ9v0sX1m',
      changes: { phone: '045-000-0009' },
    });
    await expect(page.getByText('045-000-0009')).toBeVisible();
    await page.getByRole('radio', { name: customers.billingWays.print }).click();
    await expect(page.getByRole('radio', { name: customers.billingWays.print })).toBeChecked();

    // Everything of this customer, one key away from its record.
    await page.getByRole('radio', { name: customers.records.kind(customers.records.kinds.mails, 2) }).click();
    await shot('customer-mails');
    await page.getByRole('radio', { name: customers.records.kind(customers.records.kinds.disputes, 1) }).click();
    await expect(page.getByRole('table', { name: customers.records.kinds.disputes }).getByRole('row')).toHaveCount(2);
    await page.getByRole('radio', { name: new RegExp(`^${customers.records.kinds.settlements}`) }).click();
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: settlements.money })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: customers.cardOf('3902') })).toBeVisible();

    await page.keyboard.press('Escape');
    await expect(page.getByRole('row', { name: /見本 花子/ })).toBeFocused();
    await expect(field).toHaveValue('見本');
    await page.getByRole('link', { name: frame.screens.trail, exact: true }).click();
    const edited = page.getByRole('row', { name: trail.actions['customer.edited']! });
    await expect(edited).toContainText(customers.phone);
    await close();
  });

  test(`a card is blocked, given another limit, renewed and reset, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('searchbox', { name: common.filter }).fill('花子');
    await page.getByRole('row').nth(1).click();
    const card = page.getByRole('region', { name: customers.cardOf('3902') });
    const dialog = page.getByRole('dialog');

    await card.getByRole('button', { name: customers.block }).click();
    await expect(dialog.getByRole('button', { name: customers.block })).toBeDisabled();
    await page.keyboard.type('lost', { delay: 60 });
    await shot('card-block');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.blocked('3902'))).toBeVisible();
    await expect(card).toContainText(customers.cardStates.blocked);
    await page.keyboard.press('Control+z');
    await expect(card).toContainText(customers.cardStates.valid);

    await card.getByRole('button', { name: customers.changeLimit }).click();
    await dialog.getByRole('textbox', { name: customers.limit }).fill('１００');
    await dialog.getByRole('textbox', { name: common.reason }).fill('asked');
    await expect(dialog.getByRole('button', { name: customers.changeLimit })).toBeDisabled();
    await shot('card-limit-low');
    await dialog.getByRole('textbox', { name: customers.limit }).fill('４５０，０００');
    await dialog.getByRole('button', { name: customers.changeLimit }).click();
    await expect(card).toContainText('450,000');
    await page.keyboard.press('Control+z');
    await expect(card).not.toContainText('450,000');

    await card.getByRole('button', { name: customers.renew }).click();
    await dialog.getByRole('textbox', { name: customers.expiry }).fill('2020-01');
    await dialog.getByRole('textbox', { name: common.reason }).fill('closed by the customer');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.closed('3902'))).toBeVisible();

    await card.getByRole('button', { name: customers.reset }).click();
    await dialog.getByRole('textbox', { name: common.reason }).fill('forgotten');
    await shot('card-reset');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.resetMailed)).toBeVisible();
    await card.getByRole('button', { name: customers.reset }).click();
    await dialog.getByRole('radio', { name: customers.resetWays.letter }).click();
    await dialog.getByRole('textbox', { name: common.reason }).fill('forgotten');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: customers.printLetter })).toBeFocused();
    await shot('card-letter');
    await dialog.getByRole('button', { name: common.close }).click();
    expect(desk.received.filter(({ command }) => command === 'cards.reset').map(({ input }) => input)).toEqual([
      { card: 'k1', by: 'mail', reason: 'forgotten' },
      { card: 'k1', by: 'letter', reason: 'forgotten' },
    ]);
    await close();
  });

  test(`a lost card is replaced, and an account is closed once nothing is open, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('searchbox', { name: common.filter }).fill('花子');
    await page.getByRole('row').nth(1).click();
    const dialog = page.getByRole('dialog');
    const card = page.getByRole('region', { name: customers.cardOf('3902') });
    await card.getByRole('button', { name: customers.removePasskeys }).click();
    await dialog.getByRole('textbox', { name: common.reason }).fill('phone lost');
    await shot('card-passkeys');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.passkeysRemoved('3902'))).toBeVisible();
    await expect(card.getByRole('button', { name: customers.removePasskeys })).toHaveCount(0);
    await card.getByRole('button', { name: customers.replace }).click();
    await dialog.getByRole('radio', { name: customers.cardEnds.stolen }).click();
    await dialog.getByRole('textbox', { name: customers.number }).fill('4222 0078 6471 1204');
    await dialog.getByRole('textbox', { name: customers.expiry }).fill('2031-01');
    await shot('card-replace');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.replaced('3902', '1204'))).toBeVisible();
    await expect(page.getByRole('list', { name: customers.replacedCards })).toContainText('3902');
    await shot('card-replaced');
    await page.getByRole('button', { name: customers.close, exact: true }).click();
    await expect(dialog.getByText(customers.openMoney.statements(1))).toBeVisible();
    await expect(dialog.getByRole('button', { name: customers.close })).toBeDisabled();
    await shot('close-open-money');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    await page.getByRole('searchbox', { name: common.filter }).fill('一郎');
    await page.getByRole('row', { name: /一郎/ }).click();
    await page.getByRole('button', { name: customers.payBack.confirm }).click();
    const amount = dialog.getByRole('textbox', { name: billing.amount });
    await amount.fill('1981');
    await dialog.getByRole('textbox', { name: common.reason }).fill('paid twice');
    await expect(dialog.getByRole('button', { name: customers.payBack.confirm })).toBeDisabled();
    await amount.fill('1,980');
    await shot('pay-back');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.payBack.done('¥1,980'))).toBeVisible();
    await expect(page.getByRole('button', { name: customers.payBack.confirm })).toHaveCount(0);
    await page.getByRole('button', { name: customers.close, exact: true }).click();
    await dialog.getByRole('textbox', { name: common.reason }).fill('moved abroad');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.closedNow)).toBeVisible();
    await expect(page.getByRole('button', { name: customers.unblock })).toHaveCount(0);
    await shot('customer-closed');
    await page.getByRole('button', { name: customers.reopen }).click();
    await dialog.getByRole('textbox', { name: common.reason }).fill('came back');
    await page.keyboard.press('Enter');
    await expect(page.getByText(customers.reopened)).toBeVisible();
    expect(desk.received.find(({ command }) => command === 'cards.replace')?.input).toEqual({
      card: 'k1',
      why: 'stolen',
      number: '4222 0078 6471 1204',
      expiry: '2031-01',
    });
    await close();
  });

  test(`a clerk on the telephone is offered what clerks may do, ${language}`, async ({ browser }) => {
    const office: PartyOffice = {
      id: 'hoshi-credit.example',
      role: 'credit',
      name: '星信販',
      place: '本社',
      demo: false,
    };
    const permissions = PERMISSIONS_OF.clerk;
    const handlers = { 'office.enter': async () => ok(seated(office, '佐藤', { rank: 'clerk', permissions })) };
    const { page, shot, close } = await openDesk(browser, { role: 'credit', language, theme, handlers });
    await page.getByRole('link', { name: frame.screens.statements, exact: true }).click();
    await expect(page.getByRole('row')).toHaveCount(6);
    await expect(page.getByRole('button', { name: billing.statements.make })).toHaveCount(0);
    await page.getByRole('row').nth(1).click();
    await expect(page.getByRole('button', { name: billing.statements.paper, exact: true })).toBeVisible();
    await expect(page.getByRole('complementary').getByRole('button')).toHaveCount(0);
    await shot('clerk-statement');
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('searchbox', { name: common.filter }).fill('花子');
    await page.getByRole('row').nth(1).click();
    await expect(page.getByRole('complementary')).toContainText(customers.billingWays.mail);
    await expect(page.getByRole('complementary').getByRole('radio')).toHaveCount(0);
    await expect(page.getByRole('region', { name: customers.cardOf('3902') }).getByRole('button')).toHaveText([
      customers.block,
    ]);
    await shot('clerk-customer');
    await close();
  });

  test(`on a closed network a new password goes by letter alone, and the settings say why, ${language}`, async ({
    browser,
  }) => {
    const office: PartyOffice = {
      id: 'hoshi-credit.example',
      role: 'credit',
      name: '星信販',
      place: '本社',
      demo: false,
    };
    const handlers = { 'office.enter': async () => ok(seated(office)) };
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme, handlers });
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('searchbox', { name: common.filter }).fill('花子');
    await page.getByRole('row').nth(1).click();
    const card = page.getByRole('region', { name: customers.cardOf('3902') });
    const dialog = page.getByRole('dialog');
    await card.getByRole('button', { name: customers.reset }).click();
    await expect(dialog.getByText(customers.resetClosed)).toBeVisible();
    await expect(dialog.getByRole('radio')).toHaveCount(0);
    await dialog.getByRole('textbox', { name: common.reason }).fill('forgotten');
    await shot('closed-reset');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: customers.printLetter })).toBeFocused();
    await dialog.getByRole('button', { name: common.close }).click();
    expect(desk.received.find(({ command }) => command === 'cards.reset')?.input).toEqual({
      card: 'k1',
      by: 'letter',
      reason: 'forgotten',
    });
    await page.getByRole('link', { name: frame.screens.settings, exact: true }).click();
    await expect(page.getByText(settings.noPublicPagesMeans)).toBeVisible();
    await shot('closed-settings');
    await close();
  });

  test(`customers and cards are added by hand, ${language}`, async ({ browser }) => {
    const { page, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('button', { name: customers.add }).click();
    const dialog = page.getByRole('dialog');
    const fill = (name: string, text: string) => dialog.getByLabel(name, { exact: true }).fill(text);
    await expect(dialog.getByRole('textbox', { name: customers.name, exact: true })).toBeFocused();
    await fill(customers.name, '見本 三郎');
    await fill(customers.email, 'saburo@mail.example');
    await fill(customers.number, '4111 0072 6951 3902');
    await fill(customers.expiry, 'soon');
    await fill(customers.limit, '80000');
    await fill(customers.password, 'sumire-4');
    await dialog.getByRole('textbox', { name: customers.checkWords }).fill('tsuki\nhoshi');
    await dialog.getByRole('button', { name: customers.add }).click();
    await expect(dialog.getByText('field-invalid · expiry')).toBeVisible();
    await shot('customer-add');
    await fill(customers.expiry, '2030-08');
    await dialog.getByRole('button', { name: customers.add }).click();
    await expect(page.getByText(customers.added('見本 三郎'))).toBeVisible();
    await expect(page.getByRole('region', { name: customers.cardOf('3902') })).toContainText(
      customers.checkWordsCount(2),
    );

    await page.getByRole('button', { name: customers.addCard }).click();
    await fill(customers.number, '4222007864711204');
    await fill(customers.expiry, '2031-01');
    await fill(customers.limit, '5000');
    await fill(customers.password, 'x');
    await dialog.getByRole('button', { name: customers.addCard }).click();
    await expect(page.getByText(customers.cardAdded('1204'))).toBeVisible();
    await shot('customer-two-cards');
    await close();
  });

  test(`a file is put right before it is imported, watched and stopped, ${language}`, async ({ browser }) => {
    const { page, desk, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    const words = customers.import;
    const { imports } = DESK_TEXTS[language];
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    const take = (csv: string) =>
      page.locator('input[type=file]').setInputFiles({
        name: 'customers.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(csv),
      });
    const header = 'name,email,card_number,expiry,limit,password';
    const rowOf = (n: number, email = `p${n}@mail.example`) =>
      `見本 ${n},${email},4111007269513902,2031-01,1000,himitsu`;
    await take([header, rowOf(1), rowOf(2, 'nobody'), rowOf(3)].join('\n'));
    const cell = page.getByLabel(imports.cell(words.fields.email, 3));
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('button', { name: words.run(2) })).toBeVisible();
    await expect(page.getByText('himitsu')).toHaveCount(0);
    await shot('import-draft');
    await cell.fill('p2@mail.example');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: words.run(3) }).click();
    await expect(page.getByText(words.imported(2))).toBeVisible();
    await expect(page.getByRole('cell', { name: 'card-known' })).toBeVisible();
    await shot('import-done');
    await page.getByRole('button', { name: words.dismiss }).click();
    await expect(page.getByText(words.imported(2))).toBeHidden();

    await take([header, ...Array.from({ length: 60 }, (_, n) => rowOf(n))].join('\n'));
    await page.getByRole('button', { name: words.run(60) }).click();
    await expect
      .poll(() => page.getByRole('progressbar').evaluate((bar: HTMLProgressElement) => bar.value))
      .toBeGreaterThan(4);
    await shot('import-running');
    // It belongs to the service: leaving the screen changes nothing.
    await page.getByRole('link', { name: frame.screens.claims, exact: true }).click();
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('button', { name: words.stop }).click();
    await expect(page.getByText(words.stoppedExplain)).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    // Watching an import is no look at customers.
    expect(desk.received.filter(({ command }) => command === 'customers.list')).toEqual([]);

    await take('x\n1\n');
    await expect(page.getByText(words.fields.card_number).first()).toBeVisible();
    await expect(page.getByRole('button', { name: /^(Import|カード)/ })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByText(customers.idleTitle)).toBeVisible();
    await close();
  });

  test(`settlements are narrowed and opened, ${language}`, async ({ browser }) => {
    const { page, scan, shot, close } = await openDesk(browser, { role: 'credit', language, theme });
    await page.getByRole('link', { name: frame.screens.settlements, exact: true }).click();
    await expect(page.getByRole('row')).toHaveCount(15);
    await expect(page.getByText('見本')).toHaveCount(0);
    await shot('settlements');
    await narrow(page, 'states=captured');
    await expect(page.getByRole('row')).toHaveCount(7);
    await narrow(page, 'states=captured&partner=hoshizora.example');
    await expect(page.getByRole('row')).toHaveCount(4);
    await narrow(page, 'states=captured');
    await page.getByRole('searchbox', { name: common.filter }).fill('1204');
    await expect(page.getByRole('row')).toHaveCount(2);
    await shot('settlements-narrowed');
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('見本 太郎')).toBeVisible();
    await shot('settlement');
    // To the customer and back.
    await page.getByRole('link', { name: '見本 太郎' }).click();
    await expect(page.getByRole('heading', { name: '見本 太郎' })).toBeVisible();
    await page.goBack();
    await page.getByRole('searchbox', { name: common.filter }).fill('1204');
    await page.getByRole('row').nth(1).click();
    await page.keyboard.press('Escape');
    const opened = page.locator('tr.opened');
    await expect(opened).toBeFocused();
    // A scanned receipt label finds its settlement.
    const receipt = (await opened.locator('td').first().textContent())!.replaceAll(' ', '');
    await scan(`${receipt}010101`);
    await expect(page.getByRole('row')).toHaveCount(2);
    await close();
  });

  test(`claims stand beside books that balance, and a break is said loudly, ${language}`, async ({ browser }) => {
    const open = await openDesk(browser, { role: 'credit', language, theme });
    await open.page.getByRole('link', { name: frame.screens.claims, exact: true }).click();
    await expect(open.page.getByText(claims.balanced)).toBeVisible();
    await expect(open.page.getByRole('row')).toHaveCount(9);
    await open.shot('claims');
    await narrow(open.page, 'states=paid');
    await expect(open.page.getByRole('row')).toHaveCount(4);
    await open.close();

    const handlers = {
      'ledger.check': async () => ok({ sum: 5, differing: ['cash', 'mall:minato.example'] }),
    } as const;
    const broken = await openDesk(browser, { role: 'credit', language, theme, handlers });
    await broken.page.getByRole('link', { name: frame.screens.claims, exact: true }).click();
    await expect(broken.page.getByRole('alert')).toContainText(claims.unbalanced(2));
    await expect(broken.page.getByText(claims.balanced)).toHaveCount(0);
    await broken.shot('claims-break');
    await broken.close();
  });

  test(`an empty company says what will stand where, ${language}`, async ({ browser }) => {
    const { page, shot, close } = await openDesk(browser, { role: 'credit', language, theme, empty: true });
    await page.getByRole('link', { name: frame.screens.customers, exact: true }).click();
    await page.getByRole('button', { name: customers.showAll }).click();
    await expect(page.getByText(customers.nobody)).toBeVisible();
    await shot('customers-none');
    for (const [screen, title] of [
      ['settlements', settlements.emptyTitle],
      ['claims', claims.emptyTitle],
    ] as const) {
      await page.getByRole('link', { name: frame.screens[screen], exact: true }).click();
      await expect(page.getByText(title)).toBeVisible();
      await shot(`${screen}-none`);
    }
    await close();
  });
}
