/** What somebody has to look after: what it is, what to do, and the way there. */
import type { ReactNode } from 'react';
import type { UpkeepWarning, UpkeepWarningId } from '#shared/desk/overview.ts';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { KeyWarning } from '#shared/desk/keys.ts';
import { Glyph } from '../components/glyph.tsx';
import { warningText } from '../lists/keys.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useTexts } from '../stores/use-texts.ts';

const PLACES: Readonly<Record<UpkeepWarningId, string>> = {
  'no-recovery-key': 'settings?section=backup',
  'no-backup': 'settings?section=backup',
  'backup-old': 'settings?section=backup',
  'backup-failed': 'settings?section=backup',
  'backup-off': 'settings?section=backup',
  'disk-low': 'settings?section=about',
  'post-stuck': 'post?states=waiting',
  'post-refused': 'post?states=refused',
};

type Look = 'stop' | 'look' | 'wait';
const KEY_LOOKS: Readonly<Record<KeyWarning['step'], Look>> = { early: 'wait', soon: 'look', urgent: 'stop' };

export function Warnings({
  warnings,
  keys,
}: {
  readonly warnings: readonly UpkeepWarning[];
  readonly keys: readonly KeyWarning[];
}): ReactNode {
  const texts = useTexts();
  const { overview } = texts;
  const language = useSettings((settings) => settings.language);
  if (warnings.length + keys.length === 0) return null;
  const toLine = (warning: KeyWarning): ReactNode => (
    <Warning
      key={`${warning.what} ${warning.days ?? ''}`}
      look={KEY_LOOKS[warning.step]}
      text={warningText(texts, warning)}
      place="keys"
    />
  );
  return (
    <section className="warnings" aria-labelledby="warnings">
      <h2 id="warnings">{overview.warningsTitle}</h2>
      <ul>
        {keys.filter(({ step }) => step !== 'early').map(toLine)}
        {warnings.map(({ id, urgent, days, count, bytes }) => (
          <Warning
            key={id}
            look={urgent ? 'stop' : 'look'}
            text={overview.warnings[id](
              bytes === undefined ? String(days ?? count ?? '') : formatBytes(bytes, language),
            )}
            place={PLACES[id]}
          />
        ))}
        {keys.filter(({ step }) => step === 'early').map(toLine)}
      </ul>
    </section>
  );
}

function Warning({
  look,
  text,
  place,
}: {
  readonly look: Look;
  readonly text: string;
  readonly place: string;
}): ReactNode {
  const { overview } = useTexts();
  return (
    <li className={`warning ${look}`}>
      <Glyph sign={look} size={16} />
      <span>{text}</span>
      <a className="button slim" href={`#/${place}`}>
        {overview.open}
      </a>
    </li>
  );
}
