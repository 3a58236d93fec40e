/** The group's own authority, where it lies here, and the list of withdrawn certificates. */
import { type ReactNode, useState } from 'react';
import type { KeysView } from '#shared/desk/keys.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { FileButton } from '../components/file-button.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { useTexts } from '../stores/use-texts.ts';
import type { Tell } from './keys.tsx';
import { dayOf } from './partner-facts.tsx';

export function KeyAuthority({ view, tell }: { readonly view: KeysView; readonly tell: Tell }): ReactNode {
  const { keyring } = useTexts();
  const [asking, setAsking] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  async function lock(): Promise<void> {
    const locked = await desk.call('authority.close', {});
    tell(undefined, locked.ok ? undefined : locked.error);
  }
  async function install(file: File | undefined): Promise<void> {
    if (!file) return;
    const installed = await desk.call('revocations.install', { list: (await file.text()).slice(0, 100_000) });
    if (installed.ok) tell(keyring.revocationsDone(dayOf(installed.value.until)));
    else tell(undefined, installed.error);
  }
  return (
    <div className="key-certificates">
      <section className="card stack" aria-labelledby="keys-authority">
        <h2 id="keys-authority">{keyring.authority}</h2>
        <p>{keyring.authorityStates[view.authority]}</p>
        <div className="key-actions">
          {view.authority === 'locked' && (
            <button type="button" className="button primary" onClick={() => setAsking(true)}>
              {keyring.unlock}
            </button>
          )}
          {view.authority === 'open' && (
            <button type="button" className="button" onClick={() => void lock()}>
              {keyring.lock}
            </button>
          )}
        </div>
      </section>
      <section className="card stack" aria-labelledby="keys-revocations">
        <h2 id="keys-revocations">{keyring.revocations}</h2>
        <p>
          {view.revocationsUntil === undefined
            ? keyring.revocationsNone
            : keyring.revocationsUntil(dayOf(view.revocationsUntil))}
        </p>
        {view.revocationsUntil !== undefined && (
          <div className="key-actions">
            <FileButton
              title={keyring.revocationsInstall}
              accept=".pem,.crl,text/plain"
              onFiles={([file]) => void install(file)}
            />
          </div>
        )}
      </section>
      {asking && (
        <OrderDialog
          title={keyring.unlock}
          confirm={keyring.unlock}
          disabled={passphrase === ''}
          order={() => desk.call('authority.open', { passphrase })}
          onDone={() => {
            setAsking(false);
            setPassphrase('');
            tell(undefined);
          }}
          onClose={() => setAsking(false)}
        >
          {() => (
            <TextField
              title={keyring.passphrase}
              wide
              required
              type="password"
              data-first=""
              value={passphrase}
              onText={setPassphrase}
            />
          )}
        </OrderDialog>
      )}
    </div>
  );
}
