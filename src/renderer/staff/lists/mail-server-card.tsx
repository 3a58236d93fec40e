/** Which mail server is used, and the password for it, which goes in and never comes out. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { May } from '../components/may.tsx';

export function MailServerCard(): ReactNode {
  const { forwarding } = useTexts();
  const { mails } = forwarding;
  const { value: server, failure, reload } = useQuery('mails.server', {}, ['forwarding', 'billing']);
  const [setting, setSetting] = useState<'smtp' | 'imap'>();
  const [happened, setHappened] = useState<string>();
  const [problem, setProblem] = useState<Failure>();

  async function retry(): Promise<void> {
    const result = await desk.call('mails.retry', {});
    setProblem(result.ok ? undefined : result.error);
    setHappened(result.ok ? mails.retried : undefined);
  }
  const facts: readonly (readonly [string, ReactNode])[] = server
    ? [
        [mails.host, server.host ?? '–'],
        [mails.user, server.user ?? '–'],
        [mails.password, server.hasPassword ? mails.passwordSet : mails.passwordMissing],
        [mails.reports, server.readsBounces ? mails.reportsRead : mails.reportsNot],
        [mails.waiting, server.waiting],
      ]
    : [];
  return (
    <aside className="card side mail-server" aria-label={mails.server}>
      <h2>{mails.server}</h2>
      {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
      {server && !server.configured && (
        <Note sign="look" title={forwarding.noServer}>
          <p>{forwarding.noServerExplain}</p>
        </Note>
      )}
      {happened !== undefined && <Note sign="done" title={happened} />}
      <dl className="mail-server-facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mail-server-actions">
        <button
          type="button"
          className="button"
          disabled={!server?.configured || server.waiting === 0}
          onClick={() => void retry()}
        >
          {mails.retry}
        </button>
        <May permission="keys">
          <button type="button" className="button" onClick={() => setSetting('smtp')}>
            {mails.setPassword}
          </button>
          {server?.readsBounces && (
            <button type="button" className="button" onClick={() => setSetting('imap')}>
              {mails.imapPassword}
            </button>
          )}
        </May>
      </div>
      {setting && (
        <PasswordDialog
          server={setting}
          onClose={() => setSetting(undefined)}
          onDone={() => {
            setSetting(undefined);
            setHappened(mails.saved);
            reload();
          }}
        />
      )}
    </aside>
  );
}

function PasswordDialog({
  server,
  onDone,
  onClose,
}: {
  readonly server: 'smtp' | 'imap';
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { common, forwarding } = useTexts();
  const { mails } = forwarding;
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Failure>();
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const result = await desk.call('mails.set-password', { server, password });
    if (result.ok) onDone();
    else setProblem(result.error);
  }
  return (
    <Dialog title={server === 'smtp' ? mails.setPassword : mails.imapPassword} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        {problem && <FailureNote failure={problem} />}
        <label className="field">
          {mails.password}
          <input
            className="input"
            type="password"
            autoComplete="off"
            data-first=""
            maxLength={256}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <p className="meta">{mails.setPasswordExplain}</p>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button primary" disabled={password === ''}>
            {mails.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
