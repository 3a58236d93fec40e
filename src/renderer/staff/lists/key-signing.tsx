/** The signing key, and how far partners are with comparing the next one. */
import { type ReactNode, useState } from 'react';
import type { KeysView, SigningKeyRow } from '#shared/desk/keys.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { useTexts } from '../stores/use-texts.ts';
import type { Tell } from './keys.tsx';
import { dayOf } from './partner-facts.tsx';

const MARKS: Readonly<Record<SigningKeyRow['state'], string>> = {
  signing: 'mark done',
  next: 'mark look',
  ended: 'meta',
};
const PARTNER_MARKS = { untold: 'mark', told: 'mark look', compared: 'mark done' } as const;

export function SigningKeys({ view, tell }: { readonly view: KeysView; readonly tell: Tell }): ReactNode {
  const { keyring } = useTexts();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const next = view.signing.find(({ state }) => state === 'next');
  const compared = next?.partners.filter(({ state }) => state === 'compared').length ?? 0;
  const columns: readonly Column<SigningKeyRow>[] = [
    { head: keyring.id, render: ({ id }) => <code>{id}</code> },
    { head: keyring.from, render: ({ from }) => dayOf(from) },
    { head: keyring.until, render: ({ until }) => dayOf(until) },
    {
      head: keyring.state,
      form: 'wide',
      render: ({ state }) => <span className={MARKS[state]}>{keyring.signingStates[state]}</span>,
    },
  ];
  return (
    <section className="card stack" aria-labelledby="keys-signing">
      <div className="section-head">
        <h2 id="keys-signing">{keyring.signing}</h2>
        {!next && (
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {keyring.newSigning}
          </button>
        )}
      </div>
      <p className="meta">{keyring.signingExplain}</p>
      <DataTable label={keyring.signing} columns={columns} rows={view.signing} keyOf={({ id }) => id} />
      {next && (
        <>
          <p className="strong" role="status">
            {keyring.progress(compared, next.partners.length)}
          </p>
          <ul className="key-partners">
            {next.partners.map(({ id, name, state }) => (
              <li key={id}>
                {name} <span className={PARTNER_MARKS[state]}>{keyring.partnerStates[state]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {asking && (
        <OrderDialog
          title={keyring.newSigningTitle}
          explain={keyring.newSigningExplain}
          confirm={keyring.newSigning}
          disabled={reason.trim() === ''}
          order={() => desk.call('keys.new-signing', { reason: reason.trim() })}
          onDone={({ id }) => {
            setAsking(false);
            setReason('');
            tell(keyring.signingMade(id));
          }}
          onClose={() => setAsking(false)}
        >
          {() => <ReasonField value={reason} onText={setReason} />}
        </OrderDialog>
      )}
    </section>
  );
}
