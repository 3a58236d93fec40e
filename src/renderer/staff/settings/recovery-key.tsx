/** Which key backups are sealed to, and another in its place: made here, or brought as its public half. */
import { type ReactNode, useState } from 'react';
import { fail, type Result } from '#shared/result.ts';
import { desk } from '../client.ts';
import { TextField } from '../components/fields.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { saveFile } from '../components/pdf.ts';
import { useTexts } from '../stores/use-texts.ts';

export function RecoveryKey({
  id,
  onRegistered,
}: {
  readonly id: string | undefined;
  readonly onRegistered: () => void;
}): ReactNode {
  const { recovery } = useTexts().upkeep;
  const [open, setOpen] = useState<'make' | 'text'>();
  const [made, setMade] = useState<string>();
  const [said, setSaid] = useState<string>();

  const close = (): void => {
    setOpen(undefined);
    setMade(undefined);
  };
  const registered = ({ id: registeredId }: { id: string }): void => {
    close();
    setSaid(recovery.done(registeredId));
    onRegistered();
  };
  return (
    <div className="stack">
      <div className="row">
        <span>{id === undefined ? recovery.none : recovery.registered(id)}</span>
        <button type="button" className="button" onClick={() => setOpen('make')}>
          {recovery.make}
        </button>
        <button type="button" className="button" onClick={() => setOpen('text')}>
          {recovery.byText}
        </button>
      </div>
      {said !== undefined && <Note sign="done" title={said} />}
      {open === 'make' && made === undefined && (
        <MakeDialog replaces={id !== undefined} onMade={setMade} onClose={close} />
      )}
      {open === 'make' && made !== undefined && (
        <OrderDialog
          title={recovery.title}
          explain={recovery.fileSaved}
          confirm={recovery.register}
          order={() => desk.call('recovery.register', { key: made })}
          onDone={registered}
          onClose={close}
        />
      )}
      {open === 'text' && <TextDialog replaces={id !== undefined} onDone={registered} onClose={close} />}
    </div>
  );
}

function MakeDialog({
  replaces,
  onMade,
  onClose,
}: {
  readonly replaces: boolean;
  readonly onMade: (key: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { recovery } = useTexts().upkeep;
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== passphrase;
  async function make(): Promise<Result<string>> {
    if (again !== passphrase) return fail('field-invalid', 'again');
    const made = await desk.call('recovery.make', { passphrase });
    if (!made.ok) return made;
    saveFile(new Blob([made.value.file], { type: 'application/json' }), 'tokumei-recovery-key.json');
    return { ok: true, value: made.value.key };
  }
  return (
    <OrderDialog
      title={recovery.make}
      explain={replaces ? `${recovery.makeExplain} ${recovery.replaceExplain}` : recovery.makeExplain}
      confirm={recovery.makeFile}
      disabled={passphrase.length < 10 || again !== passphrase}
      order={make}
      onDone={onMade}
      onClose={onClose}
    >
      {() => (
        <>
          {/* Whose passphrase it is, for the browser's own store of them. */}
          <input hidden readOnly autoComplete="username" value="tokumei-recovery-key" />
          <TextField
            title={recovery.passphrase}
            type="password"
            autoComplete="new-password"
            value={passphrase}
            wide
            data-first=""
            onText={setPassphrase}
          />
          <TextField
            title={recovery.again}
            type="password"
            autoComplete="new-password"
            value={again}
            invalid={differs}
            wide
            {...(differs && { hint: recovery.differs })}
            onText={setAgain}
          />
        </>
      )}
    </OrderDialog>
  );
}

function TextDialog({
  replaces,
  onDone,
  onClose,
}: {
  readonly replaces: boolean;
  readonly onDone: (registered: { id: string }) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { recovery } = useTexts().upkeep;
  const [key, setKey] = useState('');
  return (
    <OrderDialog
      title={recovery.byText}
      {...(replaces && { explain: recovery.replaceExplain })}
      confirm={recovery.register}
      disabled={key.trim() === ''}
      order={() => desk.call('recovery.register', { key: key.trim() })}
      onDone={onDone}
      onClose={onClose}
    >
      {(refused) => (
        <TextField
          title={recovery.text}
          value={key}
          wide
          spellCheck={false}
          invalid={refused !== undefined}
          data-first=""
          onText={setKey}
        />
      )}
    </OrderDialog>
  );
}
