/** What stands around every screen, and which screen that is. */
import { type ReactNode, useState } from 'react';
import { Note } from '../components/note.tsx';
import { UndoLine } from '../components/undo-line.tsx';
import { useKeys } from '../components/use-keys.ts';
import { Palette } from '../palette/palette.tsx';
import { usePaletteKey } from '../palette/use-palette-key.ts';
import { navigate, railOf, type Screen, screenOf, useHash } from '../route.ts';
import { SCREENS_WITH_PERSONS } from '../screen-permission.ts';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { useForwarding, useGoods, useOffice, usePacking, useStation } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { ScreenGuard } from './broken.tsx';
import { Entry } from './entry.tsx';
import { KeyMap } from './key-map.tsx';
import { LockScreen } from './lock-screen.tsx';
import { Locked } from './locked.tsx';
import { OwnSecret } from './own-secret.tsx';
import { PrintingWatch } from './printing-watch.tsx';
import { Rail } from './rail.tsx';
import { ScannerLayer } from './scanner-layer.tsx';
import { SCREENS } from './screens.ts';
import { StandingNote } from './standing.tsx';
import { TopBar } from './top-bar.tsx';
import { useLock } from './use-lock.ts';
import type { Office } from '#shared/desk/office.ts';
import { numberKind } from '#shared/domain/number.ts';

export function Desk(): ReactNode {
  const line = useOffice((store) => store.line);
  const office = useOffice((store) => store.office);
  const locked = useOffice((store) => store.locked);
  if (line === 'locked') return <Locked />;
  if (office === undefined) return <Entry />;
  // Another person begins afresh; the same one goes on where the screen was locked.
  return (
    <>
      <div className={locked ? 'desk-held' : 'desk-shown'} inert={locked}>
        {office.ownSecretDue ? (
          // Nothing is answered before: neither lists nor figures are asked for.
          !locked && <OwnSecret key={office.who} who={office.who} due onDone={() => undefined} />
        ) : (
          <OpenDesk key={office.who} office={office} />
        )}
      </div>
      {locked && <LockScreen who={office.who} />}
    </>
  );
}

function OpenDesk({ office }: { readonly office: Office }): ReactNode {
  const texts = useTexts();
  const line = useOffice((store) => store.line);
  const screen = screenOf(useHash(), office);
  const [keysShown, setKeysShown] = useState(false);
  const [paletteShown, setPaletteShown] = useState(false);
  const locked = useOffice((store) => store.locked);
  useLock(office.lockMinutes);
  const station: Screen | undefined = railOf(office).find(({ group }) => group === 'stations')?.screens[0];
  const Shown = SCREENS[screen];
  usePaletteKey(() => locked || setPaletteShown(true));

  useKeys({
    F9: () => station && navigate(station),
    '?': (event) => {
      const { target } = event;
      const typing = target instanceof HTMLElement && target.matches('input:not([data-number]), textarea');
      if (typing) return false;
      setKeysShown(true);
      return true;
    },
  });
  // A list that does not read numbers itself hands the scan to the station.
  useScans((scan) => {
    if (station === undefined) return;
    const number = numberIn(bestReading(scan));
    if (station === 'packing' && number !== undefined && numberKind(number) === 'receipt') {
      navigate('goods');
      void useGoods.getState().take(scan);
      return;
    }
    navigate(station);
    if (station === 'packing') void usePacking.getState().take(scan);
    else if (station === 'forwarding') void useForwarding.getState().take({ kind: 'text', text: bestReading(scan) });
    else void useStation.getState().take({ kind: 'text', text: bestReading(scan) });
  }, 'last');

  return (
    <div className="desk">
      <a className="skip" href={`#/${screen}`} onClick={focusMain}>
        {texts.frame.skip}
      </a>
      <TopBar office={office} onKeys={() => setKeysShown(true)} onPalette={() => setPaletteShown(true)} />
      <Rail office={office} screen={screen} />
      <main className="desk-main" tabIndex={-1}>
        {line !== 'open' && (
          <div className="desk-down">
            <Note sign="stop" title={texts.frame.downLong} />
          </div>
        )}
        {office.station && line === 'open' && <StandingNote station={office.station} />}
        {office.role === 'mall' && <PrintingWatch screen={screen} />}
        <ScreenGuard key={screen}>{locked && SCREENS_WITH_PERSONS.has(screen) ? null : <Shown />}</ScreenGuard>
      </main>
      <ScannerLayer role={office.role} screen={screen} />
      <UndoLine />
      {paletteShown && <Palette office={office} screen={screen} onClose={() => setPaletteShown(false)} />}
      {keysShown && <KeyMap role={office.role} onClose={() => setKeysShown(false)} />}
    </div>
  );
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('.desk-main')?.focus();
}
