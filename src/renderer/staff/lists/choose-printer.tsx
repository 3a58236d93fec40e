/** On which printer something is to come out: this bench's own first. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PrinterRow } from '#shared/desk/printing.ts';
import { Dialog } from '../components/dialog.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';

export function ChoosePrinter({
  count,
  printers,
  onChoose,
  onClose,
}: {
  readonly count: number;
  readonly printers: readonly PrinterRow[];
  readonly onChoose: (printer: string) => Promise<void>;
  readonly onClose: () => void;
}): ReactNode {
  const { purchases, printing, common } = useTexts();
  const own = useSettings((settings) => settings.printer);
  const [chosen, setChosen] = useState(own);
  const printer = printers.find(({ id }) => id === chosen) ?? printers[0];
  function print(event: FormEvent): void {
    event.preventDefault();
    if (printer) void onChoose(printer.id);
  }
  return (
    <Dialog title={purchases.printTitle(count)} onClose={onClose}>
      <form className="stack" onSubmit={print}>
        <p>{purchases.printExplain}</p>
        {printers.length > 0 ? (
          <SelectField
            title={printing.printer}
            value={printer?.id ?? ''}
            options={printers.map(({ id, name }) => [id, name] as const)}
            onChoose={setChosen}
          />
        ) : (
          <p>{purchases.noPrinter}</p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" data-first="" disabled={!printer}>
            {purchases.printLabels}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
