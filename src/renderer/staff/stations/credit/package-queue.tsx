/** Packages beside the bench. A row opens its envelope, as its label would. */
import { type ReactNode, useState } from 'react';
import { FORWARDING_STATES, type PackageRow, type SentPackages } from '#shared/desk/forwarding.ts';
import { LARGEST_BULK } from '#shared/desk/list.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../../client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote, useFailureText } from '../../components/failure-note.tsx';
import { Note } from '../../components/note.tsx';
import { Segments } from '../../components/segments.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText } from '../../components/words.tsx';
import { numberColumn, textColumn, timeColumn, useStateColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { addressParts, navigate } from '../../route.ts';
import { useForwarding } from '../../stores/desk-stores.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { megabytes } from './megabytes.ts';

const WAITING = { states: ['arrived' as const], limit: LARGEST_BULK };
/** For somebody to see to. */
const OPEN = { states: ['arrived', 'bounced', 'failed'] as const };
const keyOf = ({ receipt }: PackageRow): string => receipt;

export function PackageQueue({ onOpen }: { readonly onOpen: (receipt: string) => void }): ReactNode {
  const { billing, forwarding } = useTexts();
  const textOf = useFailureText();
  const language = useSettings((settings) => settings.language);
  const panel = useForwarding((store) => store.panel);
  const clear = useForwarding((store) => store.clear);
  const { value: here, failure, reload } = useQuery('forwarding.list', WAITING, ['forwarding']);
  const stateColumn = useStateColumn();
  // A narrowed list in the address is that of all.
  const [shown, setShown] = useState<'open' | 'all'>(() => (addressParts(location.hash).size > 0 ? 'all' : 'open'));
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState<SentPackages>();
  const [problem, setProblem] = useState<Failure>();
  const waiting = here?.rows ?? [];
  const selected = panel.kind === 'package' ? panel.shown.receipt : undefined;

  function show(which: 'open' | 'all'): void {
    navigate('forwarding');
    setShown(which);
  }
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

  const columns: readonly RecordColumn<PackageRow>[] = [
    numberColumn('receipt', forwarding.receipt, keyOf),
    {
      ...stateColumn<PackageRow, 'package'>(forwarding.state, 'package', ({ state }) => state, {
        form: 'wide',
        width: 104,
      }),
      render: ({ state, fault }) => (
        <StateMark of="package" state={state} title={fault && forwarding.mails.faults[fault]} />
      ),
    },
    textColumn('mall', billing.mall, ({ mall }) => mall, { hidden: true }),
    {
      id: 'bytes',
      head: forwarding.bytes,
      form: 'end',
      width: 88,
      render: ({ bytes }) => `${megabytes(bytes, language)} MB`,
      csv: ({ bytes }) => bytes,
    },
    timeColumn('announced', forwarding.announcedAt, ({ announcedAt }) => announcedAt, { order: true }),
    timeColumn('changed', forwarding.changed, ({ changedAt }) => changedAt, { hidden: true }),
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
        <RecordList
          list="forwarding.list"
          title={forwarding.queue}
          columns={columns}
          keyOf={keyOf}
          topics={['forwarding']}
          {...(shown === 'open' ? { fixed: OPEN } : { states: [FORWARDING_STATES, forwarding.stateShort] })}
          firstOrder="oldest"
          dates={forwarding.announcedAt}
          partners={['mall']}
          empty={
            <Empty icon="forwarding" title={forwarding.queueEmptyTitle}>
              {forwarding.queueEmptyExplain}
            </Empty>
          }
          tools={
            <Segments
              label={forwarding.queue}
              choices={[
                ['open', forwarding.queueOpen],
                ['all', forwarding.queueAll],
              ]}
              chosen={shown}
              onChoose={show}
            />
          }
          opened={selected}
          onOpen={({ receipt }) => onOpen(receipt)}
          // A label is meant for the bench.
          scans={false}
        />
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
