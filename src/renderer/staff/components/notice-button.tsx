/** Prints the notice that is left at a door where nobody took the parcel. Nobody's name stands on it. */
import { type ReactNode, useState } from 'react';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useTexts } from '../stores/use-texts.ts';
import { FailureNote } from './failure-note.tsx';
import { printPaper } from './print-paper.ts';
import { useKeys } from './use-keys.ts';
import { Key } from './words.tsx';

const NOTICE_KEY = 'F10';

export function NoticeButton({
  number,
  hotkey = false,
}: {
  readonly number: string;
  readonly hotkey?: boolean;
}): ReactNode {
  const { notice } = useTexts().tours;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failure | 'blocked'>();

  async function print(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const drawn = await desk.call('parcels.notice', { number });
    setBusy(false);
    if (!drawn.ok) return setProblem(drawn.error);
    setProblem((await printPaper(drawn.value)) ? undefined : 'blocked');
  }
  useKeys(hotkey ? { [NOTICE_KEY]: () => void print() } : {});
  return (
    <>
      <button type="button" className={hotkey ? 'button large' : 'button'} disabled={busy} onClick={() => void print()}>
        {hotkey && <Key name={NOTICE_KEY} />} {busy ? notice.printing : notice.print}
      </button>
      {problem === 'blocked' && (
        <p className="meta" role="alert">
          {notice.blocked}
        </p>
      )}
      {problem && problem !== 'blocked' && <FailureNote failure={problem} />}
    </>
  );
}
