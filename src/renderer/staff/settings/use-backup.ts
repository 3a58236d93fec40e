/** A backup from this screen: made by the service, brought over piece by piece, saved as a download. */
import { useEffect, useRef, useState } from 'react';
import { BACKUP_PART, type BackupStanding } from '#shared/desk/upkeep.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { saveFile } from '../components/pdf.ts';
import { type Query, useQuery } from '../stores/use-query.ts';

const LOOK_MS = 500;

export interface BackupWork {
  readonly standing: BackupStanding | undefined;
  readonly failure: Failure | undefined;
  /** Bytes here already, while the file is being brought over. */
  readonly saving: number | undefined;
  /** Name of the file that was saved, or that it was stopped. */
  readonly said: { readonly saved: string } | 'stopped' | undefined;
  start(way: 'download' | 'folder'): Promise<void>;
  save(): Promise<void>;
  cancel(): void;
  reload(): void;
}

export function useBackup(): BackupWork {
  const { value: standing, failure, reload }: Query<BackupStanding> = useQuery('backup.standing', {}, ['upkeep']);
  const [problem, setProblem] = useState<Failure>();
  const [saving, setSaving] = useState<number>();
  const [said, setSaid] = useState<BackupWork['said']>();
  /** This screen asked for it: saved as soon as it is there. */
  const wanted = useRef(false);
  const stopped = useRef(false);
  const busy = standing?.running !== undefined;
  const ready = standing?.ready;

  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [busy, reload]);

  async function start(way: 'download' | 'folder'): Promise<void> {
    setProblem(undefined);
    setSaid(undefined);
    wanted.current = way === 'download';
    stopped.current = false;
    const begun = await desk.call('backup.start', { way });
    if (!begun.ok) setProblem(begun.error);
    reload();
  }

  async function save(): Promise<void> {
    if (!ready || saving !== undefined) return;
    stopped.current = false;
    const parts: Blob[] = [];
    setSaving(0);
    for (let offset = 0; !stopped.current; offset += BACKUP_PART) {
      const part = await desk.call('backup.part', { offset });
      if (!part.ok) {
        setProblem(part.error);
        break;
      }
      parts.push(new Blob([Uint8Array.from(atob(part.value.data), (character) => character.charCodeAt(0))]));
      setSaving(Math.min(offset + BACKUP_PART, ready.bytes));
      if (!part.value.last) continue;
      saveFile(new Blob(parts, { type: 'application/octet-stream' }), ready.name);
      const taken = await desk.call('backup.taken', {});
      if (taken.ok) setSaid({ saved: ready.name });
      else setProblem(taken.error);
      break;
    }
    setSaving(undefined);
    reload();
  }

  useEffect(() => {
    if (!ready || !wanted.current) return;
    wanted.current = false;
    void save();
  });

  function cancel(): void {
    wanted.current = false;
    stopped.current = true;
    setSaid('stopped');
    void desk.call('backup.cancel', {}).then(reload);
  }

  return { standing, failure: problem ?? failure, saving, said, start, save, cancel, reload };
}
