/** The first administrator. Where the page was loaded again after that, the same fields sign in. */
import { type ReactNode, useEffect, useState } from 'react';
import { LONGEST_NAME } from '#shared/desk/accounts.ts';
import { checkStaffSecret } from '#shared/domain/staff-secret.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { useSetup } from './setup-store.ts';
import { StepForm } from './step-form.tsx';

export function AccountStep({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { account, passphrase } = useTexts().setup;
  const { fail } = useSetup();
  const isFirst = useOffice((store) => store.sign?.first !== false);
  useEffect(() => {
    // In the desktop app the line is the setup's own: nobody has asked yet.
    void desk.call('office.sign', {}).then((sign) => sign.ok && useOffice.setState({ sign: sign.value }));
  }, []);
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [shown, setShown] = useState(false);

  async function enter(): Promise<void> {
    fail(undefined);
    const { makeFirst, enter: sitDown } = useOffice.getState();
    await (isFirst ? makeFirst : sitDown)(name.trim(), secret);
    const { failure, office } = useOffice.getState();
    if (failure) return fail(failure);
    if (office) onDone();
  }
  return (
    <StepForm
      title={account.title}
      explain={isFirst ? account.explain : account.known}
      next={isFirst ? account.make : account.enter}
      ready={name.trim() !== '' && (isFirst ? checkStaffSecret(secret, name).ok : secret !== '')}
      onNext={() => void enter()}
    >
      <TextField
        title={account.name}
        hint={account.nameHint}
        value={name}
        maxLength={LONGEST_NAME}
        autoFocus
        onText={setName}
      />
      <TextField
        title={account.secret}
        hint={account.secretHint}
        type={shown ? 'text' : 'password'}
        value={secret}
        maxLength={128}
        spellCheck={false}
        invalid={isFirst && /^\d{4,}$/.test(secret) && !checkStaffSecret(secret, name).ok}
        onText={setSecret}
      />
      <label className="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {passphrase.show}
      </label>
    </StepForm>
  );
}
