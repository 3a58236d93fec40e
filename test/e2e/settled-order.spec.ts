/**
 * Orders that a credit company settles, played by customer and staff on the real pages of a real group: linked to a
 * parcel, by mail, both at once, declined, refused, by passkey, and given back.
 */
import { createHash, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, expect, type Page, test } from '@playwright/test';
import PostalMime from 'postal-mime';
import { formatNumber } from '#shared/domain/number.ts';
import { yen } from '#shared/domain/money.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { OPEN } from '#shared/locale/open.ts';
import { GOODS_TEXTS, PAYMENT_ENDS, PURCHASE_TEXTS } from '#shared/locale/order-states.ts';
import { PAY } from '#shared/locale/pay.ts';
import { SHIP } from '#shared/locale/ship.ts';
import { SHOP } from '#shared/locale/shop.ts';
import { type Language, LOCALES, say } from '#shared/locale/text.ts';
import { packageName } from '#shared/protocol/goods-package.ts';
import { FILES } from '#main/config.ts';
import { type DemoGroup, startDemoGroup } from '#main/cli/demo/group.ts';
import { chooseStep, goTo, packByScanner, typeSlowly } from './pages/bench.ts';
import { openDesk, scan } from './pages/desk.ts';
import { newestLabel, readWithZbar } from './pages/label.ts';
import { keepPicture } from './pages/look.ts';
import { askWords, buy, HANAKO_CARD, PERSON_CARD, pressBuy, receiptOn, TARO_CARD } from './pages/pay.ts';
import { fillAddress, HANAKO, instructionOn, openShop, purchaseOf, ship, type ShopWindow } from './pages/shop.ts';
import { recordTraffic } from './pages/traffic.ts';

let group: DemoGroup;
let folder: string;

test.use({ ignoreHTTPSErrors: true });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokumei-e2e-'));
  group = await startDemoGroup(join(folder, 'group'), { ports: 'free' });
});

test.afterAll(async () => {
  await group?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const urlOf = (role: 'mall' | 'credit' | 'carrier'): string => group.parties[role].config.public.url;

async function shows(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByText(text).first()).toBeVisible();
}

const CREDIT = 'みほんカード';

test.describe('in Japanese', () => {
  const language = 'ja' satisfies Language;
  test.use({ locale: LOCALES[language] });
  const desk = DESK_TEXTS[language];

  test('settled, then shipped: three windows, and nobody sees more than it needs', async ({ context }) => {
    const goods = /妊娠検査薬|山の手帖|HL-0302|BK-0001/;
    const total = /2,428/;
    const traffic = recordTraffic(context);
    const shop = await openShop(context, urlOf('mall'));
    await keepPicture(shop.page, '1-catalogue');
    await shop.page.locator('input[name="quantity:BK-0001"]').fill('2');
    await shop.order(['HL-0302', 'BK-0001'], 'settled');
    await keepPicture(shop.page, '1-order-pay');
    await expect(shop.page.locator('#order')).toContainText(total);
    const purchase = await purchaseOf(shop.page);
    const asked = await instructionOn(shop.page);
    expect(asked).toMatchObject({ act: 'settle', amount: yen(2428) });

    // The credit company proves itself: two words right, one wrong on purpose.
    const pay = await shop.openCredit();
    expect(pay.url()).not.toMatch(/\d{14}/);
    expect(await pay.evaluate(() => window.opener)).toBeNull();
    await expect(pay.locator('.total')).toHaveText(total);
    await expect(pay.locator('body')).not.toContainText(goods);
    await keepPicture(pay, '1-pay');
    expect(await askWords(pay, HANAKO_CARD, ['kaede', 'suzume', 'hayabusa'])).toEqual(['○', '×', '○']);
    await keepPicture(pay, '1-words');
    const receipt = await buy(pay, HANAKO_CARD);
    await keepPicture(pay, '1-paid');
    await shows(pay, say(PAY.doneOkTitle, language));
    await shows(pay, say(PAY.mallTold, language));

    // The shop window follows by itself, and leads on to the carrier: prepaid, and told no amount.
    await shows(shop.page, say(SHOP.paid, language, { credit: CREDIT }));
    await expect(shop.page.locator('#order')).toContainText(formatNumber(receipt));
    await keepPicture(shop.page, '1-order-ship');
    const sent = await instructionOn(shop.page);
    expect(sent).toMatchObject({ act: 'ship', pay: 'settled' });
    expect(Object.keys(sent)).not.toContain('amount');
    expect(sent['jti']).not.toBe(asked['jti']);
    expect(sent['contents']).not.toBe(asked['contents']);
    const carrierWindow = await shop.openCarrier();
    await shows(carrierWindow, say(SHIP.settled, language));
    await expect(carrierWindow.locator('body')).not.toContainText(total);
    await expect(carrierWindow.locator('body')).not.toContainText(goods);
    await fillAddress(carrierWindow, HANAKO);
    await keepPicture(carrierWindow, '1-ship');
    await ship(carrierWindow);
    await expect(carrierWindow.locator('body')).not.toContainText(total);
    await keepPicture(carrierWindow, '1-shipped');
    await shows(shop.page, PURCHASE_TEXTS.accepted.said[language]);
    await keepPicture(shop.page, '1-order-accepted');

    // What each company's servers were sent by the browser.
    const typed = { card: HANAKO_CARD.number, password: HANAKO_CARD.password, word: 'hayabusa' };
    for (const text of Object.values(typed)) {
      expect(traffic.to(urlOf('credit')).replaceAll(' ', '')).toContain(text);
      expect(traffic.to(urlOf('mall')).replaceAll(' ', '')).not.toContain(text);
      expect(traffic.to(urlOf('carrier')).replaceAll(' ', '')).not.toContain(text);
    }
    for (const role of ['mall', 'credit', 'carrier'] as const) {
      expect(traffic.to(urlOf(role))).not.toMatch(/見本|花子|尾上町|045-000/);
    }
    expect(traffic.to(urlOf('mall'))).toContain('HL-0302');
    expect(traffic.to(urlOf('credit'))).not.toContain('HL-0302');

    // The bench packs by scanner, the depot opens what the bench printed.
    const bench = await openDesk(context, group.parties.mall.folder, '佐藤');
    await packByScanner(bench, language, { purchase, pieces: ['HL-0302', 'BK-0001', 'BK-0001'] });
    await shows(bench, desk.packing.handedOver);
    await keepPicture(bench, '1-bench');
    const label = newestLabel(group.parties.mall.folder, '3');
    expect(textOf(label)).toContain('みほん運輸');
    expect(textOf(label)).not.toMatch(/2,?428|見本 花子|妊娠/);
    const code = mainCode(label, '3');
    const depot = await openDesk(context, group.parties.carrier.folder, '鈴木');
    await chooseStep(depot, '2');
    await scan(depot, code);
    await shows(depot, '23-A');
    await expect(depot.locator('body')).not.toContainText('見本 花子');
    await expect(depot.locator('body')).not.toContainText(total);
    await keepPicture(depot, '1-depot');
    await chooseStep(depot, '1');
    await scan(depot, code);
    await shows(depot, '見本 花子');
    await expect(depot.locator('body')).not.toContainText(total);
    await goTo(depot, desk.frame.screens.parcels);
    await expect(depot.getByRole('row', { name: formatNumber(code.slice(2, 16)) })).toBeVisible();
    await expect(depot.locator('body')).not.toContainText(total);
    await expect(depot.locator('body')).not.toContainText(goods);
    await keepPicture(depot, '1-parcels');
    await shows(shop.page, PURCHASE_TEXTS.shipped.said[language]);

    // The credit company knows a receipt, an amount and a customer, and no product.
    const clerk = await openDesk(context, group.parties.credit.folder, '森');
    await goTo(clerk, desk.frame.screens.settlements);
    const row = clerk.getByRole('row', { name: formatNumber(receipt) });
    await expect(row).toContainText(total);
    await expect(row).toContainText(desk.customers.settlements.states.captured);
    await expect(clerk.locator('body')).not.toContainText(goods);
    await keepPicture(clerk, '1-settlements');
    await row.focus();
    await clerk.keyboard.press('Enter');
    await shows(clerk, '見本 花子');
    await expect(clerk.locator('body')).not.toContainText(goods);
    await expect(clerk.locator('body')).not.toContainText('尾上町');
    await keepPicture(clerk, '1-settlement');
  });

  test(
    'declined or refused: nothing is charged, and the shop leads back to the goods',
    { tag: '@soak' },
    async ({ browser, context }) => {
      const other = await browser.newContext({ ignoreHTTPSErrors: true, locale: LOCALES[language] });
      const settled = await group.parties.credit.desk.ask('settlements.list', { limit: 50 });
      const before = { taro: await availableOf('1204'), person: await availableOf('1077') };
      expect(before.taro).toEqual(yen(1199));
      const declined = async (): Promise<void> => {
        const shop = await openShop(context, urlOf('mall'));
        await shop.order(['EB-0701'], 'settled');
        // One yen more than the card has.
        await expect(shop.page.locator('#order')).toContainText('1,200');
        const pay = await shop.openCredit();
        await pressBuy(pay, TARO_CARD);
        await expect(pay).toHaveURL(/\/pay\/done\?/);
        await shows(pay, say(PAY.doneNoTitle, language));
        // The class alone: not the balance, not the card, not the password.
        await expect(pay.locator('main')).not.toContainText(/残高|利用枠|不足|1,199/);
        await expect(pay.locator('.receipt')).toHaveCount(0);
        await keepPicture(pay, '3-declined');
        await shows(shop.page, PAYMENT_ENDS.declined[language]);
        await keepPicture(shop.page, '3-order-declined');
        await isBackAtGoods(shop, say(SHOP.noticeDeclined, language));
      };
      const refused = async (): Promise<void> => {
        const shop = await openShop(other, urlOf('mall'));
        await shop.order(['BK-0001', 'EB-0702'], 'settled');
        const pay = await shop.openCredit();
        await pay.locator('#card').fill(PERSON_CARD.number);
        await pay.locator('#no').click();
        await expect(pay).toHaveURL(/\/pay\/done\?/);
        await shows(pay, say(PAY.doneRefusedTitle, language));
        await keepPicture(pay, '3-refused');
        await shows(shop.page, PAYMENT_ENDS.refused[language]);
        await keepPicture(shop.page, '3-order-refused');
        await isBackAtGoods(shop, say(SHOP.noticeRefused, language));
      };
      await Promise.all([declined(), refused()]);
      await other.close();
      expect({ taro: await availableOf('1204'), person: await availableOf('1077') }).toEqual(before);
      expect(await group.parties.credit.desk.ask('settlements.list', { limit: 50 })).toEqual(settled);
    },
  );
});

test.describe('in English', () => {
  const language = 'en' satisfies Language;
  test.use({ locale: LOCALES[language] });
  const desk = DESK_TEXTS[language];

  test('electronic goods: attached, bought, sealed, forwarded by mail, and opened by the buyer alone', async ({
    context,
    browser,
  }) => {
    const name = 'Night train sketches';
    const file = { name: 'night-train.bin', bytes: randomBytes(4_700_000) };
    // The mall takes the product in and gives it a file.
    const station = await openDesk(context, group.parties.mall.folder, '森');
    await goTo(station, desk.frame.screens.catalogue);
    await station.getByRole('button', { name: desk.catalogue.import }).press('Enter');
    await station.locator('input[type=file]').setInputFiles({
      name: 'new.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${COLUMNS}\nEB-0799,${name},900,JPY,10,,,,,EPUB\n`),
    });
    await station.getByRole('button', { name: desk.imports.run(1) }).press('Enter');
    await expect(station.getByText(desk.imports.finished(1, 0)).first()).toBeVisible();
    await station.getByRole('button', { name: desk.common.back }).press('Enter');
    await expect(station.getByRole('row', { name })).toBeVisible();
    await keepPicture(station, '2-catalogue');
    await goTo(station, desk.frame.screens.goods);
    await station.getByRole('radio', { name: desk.goods.products }).click();
    const product = station.getByRole('row', { name });
    await expect(product).toContainText(desk.goods.productNoFile);
    await product.focus();
    await station.keyboard.press('Enter');
    const buffer = file.bytes;
    const type = 'application/octet-stream';
    await station
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({ name: file.name, mimeType: type, buffer });
    await expect(station.getByText(desk.goods.attached(file.name))).toBeVisible();
    await keepPicture(station, '2-files');
    await station.keyboard.press('Escape');
    await station.getByRole('radio', { name: desk.goods.waiting }).click();

    // The customer: no carrier is asked for; a key is made on the way and stays.
    const traffic = recordTraffic(context);
    const shop = await openShop(context, urlOf('mall'));
    await shop.order(['EB-0799'], 'settled');
    await keepPicture(shop.page, '2-order-pay');
    const purchase = await purchaseOf(shop.page);
    const key = await keptKey(shop.page);
    const pay = await shop.openCredit();
    await expect(pay.locator('body')).not.toContainText(name);
    const receipt = await buy(pay, PERSON_CARD);
    await shows(shop.page, GOODS_TEXTS.ready.said[language]);
    await keepPicture(shop.page, '2-order-ready');
    await expect(shop.page.locator('form[target=_blank]')).toHaveCount(0);
    for (const role of ['mall', 'credit', 'carrier'] as const) {
      expect(traffic.to(urlOf(role))).not.toContain(key.privateKey);
    }
    expect(traffic.to(urlOf('mall'))).toContain(key.publicKey);
    expect(traffic.to(urlOf('carrier'))).toBe('');
    const keyFile = await download(shop.page, '#save-key');

    // The mall's clerk: number, Enter, Enter.
    await typeSlowly(station, purchase);
    await station.keyboard.press('Enter');
    await expect(station.getByText(file.name)).toBeVisible();
    await expect(station.getByRole('button', { name: desk.goods.seal })).toBeFocused();
    await keepPicture(station, '2-seal');
    await station.keyboard.press('Enter');
    await expect(station.getByText(desk.goods.sealed)).toBeVisible();
    await expect(station.locator('.goods-way')).toContainText(desk.goods.states.sent);
    await keepPicture(station, '2-sealed');

    // The credit company's clerk: the label's own digits, then Enter.
    const code = mainCode(newestLabel(group.parties.mall.folder, receipt), '2');
    const clerk = await openDesk(context, group.parties.credit.folder, '鈴木');
    await goTo(clerk, desk.frame.screens.forwarding);
    await expect(clerk.getByRole('row', { name: formatNumber(receipt) })).toContainText(
      desk.forwarding.stateShort.arrived,
    );
    await scan(clerk, code);
    await shows(clerk, 'Sample Person');
    await expect(clerk.locator('body')).not.toContainText(name);
    await expect(clerk.locator('body')).not.toContainText('person@mail.example');
    await keepPicture(clerk, '2-forwarding');
    const kept = readFileSync(join(group.parties.credit.folder, FILES.packages, receipt));
    const earlier = await group.mail.received();
    await clerk.keyboard.press('Enter');
    await expect(clerk.locator('.scan-word')).toHaveText(desk.forwarding.sent);
    await expect(clerk.getByText('Sample Person')).toBeHidden();

    // A real mail with the sealed package, and no word of what is in it.
    const newMails = async (): Promise<readonly string[]> =>
      (await group.mail.received()).filter((mail) => !earlier.includes(mail));
    await expect.poll(async () => (await newMails()).length).toBe(1);
    const mail = await PostalMime.parse(readFileSync((await newMails())[0]!), { attachmentEncoding: 'arraybuffer' });
    expect(mail.to).toEqual([{ name: '', address: 'person@mail.example' }]);
    expect(mail.subject).toContain(formatNumber(receipt));
    expect(`${mail.subject}${mail.text}`).not.toMatch(/Night train|EB-0799|mall\.localhost|見本マーケット/);
    const [attached] = mail.attachments;
    expect(attached?.filename).toBe(packageName(receipt));
    const packed = join(folder, packageName(receipt));
    writeFileSync(packed, Buffer.from(attached!.content as ArrayBuffer));
    expect(digest(readFileSync(packed))).toBe(digest(kept));
    expect(kept.length).toBeGreaterThan(file.bytes.length);
    for (let at = 0; at < file.bytes.length; at += 100_000) {
      expect(kept.includes(file.bytes.subarray(at, at + 32))).toBe(false);
    }
    await clerk.getByRole('radio', { name: desk.forwarding.queueAll }).click();
    await expect(clerk.getByRole('row', { name: formatNumber(receipt) })).toContainText(
      desk.forwarding.stateShort.sent,
    );

    // The shop window says so, and the buyer gets the very bytes.
    await shows(shop.page, GOODS_TEXTS.forwarded.said[language]);
    await keepPicture(shop.page, '2-order-forwarded');
    await shop.page.getByRole('link', { name: say(SHOP.openGoods, language) }).click();
    await choose(shop.page, '#choose-file', packed);
    await shows(shop.page, say(OPEN.keyFound, language));
    await expect(shop.page.locator('#file-list')).toContainText(file.name);
    await keepPicture(shop.page, '2-open');
    expect(digest(readFileSync(await download(shop.page, SAVE)))).toBe(digest(file.bytes));
    expect(traffic.to(urlOf('mall'))).not.toContain(key.privateKey);

    // Another browser has no key, and gets in by the key file.
    const other = await browser.newContext({ ignoreHTTPSErrors: true, locale: LOCALES[language] });
    const stranger = await other.newPage();
    await stranger.goto(`${urlOf('mall')}/open`);
    await choose(stranger, '#choose-file', packed);
    await shows(stranger, say(OPEN.keyMissing, language));
    await keepPicture(stranger, '2-open-no-key');
    await expect(stranger.locator('#files')).toBeHidden();
    await choose(stranger, '#choose-key', keyFile);
    await expect(stranger.locator('#file-list')).toContainText(file.name);
    expect(digest(readFileSync(await download(stranger, SAVE)))).toBe(digest(file.bytes));
    await other.close();
  });

  test('a parcel and electronic goods in one order, after a wrong password', { tag: '@soak' }, async ({ context }) => {
    const shop = await openShop(context, urlOf('mall'));
    await shop.order(['BK-0002', 'EB-0704'], 'settled');
    await expect(shop.page.locator('#order')).toContainText('12,660');
    const purchase = await purchaseOf(shop.page);
    const pay = await shop.openCredit();
    await pressBuy(pay, { ...PERSON_CARD, password: 'wrong horse' });
    await expect(pay.locator('#problem')).toContainText('card-refused');
    await keepPicture(pay, '3-refused-card');
    // Nothing typed comes back, and the shop still waits.
    await expect(pay.locator('#card')).toHaveValue('');
    await expect(pay.locator('#password')).toHaveValue('');
    await expect(shop.page.locator('#order')).toHaveAttribute('data-settlement', 'offered');
    const receipt = await buy(pay, PERSON_CARD);
    await shows(shop.page, say(SHOP.paidBoth, language, { credit: CREDIT }));
    await keepPicture(shop.page, '3-mixed-ship');
    const carrierWindow = await shop.openCarrier();
    await fillAddress(carrierWindow, { ...HANAKO, name: 'Sample Person' });
    await ship(carrierWindow);

    // Both halves go their own way; the credit company forwards one and never hears of the other.
    const { mall, credit, carrier } = group.parties;
    await shows(shop.page, PURCHASE_TEXTS.accepted.said[language]);
    const { rows } = await mall.desk.ask('goods.list', { states: ['ready'], limit: 500 });
    await mall.desk.ask('goods.seal', { purchase: rows.find((row) => row.receipt === receipt)!.purchase });
    const arrived = async (): Promise<boolean> =>
      (await credit.desk.ask('forwarding.list', { limit: 50 })).rows.some(
        (row) => row.receipt === receipt && row.state === 'arrived',
      );
    await expect.poll(arrived).toBe(true);
    await credit.desk.ask('forwarding.scan', { scan: receipt });
    await credit.desk.ask('forwarding.send', { receipts: [receipt] });
    const { items } = await mall.desk.ask('packing.open', { number: purchase });
    expect(items.map(({ sku }) => sku)).toEqual(['BK-0002']);
    const checked = items.map(({ sku, quantity }) => ({ sku, quantity }));
    const [printed] = await mall.desk.ask('packing.print', { purchase, checked });
    await mall.desk.ask('packing.hand-over', { purchase });
    await carrier.desk.ask('station.scan-file', { file: printed!.pdf, step: 'accept' });
    const scanned = await carrier.desk.ask('station.scan-file', { file: printed!.pdf, step: 'look' });
    expect(scanned).toMatchObject({ addressee: { name: 'Sample Person' } });
    expect(scanned.due).toBeUndefined();
    const halves = shop.page.locator('.half');
    await expect(halves.first()).toContainText(PURCHASE_TEXTS.shipped.said[language]);
    await expect(halves.last()).toContainText(GOODS_TEXTS.forwarded.said[language]);
    await keepPicture(shop.page, '3-mixed');
    const settled = (await credit.desk.ask('settlements.list', { limit: 50 })).rows.find(
      (row) => row.receipt === receipt,
    );
    expect(settled).toMatchObject({ amount: yen(12_660), captured: yen(12_660) });
  });

  test(
    'a passkey is added after the password, and pays the next order without it',
    { tag: '@soak' },
    async ({ context }) => {
      const shop = await openShop(context, urlOf('mall'));
      await shop.order(['EB-0701'], 'settled');
      const pay = await shop.openCredit();
      const device = await plugIn(context, pay);
      await buy(pay, HANAKO_CARD);
      await pay.locator('#add-passkey').click();
      await expect(pay.locator('#passkey-said')).toHaveText(say(PAY.passkeyAdded, language));
      await keepPicture(pay, '4-added');
      const [key] = await keysOf(device);
      expect(key).toMatchObject({ rpId: 'credit.localhost', userName: '•••• 3902' });

      await shop.page.goto(urlOf('mall'));
      await shop.order(['BK-0003'], 'settled');
      const traffic = recordTraffic(context);
      const next = await shop.openCredit();
      const again = await plugIn(context, next);
      await again.session.send('WebAuthn.addCredential', { authenticatorId: again.authenticatorId, credential: key! });
      await next.locator('#card').fill(HANAKO_CARD.number);
      await next.locator('#use-passkey').click();
      const receipt = await receiptOn(next);
      await shows(shop.page, say(SHOP.paid, language, { credit: CREDIT }));
      await expect(shop.page.locator('#order')).toContainText(formatNumber(receipt));
      expect(traffic.to(urlOf('credit'))).toContain('authenticatorData');
      expect(traffic.to(urlOf('credit'))).not.toContain(HANAKO_CARD.password);
      await expect(next.locator('#passkey-offer')).toHaveCount(0);
    },
  );

  test(
    'an order called off at the mall’s desk: the customer sees the money go back',
    { tag: '@soak' },
    async ({ context }) => {
      const shop = await openShop(context, urlOf('mall'));
      await shop.order(['BK-0003'], 'settled');
      const purchase = await purchaseOf(shop.page);
      const before = await availableOf('1077');
      await buy(await shop.openCredit(), PERSON_CARD);
      await shows(shop.page, say(SHOP.paid, language, { credit: CREDIT }));
      const carrierWindow = await shop.openCarrier();
      await fillAddress(carrierWindow, HANAKO);
      await ship(carrierWindow);
      await shows(shop.page, PURCHASE_TEXTS.accepted.said[language]);
      expect(await availableOf('1077')).toEqual(yen(before.value - 1980));

      const { credit } = group.parties;
      const office = await openDesk(context, group.parties.mall.folder, '山本');
      await goTo(office, desk.frame.screens.refunds);
      await office.evaluate(() => (document.activeElement as HTMLElement).blur());
      await typeSlowly(office, purchase);
      await office.keyboard.press('Enter');
      await shows(office, desk.refunds.standing.cancellable);
      await keepPicture(office, '5-account');
      // As long as the credit company does not answer, the money is on its way.
      process.kill(credit.process.pid, 'SIGSTOP');
      try {
        await office.getByRole('button', { name: desk.refunds.cancel, exact: true }).focus();
        await office.keyboard.press('Enter');
        await office.keyboard.press('ArrowDown');
        await expect(office.getByRole('radio', { name: desk.refunds.cancelReasons['out-of-stock'] })).toBeFocused();
        await keepPicture(office, '5-cancel');
        await office.keyboard.press('Enter');
        await shows(office, /1,980 goes back/);
        await shows(shop.page, /1,980 is on its way back to you through みほんカード/);
        await shows(shop.page, PURCHASE_TEXTS.cancelled.said[language]);
        await keepPicture(shop.page, '5-order-asked');
      } finally {
        process.kill(credit.process.pid, 'SIGCONT');
      }
      await shows(shop.page, /1,980 went back to you through みほんカード/);
      await keepPicture(shop.page, '5-order-done');
      expect(await availableOf('1077')).toEqual(before);
      await office.getByRole('radio', { name: desk.refunds.tabs.done }).click();
      await expect(office.getByRole('grid').getByRole('row', { name: /1,980/ })).toBeVisible();
      await keepPicture(office, '5-refunds');
    },
  );
});

const COLUMNS = 'sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification';

/** What zbarimg reads as the label's main code. @param kind digit that it begins with */
function mainCode(pdf: string, kind: string): string {
  return readWithZbar(pdf).find(({ text }) => text.startsWith(kind) && text.length > 100)!.text;
}

function textOf(pdf: string): string {
  return execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' });
}

async function isBackAtGoods({ page }: ShopWindow, notice: string): Promise<void> {
  await expect(page).toHaveURL(`${urlOf('mall')}/`, { timeout: 20_000 });
  await expect(page.getByText(notice)).toBeVisible();
  await expect(page.locator('input[name=take]').first()).toBeVisible();
}

/** What the card may still spend. @param lastFour of a customer with one card */
async function availableOf(lastFour: string): Promise<{ readonly value: number; readonly currency: string }> {
  const { desk } = group.parties.credit;
  const [customer] = (await desk.ask('customers.list', { search: lastFour, limit: 1 })).rows;
  const { cards } = await desk.ask('customers.open', { id: customer!.id });
  return cards.find((card) => card.lastFour === lastFour)!.available;
}

/** The one key that the shop's page keeps in this browser. */
async function keptKey(page: Page): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  const kept = await page.evaluate(() => Object.values({ ...localStorage }) as string[]);
  expect(kept).toHaveLength(1);
  return JSON.parse(kept[0]!) as { publicKey: string; privateKey: string };
}

async function choose(page: Page, button: string, file: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.locator(button).click()]);
  await chooser.setFiles(file);
}

/** Presses a button that saves a file; returns where it is. */
async function download(page: Page, button: string): Promise<string> {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
  const path = join(folder, saved.suggestedFilename());
  await saved.saveAs(path);
  return path;
}

/** The first of the opened files. */
const SAVE = '#file-list button >> nth=0';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Device {
  readonly session: CDPSession;
  readonly authenticatorId: string;
}

/** An authenticator that the browser plays, for one window. */
async function plugIn(context: BrowserContext, page: Page): Promise<Device> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

async function keysOf({ session, authenticatorId }: Device) {
  return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
}
