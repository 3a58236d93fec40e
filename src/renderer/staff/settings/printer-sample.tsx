/** A label that belongs to no parcel, as this printer will print it. */
import type { ReactNode } from 'react';
import type { PrinterSetting } from '#shared/domain/printer.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

export function PrinterSample({
  setting,
  onClose,
}: {
  readonly setting: PrinterSetting;
  readonly onClose: () => void;
}): ReactNode {
  const { printers: texts } = useTexts().printing;
  const { value, failure } = useQuery('printers.sample', { id: setting.id });
  return (
    <LookDialog title={texts.sample} onClose={onClose}>
      <div className="printer-sample">
        {failure && <FailureNote failure={failure} />}
        {value && <img src={`data:image/png;base64,${value.preview}`} alt={texts.sample} />}
      </div>
    </LookDialog>
  );
}
