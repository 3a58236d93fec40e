/** Backups: the last one, one now, one every day, and the key that they are sealed to. */
import type { ReactNode } from 'react';
import { formatBytes } from '#shared/domain/byte-size.ts';
import { ERROR_TEXTS } from '#shared/locale/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { WorkProgress } from '../components/work-progress.tsx';
import { useSettings } from '../stores/settings-store.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { BackupSchedule } from './backup-schedule.tsx';
import { RecoveryKey } from './recovery-key.tsx';
import type { SettingsSection } from './sections.ts';
import { type BackupWork, useBackup } from './use-backup.ts';

export const backupSection: SettingsSection = {
  id: 'backup',
  of: 'party',
  title: ({ upkeep }) => upkeep.backup.title,
  words: ({ upkeep: { backup, recovery } }) => [
    backup.now,
    backup.daily,
    backup.restore,
    backup.folder,
    recovery.title,
    recovery.make,
  ],
  reading: 'バックアップ ふくげん ふっきゅうかぎ',
  stands: ({ station }) => station === undefined,
  permission: 'keys',
  Body: Backup,
};

function Backup(): ReactNode {
  const { upkeep } = useTexts();
  const work = useBackup();
  const { standing, failure, said } = work;
  const { backup } = upkeep;
  return (
    <div className="stack">
      <p>{backup.explain}</p>
      {failure && <FailureNote failure={failure} />}
      {standing && (
        <>
          <dl className="settings-rows">
            <dt>{backup.last}</dt>
            <dd>
              <LastBackup work={work} />
            </dd>
            <dt>{upkeep.recovery.title}</dt>
            <dd>
              <RecoveryKey id={standing.recoveryKey} onRegistered={work.reload} />
            </dd>
          </dl>
          <Now work={work} />
          {said === 'stopped' && <Note sign="look" title={backup.stopped} />}
          {typeof said === 'object' && <Note sign="done" title={backup.saved(said.saved)} />}
          <BackupSchedule schedule={standing.schedule} onChanged={work.reload} />
        </>
      )}
      <details>
        <summary>{backup.restore}</summary>
        <ol className="steps">
          <li>{backup.restoreSteps[0]}</li>
          <li>
            {backup.restoreSteps[1]}
            <code className="command">tokumei restore --file FILE --dir DIR --key KEY-FILE</code>
          </li>
          <li>{backup.restoreSteps[2]}</li>
        </ol>
      </details>
    </div>
  );
}

function LastBackup({ work: { standing } }: { readonly work: BackupWork }): ReactNode {
  const { backup } = useTexts().upkeep;
  const language = useSettings((settings) => settings.language);
  const { last, failed } = standing!;
  return (
    <>
      {last ? `${formatTime(last.at)} · ${formatBytes(last.bytes, language)} · ${backup.ways[last.way]}` : backup.never}
      {failed && (
        <span className="mark stop">
          {backup.failed(formatTime(failed.at))}: {ERROR_TEXTS[failed.code as ErrorCode]?.[language] ?? failed.code}
        </span>
      )}
    </>
  );
}

function Now({ work }: { readonly work: BackupWork }): ReactNode {
  const { backup } = useTexts().upkeep;
  const language = useSettings((settings) => settings.language);
  const { standing, saving, start, save, cancel } = work;
  const { running, ready, recoveryKey, schedule } = standing!;
  const bytes = (count: number): string => formatBytes(count, language);
  if (running) {
    const words = backup.of(bytes(running.bytes), bytes(running.of));
    return <WorkProgress title={backup.running} done={running.bytes} of={running.of} words={words} onCancel={cancel} />;
  }
  if (ready && saving !== undefined) {
    const words = backup.of(bytes(saving), bytes(ready.bytes));
    return <WorkProgress title={backup.saving} done={saving} of={ready.bytes} words={words} onCancel={cancel} />;
  }
  return (
    <div className="row">
      {ready && (
        <>
          <span>{backup.left}</span>
          <button type="button" className="button primary" onClick={() => void save()}>
            {backup.save}
          </button>
        </>
      )}
      <button
        type="button"
        className={ready ? 'button' : 'button primary'}
        disabled={recoveryKey === undefined}
        onClick={() => void start('download')}
      >
        {backup.now}
      </button>
      {schedule && (
        <button
          type="button"
          className="button"
          disabled={recoveryKey === undefined}
          onClick={() => void start('folder')}
        >
          {backup.nowFolder}
        </button>
      )}
    </div>
  );
}
