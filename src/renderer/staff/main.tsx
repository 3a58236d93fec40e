/**
 * The staff desk: the screens of a party's people, served to a local browser or shown by the desktop app. It asks its
 * party through `client.ts` and must never keep anything about a parcel or a person beyond what stands on the screen.
 */
import './zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/noto-sans-jp/wght.css';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';
import './design/frame.css';
import './design/lists.css';
import './design/partners.css';
import './design/records.css';
import './design/stations.css';
import './design/catalogue.css';
import './design/goods.css';
import './design/credit.css';
import './design/forwarding.css';
import './design/gifts.css';
import './design/branding.css';
import './design/knowledge.css';
import './design/refunds.css';
import './design/returns.css';
import './design/money.css';
import './design/printing.css';
import './design/pairing.css';
import './design/billing.css';
import './design/depot.css';
import './design/fees.css';
import './design/handover.css';
import './design/scanner.css';
import './design/station-mode.css';
import './design/staff.css';
import './design/overview.css';
import './design/narrow.css';
import './design/forced-colors.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Desk } from './frame/desk.tsx';
import { followAppearance } from './frame/appearance.ts';
import { startScanner } from './scanner/scans.ts';
import { followSerial } from './scanner/serial.ts';
import { useSettings } from './stores/settings-store.ts';

followAppearance();
startScanner(() => useSettings.getState().scanner);
followSerial(() => useSettings.getState().serial);
const place = document.querySelector('#desk');
if (place) {
  // An error may hold what a screen showed: none of it goes to the console.
  createRoot(place, { onCaughtError: () => undefined, onUncaughtError: () => undefined }).render(
    <StrictMode>
      <Desk />
    </StrictMode>,
  );
}
