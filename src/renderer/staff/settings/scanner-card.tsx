/** Settings of this computer's scanners: how each sends, and a place to try them all. */
import { type ReactNode, useState } from 'react';
import type { Role } from '#shared/protocol/party.ts';
import { Key } from '../components/words.tsx';
import { toggleCamera, useCamera } from '../scanner/camera.ts';
import { cameraKey } from '../scanner/camera-key.ts';
import { connectSerial, forgetSerial, reopenSerial, useSerial } from '../scanner/serial.ts';
import { BAUD_RATES, SERIAL_ENDS, type SerialChoice } from '../scanner/serial-choice.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { CalibrationWizard } from './calibration-wizard.tsx';
import { CommandSheetDialog } from './command-sheet-dialog.tsx';
import { ProfileFacts } from './profile-facts.tsx';
import { ScannerTest } from './scanner-test.tsx';

export function ScannerCard({ role }: { readonly role: Role }): ReactNode {
  const { scanner: texts } = useTexts();
  return (
    <section className="scanner-card" aria-label={texts.title}>
      <ScannerTest />
      <WedgePart />
      <SerialPart />
      <CameraPart role={role} />
      <SheetPart />
    </section>
  );
}

function WedgePart(): ReactNode {
  const { wedge } = useTexts().scanner;
  const { scanner, choose } = useSettings();
  const [learning, setLearning] = useState(false);
  return (
    <div className="scanner-part">
      <h3>{wedge.title}</h3>
      {scanner ? <ProfileFacts profile={scanner} /> : <p className="meta">{wedge.standard}</p>}
      <div className="row">
        <button type="button" className="button" onClick={() => setLearning(true)}>
          {wedge.calibrate}
        </button>
        {scanner && (
          <button type="button" className="button" onClick={() => choose({ scanner: undefined })}>
            {wedge.reset}
          </button>
        )}
      </div>
      {learning && <CalibrationWizard onClose={() => setLearning(false)} />}
    </div>
  );
}

function SerialPart(): ReactNode {
  const { serial: words } = useTexts().scanner;
  const { serial, choose } = useSettings();
  const { state, name } = useSerial();
  const change = (part: Partial<SerialChoice>): void => {
    const chosen = { ...serial, ...part };
    choose({ serial: chosen });
    void reopenSerial(chosen);
  };
  if (state === 'unavailable') {
    return (
      <div className="scanner-part">
        <h3>{words.title}</h3>
        <p className="meta">{words.unavailable}</p>
      </div>
    );
  }
  const port = name === undefined ? words.builtIn : words.name(name);
  return (
    <div className="scanner-part">
      <h3>{words.title}</h3>
      <p className={state === 'open' ? '' : 'meta'} role="status">
        {state === 'none' && words.none}
        {state === 'open' && `${words.open(port)} · ${words.remembered}`}
        {state === 'lost' && `${words.lost} · ${words.lostDo}`}
        {state === 'failed' && `${words.failed} · ${words.failedDo}`}
      </p>
      <div className="row">
        <label className="row">
          <span className="meta">{words.baud}</span>
          <select
            className="input"
            value={serial.baud}
            onChange={(event) => change({ baud: Number(event.target.value) })}
          >
            {BAUD_RATES.map((rate) => (
              <option key={rate}>{rate}</option>
            ))}
          </select>
        </label>
        <label className="row">
          <span className="meta">{words.end}</span>
          <select
            className="input"
            value={serial.end}
            onChange={(event) => change({ end: SERIAL_ENDS.find((end) => end === event.target.value) ?? 'any' })}
          >
            {SERIAL_ENDS.map((end) => (
              <option key={end} value={end}>
                {words.ends[end]}
              </option>
            ))}
          </select>
        </label>
        {state === 'open' ? (
          <button type="button" className="button" onClick={() => void forgetSerial()}>
            {words.disconnect}
          </button>
        ) : (
          <button type="button" className="button" onClick={() => void connectSerial(serial)}>
            {words.connect}
          </button>
        )}
      </div>
    </div>
  );
}

function CameraPart({ role }: { readonly role: Role }): ReactNode {
  const { camera: words } = useTexts().scanner;
  const camera = useSettings((settings) => settings.camera);
  const state = useCamera((store) => store.state);
  return (
    <div className="scanner-part">
      <h3>{words.title}</h3>
      <p className="meta">{words.explain}</p>
      <div className="row">
        <button type="button" className="button" onClick={() => toggleCamera(role, camera)}>
          {state === 'off' ? words.start : words.stop} <Key name={cameraKey(role)} />
        </button>
      </div>
    </div>
  );
}

function SheetPart(): ReactNode {
  const { sheet } = useTexts().scanner;
  const [shown, setShown] = useState(false);
  return (
    <div className="scanner-part">
      <h3>{sheet.title}</h3>
      <p className="meta">{sheet.explain}</p>
      <div className="row">
        <button type="button" className="button" onClick={() => setShown(true)}>
          {sheet.make}
        </button>
      </div>
      {shown && <CommandSheetDialog onClose={() => setShown(false)} />}
    </div>
  );
}
