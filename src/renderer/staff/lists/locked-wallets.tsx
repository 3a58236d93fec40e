/** Wallets that wrong PINs have locked; one is unlocked with a reason. */
import { type ReactNode, useState } from 'react';
import type { LockedWallet } from '#shared/desk/inquiries.ts';
import { desk } from '../client.ts';
import { LookDialog } from '../components/look-dialog.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { textColumn, timeColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { useMay } from '../stores/use-may.ts';
import { useTexts } from '../stores/use-texts.ts';

const keyOf = ({ serial }: LockedWallet): string => serial;

export function LockedWallets({
  onUnlocked,
  onClose,
}: {
  readonly onUnlocked: (serial: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { inquiries: texts } = useTexts();
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  const mayUnlock = useMay('limits');
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
  const columns: readonly RecordColumn<LockedWallet>[] = [
    {
      id: 'serial',
      head: texts.serial,
      form: 'wide',
      render: ({ serial }) => <span className="number">{serial}</span>,
      csv: keyOf,
    },
    textColumn('agency', texts.agency, ({ agency }) => agency, { width: 180 }),
    timeColumn('at', texts.lockedAt, ({ at }) => at, { order: true }),
  ];
  return (
    <LookDialog title={texts.lockedTitle} onClose={onClose}>
      <div className="stack">
        <p>{texts.lockedExplain}</p>
        <div className="dialog-records">
          <RecordList
            list="wallets.locked"
            title={texts.lockedTitle}
            columns={columns}
            keyOf={keyOf}
            topics={['inquiries']}
            dates={texts.lockedAt}
            inAddress={false}
            scans={false}
            empty={<p className="meta">{texts.lockedNone}</p>}
            {...(mayUnlock && {
              onOpen: ({ serial }: LockedWallet) => {
                setReason('');
                setChosen(serial);
              },
            })}
          />
        </div>
      </div>
    </LookDialog>
  );
}
