/** A station’s screen says how it stands to its service: by word and sign, spoken and heard; and what waits. */
import { type Browser, expect, test } from '@playwright/test';
import type { Topic } from '#shared/desk/contract.ts';
import type { StationKind, StationStanding, WaitingScan } from '#shared/desk/stations.ts';
import { ok } from '#shared/result.ts';
import { ensurePages } from '#main/cli/built-pages.ts';
import { seated } from '#test/fakes/fake-office.ts';
import { BAD, GOOD, type OpenDesk, openDesk, type OpenDeskOptions } from './desk-page.ts';
import { looks } from './pages/look.ts';

const AT = '2026-11-21T01:00:00.000Z';
const LEASE = '2026-11-28T01:00:00.000Z';
const ONLINE: StationStanding = { online: true, waiting: 0, refused: 0, heardAt: AT, leaseEnds: LEASE };
const SCANS: readonly WaitingScan[] = [
  {
    id: '0a7b7c58-33c1-4d1c-9f2e-0a41c0f4d601',
    number: '30482771930569',
    step: 'accept',
    at: '2026-11-21T00:41:00.000Z',
    refused: 'label-duplicate',
  },
  { id: '0a7b7c58-33c1-4d1c-9f2e-0a41c0f4d602', number: '37718264509131', step: 'arrive', at: AT },
  { id: '0a7b7c58-33c1-4d1c-9f2e-0a41c0f4d603', number: '31190337452087', step: 'load', at: AT },
];

test.beforeAll(() => ensurePages());

interface StationDesk extends OpenDesk {
  stand(standing: Partial<StationStanding>, scans?: readonly WaitingScan[]): void;
}

async function openStation(
  browser: Browser,
  kind: StationKind,
  more: Pick<OpenDeskOptions, 'language' | 'theme'>,
): Promise<StationDesk> {
  let standing = ONLINE;
  let scans: readonly WaitingScan[] = [];
  const role = kind === 'bench' ? 'mall' : kind === 'forwarding' ? 'credit' : 'carrier';
  const station = { id: '0a7b7c58-33c1-4d1c-9f2e-0a41c0f4d6aa', name: kind === 'van' ? '車両 7' : 'Bench 2', kind };
  const opened = await openDesk(browser, {
    role,
    ...more,
    handlers: {
      'office.enter': async () =>
        ok(seated({ id: 'carrier.example', role, name: '青空運輸', place: '横浜営業所', demo: false, station })),
      'station.standing': async () => ok(standing),
      'station.waiting': async () => ok([...scans]),
      'station.put-aside': async (_, { id }) => {
        scans = scans.filter((scan) => scan.id !== id);
        standing = { ...standing, refused: standing.refused - 1 };
        opened.desk.announce('stations');
        return ok();
      },
    },
  });
  return {
    ...opened,
    stand: (next, waiting = scans) => {
      standing = { ...standing, ...next };
      scans = waiting;
      opened.desk.announce('stations' satisfies Topic);
    },
  };
}

test('the bar names the station and says which of the two it is, spoken and heard', async ({ browser }) => {
  const { page, stand, tones, shot, close } = await openStation(browser, 'van', { language: 'en' });
  const bar = page.getByRole('banner');
  await expect(bar).toContainText('車両 7');
  await expect(bar.getByRole('status')).toHaveText('Online');
  await shot('station-online');
  const heard = (await tones()).length;
  stand({ online: false, waiting: 3 });
  await expect(bar.getByRole('status')).toHaveText('Offline: 3 scans wait');
  await expect(async () => expect((await tones()).slice(heard)).toEqual([BAD])).toPass();
  await shot('station-offline');
  stand({ online: true, waiting: 2 });
  await expect(bar.getByRole('status')).toHaveText('Online: 2 scans being sent');
  stand({ online: true, waiting: 0 });
  await expect(bar.getByRole('status')).toHaveText('Online');
  await expect(async () => expect((await tones()).slice(heard)).toEqual([BAD, GOOD])).toPass();
  await close();
});

for (const [language, theme] of looks('ja')) {
  test(`refused scans are put aside by keys alone (${language}, ${theme})`, async ({ browser }) => {
    const { page, stand, shot, close } = await openStation(browser, 'van', { language, theme });
    stand({ online: false, waiting: 2, refused: 1 }, SCANS);
    await expect(page.getByRole('banner').getByRole('status')).toHaveText(/2.*1/);
    await page.keyboard.press('F3');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('3 0482 7719 3056 9');
    await expect(dialog.getByRole('row')).toHaveCount(3);
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await shot('station-waiting');
    await expect(dialog.getByRole('listitem').getByRole('button')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('listitem')).toHaveCount(0);
    await expect(dialog.getByRole('row')).toHaveCount(3);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await close();
  });
}

test('the rail has what the work at the station needs, and nothing of the office', async ({ browser }) => {
  for (const [kind, names] of [
    ['van', ['Scan station', 'Settings']],
    ['bench', ['Packing', 'Settings']],
    ['forwarding', ['Forwarding', 'Settings']],
  ] as const) {
    const { page, close } = await openStation(browser, kind, { language: 'en' });
    const links = page.getByRole('navigation').getByRole('link');
    for (const name of names) await expect(links.filter({ hasText: name })).toHaveCount(1);
    for (const name of ['Partners', 'Trail', 'Purchases', 'Cash', 'Customers']) {
      await expect(page.getByRole('navigation').getByRole('link', { name, exact: true })).toHaveCount(0);
    }
    await close();
  }
});

test('a bench that is cut off says that nothing can be done there; a revoked van says so for good', async ({
  browser,
}) => {
  const bench = await openStation(browser, 'bench', { language: 'ja' });
  bench.stand({ online: false });
  await expect(bench.page.getByRole('alert').filter({ hasText: 'サービスに接続できません' })).toBeVisible();
  await bench.shot('station-bench-cut-off');
  bench.stand({ online: true });
  await expect(bench.page.getByRole('alert').filter({ hasText: 'サービスに接続できません' })).toBeHidden();
  await bench.close();
  const van = await openStation(browser, 'van', { language: 'en' });
  van.stand({ online: false, revoked: true, waiting: 0 }, []);
  await expect(van.page.getByRole('alert').filter({ hasText: 'This station was revoked' })).toBeVisible();
  await expect(van.page.getByRole('banner').getByRole('status')).toHaveText('Revoked');
  await van.shot('station-revoked');
  await van.close();
});
