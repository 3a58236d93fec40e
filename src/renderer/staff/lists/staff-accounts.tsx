/** Who may sit down at this party's desks, and what they may do there. */
import { type ReactNode, useState } from 'react';
import { type AccountRow, LOCK_CHOICES } from '#shared/desk/accounts.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { fitsFilter, ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { useQuery } from '../stores/use-query.ts';
import { formatClock, formatTime, useTexts } from '../stores/use-texts.ts';
import { AccountFile } from './account-file.tsx';
import { NewAccount } from './new-account.tsx';

export function StaffAccounts(): ReactNode {
  const { frame, common, staff } = useTexts();
  const { list, file, ranks } = staff;
  const { value, failure } = useQuery('accounts.list', {}, ['staff']);
  const [filter, setFilter] = useState('');
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [saved, setSaved] = useState<string>();
  const rows = value?.accounts;
  const account = rows?.find(({ id }) => id === chosen);
  const shown = rows?.filter(({ name, rank }) => fitsFilter(filter, [name, ranks[rank]]));

  function done(name: string): void {
    setSaved(name);
    setAdding(false);
    setChosen(undefined);
  }
  const columns: readonly Column<AccountRow>[] = [
    { head: list.name, form: 'wide', render: ({ name }) => <span className="strong">{name}</span> },
    { head: list.rank, render: ({ rank }) => ranks[rank] },
    { head: list.own, render: (row) => <OwnRights {...row} /> },
    { head: list.secret, render: ({ secret }) => list.secrets[secret] },
    { head: list.entered, render: ({ enteredAt }) => (enteredAt === undefined ? list.never : formatTime(enteredAt)) },
    { head: list.state, render: (row) => <AccountState {...row} /> },
  ];
  return (
    <ListScreen
      title={frame.screens.staff}
      {...(rows && rows.length > 0 && { filter, onFilter: setFilter })}
      actions={
        <button type="button" className="button primary" onClick={() => setAdding(true)}>
          {list.add}
        </button>
      }
    >
      <div className="screen-body stack">
        {failure && <FailureNote failure={failure} />}
        {saved !== undefined && <Note sign="done" title={file.saved(saved)} />}
        {value && <LockMinutes minutes={value.lockMinutes} />}
        {shown && (
          <>
            <DataTable
              label={frame.screens.staff}
              columns={columns}
              rows={shown}
              keyOf={({ id }) => id}
              selected={chosen}
              onOpen={({ id }) => setChosen(id)}
            />
            <p className="meta">{shown.length === 0 ? common.nothingFits : list.open}</p>
          </>
        )}
      </div>
      {adding && <NewAccount onDone={done} onClose={() => setAdding(false)} />}
      {account && <AccountFile account={account} onDone={done} onClose={() => setChosen(undefined)} />}
    </ListScreen>
  );
}

function OwnRights({ more, less }: Pick<AccountRow, 'more' | 'less'>): ReactNode {
  const { list } = useTexts().staff;
  if (more.length + less.length === 0) return '–';
  return [more.length > 0 && list.moreCount(more.length), less.length > 0 && list.lessCount(less.length)]
    .filter(Boolean)
    .join(' ');
}

function AccountState({ state, lockedUntil, given }: AccountRow): ReactNode {
  const { list } = useTexts().staff;
  return (
    <>
      <span className={state === 'open' ? 'mark' : 'mark look'}>{list.states[state]}</span>{' '}
      {lockedUntil !== undefined && (
        <span className="mark look">{list.lockedOut(formatClock(new Date(lockedUntil)))}</span>
      )}
      {state === 'open' && given && <span className="meta">{list.given}</span>}
    </>
  );
}

function LockMinutes({ minutes }: { readonly minutes: number }): ReactNode {
  const { list } = useTexts().staff;
  return (
    <label className="lock-minutes">
      <span>{list.lockAfter}</span>
      <select
        className="input"
        value={minutes}
        onChange={({ target }) => {
          const chosen = LOCK_CHOICES.find((choice) => choice === Number(target.value));
          if (chosen !== undefined) void desk.call('accounts.set-lock', { minutes: chosen });
        }}
      >
        {LOCK_CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 0 ? list.lockOff : list.lockMinutes(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}
