/** Partners: exchange cards, compare safety numbers, approve, suspend. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import type { Failure } from '#shared/result.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useFiles } from '../components/use-files.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useTexts } from '../stores/use-texts.ts';
import { AddPartner } from './partner-add.tsx';
import { OurCard } from './partner-card.tsx';
import { PartnerClocks } from './partner-clocks.tsx';
import { PartnerDetail } from './partner-detail.tsx';

const MARKS: Readonly<Record<PartnerRow['state'], string>> = {
  pending: 'mark look',
  approved: 'mark done',
  suspended: 'mark stop',
};

export function Partners(): ReactNode {
  const { frame, partners } = useTexts();
  const { value: rows, failure, reload } = useQuery('partners.list', {}, ['partners', 'post']);
  const [chosen, setChosen] = useState<string>();
  const [dialog, setDialog] = useState<'add' | 'card'>();
  const [dropped, setDropped] = useState('');
  const [happened, setHappened] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const partner = rows?.find(({ id }) => id === chosen);

  async function takeCard(file: File | undefined): Promise<void> {
    if (!file) return;
    const card = await file.text();
    setDropped(card.slice(0, 40_000));
    setDialog('add');
  }
  const over = useFiles(([file]) => void takeCard(file));
  function tell(sentence: string | undefined, failed: Failure | undefined): void {
    setHappened(sentence);
    setProblem(failed);
    reload();
  }
  const columns: readonly Column<PartnerRow>[] = [
    { head: partners.name, form: 'wide', render: ({ name }) => name },
    { head: partners.id, render: ({ id }) => <span className="meta">{id}</span> },
    { head: partners.role, render: ({ role }) => frame.roles[role] },
    {
      head: partners.state,
      render: ({ state, changed }) => (
        <span className={changed ? 'mark stop' : MARKS[state]}>
          {changed ? partners.changed : partners.states[state]}
        </span>
      ),
    },
    { head: partners.lastSent, render: ({ lastSentAt, lastSentType }) => <Last at={lastSentAt} type={lastSentType} /> },
    {
      head: partners.lastReceived,
      render: ({ lastReceivedAt, lastReceivedType }) => <Last at={lastReceivedAt} type={lastReceivedType} />,
    },
    {
      head: partners.waiting,
      form: 'end',
      render: ({ waiting, rejected = 0, refused = 0 }) => (
        <>
          {rejected + refused > 0 && <span className="mark stop">{partners.rejected(rejected + refused)}</span>}{' '}
          {waiting}
        </>
      ),
    },
  ];
  return (
    <ListScreen
      title={frame.screens.partners}
      actions={
        <>
          <button type="button" className="button" onClick={() => setDialog('card')}>
            {partners.ourCard}
          </button>
          <button type="button" className="button primary" onClick={() => setDialog('add')}>
            {partners.add}
          </button>
        </>
      }
    >
      <div className="screen-body stack">
        {(problem ?? failure) && <FailureNote failure={(problem ?? failure)!} />}
        <PartnerClocks />
        {happened !== undefined && <Note sign="done" title={happened} />}
        {rows?.length === 0 && (
          <Empty icon="partners" title={partners.emptyTitle}>
            {partners.emptyExplain}
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <DataTable
            label={frame.screens.partners}
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            selected={chosen}
            onOpen={({ id }) => setChosen(id)}
          />
        )}
        {partner && <PartnerDetail key={`${partner.id} ${partner.safetyNumber}`} partner={partner} onDone={tell} />}
        {rows && rows.length > 0 && !partner && <p className="meta">{partners.choose}</p>}
      </div>
      {dialog === 'add' && (
        <AddPartner
          card={dropped}
          onAdded={(row) => {
            setDialog(undefined);
            setDropped('');
            setChosen(row.id);
            tell(partners.added(row.name), undefined);
          }}
          onClose={() => {
            setDialog(undefined);
            setDropped('');
          }}
        />
      )}
      {dialog === 'card' && <OurCard onClose={() => setDialog(undefined)} />}
      {over && <div className="drop-veil">{partners.addExplain}</div>}
    </ListScreen>
  );
}

function Last({ at, type }: { readonly at: string | undefined; readonly type: string | undefined }): ReactNode {
  const { common, post } = useTexts();
  if (at === undefined) return common.noValue;
  return (
    <>
      {formatTime(at)} {type !== undefined && <span className="meta">{post.types[type] ?? type}</span>}
    </>
  );
}
