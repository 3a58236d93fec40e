/** Choices of this computer, and who sits at it. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Segments } from '../components/segments.tsx';
import { KeyMap } from '../frame/key-map.tsx';
import { play, useOffice } from '../stores/desk-stores.ts';
import { THEMES, useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';
import { Printers } from './printers.tsx';
import { ScannerCard } from './scanner-card.tsx';

export function SettingsScreen(): ReactNode {
  const { printing, frame, settings, scanner } = useTexts();
  const { language, theme, sound, volume, printAtOnce, choose } = useSettings();
  const office = useOffice((store) => store.office);
  const [keysShown, setKeysShown] = useState(false);
  return (
    <ListScreen title={frame.screens.settings}>
      <div className="screen-body">
        <dl className="settings">
          <dt>{settings.clerk}</dt>
          <dd>
            <ClerkChange />
          </dd>
          <dt>{settings.language}</dt>
          <dd>
            <Segments
              label={settings.language}
              choices={[
                ['ja', settings.languages.ja],
                ['en', settings.languages.en],
              ]}
              chosen={language}
              onChoose={(chosen) => choose({ language: chosen })}
            />
          </dd>
          <dt>{settings.theme}</dt>
          <dd>
            <Segments
              label={settings.theme}
              choices={THEMES.map((name) => [name, frame.themes[name]] as const)}
              chosen={theme}
              onChoose={(chosen) => choose({ theme: chosen })}
            />
          </dd>
          <dt>{settings.sound}</dt>
          <dd className="row">
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
          </dd>
          {office?.role === 'mall' && (
            <>
              <dt>{settings.printing}</dt>
              <dd>
                <label className="check">
                  <input
                    type="checkbox"
                    checked={printAtOnce}
                    onChange={(event) => choose({ printAtOnce: event.target.checked })}
                  />
                  {settings.printAtOnce}
                </label>
              </dd>
              <dt>{printing.printers.title}</dt>
              <dd>
                <Printers />
              </dd>
            </>
          )}
          {office && (
            <>
              <dt>{scanner.title}</dt>
              <dd>
                <ScannerCard role={office.role} />
              </dd>
            </>
          )}
          <dt>{settings.keys}</dt>
          <dd>
            <button type="button" className="button" onClick={() => setKeysShown(true)}>
              {settings.showKeys}
            </button>
          </dd>
          {office && (
            <>
              <dt>{settings.office}</dt>
              <dd>
                <dl className="facts">
                  <dt>{settings.id}</dt>
                  <dd>{office.id}</dd>
                  <dt>{settings.publicUrl}</dt>
                  <dd>
                    {office.publicUrl ?? settings.noPublicPages}
                    {office.publicUrl === undefined && <p className="meta">{settings.noPublicPagesMeans}</p>}
                  </dd>
                </dl>
              </dd>
            </>
          )}
        </dl>
        <p className="meta">{settings.stored}</p>
      </div>
      {keysShown && office && <KeyMap role={office.role} onClose={() => setKeysShown(false)} />}
    </ListScreen>
  );
}

function ClerkChange(): ReactNode {
  const { entry, settings } = useTexts();
  const { clerk, choose } = useSettings();
  const { enter, failure } = useOffice();
  const [name, setName] = useState(clerk);
  const entered = name.trim();
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (entered === '') return;
    choose({ clerk: entered });
    void enter(entered);
  }
  return (
    <form className="row" onSubmit={submit}>
      <input
        className="input clerk-input"
        aria-label={entry.field}
        maxLength={24}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button" disabled={entered === '' || entered === clerk}>
        {settings.change}
      </button>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}
