/** What runs here, how much it holds, and whether the database is sound. */
import { type ReactNode, useEffect, useState } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { WorkProgress } from '../components/work-progress.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import type { SettingsSection } from './sections.ts';

export const aboutSection: SettingsSection = {
  id: 'about',
  of: 'party',
  title: ({ upkeep }) => upkeep.about.title,
  words: ({ upkeep: { about } }) => [about.version, about.runtime, about.database, about.free, about.check],
  reading: 'このソフトウェアについて はん',
  stands: ({ station }) => station === undefined,
  Body: About,
};

const LOOK_MS = 500;

function About(): ReactNode {
  const { about: texts } = useTexts().upkeep;
  const language = useSettings((settings) => settings.language);
  const mayCheck = useMay('keys');
  const { value, failure } = useQuery('about.read', {});
  const bytes = (count: number): string => formatBytes(count, language);
  return (
    <div className="stack">
      {failure && <FailureNote failure={failure} />}
      {value && (
        <dl className="settings-rows">
          <dt>{texts.version}</dt>
          <dd>Tokumei {value.version}</dd>
          <dt>{texts.runtime}</dt>
          <dd>{value.runtime.map(([name, version]) => `${name} ${version}`).join(' · ')}</dd>
          <dt>{texts.platform}</dt>
          <dd>{value.platform}</dd>
          <dt>{texts.started}</dt>
          <dd>{formatTime(value.startedAt)}</dd>
          <dt>{texts.folder}</dt>
          <dd>{bytes(value.folderBytes)}</dd>
          <dt>{texts.database}</dt>
          <dd>{bytes(value.databaseBytes)}</dd>
          <dt>{texts.free}</dt>
          <dd>{bytes(value.freeBytes)}</dd>
        </dl>
      )}
      {mayCheck && <Check />}
    </div>
  );
}

function Check(): ReactNode {
  const { about: texts } = useTexts().upkeep;
  const { value, reload } = useQuery('about.integrity', {});
  const [failure, setFailure] = useState<Failure>();
  const running = value?.running;
  const isRunning = running !== undefined;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [isRunning, reload]);

  async function tell(command: 'about.check' | 'about.cancel-check'): Promise<void> {
    const result = await desk.call(command, {});
    setFailure(result.ok ? undefined : result.error);
    reload();
  }
  if (running) {
    return (
      <WorkProgress
        title={texts.check}
        done={running.done}
        of={running.of}
        words={texts.checking(running.done, running.of)}
        onCancel={() => void tell('about.cancel-check')}
      />
    );
  }
  const last = value?.last;
  return (
    <div className="row">
      <button type="button" className="button" onClick={() => void tell('about.check')}>
        {texts.check}
      </button>
      {failure && <FailureNote failure={failure} />}
      <span role="status" className={last && !last.sound ? 'mark stop' : 'meta'}>
        {last === undefined
          ? texts.notChecked
          : last.sound
            ? texts.sound(last.tables, formatTime(last.at))
            : texts.damaged(formatTime(last.at))}
      </span>
    </div>
  );
}
