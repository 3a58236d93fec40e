/** Customers, looked up one at a time: nothing of anybody shows before somebody was looked for. */
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { CustomerRow } from '#shared/desk/credit.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { FileButton } from '../components/file-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { useFiles } from '../components/use-files.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { CardFields, cardOf, ContactFields, NO_CONTACT, useCardDraft } from './customer-fields.tsx';
import { CustomerPage } from './customer-file.tsx';
import { CustomerImportPanel, useCustomerImport } from './customer-import.tsx';
import { useReturnFocus } from './use-return-focus.ts';
import { May } from '../components/may.tsx';
import { useMay } from '../stores/use-may.ts';

const COLUMNS =
  'name,kana,postal_code,address,phone,email,employer,card_number,expiry,limit,available,currency,password,' +
  'check_words,blocked';
const MOST_FOUND = 100;

export function Customers(): ReactNode {
  const { frame, customers } = useTexts();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly CustomerRow[]>();
  const [failure, setFailure] = useState<Failure>();
  const [added, setAdded] = useState<string>();
  const [opened, setOpened] = useState<string>();
  const [last, setLast] = useState<string>();
  const [adding, setAdding] = useState(false);
  const running = useCustomerImport();
  const mayAdd = useMay('limits');
  const over = useFiles(([file]) => mayAdd && void running.begin(file));
  const list = useReturnFocus(opened === undefined);
  const field = useRef<HTMLInputElement>(null);

  async function find(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    const result = await desk.call('customers.find', { text });
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) setFound(result.value);
  }
  function open(id: string, name?: string): void {
    setLast(id);
    setAdded(name);
    setOpened(id);
  }
  /** From the field straight into the rows. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>('tr.opens')?.focus();
  }
  if (opened !== undefined) {
    return (
      <CustomerPage
        id={opened}
        onBack={() => setOpened(undefined)}
        {...(added !== undefined && { happened: customers.added(added) })}
      />
    );
  }
  return (
    <ListScreen
      title={frame.screens.customers}
      meta={found && (found.length === MOST_FOUND ? customers.foundMost : customers.found(found.length))}
      actions={
        <May permission="limits">
          <FileButton
            title={customers.import.title}
            accept=".csv,text/csv"
            onFiles={([file]) => void running.begin(file)}
          />
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            {customers.add}
          </button>
        </May>
      }
    >
      <div className="screen-body stack" ref={list}>
        <form className="customer-search" role="search" onSubmit={(event) => void find(event)}>
          <input
            ref={field}
            type="search"
            className="input"
            aria-label={customers.search}
            placeholder={customers.search}
            autoFocus
            autoComplete="off"
            maxLength={80}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <button type="submit" className="button">
            {customers.find}
          </button>
          <span className="meta">{customers.searchHint}</span>
        </form>
        <CustomerImportPanel running={running} />
        {failure && <FailureNote failure={failure} />}
        {found === undefined && !running.shown && (
          <Empty icon="customers" title={customers.idleTitle}>
            {customers.idleExplain}
          </Empty>
        )}
        {found?.length === 0 && (
          <Empty icon="customers" title={customers.nobody}>
            <p>{customers.nobodyHint}</p>
            <p>
              {customers.import.title}: {customers.import.columns}
            </p>
            <code>{COLUMNS.replaceAll(',', ',\u200b')}</code>
          </Empty>
        )}
        {found && found.length > 0 && <Found rows={found} selected={last} onOpen={open} />}
      </div>
      {adding && (
        <AddCustomer
          onAdded={(id, name) => {
            setAdding(false);
            open(id, name);
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {over && mayAdd && <div className="drop-veil">{customers.import.title}</div>}
    </ListScreen>
  );
}

function Found({
  rows,
  selected,
  onOpen,
}: {
  readonly rows: readonly CustomerRow[];
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { frame, customers } = useTexts();
  const money = useMoney();
  const columns: readonly Column<CustomerRow>[] = [
    { head: customers.name, render: ({ name }) => <span className="strong">{name}</span> },
    { head: customers.kana, render: ({ kana }) => kana },
    { head: customers.email, form: 'wide', render: ({ email }) => email },
    {
      head: customers.cards,
      render: ({ lastFours }) => (
        <span className="number">{lastFours.map((digits) => `•••• ${digits}`).join('  ')}</span>
      ),
    },
    { head: customers.owed, form: 'end', render: ({ owed }) => money(owed) },
  ];
  return (
    <DataTable
      label={frame.screens.customers}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      selected={selected}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}

function AddCustomer({
  onAdded,
  onClose,
}: {
  readonly onAdded: (id: string, name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { customers } = useTexts();
  const [contact, setContact] = useState(NO_CONTACT);
  const [draft, setDraft] = useCardDraft();
  const card = cardOf(draft);
  return (
    <OrderDialog
      title={customers.addTitle}
      confirm={customers.add}
      wide
      disabled={!card || contact.name.trim() === '' || contact.email.trim() === ''}
      order={() => desk.call('customers.add', { ...contact, card: card! })}
      onDone={({ id }) => onAdded(id, contact.name.trim())}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <ContactFields draft={contact} refused={refused} onDraft={setContact} />
          <h3 className="wide-field">{customers.firstCard}</h3>
          <CardFields draft={draft} refused={refused} onDraft={setDraft} />
        </>
      )}
    </OrderDialog>
  );
}
