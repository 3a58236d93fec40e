/** Who this party is to its partners and customers. */
import type { ReactNode } from 'react';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const officeSection: SettingsSection = {
  id: 'office',
  of: 'party',
  title: ({ settings }) => settings.office,
  words: ({ settings }) => [settings.id, settings.publicUrl],
  reading: 'じむしょ',
  Body: OfficeFacts,
};

function OfficeFacts(): ReactNode {
  const { settings } = useTexts();
  const office = useOffice((store) => store.office);
  if (!office) return null;
  return (
    <dl className="facts">
      <dt>{settings.id}</dt>
      <dd>{office.id}</dd>
      <dt>{settings.publicUrl}</dt>
      <dd>
        {office.publicUrl ?? settings.noPublicPages}
        {office.publicUrl === undefined && <p className="meta">{settings.noPublicPagesMeans}</p>}
      </dd>
    </dl>
  );
}
