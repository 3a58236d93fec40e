/** Who sits at this computer, what that person may do, and an own PIN or password. */
import { type ReactNode, useState } from 'react';
import { Note } from '../components/note.tsx';
import { Key } from '../components/words.tsx';
import { OwnSecret } from '../frame/own-secret.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { usePermissionsHere } from '../stores/use-permissions-here.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const clerkSection: SettingsSection = {
  id: 'clerk',
  of: 'computer',
  title: ({ settings }) => settings.clerk,
  words: ({ staff }) => [staff.lock.switch, staff.own.change, staff.first.secret],
  reading: 'たんとうしゃ',
  Body: ClerkFile,
};

function ClerkFile(): ReactNode {
  const { staff } = useTexts();
  const { office, lock } = useOffice();
  const permissions = usePermissionsHere();
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  if (!office) return null;
  return (
    <div className="stack">
      <p>
        <span className="strong">{office.who}</span> <span className="meta">{staff.ranks[office.rank]}</span>
      </p>
      <p className="meta">
        {permissions
          .filter(({ permission }) => office.permissions.includes(permission))
          .map(({ title }) => title)
          .join(' · ')}
      </p>
      <div className="row">
        <button type="button" className="button" onClick={lock}>
          {staff.lock.switch} <Key name="Ctrl" />
          <Key name="L" />
        </button>
        <button type="button" className="button" onClick={() => setChanging(true)}>
          {staff.own.change}
        </button>
      </div>
      {changed && <Note sign="done" title={staff.own.changed} />}
      {changing && (
        <OwnSecret
          who={office.who}
          onDone={() => {
            setChanging(false);
            setChanged(true);
          }}
          onClose={() => setChanging(false)}
        />
      )}
    </div>
  );
}
