/** Wallets that wrong PINs have locked; one is unlocked with a reason. */
import { type ReactNode, useState } from 'react';
import type { Output } from '#shared/desk/contract.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { LookDialog } from '../components/look-dialog.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { May } from '../components/may.tsx';

type Locked = Output<'wallets.locked'>[number];

export function LockedWallets({
  wallets,
  onUnlocked,
  onClose,
}: {
  readonly wallets: readonly Locked[];
  readonly onUnlocked: (serial: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { inquiries: texts } = useTexts();
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  if (chosen !== undefined) {
    return (
      <OrderDialog
        title={texts.unlockTitle(chosen)}
        explain={texts.unlockExplain}
        confirm={texts.unlock}
        disabled={reason.trim() === ''}
        order={() => desk.call('wallets.unlock', { serial: chosen, reason: reason.trim() })}
        onDone={() => {
          onUnlocked(chosen);
          setChosen(undefined);
          onClose();
        }}
        onClose={() => setChosen(undefined)}
      >
        {() => <ReasonField value={reason} onText={setReason} />}
      </OrderDialog>
    );
  }
  const columns: readonly Column<Locked>[] = [
    { head: texts.lockedAt, render: ({ at }) => formatTime(at) },
    { head: texts.serial, form: 'wide', render: ({ serial }) => <span className="number">{serial}</span> },
    { head: texts.agency, render: ({ agency }) => agency },
    {
      head: '',
      form: 'end',
      render: ({ serial }) => (
        <May permission="limits">
          <button
            type="button"
            className="button slim"
            aria-label={`${texts.unlock} ${serial}`}
            onClick={() => {
              setReason('');
              setChosen(serial);
            }}
          >
            {texts.unlock}
          </button>
        </May>
      ),
    },
  ];
  return (
    <LookDialog title={texts.lockedTitle} onClose={onClose}>
      <div className="stack">
        <p>{texts.lockedExplain}</p>
        {wallets.length === 0 && <p className="meta">{texts.lockedNone}</p>}
        {wallets.length > 0 && (
          <DataTable label={texts.lockedTitle} columns={columns} rows={wallets} keyOf={({ serial }) => serial} />
        )}
      </div>
    </LookDialog>
  );
}
