/**
 * A list that may be long, the same everywhere: searched, narrowed, kept under a name, taken out as a file, some rows
 * chosen for one action. The party narrows and counts; here stand the rows in sight.
 */
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Topic } from '#shared/desk/contract.ts';
import { type BulkOutcome, LARGEST_BULK } from '#shared/desk/list.ts';
import type { Result } from '#shared/result.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { useKeys } from '../components/use-keys.ts';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useMay } from '../stores/use-may.ts';
import { formatDay, useNow, useTexts } from '../stores/use-texts.ts';
import { type BulkAction, BulkBar, BulkResult } from './bulk-bar.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { useListChoices } from './list-memory.ts';
import { ColumnsMenu, SavedMenu } from './list-menus.tsx';
import { type RecordColumn, shownColumns } from './record-column.ts';
import { askedOf, isNarrowed, type RecordFilter, withoutSearch } from './record-filter.ts';
import { AmountMenu, DateMenu, type FilterKinds, PartnerMenu, SearchField, StateMenu } from './record-filters.tsx';
import { RecordGrid } from './record-grid.tsx';
import { type PersonalSearch, useAddressFilter } from './use-address-filter.ts';
import { askPage, type ListName, type RowOf, useRecordPages } from './use-record-pages.ts';
import { useSelection } from './use-selection.ts';

export interface RecordListProps<N extends ListName> extends FilterKinds {
  readonly list: N;
  /** Names the list to a screen reader, and its file. */
  readonly title: string;
  readonly columns: readonly RecordColumn<RowOf<N>>[];
  /** The same function each time. */
  readonly keyOf: (row: RowOf<N>) => string;
  readonly topics?: readonly Topic[];
  /** Asked for beside the filter: what the screen itself narrows the list to. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** What stands there while there is nothing at all. */
  readonly empty: ReactNode;
  readonly onOpen?: (row: RowOf<N>) => void;
  /** Key of the row that is open beside the list. */
  readonly opened?: string | undefined;
  readonly actions?: readonly BulkAction<RowOf<N>>[];
  /** More that narrows the list, before the filters. */
  readonly tools?: ReactNode;
  /** What happened to a row, above the rows. */
  readonly notice?: ReactNode;
  /** Rows at hand, each time they changed: for what stands beside the list. The same function each time. */
  readonly onRows?: (rows: readonly RowOf<N>[]) => void;
  /** How it comes until somebody turns it round. */
  readonly firstOrder?: 'newest' | 'oldest';
  /** A scan is looked for here; `false` where the screen takes scans itself. */
  readonly scans?: boolean;
  /** What stands there until something is looked for; nothing is asked for before. */
  readonly idle?: ReactNode;
  /** The list is of persons: what is searched for is written down nowhere. */
  readonly personal?: PersonalSearch;
  /** The filter stands in the address; `false` for a screen's second list. */
  readonly inAddress?: boolean;
}

const NOTHING: Readonly<Record<string, unknown>> = {};
const MINUTE = 60_000;

export function RecordList<N extends ListName>(props: RecordListProps<N>): ReactNode {
  const { list, title, columns, keyOf, topics = [], fixed = NOTHING, empty, onOpen, opened, actions, tools } = props;
  const {
    states,
    dates,
    otherDates,
    amounts,
    partners,
    scans = true,
    inAddress = true,
    onRows,
    firstOrder = 'newest',
    notice,
    idle,
    personal,
  } = props;
  const { records } = useTexts();
  const isStation = useOffice(({ office }) => office?.station !== undefined);
  const mayExport = useMay('export') && !isStation;
  const { columns: chosen } = useListChoices(list);
  const [addressed, setFilter] = useAddressFilter(inAddress, personal);
  const filter = useMemo(() => ('states' in fixed ? withoutStates(addressed) : addressed), [addressed, fixed]);
  // "Today" is another day after midnight.
  const today = formatDay(new Date(useNow(MINUTE)));
  const asked = useMemo(
    () => ({ ...askedOf({ order: firstOrder, ...filter }, dayTime(today)), ...fixed }),
    [filter, firstOrder, fixed, today],
  );
  const isIdle = idle !== undefined && !isNarrowed(filter);
  const pages = useRecordPages(list, asked, topics, isIdle);
  const selection = useSelection<RowOf<N>>(keyOf, LARGEST_BULK);
  const [outcome, setOutcome] = useState<Result<BulkOutcome>>();
  const [busy, setBusy] = useState(false);
  const [exporting, setExporting] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const { failure, rows } = pages;
  const total = isIdle ? undefined : pages.total;
  const startsIdle = useRef(isIdle);
  useEffect(() => {
    if (startsIdle.current) search.current?.focus();
  }, []);
  useEffect(() => {
    if (total !== undefined) onRows?.(rows);
  }, [onRows, rows, total]);
  const order = filter.order ?? firstOrder;
  const shown = shownColumns(columns, chosen);
  const narrowing = { filter, onFilter: change };
  const narrowed = isNarrowed(filter);

  function change(next: RecordFilter): void {
    setFilter(next);
    personal?.onSearch(next.search);
    selection.clear();
    setOutcome(undefined);
  }
  const finish = useCallback(
    (done: Result<BulkOutcome>): void => {
      setBusy(false);
      setOutcome(done);
      if (done.ok) selection.clear();
      pages.reload();
    },
    [pages, selection],
  );
  function start(action: BulkAction<RowOf<N>>): void {
    const rows = action.fits ? selection.rows.filter(action.fits) : selection.rows;
    if (rows.length === 0 || busy) return;
    setOutcome(undefined);
    action.start(rows, finish);
  }
  async function chooseAll(): Promise<void> {
    const page = await askPage(list, JSON.stringify(asked), { limit: LARGEST_BULK });
    if (page.ok) selection.set(page.value.rows, true);
  }
  function toRows(): boolean {
    const row = place.current?.querySelector<HTMLElement>('tbody tr[tabindex="0"]');
    row?.focus();
    return row !== undefined && row !== null;
  }
  /** From the search straight into the rows. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' || event.target !== search.current) return;
    event.preventDefault();
    toRows();
  }
  useKeys({
    // And where nothing has the focus, as on a screen that was just opened.
    ArrowDown: ({ target }) => target === document.body && toRows(),
    '/': ({ target }) => {
      if (target instanceof HTMLElement && target.matches('input, textarea, select')) return false;
      search.current?.focus();
      return true;
    },
    ...Object.fromEntries(
      (actions ?? [])
        .filter(({ hotkey }) => hotkey !== undefined)
        .map((action) => [action.hotkey!, () => (selection.rows.length === 0 ? false : start(action))]),
    ),
  });
  return (
    <div ref={place} className="records" onKeyDown={onKeyDown}>
      {scans && <ScanSearch onSearch={(text) => change({ search: text })} />}
      <div className="record-bar">
        {tools}
        <SearchField field={search} {...narrowing} />
        {states && <StateMenu {...narrowing} states={states} />}
        {dates !== undefined && <DateMenu {...narrowing} title={dates} other={otherDates} />}
        {amounts !== undefined && <AmountMenu {...narrowing} title={amounts} />}
        {partners && <PartnerMenu {...narrowing} roles={partners} />}
        {narrowed && (
          <button type="button" className="button plain" onClick={() => change({})}>
            {records.clear}
          </button>
        )}
        <div className="record-tools">
          <span className="meta record-count" role="status">
            {total !== undefined && records.count(total)}
          </span>
          <SavedMenu list={list} filter={personal ? withoutSearch(filter) : filter} onFilter={change} />
          <ColumnsMenu list={list} columns={columns} />
          {mayExport && total !== undefined && total > 0 && (
            <button type="button" className="button" onClick={() => setExporting(true)}>
              {records.export}
            </button>
          )}
        </div>
      </div>
      {failure && <FailureNote failure={failure} />}
      {notice}
      {outcome && <BulkResult outcome={outcome} />}
      {actions && selection.rows.length > 0 && (
        <BulkBar
          rows={selection.rows}
          total={total ?? 0}
          actions={actions}
          isBusy={busy}
          onStart={start}
          onClear={selection.clear}
        />
      )}
      {isIdle && idle}
      {total === 0 && (narrowed ? <NothingFits onClear={() => change({})} /> : empty)}
      {total !== undefined && total > 0 && (
        <RecordGrid
          label={title}
          columns={shown}
          pages={pages}
          total={total}
          keyOf={keyOf}
          onOpen={onOpen}
          opened={opened}
          selection={actions && selection}
          onAll={actions && (() => void chooseAll())}
          oldestFirst={order === 'oldest'}
          onTurn={() => {
            const { order: _now, ...rest } = filter;
            const next = order === 'oldest' ? 'newest' : 'oldest';
            change(next === firstOrder ? rest : { ...rest, order: next });
          }}
        />
      )}
      {exporting && (
        <ExportDialog
          list={list}
          title={title}
          filter={asked}
          total={total ?? 0}
          columns={columns}
          shown={shown}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  );
}

/** Where the screen itself says which: a link to it names them all the same. */
function withoutStates({ states: _states, ...filter }: RecordFilter): RecordFilter {
  return filter;
}

/** Any time of that day. */
function dayTime(day: string): Date {
  const now = new Date();
  return formatDay(now) === day ? now : new Date(`${day}T12:00`);
}

/** A scan is looked for. */
function ScanSearch({ onSearch }: { readonly onSearch: (text: string) => void }): ReactNode {
  useScans((scan) => {
    const text = bestReading(scan);
    onSearch(numberIn(text) ?? text.slice(0, 80));
  });
  return null;
}

function NothingFits({ onClear }: { readonly onClear: () => void }): ReactNode {
  const { records, common } = useTexts();
  return (
    <div className="nothing-fits">
      <p>{common.nothingFits}</p>
      <button type="button" className="button" onClick={onClear}>
        {records.clear}
      </button>
    </div>
  );
}
