/** Packages beside the bench: what did not arrive first. A row opens its envelope, as its label would. */
import { type ReactNode, useState } from 'react';
import type { PackageRow, SentPackages } from '#shared/desk/forwarding.ts';
import type { ForwardingState } from '#shared/domain/states.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote, useFailureText } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText } from '../../components/words.tsx';
import { useForwarding } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useQuery } from '../../stores/use-query.ts';
import { formatTime, useTexts } from '../../stores/use-texts.ts';
import { megabytes } from './megabytes.ts';

const MARKS: Readonly<Record<ForwardingState, string>> = {
  announced: 'mark',
  arrived: 'mark filled',
  queued: 'mark',
  sent: 'mark done',
  bounced: 'mark stop',
  failed: 'mark stop',
  closed: 'mark',
  withdrawn: 'mark',
};

export function PackageQueue({ onOpen }: { readonly onOpen: (receipt: string) => void }): ReactNode {
  const { forwarding } = useTexts();
  const textOf = useFailureText();
  const language = useSettings((settings) => settings.language);
  const panel = useForwarding((store) => store.panel);
  const clear = useForwarding((store) => store.clear);
  const { value: rows, failure, reload } = useQuery('forwarding.queue', { limit: 200 }, ['forwarding']);
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState<SentPackages>();
  const [problem, setProblem] = useState<Failure>();
  const waiting = rows?.filter(({ state }) => state === 'arrived') ?? [];
  const selected = panel.kind === 'package' ? panel.shown.receipt : undefined;

  useKeys({ F6: () => (waiting.length > 0 ? setAsking(true) : false) });

  async function sendAll(): Promise<void> {
    setAsking(false);
    const result = await desk.call('forwarding.send', { receipts: waiting.map(({ receipt }) => receipt) });
    setProblem(result.ok ? undefined : result.error);
    setSent(result.ok ? result.value : undefined);
    // What is open was among them, or may have been.
    clear();
    reload();
  }

  const columns: readonly Column<PackageRow>[] = [
    { head: forwarding.receipt, render: ({ receipt }) => <NumberText number={receipt} /> },
    {
      head: forwarding.state,
      form: 'wide',
      render: ({ state, fault }) => (
        <span title={fault && forwarding.mails.faults[fault]}>
          <span className={MARKS[state]}>{forwarding.stateShort[state]}</span>
        </span>
      ),
    },
    { head: forwarding.bytes, form: 'end', render: ({ bytes }) => `${megabytes(bytes, language)} MB` },
    { head: forwarding.changed, render: ({ changedAt }) => formatTime(changedAt) },
  ];

  return (
    <aside className="forwarding-queue" aria-label={forwarding.queue}>
      <header className="forwarding-queue-head">
        <h2>{forwarding.queue}</h2>
        <button type="button" className="button" disabled={waiting.length === 0} onClick={() => setAsking(true)}>
          {forwarding.sendAll(waiting.length)} <Key name="F6" />
        </button>
      </header>
      <div className="forwarding-queue-notes">
        {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
        {sent && sent.queued > 0 && <Note sign="done" title={forwarding.sentAll(sent.queued)} />}
        {sent && sent.refused.length > 0 && (
          <Note sign="look" title={forwarding.refusedSome(sent.refused.length)}>
            {sent.refused.slice(0, 5).map(({ receipt, code }) => (
              <p key={receipt}>
                <NumberText number={receipt} /> {textOf({ code })}
              </p>
            ))}
          </Note>
        )}
      </div>
      <div className="forwarding-queue-list">
        {rows?.length === 0 && (
          <Empty icon="forwarding" title={forwarding.queueEmptyTitle}>
            {forwarding.queueEmptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable
            label={forwarding.queue}
            columns={columns}
            rows={rows}
            keyOf={({ receipt }) => receipt}
            selected={selected}
            onOpen={({ receipt }) => onOpen(receipt)}
          />
        )}
      </div>
      {asking && (
        <Dialog title={forwarding.sendAllAsk(waiting.length)} onClose={() => setAsking(false)}>
          <p className="dialog-text">{forwarding.sendAllExplain}</p>
          <SendAllFoot onSend={() => void sendAll()} onClose={() => setAsking(false)} />
        </Dialog>
      )}
    </aside>
  );
}

function SendAllFoot({ onSend, onClose }: { readonly onSend: () => void; readonly onClose: () => void }): ReactNode {
  const { common, forwarding } = useTexts();
  return (
    <div className="dialog-foot">
      <button type="button" className="button" onClick={onClose}>
        {common.cancel}
      </button>
      <button type="button" className="button primary" data-first="" onClick={onSend}>
        {forwarding.send}
      </button>
    </div>
  );
}
