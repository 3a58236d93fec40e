/** A person's own PIN or password: chosen at the first sign-in, and whenever one likes. */
import { type ReactNode, useState } from 'react';
import { checkStaffSecret } from '#shared/domain/staff-secret.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { SecretFields } from './sign-in.tsx';

export function OwnSecret({
  who,
  due,
  onDone,
  onClose,
}: {
  readonly who: string;
  /** Somebody else chose the present one: nothing else goes on before. */
  readonly due?: boolean;
  readonly onDone: () => void;
  readonly onClose?: () => void;
}): ReactNode {
  const { own, first } = useTexts().staff;
  const enter = useOffice((store) => store.enter);
  const [secret, setSecret] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const good = checkStaffSecret(fresh, who).ok;
  return (
    <OrderDialog
      title={due ? own.title : own.change}
      {...(due && { explain: own.explain })}
      confirm={own.save}
      disabled={secret === '' || !good || fresh !== again}
      order={() => desk.call('accounts.change-own', { secret, fresh })}
      onDone={() => void enter(who, fresh).then(onDone)}
      {...(onClose && { onClose })}
    >
      {() => (
        <>
          <input type="text" autoComplete="username" value={who} readOnly hidden />
          <TextField
            title={own.was}
            type="password"
            maxLength={128}
            wide
            data-first=""
            value={secret}
            onText={setSecret}
          />
          <SecretFields
            title={first.secret}
            hint={first.secretHint}
            secret={fresh}
            again={again}
            weak={fresh !== '' && again !== '' && !good}
            differs={again !== '' && again !== fresh}
            onSecret={setFresh}
            onAgain={setAgain}
          />
        </>
      )}
    </OrderDialog>
  );
}
