/** A customer's file: contact, cards, and what came of them. Every opening stands in the trail, so it is not renewed by itself. */
import { type ReactNode, useState } from 'react';
import type { CustomerFile } from '#shared/desk/credit.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { FilePage } from '../components/file-page.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { Segments } from '../components/segments.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useMay } from '../stores/use-may.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';
import { CustomerCard, ReplacedCards } from './customer-card.tsx';
import { CloseAccount, ReopenAccount } from './customer-closing.tsx';
import { CardFields, cardOf, changesOf, ContactFields, useCardDraft } from './customer-fields.tsx';
import { type OpenRecord, type RecordKind, Records } from './customer-records.tsx';
import { DisputePage } from './dispute-file.tsx';
import { PayBackDialog } from './pay-back-dialog.tsx';
import { SettlementPage } from './settlement-file.tsx';
import { StatementPage } from './statement-file.tsx';
import { May } from '../components/may.tsx';

export function CustomerPage({
  id,
  happened: before,
  onBack,
}: {
  readonly id: string;
  /** What led here, in words. */
  readonly happened?: string;
  readonly onBack: () => void;
}): ReactNode {
  const { customers } = useTexts();
  const { value: file, failure, reload } = useQuery('customers.open', { id });
  const [happened, setHappened] = useState(before);
  const [dialog, setDialog] = useState<'edit' | 'card' | 'pay-back' | 'close' | 'reopen'>();
  const [kind, setKind] = useState<RecordKind>('settlements');
  const [record, setRecord] = useState<OpenRecord>();

  function done(sentence?: string): void {
    setDialog(undefined);
    setHappened(sentence);
    reload();
  }
  if (record !== undefined) {
    return (
      <RecordPage
        record={record}
        onBack={() => {
          setRecord(undefined);
          reload();
        }}
      />
    );
  }
  const close = (): void => setDialog(undefined);
  const closed = file?.state === 'closed';
  const cards = file?.cards.filter(({ replaced }) => !replaced) ?? [];
  const replaced = file?.cards.filter((card) => card.replaced) ?? [];
  return (
    <FilePage
      title={file?.name ?? ''}
      meta={file?.kana}
      onBack={onBack}
      mark={
        file && (
          <>
            {file.state !== 'active' && <StateMark of="customer" state={file.state} />}
            <Owed file={file} />
          </>
        )
      }
      actions={
        file && (
          <>
            {file.owed.value < 0 && (
              <May permission="decide">
                <button type="button" className="button" onClick={() => setDialog('pay-back')}>
                  {customers.payBack.confirm}
                </button>
              </May>
            )}
            <May permission="limits">
              {!closed && (
                <button type="button" className="button" onClick={() => setDialog('card')}>
                  {customers.addCard}
                </button>
              )}
              <button type="button" className="button" onClick={() => setDialog(closed ? 'reopen' : 'close')}>
                {closed ? customers.reopen : customers.close}
              </button>
            </May>
          </>
        )
      }
      side={
        file && (
          <>
            <Contact file={file} onEdit={() => setDialog('edit')} />
            <Statements file={file} onDone={reload} />
          </>
        )
      }
    >
      {failure && <FailureNote failure={failure} />}
      {happened !== undefined && <Note sign="done" title={happened} />}
      {file?.closedAt !== undefined && <Note sign="look" title={customers.closedSince(formatTime(file.closedAt))} />}
      {file && (
        <div className="stack">
          {cards.map((card) => (
            <CustomerCard key={card.id} card={card} closed={closed} onDone={done} onUndone={() => done()} />
          ))}
          {replaced.length > 0 && <ReplacedCards cards={replaced} />}
        </div>
      )}
      {file && <Records customer={file.id} records={file.records} kind={kind} onKind={setKind} onOpen={setRecord} />}
      {file && dialog === 'edit' && <EditContact file={file} onDone={done} onClose={close} />}
      {file && dialog === 'card' && <AddCard file={file} onDone={done} onClose={close} />}
      {file && dialog === 'pay-back' && <PayBackDialog file={file} onDone={done} onClose={close} />}
      {file && dialog === 'close' && <CloseAccount file={file} onDone={done} onClose={close} />}
      {file && dialog === 'reopen' && <ReopenAccount file={file} onDone={done} onClose={close} />}
    </FilePage>
  );
}

/** One of the customer's records in the file's place. */
function RecordPage({ record, onBack }: { readonly record: OpenRecord; readonly onBack: () => void }): ReactNode {
  if (record.kind === 'settlements') return <SettlementPage receipt={record.id} onBack={onBack} ofCustomer />;
  if (record.kind === 'statements') return <StatementPage reference={record.id} onBack={onBack} />;
  return <DisputePage dispute={record.id} onBack={onBack} />;
}

function Owed({ file: { owed } }: { readonly file: CustomerFile }): ReactNode {
  const { customers } = useTexts();
  const money = useMoney();
  const shown = { ...owed, value: Math.abs(owed.value) };
  return (
    <span className={owed.value < 0 ? 'mark look' : 'mark'}>
      {owed.value < 0 ? customers.credit : customers.owed} <span className="number strong">{money(shown)}</span>
    </span>
  );
}

/** How the monthly statement comes; saved as soon as it is chosen. */
function Statements({ file, onDone }: { readonly file: CustomerFile; readonly onDone: () => void }): ReactNode {
  const { customers, frame } = useTexts();
  const [failure, setFailure] = useState<Failure>();
  const mayChoose = useMay('limits');
  async function choose(wish: Partial<Pick<CustomerFile, 'billing' | 'language'>>): Promise<void> {
    const { billing: by, language } = { ...file, ...wish };
    const result = await desk.call('billing.preference', { customer: file.id, by, language });
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) onDone();
  }
  if (!mayChoose) {
    return (
      <dl className="facts">
        <dt>{customers.statements}</dt>
        <dd>{customers.billingWays[file.billing]}</dd>
        <dt>{frame.language}</dt>
        <dd lang={file.language}>{customers.languages[file.language]}</dd>
      </dl>
    );
  }
  return (
    <div className="stack statement-wish">
      <h2>{customers.statements}</h2>
      <Segments
        label={customers.statements}
        choices={[
          ['mail', customers.billingWays.mail],
          ['print', customers.billingWays.print],
        ]}
        chosen={file.billing}
        onChoose={(billing) => void choose({ billing })}
      />
      <Segments
        label={frame.language}
        choices={[
          ['ja', customers.languages.ja],
          ['en', customers.languages.en],
        ]}
        chosen={file.language}
        onChoose={(language) => void choose({ language })}
      />
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}

function Contact({ file, onEdit }: { readonly file: CustomerFile; readonly onEdit: () => void }): ReactNode {
  const { customers } = useTexts();
  const facts = [
    [customers.postalCode, file.postalCode],
    [customers.address, file.address],
    [customers.phone, file.phone],
    [customers.email, file.email],
    [customers.employer, file.employer],
  ] as const;
  return (
    <>
      <div className="side-head">
        <h2>{customers.contact}</h2>
        <May permission="limits">
          <button type="button" className="button slim" onClick={onEdit}>
            {customers.edit}
          </button>
        </May>
      </div>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === '' ? '–' : value}</dd>
          </div>
        ))}
        <div>
          <dt>{customers.reference}</dt>
          <dd className="meta">{file.id}</dd>
        </div>
      </dl>
    </>
  );
}

interface Task {
  readonly file: CustomerFile;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}

function EditContact({ file, onDone, onClose }: Task): ReactNode {
  const { customers } = useTexts();
  const { name, kana, postalCode, address, phone, email, employer } = file;
  const [draft, setDraft] = useState({ name, kana, postalCode, address, phone, email, employer });
  const changes = changesOf(file, draft);
  return (
    <OrderDialog
      title={customers.editTitle}
      explain={customers.editExplain}
      confirm={customers.save}
      wide
      disabled={Object.keys(changes).length === 0}
      order={() => desk.call('customers.edit', { id: file.id, changes })}
      onDone={() => onDone(customers.edited)}
      onClose={onClose}
    >
      {(refused) => <ContactFields draft={draft} refused={refused} onDraft={setDraft} />}
    </OrderDialog>
  );
}

function AddCard({ file, onDone, onClose }: Task): ReactNode {
  const { customers } = useTexts();
  const [draft, setDraft] = useCardDraft();
  const card = cardOf(draft);
  return (
    <OrderDialog
      title={`${customers.addCard} · ${file.name}`}
      confirm={customers.addCard}
      wide
      disabled={!card}
      order={() => desk.call('cards.add', { customer: file.id, ...card! })}
      onDone={() => onDone(customers.cardAdded(card!.number.trim().slice(-4)))}
      onClose={onClose}
    >
      {(refused) => <CardFields first draft={draft} refused={refused} onDraft={setDraft} />}
    </OrderDialog>
  );
}
