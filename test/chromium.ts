/** How tests start a Chromium: a real one, without the parts of its own window that no test looks at. */
import type { Browser } from '@playwright/test';
import { findChromium } from '#main/cli/chromium.ts';

export const chromiumPath = findChromium();

/** What Playwright switches off. Of several such switches Chromium heeds the last alone, so they stand here again. */
const OFF_FOR_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];
/** Pages of the address bar that every window loads though it shows none, and a renderer kept ready: half of a page's time. */
const OFF_FOR_SPEED = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'];

export const CHROMIUM_ARGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  `--disable-features=${[...OFF_FOR_PLAYWRIGHT, ...OFF_FOR_SPEED].join(',')}`,
];

/** Only where `chromiumPath` is there. */
export async function launchChromium(): Promise<Browser> {
  // Not before: it is large.
  const { chromium } = await import('@playwright/test');
  return chromium.launch({ executablePath: chromiumPath!, args: [...CHROMIUM_ARGS] });
}
