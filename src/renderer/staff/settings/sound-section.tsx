/** The two tones, and how loud. */
import type { ReactNode } from 'react';
import { Segments } from '../components/segments.tsx';
import { play } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const soundSection: SettingsSection = {
  id: 'sound',
  of: 'computer',
  title: ({ settings }) => settings.sound,
  words: ({ settings, frame }) => [settings.volume, settings.tryGood, settings.tryBad, frame.soundOn, frame.soundOff],
  reading: 'おと おんりょう',
  Body: Sound,
};

function Sound(): ReactNode {
  const { frame, settings } = useTexts();
  const { sound, volume, choose } = useSettings();
  return (
    <div className="row">
      <Segments
        label={settings.sound}
        choices={[
          ['on', frame.soundOn],
          ['off', frame.soundOff],
        ]}
        chosen={sound ? 'on' : 'off'}
        onChoose={(chosen) => choose({ sound: chosen === 'on' })}
      />
      <label className="row">
        <span className="meta">{settings.volume}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.1"
          value={volume}
          disabled={!sound}
          onChange={(event) => choose({ volume: Number(event.target.value) })}
        />
      </label>
      <button type="button" className="button" disabled={!sound} onClick={() => play('done')}>
        {settings.tryGood}
      </button>
      <button type="button" className="button" disabled={!sound} onClick={() => play('look')}>
        {settings.tryBad}
      </button>
    </div>
  );
}
