/** Customers: nothing of anybody shows before somebody was looked for, and what was looked for is written nowhere. */
import { type ReactNode, useState } from 'react';
import { CUSTOMER_STATES, type CustomerRow } from '#shared/desk/credit.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FileButton } from '../components/file-button.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { May } from '../components/may.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useFiles } from '../components/use-files.ts';
import { textColumn, useMoneyColumn } from '../records/columns.tsx';
import type { RecordColumn } from '../records/record-column.ts';
import { RecordList } from '../records/record-list.tsx';
import { addressParts, navigate } from '../route.ts';
import { useMay } from '../stores/use-may.ts';
import { formatDay, showDay, useTexts } from '../stores/use-texts.ts';
import { CardFields, cardOf, ContactFields, NO_CONTACT, useCardDraft } from './customer-fields.tsx';
import { CustomerPage } from './customer-file.tsx';
import { CustomerFileDraft } from './customer-file-draft.tsx';
import { CustomerImportPanel, useCustomerImport } from './customer-import.tsx';
import { useReturnFocus } from './use-return-focus.ts';

const keyOf = ({ id }: CustomerRow): string => id;

export function Customers(): ReactNode {
  const { frame, customers } = useTexts();
  const [search, setSearch] = useState<string>();
  const [wantsAll, setWantsAll] = useState(false);
  const [added, setAdded] = useState<string>();
  // Another record leads here to its customer.
  const [opened, setOpened] = useState(() => addressParts(location.hash).get('open') ?? undefined);
  const [last, setLast] = useState<string>();
  const [adding, setAdding] = useState(false);
  const running = useCustomerImport();
  const mayAdd = useMay('limits');
  const [importing, setImporting] = useState<File>();
  const over = useFiles(([file]) => mayAdd && setImporting(file));
  const list = useReturnFocus(opened === undefined);
  const moneyColumn = useMoneyColumn();

  function open(id: string, name?: string): void {
    setLast(id);
    setAdded(name);
    setOpened(id);
  }
  function back(): void {
    if (addressParts(location.hash).has('open')) navigate('customers');
    setOpened(undefined);
  }
  if (opened !== undefined) {
    return (
      <CustomerPage id={opened} onBack={back} {...(added !== undefined && { happened: customers.added(added) })} />
    );
  }
  if (importing !== undefined) {
    return (
      <CustomerFileDraft
        file={importing}
        onRun={(begun) => {
          setImporting(undefined);
          void running.follow(begun);
        }}
        onBack={() => setImporting(undefined)}
      />
    );
  }
  const columns: readonly RecordColumn<CustomerRow>[] = [
    {
      id: 'name',
      head: customers.name,
      width: 180,
      render: ({ name }) => <span className="strong">{name}</span>,
      csv: ({ name }) => name,
    },
    textColumn('kana', customers.kana, ({ kana }) => kana, { width: 180 }),
    {
      id: 'state',
      head: customers.state,
      width: 96,
      render: ({ state }) => <StateMark of="customer" state={state} />,
      csv: ({ state }) => customers.states[state],
    },
    textColumn('email', customers.email, ({ email }) => email, { form: 'wide' }),
    {
      id: 'cards',
      head: customers.cards,
      width: 184,
      render: ({ lastFours }) => (
        <span className="number">{lastFours.map((digits) => `•••• ${digits}`).join('  ')}</span>
      ),
      csv: ({ lastFours }) => lastFours.join(' '),
    },
    moneyColumn('owed', customers.owed, ({ owed }) => owed),
    {
      id: 'since',
      head: customers.since,
      width: 136,
      order: true,
      render: ({ since }) => showDay(formatDay(new Date(since))),
      csv: ({ since }) => since,
    },
    textColumn('id', customers.reference, ({ id }) => id, { width: 200, hidden: true }),
  ];
  return (
    <ListScreen
      title={frame.screens.customers}
      actions={
        <May permission="limits">
          <FileButton title={customers.import.title} accept=".csv,text/csv" onFiles={([file]) => setImporting(file)} />
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            {customers.add}
          </button>
        </May>
      }
    >
      <div className="screen-body" ref={list}>
        <RecordList
          list="customers.list"
          title={frame.screens.customers}
          columns={columns}
          keyOf={keyOf}
          topics={['customers']}
          states={[CUSTOMER_STATES, customers.states]}
          dates={customers.since}
          amounts={customers.owed}
          personal={{ search, onSearch: setSearch }}
          notice={<CustomerImportPanel running={running} />}
          {...(!wantsAll && {
            idle: (
              <Empty icon="customers" title={customers.idleTitle}>
                <p>{customers.idleExplain}</p>
                <button type="button" className="button" onClick={() => setWantsAll(true)}>
                  {customers.showAll}
                </button>
              </Empty>
            ),
          })}
          empty={
            <Empty icon="customers" title={customers.nobody}>
              {customers.nobodyHint}
            </Empty>
          }
          opened={last}
          onOpen={({ id }) => open(id)}
        />
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
