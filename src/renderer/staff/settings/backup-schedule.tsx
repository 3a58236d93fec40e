/** The backup that the service makes by itself every day. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { BackupSchedule as Schedule } from '#shared/desk/upkeep.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { Note } from '../components/note.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function BackupSchedule({
  schedule,
  onChanged,
}: {
  readonly schedule: Schedule | undefined;
  readonly onChanged: () => void;
}): ReactNode {
  const { backup } = useTexts().upkeep;
  const [folder, setFolder] = useState(schedule?.folder ?? '');
  const [at, setAt] = useState(schedule?.at ?? '03:00');
  const [keep, setKeep] = useState(String(schedule?.keep ?? 14));
  const [failure, setFailure] = useState<Failure>();
  const [said, setSaid] = useState<string>();

  async function choose(chosen: Schedule | null): Promise<void> {
    const result = await desk.call('backup.schedule', { schedule: chosen });
    setFailure(result.ok ? undefined : result.error);
    setSaid(result.ok ? (chosen ? backup.turnedOn(chosen.at) : backup.turnedOff) : undefined);
    onChanged();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void choose({ folder: folder.trim(), at, keep: Number(keep) });
  }
  return (
    <form className="stack" onSubmit={submit}>
      <h3>{backup.daily}</h3>
      <p className="meta">{backup.dailyExplain}</p>
      <div className="backup-fields">
        <TextField
          title={backup.folder}
          value={folder}
          maxLength={400}
          required
          spellCheck={false}
          invalid={failure?.about?.endsWith('folder') ?? false}
          onText={setFolder}
        />
        <TextField title={backup.time} type="time" value={at} required onText={setAt} />
        <TextField title={backup.keep} type="number" min={1} max={365} value={keep} required onText={setKeep} />
      </div>
      <div className="row">
        <button type="submit" className="button">
          {schedule ? backup.change : backup.turnOn}
        </button>
        {schedule && (
          <button type="button" className="button" onClick={() => void choose(null)}>
            {backup.turnOff}
          </button>
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
      {said !== undefined && <Note sign="done" title={said} />}
    </form>
  );
}
