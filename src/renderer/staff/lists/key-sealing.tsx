/** Sealing keys by month, what is in flight under each, and another one now. */
import { type ReactNode, useState } from 'react';
import type { KeysView, SealingKeyRow } from '#shared/desk/keys.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useTexts } from '../stores/use-texts.ts';
import type { Tell } from './keys.tsx';
import { dayOf } from './partner-facts.tsx';

const MARKS: Readonly<Record<SealingKeyRow['state'], string>> = {
  coming: 'mark',
  current: 'mark done',
  readable: 'meta',
};

export function SealingKeys({ view, tell }: { readonly view: KeysView; readonly tell: Tell }): ReactNode {
  const { keyring } = useTexts();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const inFlight = view.sealing.reduce((sum, key) => sum + key.inFlight, 0);
  const columns: readonly Column<SealingKeyRow>[] = [
    { head: keyring.id, render: ({ id }) => <code>{id}</code> },
    { head: keyring.from, render: ({ from }) => dayOf(from) },
    { head: keyring.until, render: ({ until }) => dayOf(until) },
    {
      head: keyring.state,
      render: ({ state }) => <span className={MARKS[state]}>{keyring.sealingStates[state]}</span>,
    },
    {
      head: keyring.inFlight,
      form: 'end',
      render: (row) => <span title={keyring.inFlightHint}>{row.inFlight.toLocaleString()}</span>,
    },
    { head: keyring.destroyed, form: 'wide', render: ({ destroyedAt }) => dayOf(destroyedAt) },
  ];
  return (
    <section className="card stack" aria-labelledby="keys-sealing">
      <div className="section-head">
        <h2 id="keys-sealing">{keyring.sealing}</h2>
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {keyring.rotate}
        </button>
      </div>
      <p className="meta">{keyring.sealingExplain}</p>
      <DataTable label={keyring.sealing} columns={columns} rows={view.sealing} keyOf={({ id }) => id} />
      {asking && (
        <OrderDialog
          title={keyring.rotateTitle}
          explain={keyring.rotateExplain(inFlight)}
          confirm={keyring.rotate}
          disabled={reason.trim() === ''}
          order={() => desk.call('keys.rotate', { reason: reason.trim() })}
          onDone={({ id }) => {
            setAsking(false);
            setReason('');
            tell(keyring.rotated(id));
          }}
          onClose={() => setAsking(false)}
        >
          {() => <ReasonField value={reason} onText={setReason} />}
        </OrderDialog>
      )}
    </section>
  );
}
