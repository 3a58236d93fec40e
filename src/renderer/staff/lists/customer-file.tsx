/** A customer's file: contact, cards, settlements. Every opening stands in the trail, so it is not renewed by itself. */
import { type ReactNode, useState } from 'react';
import type { CustomerFile } from '#shared/desk/credit.ts';
import { LARGEST_PAGE } from '#shared/desk/list.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { FilePage } from '../components/file-page.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { CustomerCard } from './customer-card.tsx';
import { CardFields, cardOf, changesOf, ContactFields, useCardDraft } from './customer-fields.tsx';
import { SettlementPage } from './settlement-file.tsx';
import { SettlementTable } from './settlement-table.tsx';
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
  const [dialog, setDialog] = useState<'edit' | 'card'>();
  const [settlement, setSettlement] = useState<string>();

  function done(sentence: string): void {
    setDialog(undefined);
    setHappened(sentence);
    reload();
  }
  if (settlement !== undefined) {
    return (
      <SettlementPage
        receipt={settlement}
        onBack={() => {
          setSettlement(undefined);
          reload();
        }}
      />
    );
  }
  const close = (): void => setDialog(undefined);
  return (
    <FilePage
      title={file?.name ?? ''}
      meta={file?.kana}
      onBack={onBack}
      mark={file && <Owed file={file} />}
      actions={
        file && (
          <May permission="limits">
            <button type="button" className="button" onClick={() => setDialog('card')}>
              {customers.addCard}
            </button>
          </May>
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
      {file && (
        <div className="stack">
          {file.cards.map((card) => (
            <CustomerCard key={card.id} card={card} onDone={done} />
          ))}
        </div>
      )}
      {file && <OwnSettlements customer={file.id} onOpen={setSettlement} />}
      {file && dialog === 'edit' && <EditContact file={file} onDone={done} onClose={close} />}
      {file && dialog === 'card' && <AddCard file={file} onDone={done} onClose={close} />}
    </FilePage>
  );
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
  async function choose(wish: Partial<Pick<CustomerFile, 'billing' | 'language'>>): Promise<void> {
    const { billing: by, language } = { ...file, ...wish };
    const result = await desk.call('billing.preference', { customer: file.id, by, language });
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) onDone();
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

function OwnSettlements({
  customer,
  onOpen,
}: {
  readonly customer: string;
  readonly onOpen: (receipt: string) => void;
}): ReactNode {
  const { frame, customers } = useTexts();
  const { value, failure } = useQuery('settlements.list', { customer, limit: LARGEST_PAGE }, ['settlements']);
  const rows = value?.rows;
  return (
    <section className="stack">
      <h2>{frame.screens.settlements}</h2>
      {failure && <FailureNote failure={failure} />}
      {rows?.length === 0 && <p className="meta">{customers.settlements.emptyOfCustomer}</p>}
      {rows && rows.length > 0 && <SettlementTable narrow rows={rows} onOpen={onOpen} />}
      {value?.next !== undefined && <p className="meta">{customers.settlements.newestOnly(LARGEST_PAGE)}</p>}
    </section>
  );
}
