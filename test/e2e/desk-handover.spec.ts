/** The end of a day without a mouse: counted and closed at the mall, picked up and answered at the carrier. */
import { expect, test } from '@playwright/test';
import { ensurePages } from '#main/cli/built-pages.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import { fakeHandoverNumbers, fakeOtherCarriersNumber } from '#test/fakes/fake-handover.ts';
import { fakeShippingNumbers, mainCodeOf } from '#test/fakes/fake-carrier.ts';
import { BAD, GOOD, openDesk } from './desk-page.ts';
import { barCode, HandoverPage } from './pages/handover.ts';
import { looks } from './pages/look.ts';

const [one, two, third, voided, notPacked, cancelled, ...rest] = fakeHandoverNumbers() as [
  string,
  string,
  string,
  string,
  string,
  string,
  ...string[],
];
const [, expected] = fakeShippingNumbers() as [string, string];

test.beforeAll(() => ensurePages());

for (const [language, theme] of looks('en')) {
  const { handover } = DESK_TEXTS[language];

  test(`the mall counts, closes and sees the answer, ${language}`, async ({ browser }) => {
    const { page, scan, type, shot, tones, desk, close } = await openDesk(browser, { role: 'mall', language, theme });
    const bench = new HandoverPage(page, language);
    await bench.open('handover');
    await shot('handover-start');
    await bench.scan(barCode(one), one, 'done');
    expect((await tones()).at(-1)).toEqual(GOOD);
    await bench.scan(barCode(two, 2, 2), two, 'done');
    await expect(bench.panel).toContainText(handover.piecesLeft(1));
    await shot('handover-counting');

    for (const [number, words] of [
      [one, handover.alreadyCounted],
      [voided, handover.voided],
      [notPacked, handover.notPacked],
      [cancelled, handover.cancelled],
      [fakeOtherCarriersNumber(), handover.otherCarrier('かもめ急便')],
    ] as const) {
      await bench.scan(barCode(number), number, 'stop');
      await expect(bench.panel).toContainText(words);
      expect((await tones()).at(-1)).toEqual(BAD);
    }
    await shot('handover-stop');
    await type(two);
    await page.keyboard.press('Enter');
    await expect(bench.panel).toContainText(handover.piece(1, 2));

    // Counted by mistake: taken back, and counted again.
    await bench.scan(barCode(third), third, 'done');
    await page.keyboard.press('F8');
    await expect(bench.panel).toContainText(handover.takenBack);
    await bench.scan(barCode(third), third, 'done');
    for (const number of rest.slice(1)) await bench.scan(barCode(number), number, 'done');
    // The count is the party's, not the page's.
    await page.reload();
    await expect(page.locator('.handover-tally')).toContainText('5');

    await page.keyboard.press('F10');
    await expect(bench.dialog).toContainText(handover.closeSums(5, 6));
    await expect(bench.dialog).toContainText(handover.closeLeft(2));
    await shot('handover-close');
    // The scanner's Enter is no answer to a question.
    await scan(barCode(one));
    await expect(bench.panel).toContainText(handover.alreadyCounted);
    expect(desk.received.map(({ command }) => command)).not.toContain('handover.close');
    await page.keyboard.press('Enter');
    await expect(bench.dialog.getByRole('img')).toBeVisible();
    await expect(bench.dialog).toContainText(handover.closedDo(5));
    await expect(bench.dialog.getByRole('button', { name: handover.print })).toBeFocused();
    await shot('handover-paper');
    await page.keyboard.press('Escape');

    await page.keyboard.press('F2');
    await expect(page.locator('tbody').getByText(handover.states.closed, { exact: true })).toBeVisible();
    await shot('handover-manifests');
    await bench.tabTo(page.getByRole('row').nth(1));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('row').nth(2)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(bench.dialog).toContainText(handover.missing);
    await expect(bench.dialog).toContainText(handover.missingPart(1, 2));
    await shot('handover-differs');
    await bench.tabTo(bench.dialog.getByRole('button', { name: handover.foundHere }));
    await page.keyboard.press('Enter');
    await expect(bench.dialog).toContainText('3');
    await expect(bench.dialog.getByRole('button', { name: handover.foundHere })).toBeHidden();
    expect(desk.received.map(({ command }) => command)).toContain('handover.found');
    await close();
  });

  test(`the carrier picks up and answers, ${language}`, async ({ browser }) => {
    const { page, shot, tones, desk, close } = await openDesk(browser, { role: 'carrier', language, theme });
    const gate = new HandoverPage(page, language);
    const { pickup } = handover;
    await gate.open('pickup');
    await expect(page.getByText(pickup.still(3))).toBeVisible();
    await shot('pickup-start');
    await gate.scan(mainCodeOf(expected), expected, 'done');
    await expect(page.getByText(pickup.still(2))).toBeVisible();
    expect((await tones()).at(-1)).toEqual(GOOD);
    await shot('pickup-accepted');
    await gate.scan(mainCodeOf(expected), expected, 'stop');
    expect((await tones()).at(-1)).toEqual(BAD);

    await page.keyboard.press('F10');
    await expect(gate.dialog).toContainText(pickup.closeDiffers);
    await expect(gate.dialog.getByRole('button', { name: pickup.final })).toBeFocused();
    await shot('pickup-differs');
    await page.keyboard.press('Enter');
    await expect(gate.dialog).toContainText(pickup.endedDiffers(2, 1));
    const { input } = desk.received.findLast(({ command }) => command === 'pickups.answer')!;
    expect(input).toMatchObject({ final: true });
    await shot('pickup-ended');
    await page.keyboard.press('Escape');

    // The next one, from another mall, is all there: told so far first, then ended.
    await page.keyboard.press('F10');
    await expect(gate.dialog).toContainText(pickup.closeAgrees(2));
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(gate.dialog).toContainText(pickup.toldSoFar);
    await page.keyboard.press('Escape');
    await page.keyboard.press('F10');
    await expect(gate.dialog.getByRole('button', { name: pickup.final })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(gate.dialog).toContainText(pickup.endedAgrees);
    await page.keyboard.press('Escape');
    await expect(page.getByText(pickup.emptyTitle)).toBeVisible();

    await page.keyboard.press('F7');
    await expect(gate.dialog.getByRole('button', { name: pickup.chooseFiles })).toBeFocused();
    const lines = ['head', '1', '2', '3', '4', ''].join('\r\n');
    const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    const chooser = gate.dialog.locator('input[type="file"]');
    await chooser.setInputFiles([file('manifest.csv', lines)]);
    await expect(gate.dialog).toContainText(pickup.bothFiles);
    await chooser.setInputFiles([file('manifest.jws', 'e30..AAAA')]);
    await expect(gate.dialog).toContainText(pickup.compared.same);
    await shot('pickup-check');
    await chooser.setInputFiles([file('manifest.csv', lines), file('manifest.jws', 'other')]);
    await expect(gate.dialog.getByRole('alert')).toBeVisible();
    await close();
  });
}

test('an empty day says what will stand here', async ({ browser }) => {
  for (const role of ['mall', 'carrier'] as const) {
    const { page, shot, close } = await openDesk(browser, { role, language: 'en', empty: true });
    const { handover } = DESK_TEXTS.en;
    await new HandoverPage(page, 'en').open(role === 'mall' ? 'handover' : 'pickup');
    await expect(page.getByText(role === 'mall' ? handover.nothingTitle : handover.pickup.emptyTitle)).toBeVisible();
    await shot(`handover-empty-${role}`);
    await close();
  }
});
