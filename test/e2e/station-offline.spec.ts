/** A van's screen on a real station: its service is stopped and started, and the screen says which of the two it is. */
import { expect, test } from '@playwright/test';
import { CLIENT_SECRET } from '#main/cli/demo/desk-client.ts';
import { ensurePages } from '#main/cli/built-pages.ts';
import { clearAway } from '../builders/a-folder.ts';
import { aStationProcess, type StationProcesses } from '../builders/a-station-process.ts';
import { chooseStep } from './pages/bench.ts';
import { scan } from './pages/desk.ts';

let all: StationProcesses;

test.use({ locale: 'ja-JP' });
test.setTimeout(180_000);

test.beforeAll(async () => {
  await ensurePages();
  all = await aStationProcess({ parcels: 3 });
});
test.afterAll(() => clearAway());

const SLOW = { timeout: 30_000 };

test(
  'scans go on while the service is stopped, and are sent by themselves when it is back',
  { tag: '@soak' },
  async ({ page }) => {
    const { service, station, parcels } = all;
    const [one, two, three] = parcels as [(typeof parcels)[0], (typeof parcels)[0], (typeof parcels)[0]];
    const wait = await station.start();
    await expect(async () => expect(await wait.ask('station.standing', {})).toHaveProperty('leaseEnds')).toPass(SLOW);
    wait.close();
    await page.goto(station.link());
    await page.getByRole('textbox').first().fill('佐藤');
    await page.keyboard.press('Enter');
    await page.locator('input[type=password]').fill(CLIENT_SECRET);
    await page.keyboard.press('Enter');
    const status = page.getByRole('banner').getByRole('status');
    await expect(status).toHaveText('オンライン', SLOW);
    await expect(page.getByRole('banner')).toContainText('車両 7');

    await chooseStep(page, '2');
    await scan(page, one.labelText);
    await expect(page.getByText('引き受けました').first()).toBeVisible(SLOW);

    // The service goes; the driver goes on.
    await service.kill();
    await expect(status).toHaveText('オフライン', SLOW);
    for (const [at, parcel] of [two, three].entries()) {
      await scan(page, parcel.labelText);
      await expect(status).toHaveText(`オフライン：${at + 1} 件が送信待ち`, SLOW);
    }
    await scan(page, three.number);
    await expect(page.getByText('大きいコードを読み取ってください').first()).toBeVisible(SLOW);
    await page.keyboard.press('F3');
    await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(3);
    await page.keyboard.press('Escape');
    expect(await all.stepsBy('佐藤')).toHaveLength(1);

    // It comes back, and nobody does anything.
    await service.start();
    await expect(status).toHaveText('オンライン', SLOW);
    await expect(async () =>
      expect((await all.stepsBy('佐藤')).map(([number, state]) => [number, state])).toEqual(
        [one, two, three].map(({ number }) => [number, 'accepted']),
      ),
    ).toPass(SLOW);
  },
);
