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
  return (
    <section className="warnings" aria-labelledby="warnings">
      <h2 id="warnings">{overview.warningsTitle}</h2>
      <ul>
        {keys.map((warning) => (
          <Warning
            key={`${warning.what} ${warning.days ?? ''}`}
            urgent={warning.urgent}
            text={warningText(texts, warning)}
            place="keys"
          />
        ))}
        {warnings.map(({ id, urgent, days, count, bytes }) => (
          <Warning
            key={id}
            urgent={urgent}
            text={overview.warnings[id](
              bytes === undefined ? String(days ?? count ?? '') : formatBytes(bytes, language),
            )}
            place={PLACES[id]}
          />
        ))}
      </ul>
    </section>
  );
}

function Warning({
  urgent,
  text,
  place,
}: {
  readonly urgent: boolean;
  readonly text: string;
  readonly place: string;
}): ReactNode {
  const { overview } = useTexts();
  return (
    <li className={urgent ? 'warning stop' : 'warning look'}>
      <Glyph sign={urgent ? 'stop' : 'look'} size={16} />
      <span>{text}</span>
      <a className="button slim" href={`#/${place}`}>
        {overview.open}
      </a>
    </li>
  );
}
