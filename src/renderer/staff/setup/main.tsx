/** The page of a first run: makes a party with the service's setup, and goes on at that party's desk. */
import '../zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/noto-sans-jp/wght.css';
import '../design/tokens.css';
import '../design/base.css';
import '../design/controls.css';
import '../design/frame.css';
import '../design/scanner.css';
import '../design/setup.css';
import '../design/credit.css';
import '../design/printing.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followAppearance } from '../frame/appearance.ts';
import { startScanner } from '../scanner/scans.ts';
import { useSettings } from '../stores/settings-store.ts';
import { Wizard } from './wizard.tsx';

followAppearance();
startScanner(() => useSettings.getState().scanner);
const place = document.querySelector('#desk');
if (place) {
  // An error may hold what was typed: none of it goes to the console.
  createRoot(place, { onCaughtError: () => undefined, onUncaughtError: () => undefined }).render(
    <StrictMode>
      <Wizard />
    </StrictMode>,
  );
}
