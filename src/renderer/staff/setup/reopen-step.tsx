/** A first run that was interrupted: its passphrase, or all over again. */
import { type ReactNode, useState } from 'react';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { useTexts } from '../stores/use-texts.ts';
import { callSetup, useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

export function ReopenStep(): ReactNode {
  const { setup } = useTexts();
  const { reopen } = setup;
  const { go, take, state } = useSetup();
  const [passphrase, setPassphrase] = useState('');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <StepForm
        title={reopen.title}
        explain={reopen.explain}
        next={reopen.go}
        ready={passphrase !== ''}
        onNext={() => void go('setup.open', { passphrase })}
      >
        <p className="setup-chosen">{state?.plan?.name}</p>
        <TextField
          title={setup.passphrase.field}
          type="password"
          value={passphrase}
          maxLength={1024}
          autoFocus
          onText={setPassphrase}
        />
        <div className="row">
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {reopen.over}
          </button>
        </div>
      </StepForm>
      {asking && (
        <OrderDialog
          title={reopen.overAsk}
          explain={reopen.overExplain}
          confirm={reopen.over}
          danger
          order={async () => {
            const done = await callSetup('setup.start-over', {});
            if (done.ok) take(done.value);
            return done;
          }}
          onDone={() => setAsking(false)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
