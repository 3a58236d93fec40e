/** Whose desk this is, whether its line stands, who sits at it; language, appearance and sound. */
import type { ReactNode } from 'react';
import type { Office } from '#shared/desk/office.ts';
import { LANGUAGES } from '#shared/locale/desk.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { Key } from '../components/words.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { type Theme, THEMES, useSettings } from '../stores/settings-store.ts';
import { formatClock, useNow, useTexts } from '../stores/use-texts.ts';
import { KeyWatch } from './key-watch.tsx';
import { StandingMark } from './standing.tsx';

const THEME_ICONS: Readonly<Record<Theme, IconName>> = { light: 'sun', dark: 'moon', system: 'screen' };

export function TopBar({
  office,
  onKeys,
  onPalette,
}: {
  readonly office: Office;
  readonly onKeys: () => void;
  readonly onPalette: () => void;
}): ReactNode {
  const texts = useTexts();
  const { frame } = texts;
  const { language, theme, sound, choose } = useSettings();
  const { line, lock } = useOffice();
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  return (
    <header className="bar">
      <p className="bar-place">
        <span className="bar-name">Tokumei</span>
        <span className="bar-part">{frame.roles[office.role]}</span>
        <span className="bar-part strong">{office.name}</span>
        {office.station && <span className="bar-part strong">{office.station.name}</span>}
        {office.place !== '' && <span className="bar-part">{office.place}</span>}
        {office.demo && (
          <span className="mark look" title={frame.demoHint}>
            {frame.demo}
          </span>
        )}
      </p>
      {office.station && line === 'open' ? <StandingMark station={office.station} /> : <LineMark />}
      {!office.station && <KeyWatch />}
      <Clock />
      <button
        type="button"
        className="bar-button"
        title={`${texts.staff.lock.switch} (Ctrl+L)`}
        aria-keyshortcuts="Control+L"
        onClick={lock}
      >
        {office.who}
      </button>
      <div className="bar-tools">
        <button
          type="button"
          className="bar-button"
          title={`${texts.palette.title} (Ctrl+K)`}
          aria-keyshortcuts="Control+K"
          onClick={onPalette}
        >
          <Icon name="find" />
          <span className="unseen">{texts.palette.open}</span>
        </button>
        {LANGUAGES.filter((other) => other !== language).map((other) => (
          <button
            key={other}
            type="button"
            className="bar-button"
            lang={other}
            title={`${frame.language}: ${texts.settings.languages[other]}`}
            onClick={() => choose({ language: other })}
          >
            {texts.settings.languages[other]}
          </button>
        ))}
        <button
          type="button"
          className="bar-button"
          aria-label={`${frame.theme}: ${frame.themes[theme]}`}
          title={`${frame.theme}: ${frame.themes[theme]}`}
          onClick={() => choose({ theme: nextTheme })}
        >
          <Icon name={THEME_ICONS[theme]} />
        </button>
        <button
          type="button"
          className="bar-button"
          aria-pressed={sound}
          aria-label={frame.sound}
          title={sound ? frame.soundOn : frame.soundOff}
          onClick={() => choose({ sound: !sound })}
        >
          <Icon name={sound ? 'soundOn' : 'soundOff'} />
        </button>
        <button type="button" className="bar-button" title={frame.keys} onClick={onKeys}>
          <Key name="?" />
          <span className="unseen">{frame.keys}</span>
        </button>
      </div>
    </header>
  );
}

function LineMark(): ReactNode {
  const { frame } = useTexts();
  const line = useOffice((store) => store.line);
  const words = { open: frame.connected, connecting: frame.connecting, down: frame.down, locked: frame.down };
  return (
    <span className={`line-mark ${line === 'open' ? 'up' : 'down'}`} role="status">
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        {line === 'open' ? <circle cx="5" cy="5" r="4.5" /> : <path d="M1 1 9 9M9 1 1 9" />}
      </svg>
      {words[line]}
    </span>
  );
}

function Clock(): ReactNode {
  const now = useNow(1000);
  return <time className="bar-clock">{formatClock(new Date(now))}</time>;
}
