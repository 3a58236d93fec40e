/** In which format new parcels get their numbers, what is left of each range, and how it looks as a bar code. */
import { Fragment, type ReactNode, useEffect, useState } from 'react';
import type { BarPreview, RangeRow } from '#shared/desk/formats.ts';
import { RANGE_FORMATS, rangeSize, serialDigits } from '#shared/domain/number-range.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { BarCode } from '../components/code-pictures.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { Note } from '../components/note.tsx';
import { OrderDialog } from '../components/order-dialog.tsx';
import { Segments } from '../components/segments.tsx';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

/** Of an own number, before there is any range. */
const OWN_EXAMPLE = '30482771930569';

export function Formats(): ReactNode {
  const { frame, formats } = useTexts();
  const mayChange = useMay('catalogue');
  const { value: view, failure, reload } = useQuery('formats.list', {}, ['parcels']);
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<string>();
  const [refused, setRefused] = useState<Failure>();
  const [happened, setHappened] = useState<string>();
  const inUse = view?.ranges.filter((range) => range.inUse) ?? [];
  const left = inUse.reduce((sum, range) => sum + range.left, 0);
  const selected = view?.ranges.find(({ range }) => range === shown);

  async function act(order: () => ReturnType<typeof desk.call<'formats.use' | 'formats.remove'>>): Promise<void> {
    setHappened(undefined);
    const done = await order();
    setRefused(done.ok ? undefined : done.error);
    reload();
  }
  const columns: readonly Column<RangeRow>[] = [
    { head: formats.format, render: ({ format }) => formats.kinds[format] },
    { head: formats.example, form: 'wide', render: ({ example }) => <span className="number">{example}</span> },
    {
      head: formats.left,
      form: 'end',
      render: (range) => (
        <span className={range.low ? 'strong' : undefined}>
          {formats.leftOf(range.left.toLocaleString('en'), rangeSize(range).toLocaleString('en'))}
        </span>
      ),
    },
    { head: formats.state, render: (range) => <RangeMark range={range} /> },
  ];
  return (
    <ListScreen
      title={frame.screens.formats}
      meta={view && `${formats.next}: ${formats.kinds[view.next]}`}
      actions={
        mayChange && (
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            {formats.add}
          </button>
        )
      }
    >
      <div className="two-panes fee-panes">
        <div className="pane stack">
          <p className="meta">{formats.explain}</p>
          {failure && <FailureNote failure={failure} />}
          {refused && <FailureNote failure={refused} />}
          {happened !== undefined && <Note sign="done" title={happened} />}
          {view?.usedUp && <Note sign="stop" title={formats.usedUp} />}
          {view && !view.usedUp && inUse.length > 0 && inUse.every(({ low }) => low) && (
            <Note sign="look" title={formats.low(left)} />
          )}
          {view?.ranges.length === 0 && (
            <Empty icon="formats" title={formats.emptyTitle}>
              {formats.emptyExplain}
            </Empty>
          )}
          {view && view.ranges.length > 0 && (
            <DataTable
              label={formats.ranges}
              columns={columns}
              rows={view.ranges}
              keyOf={({ range }) => range}
              selected={shown}
              onOpen={({ range }) => setShown(range)}
            />
          )}
        </div>
        <aside className="pane stack">
          {selected && (
            <section className="card stack" aria-label={formats.numbers}>
              <h2>{formats.kinds[selected.format]}</h2>
              <RangeFacts range={selected} />
              {mayChange && (
                <div className="fee-buttons">
                  {selected.inUse ? (
                    <button
                      type="button"
                      className="button"
                      onClick={() => void act(() => desk.call('formats.use', { range: selected.range, inUse: false }))}
                    >
                      {formats.stop}
                    </button>
                  ) : (
                    <button
                      type="button"
                      className="button primary"
                      disabled={selected.left === 0}
                      onClick={() => void act(() => desk.call('formats.use', { range: selected.range, inUse: true }))}
                    >
                      {formats.use}
                    </button>
                  )}
                  {selected.issued === 0 && (
                    <button
                      type="button"
                      className="button"
                      onClick={() => void act(() => desk.call('formats.remove', { range: selected.range }))}
                    >
                      {formats.remove}
                    </button>
                  )}
                </div>
              )}
            </section>
          )}
          <Preview key={selected?.range ?? ''} first={selected?.example ?? formatNumber(OWN_EXAMPLE)} />
        </aside>
      </div>
      {adding && (
        <AddRange
          onDone={(range) => {
            setAdding(false);
            setHappened(formats.added);
            setShown(range);
            reload();
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </ListScreen>
  );
}

function RangeMark({ range }: { readonly range: RangeRow }): ReactNode {
  const { formats } = useTexts();
  if (range.left === 0) return <span className="mark stop">{formats.ended}</span>;
  return <span className={range.inUse ? 'mark done' : 'mark'}>{range.inUse ? formats.inUse : formats.aside}</span>;
}

function RangeFacts({ range }: { readonly range: RangeRow }): ReactNode {
  const { formats } = useTexts();
  const serial = (value: number): string => String(value).padStart(serialDigits(range), '0');
  const facts = [
    [formats.numbers, `${serial(range.first)}–${serial(range.last)}`],
    [formats.left, formats.leftOf(range.left.toLocaleString('en'), rangeSize(range).toLocaleString('en'))],
    ...(range.format === 's10'
      ? [
          [formats.service, range.lead],
          [formats.country, range.country],
        ]
      : [
          [formats.extension, range.lead.slice(0, 1)],
          [formats.prefix, range.lead.slice(1)],
        ]),
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Preview({ first }: { readonly first: string }): ReactNode {
  const { formats } = useTexts();
  const [number, setNumber] = useState(first);
  const [bars, setBars] = useState<BarPreview>();
  const [refused, setRefused] = useState<Failure>();
  useEffect(() => {
    let isLast = true;
    async function ask(): Promise<void> {
      const preview = await desk.call('formats.preview', { number });
      if (!isLast) return;
      setBars(preview.ok ? preview.value : undefined);
      setRefused(preview.ok ? undefined : preview.error);
    }
    void ask();
    return () => void (isLast = false);
  }, [number]);
  return (
    <section className="card stack" aria-label={formats.preview}>
      <h2>{formats.preview}</h2>
      <TextField
        title={formats.previewNumber}
        hint={formats.previewHint}
        maxLength={40}
        invalid={refused !== undefined}
        value={number}
        onText={setNumber}
      />
      {refused && <FailureNote failure={refused} />}
      {bars && (
        <>
          <div className="bar-frame">
            <BarCode bars={bars.bars} name={bars.text} module={1} height={72} />
          </div>
          <p className="meta">
            {formats.scannerSends} <span className="number">{bars.text}</span>
          </p>
        </>
      )}
    </section>
  );
}

function AddRange({
  onDone,
  onClose,
}: {
  readonly onDone: (range: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { formats } = useTexts();
  const [entry, setEntry] = useState({
    format: 's10' as (typeof RANGE_FORMATS)[number],
    service: '',
    country: 'JP',
    extension: '0',
    prefix: '',
    first: '',
    last: '',
  });
  const change = (part: Partial<typeof entry>): void => setEntry((before) => ({ ...before, ...part }));
  const isS10 = entry.format === 's10';
  const lead = (isS10 ? entry.service.toUpperCase() : entry.extension + entry.prefix).normalize('NFKC').trim();
  const digits = isS10 ? 8 : Math.max(0, Math.min(9, 17 - lead.length));
  const serial = (typed: string): number | undefined => {
    const text = typed.normalize('NFKC').replace(/\s/g, '');
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const first = serial(entry.first);
  const last = serial(entry.last);
  return (
    <OrderDialog
      title={formats.add}
      explain={formats.addExplain}
      confirm={formats.add}
      disabled={first === undefined || last === undefined || lead === ''}
      order={() =>
        desk.call('formats.add', {
          format: entry.format,
          lead,
          country: isS10 ? entry.country.toUpperCase() : '',
          first: first!,
          last: last!,
        })
      }
      onDone={({ range }) => onDone(range)}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <div className="wide-field">
            <Segments
              label={formats.format}
              choices={RANGE_FORMATS.map((format) => [format, formats.kinds[format]] as const)}
              chosen={entry.format}
              onChoose={(format) => change({ format })}
            />
          </div>
          {isS10 ? (
            <>
              <TextField
                title={formats.service}
                hint={formats.serviceHint}
                maxLength={2}
                data-first=""
                invalid={refused === 'lead'}
                value={entry.service}
                onText={(service) => change({ service })}
              />
              <TextField
                title={formats.country}
                hint={formats.countryHint}
                maxLength={2}
                invalid={refused === 'country'}
                value={entry.country}
                onText={(country) => change({ country })}
              />
            </>
          ) : (
            <>
              <TextField
                title={formats.extension}
                maxLength={1}
                inputMode="numeric"
                invalid={refused === 'lead'}
                value={entry.extension}
                onText={(extension) => change({ extension })}
              />
              <TextField
                title={formats.prefix}
                hint={formats.prefixHint}
                maxLength={12}
                inputMode="numeric"
                invalid={refused === 'lead'}
                value={entry.prefix}
                onText={(prefix) => change({ prefix })}
              />
            </>
          )}
          <TextField
            title={formats.first}
            hint={formats.largest(digits)}
            inputMode="numeric"
            maxLength={9}
            invalid={refused === 'first'}
            value={entry.first}
            onText={(text) => change({ first: text })}
          />
          <TextField
            title={formats.last}
            hint={formats.largest(digits)}
            inputMode="numeric"
            maxLength={9}
            invalid={refused === 'last'}
            value={entry.last}
            onText={(text) => change({ last: text })}
          />
        </>
      )}
    </OrderDialog>
  );
}
