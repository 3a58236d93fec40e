/** The calibration code on the screen, as bars and as QR. */
import type { ReactNode } from 'react';
import type { CalibrationCode } from '#shared/desk/scanner.ts';
import { BarCode, QrCode } from '../components/code-pictures.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function CalibrationCodes({ code }: { readonly code: CalibrationCode }): ReactNode {
  const { wizard } = useTexts().scanner;
  return (
    <div className="calibration-codes">
      <figure>
        <BarCode bars={code.bars} name={wizard.code128} />
        <figcaption className="meta">
          {wizard.code128} · <span className="number">{code.text}</span>
        </figcaption>
      </figure>
      <figure>
        <QrCode rows={code.rows} name={wizard.qr} />
        <figcaption className="meta">{wizard.qr}</figcaption>
      </figure>
    </div>
  );
}
