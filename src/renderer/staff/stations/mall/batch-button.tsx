/** Opens the batch from the packing queue, and says what came of it. */
import { type ReactNode, useState } from 'react';
import type { QueuedJob } from '#shared/desk/printing.ts';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { navigate } from '../../route.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { BatchDialog } from './batch-dialog.tsx';

export function BatchButton(): ReactNode {
  const { printing } = useTexts();
  const { batch } = printing;
  const [open, setOpen] = useState(false);
  const [given, setGiven] = useState<QueuedJob>();
  useKeys({ F3: () => setOpen(true) });
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {batch.open} <Key name="F3" />
      </button>
      {given && (
        <div className="batch-given" role="status">
          <span>{given.queued > 0 ? batch.given(given.queued) : batch.allKnown}</span>
          {given.queued > 0 && given.known > 0 && <span>{batch.known(given.known)}</span>}
          <button type="button" className="button slim" onClick={() => navigate('printing')}>
            {batch.toJob}
          </button>
        </div>
      )}
      {open && (
        <BatchDialog
          onGiven={(job) => {
            setGiven(job);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
