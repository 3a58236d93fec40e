/** The last scans, newest first: numbers, signs and words, never names. */
import type { ReactNode } from 'react';
import { Glyph } from '../../components/glyph.tsx';
import { failureText } from '../../components/failure-note.tsx';
import { shortNumber } from '../../components/words.tsx';
import { useStation } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { formatAge, useNow, useTexts } from '../../stores/use-texts.ts';
import type { RecentScan } from './station-store.ts';

export function RecentScans(): ReactNode {
  const texts = useTexts();
  const { scan } = texts;
  const recent = useStation((store) => store.recent);
  const language = useSettings((settings) => settings.language);
  const now = useNow();
  const wordOf = ({ step, code, warning }: RecentScan): string => {
    if (code === 'cash-differs') return scan.cashSeparate;
    if (code !== undefined) return failureText({ code }, texts, language);
    return warning ? scan.warningWords[warning] : scan.steps[step];
  };
  return (
    <section className="recent" aria-label={scan.last}>
      <h2>{scan.last}</h2>
      {recent.length === 0 ? (
        <p className="meta">{scan.lastNone}</p>
      ) : (
        <ol>
          {recent.map((entry, at) => (
            <li key={entry.id} className={entry.outcome} title={wordOf(entry)}>
              <Glyph sign={entry.outcome} size={16} />
              <span className="number">{entry.number ? shortNumber(entry.number) : scan.unlabelled}</span>
              <span className="recent-word">{wordOf(entry)}</span>
              {at === 0 && <span className="meta">{formatAge(texts, entry.at, now)}</span>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
