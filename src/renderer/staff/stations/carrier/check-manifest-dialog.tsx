/** A manifest file that came by hand or by mail: whose it is, and whether it says what the mall's server said. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CheckedManifest } from '#shared/desk/handover.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { LookDialog } from '../../components/look-dialog.tsx';
import { Note } from '../../components/note.tsx';
import { readBase64, useFiles } from '../../components/use-files.ts';
import { NumberText } from '../../components/words.tsx';
import { play } from '../../stores/desk-stores.ts';
import { useTexts } from '../../stores/use-texts.ts';

export function CheckManifestDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { handover } = useTexts();
  const { pickup } = handover;
  const [checked, setChecked] = useState<CheckedManifest>();
  const [failure, setFailure] = useState<Failure>();
  const [half, setHalf] = useState(false);
  const button = useRef<HTMLDivElement>(null);
  const taken = useRef<Partial<Record<'csv' | 'jws', File>>>({});

  async function check(files: readonly File[]): Promise<void> {
    const ending = (end: string): File | undefined => files.find(({ name }) => name.toLowerCase().endsWith(end));
    const csv = ending('.csv') ?? taken.current.csv;
    const jws = ending('.jws') ?? taken.current.jws;
    taken.current = { ...(csv && { csv }), ...(jws && { jws }) };
    setChecked(undefined);
    setFailure(undefined);
    setHalf(!csv || !jws);
    if (!csv || !jws) return play('look');
    taken.current = {};
    const base64 = await readBase64(csv);
    const answer =
      base64 === undefined || jws.size > 4096
        ? { ok: false as const, error: { code: 'too-large' as const } }
        : await desk.call('pickups.check', { csv: base64, jws: (await jws.text()).trim() });
    play(answer.ok && answer.value.compared === 'same' ? 'done' : 'look');
    if (answer.ok) setChecked(answer.value);
    else setFailure(answer.error);
  }
  useFiles((files) => void check(files));
  useEffect(() => button.current?.querySelector('button')?.focus(), []);
  return (
    <LookDialog
      title={pickup.checkTitle}
      onClose={onClose}
      actions={
        <div ref={button}>
          <FileButton primary multiple title={pickup.chooseFiles} accept=".csv,.jws" onFiles={(f) => void check(f)} />
        </div>
      }
    >
      <div className="stack">
        <p className="dialog-text">{pickup.checkExplain}</p>
        {half && <Note sign="look" title={pickup.bothFiles} />}
        {failure && <FailureNote failure={failure} />}
        {checked && (
          <Note sign={checked.compared === 'different' ? 'look' : 'done'} title={pickup.checkGood}>
            <p>
              <NumberText number={checked.number} />
            </p>
            <p>{[checked.mallName, checked.date, handover.closeSums(checked.parcels, checked.pieces)].join(' · ')}</p>
            <p>{pickup.compared[checked.compared]}</p>
          </Note>
        )}
      </div>
    </LookDialog>
  );
}
