import { type ReactNode, useState } from 'react';
import { KeyMap } from '../frame/key-map.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const keyMapSection: SettingsSection = {
  id: 'keyboard',
  of: 'computer',
  title: ({ settings }) => settings.keys,
  words: ({ settings, keys }) => [settings.showKeys, keys.title, keys.help],
  reading: 'きい きいぼおど',
  Body: Keyboard,
};

function Keyboard(): ReactNode {
  const { settings } = useTexts();
  const role = useOffice((store) => store.office?.role);
  const [shown, setShown] = useState(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setShown(true)}>
        {settings.showKeys}
      </button>
      {shown && role && <KeyMap role={role} onClose={() => setShown(false)} />}
    </>
  );
}
