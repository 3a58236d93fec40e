/** All of one contested charge: whose, what was said, what the mall has to show, and how it ends. */
import { type ReactNode, useState } from 'react';
import { DISPUTE_ENDS, type DisputeEnd, type DisputeFile } from '#shared/desk/disputes.ts';
import { canMove, DISPUTE, UNDECIDED } from '#shared/domain/states.ts';
import { formatNumber } from '#shared/domain/number.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { LinesField, TextField } from '../components/fields.tsx';
import { FilePage } from '../components/file-page.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { ReasonField } from '../components/reason-field.tsx';
import { SelectField } from '../components/select-field.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import { DueDay } from './due-day.tsx';

const ANSWER_DAYS = 14;

export function DisputePage({ dispute, onBack }: { readonly dispute: string; readonly onBack: () => void }): ReactNode {
  const { disputes } = useTexts();
  const mayDecide = useMay('limits');
  // Not renewed by itself: every opening stands in the trail.
  const { value: file, failure, reload } = useQuery('disputes.file', { dispute });
  const [dialog, setDialog] = useState<'note' | 'ask' | 'decide'>();
  const [happened, setHappened] = useState<string>();
  const isOpen = file !== undefined && UNDECIDED.some((state) => state === file.state);
  const canAsk = isOpen && (file.state === 'asked' || canMove(DISPUTE, file.state, 'asked'));
  const close = (): void => setDialog(undefined);
  const finish = (text: string) => (): void => {
    close();
    setHappened(text);
    reload();
  };
  return (
    <FilePage
      title={file ? formatNumber(file.receipt) : ''}
      meta={file && disputes.abouts[file.about]}
      mark={file && <StateMark of="dispute" state={file.state} />}
      onBack={onBack}
      actions={
        <>
          {file && (
            <button type="button" className="button" onClick={() => setDialog('note')}>
              {disputes.addNote}
            </button>
          )}
          {canAsk && mayDecide && (
            <button type="button" className="button" onClick={() => setDialog('ask')}>
              {disputes.ask}
            </button>
          )}
          {isOpen && mayDecide && (
            <button type="button" className="button primary" onClick={() => setDialog('decide')}>
              {disputes.decide}
            </button>
          )}
        </>
      }
      side={file && <DisputeFacts file={file} />}
    >
      {failure && <FailureNote failure={failure} />}
      {happened !== undefined && <Note sign="done" title={happened} />}
      {file && <MallSide file={file} />}
      {file && <History file={file} />}
      {dialog === 'note' && <NoteDialog dispute={dispute} onDone={finish(disputes.noteAdded)} onClose={close} />}
      {dialog === 'ask' && <AskDialog dispute={dispute} onDone={finish(disputes.askedNow)} onClose={close} />}
      {dialog === 'decide' && file && <DecideDialog file={file} onDone={finish(disputes.decided)} onClose={close} />}
    </FilePage>
  );
}

function DisputeFacts({ file }: { readonly file: DisputeFile }): ReactNode {
  const { disputes } = useTexts();
  const money = useMoney();
  return (
    <dl className="facts">
      <Fact name={disputes.customer}>
        <span className="strong">{file.customer.name}</span>
      </Fact>
      <Fact name={disputes.card}>
        <span className="number">•••• {file.lastFour}</span>
      </Fact>
      <Fact name={disputes.mall}>{file.mall}</Fact>
      <Fact name={disputes.opened}>{formatTime(file.openedAt)}</Fact>
      <Fact name={disputes.due}>
        <DueDay day={file.dueOn} />
      </Fact>
      <Fact name={disputes.amount}>
        <span className="strong">{money(file.amount)}</span>
      </Fact>
      <Fact name={disputes.charged}>{money(file.charged)}</Fact>
      <Fact name={disputes.left}>{money(file.left)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function MallSide({ file }: { readonly file: DisputeFile }): ReactNode {
  const { disputes } = useTexts();
  const wasAsked = file.notes.some(({ kind }) => kind === 'asked');
  return (
    <section className="card stack" aria-label={disputes.answer}>
      <h2>{disputes.answer}</h2>
      <p className="strong">
        {file.answer ? disputes.answers[file.answer] : wasAsked ? disputes.waiting : disputes.noAnswer}
      </p>
      {file.answer === 'contested' && (
        <>
          <h3>{disputes.evidence}</h3>
          <ul className="plain-list">
            {file.evidence.map((each) => (
              <li key={each}>{disputes.evidences[each]}</li>
            ))}
            {file.evidence.length === 0 && <li className="meta">{disputes.noEvidence}</li>}
          </ul>
        </>
      )}
    </section>
  );
}

function History({ file }: { readonly file: DisputeFile }): ReactNode {
  const { disputes } = useTexts();
  return (
    <section className="stack" aria-label={disputes.history}>
      <h2>{disputes.history}</h2>
      <ol className="history">
        {file.notes.map(({ at, who, kind, note }, index) => (
          <li key={index}>
            <span className="strong">
              {disputes.kinds[kind]}
              {kind === 'asked' && ` ${showDay(note)}`}
            </span>
            {kind === 'answered' && (
              <span>{note === 'accepted' || note === 'contested' ? disputes.answers[note] : note}</span>
            )}
            {kind !== 'asked' && kind !== 'answered' && <span>{note}</span>}
            <span className="meta">
              {formatTime(at)} · {who}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface Ordering {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function NoteDialog({ dispute, ...ends }: Ordering & { readonly dispute: string }): ReactNode {
  const { disputes } = useTexts();
  const [note, setNote] = useState('');
  return (
    <OrderDialog
      title={disputes.addNote}
      confirm={disputes.addNote}
      disabled={note.trim() === ''}
      order={() => desk.call('disputes.note', { dispute, note })}
      {...ends}
    >
      {() => <LinesField title={disputes.note} hint={disputes.noteHint} rows={4} value={note} onText={setNote} />}
    </OrderDialog>
  );
}

function AskDialog({ dispute, ...ends }: Ordering & { readonly dispute: string }): ReactNode {
  const { disputes } = useTexts();
  const [by, setBy] = useState(() => new Date(Date.now() + ANSWER_DAYS * 86_400_000).toISOString().slice(0, 10));
  return (
    <OrderDialog
      title={disputes.askTitle}
      explain={disputes.askExplain}
      confirm={disputes.ask}
      disabled={by === ''}
      order={() => desk.call('disputes.ask', { dispute, by })}
      {...ends}
    >
      {(refused) => (
        <TextField
          title={disputes.askBy}
          type="date"
          data-first=""
          invalid={refused === 'by'}
          value={by}
          onText={setBy}
        />
      )}
    </OrderDialog>
  );
}

function DecideDialog({ file, ...ends }: Ordering & { readonly file: DisputeFile }): ReactNode {
  const { disputes } = useTexts();
  const money = useMoney();
  const [end, setEnd] = useState<DisputeEnd>(file.answer === 'contested' ? 'lost' : 'won');
  const [reason, setReason] = useState('');
  const explain = disputes.endExplains[end];
  return (
    <OrderDialog
      title={disputes.decideTitle}
      confirm={disputes.ends[end]}
      danger={end === 'won'}
      disabled={reason.trim() === ''}
      order={() => desk.call('disputes.decide', { dispute: file.dispute, end, reason })}
      {...ends}
    >
      {() => (
        <>
          <SelectField
            title={disputes.decide}
            hint={typeof explain === 'string' ? explain : explain(money(file.amount))}
            first
            value={end}
            options={DISPUTE_ENDS.map((each) => [each, disputes.ends[each]] as const)}
            onChoose={setEnd}
          />
          <ReasonField value={reason} onText={setReason} />
        </>
      )}
    </OrderDialog>
  );
}
