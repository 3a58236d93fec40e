/** Whether a scan arrives, whatever it is: of the label in the hand, or of a code on the screen. */
import { type ReactNode, useEffect, useState } from 'react';
import { desk } from '../client.ts';
import type { CalibrationCode } from '#shared/desk/scanner.ts';
import { BarCode } from '../components/code-pictures.tsx';
import { Note } from '../components/note.tsx';
import { tapArrivals } from '../scanner/arrivals.ts';
import { bestReading } from '../scanner/read-scan.ts';
import { play } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';

const SHOWN = 40;

export function ScannerCheck(): ReactNode {
  const { label } = useTexts().setup;
  const [code, setCode] = useState<CalibrationCode>();
  const [scanned, setScanned] = useState<string>();
  useEffect(() => {
    void desk.call('scanner.calibration', {}).then((drawn) => drawn.ok && setCode(drawn.value));
    return tapArrivals(({ scan }) => {
      play('done');
      setScanned(bestReading(scan));
    });
  }, []);
  return (
    <section className="stack" aria-label={label.scanner}>
      <h2>{label.scanner}</h2>
      {scanned === undefined ? (
        <>
          <p className="meta">{label.scanThis}</p>
          {code && <BarCode bars={code.bars} name={label.code} height={56} module={1.5} />}
          <p className="meta">{label.noScanner}</p>
        </>
      ) : (
        <Note sign="done" title={label.scanned}>
          <code className="scanner-raw">{scanned.length > SHOWN ? `${scanned.slice(0, SHOWN)}…` : scanned}</code>
        </Note>
      )}
    </section>
  );
}
