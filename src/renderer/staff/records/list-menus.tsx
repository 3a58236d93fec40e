/** Beside the filters of a list: those kept under a name, and which columns are shown. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTexts } from '../stores/use-texts.ts';
import { MOST_SAVED, useListChoices, useListMemory } from './list-memory.ts';
import { MenuButton } from './menu-button.tsx';
import { type RecordColumn, shownColumns } from './record-column.ts';
import { readFilter, type RecordFilter, writeFilter } from './record-filter.ts';

export function SavedMenu({
  list,
  filter,
  onFilter,
}: {
  readonly list: string;
  readonly filter: RecordFilter;
  readonly onFilter: (filter: RecordFilter) => void;
}): ReactNode {
  const { records } = useTexts();
  const { saved } = useListChoices(list);
  const choose = useListMemory((memory) => memory.choose);
  const [name, setName] = useState('');
  const query = writeFilter(filter);
  const now = saved.find((each) => each.query === query)?.name;
  function save(event: FormEvent, close: () => void): void {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '' || query === '') return;
    const others = saved.filter((each) => each.name !== wanted);
    choose(list, { saved: [...others, { name: wanted, query }].slice(-MOST_SAVED) });
    setName('');
    close();
  }
  return (
    <MenuButton title={records.saved} chosen={query === '' ? undefined : now}>
      {(close) => (
        <>
          {saved.length === 0 && <p className="meta">{records.noneSaved}</p>}
          {saved.map((each) => (
            <div key={each.name} className="saved-filter">
              <button
                type="button"
                className="button plain"
                onClick={() => {
                  onFilter(readFilter(each.query));
                  close();
                }}
              >
                {each.name}
              </button>
              <button
                type="button"
                className="button plain"
                aria-label={records.forget(each.name)}
                onClick={() => choose(list, { saved: saved.filter((other) => other !== each) })}
              >
                ×
              </button>
            </div>
          ))}
          {query !== '' && now === undefined && (
            <form className="save-filter" onSubmit={(event) => save(event, close)}>
              <label className="field">
                <span>{records.saveAs}</span>
                <input className="input" maxLength={40} value={name} onChange={({ target }) => setName(target.value)} />
              </label>
              <button type="submit" className="button" disabled={name.trim() === ''}>
                {records.save}
              </button>
            </form>
          )}
        </>
      )}
    </MenuButton>
  );
}

export function ColumnsMenu<T>({
  list,
  columns,
}: {
  readonly list: string;
  readonly columns: readonly RecordColumn<T>[];
}): ReactNode {
  const { records } = useTexts();
  const { columns: chosen } = useListChoices(list);
  const choose = useListMemory((memory) => memory.choose);
  const shown = shownColumns(columns, chosen).map(({ id }) => id);
  function toggle(id: string): void {
    choose(list, { columns: shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id] });
  }
  return (
    <MenuButton title={records.columns}>
      {() =>
        columns
          .filter(({ head }) => head !== '')
          .map(({ id, head }, at) => (
            <label key={id} className="check menu-check">
              <input type="checkbox" checked={shown.includes(id)} disabled={at === 0} onChange={() => toggle(id)} />
              {head}
            </label>
          ))
      }
    </MenuButton>
  );
}
