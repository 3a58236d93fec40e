/** The printers of the warehouse, and how this bench prints. */
import type { ReactNode } from 'react';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { Printers } from './printers.tsx';
import type { SettingsSection } from './sections.ts';

export const printersSection: SettingsSection = {
  id: 'printers',
  of: 'party',
  title: ({ printing }) => printing.printers.title,
  words: ({ settings, printing }) => [
    settings.printing,
    settings.printAtOnce,
    printing.printers.own,
    printing.printers.add,
    printing.printers.test,
    printing.printers.expiry,
  ],
  reading: 'ぷりんた いんさつ',
  stands: ({ role }) => role === 'mall',
  Body: PrintersAndPaper,
};

function PrintersAndPaper(): ReactNode {
  const { settings } = useTexts();
  const { printAtOnce, choose } = useSettings();
  return (
    <div className="stack">
      <label className="check">
        <input
          type="checkbox"
          checked={printAtOnce}
          onChange={(event) => choose({ printAtOnce: event.target.checked })}
        />
        {settings.printAtOnce}
      </label>
      <Printers />
    </div>
  );
}
