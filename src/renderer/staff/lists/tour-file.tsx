/** One tour on one day: its stops in the order in which they are driven, and the driver's papers. */
import { type FocusEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { PrintedTour, TourPaper, TourStop } from '#shared/desk/tours.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { Note } from '../components/note.tsx';
import { openPdf } from '../components/pdf.ts';
import { useKeys } from '../components/use-keys.ts';
import { Key, NumberText } from '../components/words.tsx';
import { WorkProgress } from '../components/work-progress.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { moveStop } from './move-stop.ts';

interface Printing {
  readonly job: string;
  readonly done: number;
  readonly of: number;
}
type Printed = Pick<PrintedTour, 'stops' | 'refused'>;

/** How often long work is asked after (ms). */
const LOOK_MS = 400;

export function TourFile(tour: { readonly depot: string; readonly route: string; readonly date: string }): ReactNode {
  const { tours, packing, parcelStates } = useTexts();
  const money = useMoney();
  const language = useSettings((settings) => settings.language);
  const { value, failure, reload } = useQuery('tours.read', tour, ['parcels']);
  const [order, setOrder] = useState<readonly string[]>();
  const [chosen, setChosen] = useState<string>();
  const [driver, setDriver] = useState('');
  const [printing, setPrinting] = useState<Printing>();
  const [printed, setPrinted] = useState<Printed | 'stopped'>();
  const [problem, setProblem] = useState<Failure>();
  const pane = useRef<HTMLElement>(null);
  const saving = useRef<Promise<unknown>>(Promise.resolve());

  const all = value?.stops ?? [];
  const stops = order ? inOrder(all, order) : all;
  const rowOf = (number: string): HTMLElement | null =>
    pane.current?.querySelector<HTMLElement>(
      `tbody tr:nth-child(${stops.findIndex((s) => s.number === number) + 1})`,
    ) ?? null;

  function select(number: string): void {
    setChosen(number);
    rowOf(number)?.focus();
  }
  function move(by: -1 | 1): boolean {
    const numbers = stops.map(({ number }) => number);
    const moved = chosen === undefined ? undefined : moveStop(numbers, chosen, by);
    if (!moved) return false;
    setOrder(moved);
    // One after the other: the last order pressed is the one that stands.
    saving.current = saving.current
      .then(() => desk.call('tours.arrange', { ...tour, numbers: [...moved] }))
      .then((kept) => setProblem(kept.ok ? undefined : kept.error));
    return true;
  }
  async function print(paper: TourPaper): Promise<void> {
    if (printing || stops.length === 0) return;
    const job = crypto.randomUUID();
    setPrinting({ job, done: 0, of: 0 });
    setPrinted(undefined);
    await saving.current;
    const answer = await desk.call('tours.print', { ...tour, paper, driver, language, job });
    setPrinting(undefined);
    setProblem(answer.ok ? undefined : answer.error);
    if (!answer.ok) return play('look');
    if (answer.value === null) return setPrinted('stopped');
    openPdf(answer.value.pdf);
    setPrinted({ stops: answer.value.stops, refused: answer.value.refused });
    setOrder(undefined);
    play(answer.value.refused.length > 0 ? 'look' : 'done');
    reload();
  }
  const job = printing?.job;
  useEffect(() => {
    if (job === undefined) return;
    async function look(asked: string): Promise<void> {
      const now = await desk.call('tours.progress', { job: asked });
      if (now.ok) setPrinting((known) => (known?.job === asked ? { job: asked, ...now.value } : known));
    }
    const timer = setInterval(() => void look(job), LOOK_MS);
    return () => clearInterval(timer);
  }, [job]);
  useKeys({
    F6: () => void print('route-sheet'),
    F7: () => void print('delivery-slips'),
    PageUp: () => move(-1),
    PageDown: () => move(1),
  });
  useScans((scan) => {
    const text = bestReading(scan);
    const number = numberIn(text) ?? text;
    const isHere = stops.some((stop) => stop.number === number);
    play(isHere ? 'done' : 'look');
    if (isHere) select(number);
    setProblem(isHere ? undefined : { code: 'not-found' });
  });
  // A row that moves loses the focus on its way.
  const focusMoved = useEffectEvent(() => {
    if (chosen !== undefined) rowOf(chosen)?.focus();
  });
  useEffect(() => {
    if (order) focusMoved();
  }, [order]);

  const columns: readonly Column<TourStop>[] = [
    { head: tours.order, form: 'end', render: (stop) => stops.indexOf(stop) + 1 },
    { head: packing.shipping, form: 'wide', render: ({ number }) => <NumberText number={number} /> },
    { head: tours.slot, render: ({ slot }) => (slot ? tours.slots[slot] : tours.anySlot) },
    { head: tours.pieces, form: 'end', render: ({ pieces }) => pieces },
    { head: tours.due, form: 'end', render: ({ due }) => (due ? money(due) : '–') },
    { head: tours.state, render: ({ state }) => parcelStates[state] },
  ];
  const title = `${tour.depot} ${tour.route}`;
  return (
    <section
      className="card side tour"
      ref={pane}
      onFocus={({ target }: FocusEvent<HTMLElement>) => {
        const row = target.closest('tbody tr');
        if (row instanceof HTMLTableRowElement) setChosen(stops[row.sectionRowIndex]?.number);
      }}
    >
      <header className="row">
        <h2>{title}</h2>
        {value && <span className="meta">{value.arranged || order ? tours.arranged : tours.bySlot}</span>}
      </header>
      <p className="meta">{tours.explain}</p>
      <div className="row tour-tools">
        <TextField title={tours.driver} maxLength={40} value={driver} onText={setDriver} />
        <button
          type="button"
          className="button primary"
          disabled={!!printing}
          onClick={() => void print('route-sheet')}
        >
          <Key name="F6" /> {tours.sheet}
        </button>
        <button type="button" className="button" disabled={!!printing} onClick={() => void print('delivery-slips')}>
          <Key name="F7" /> {tours.slips}
        </button>
        <span className="grow" />
        <button type="button" className="button" disabled={chosen === undefined} onClick={() => move(-1)}>
          <Key name="PageUp" /> {tours.earlier}
        </button>
        <button type="button" className="button" disabled={chosen === undefined} onClick={() => move(1)}>
          <Key name="PageDown" /> {tours.later}
        </button>
      </div>
      {printing && (
        <WorkProgress
          title={tours.printing}
          done={printing.done}
          of={printing.of}
          // Each stop is opened, then drawn.
          words={tours.opened(Math.floor(printing.done / 2), stops.length)}
          onCancel={() => void desk.call('tours.stop', { job: printing.job })}
        />
      )}
      {failure && <FailureNote failure={failure} />}
      {problem && <FailureNote failure={problem} />}
      {printed === 'stopped' && <Note sign="look" title={tours.stopped} />}
      {printed && printed !== 'stopped' && <PrintedNote printed={printed} />}
      {stops.length > 0 && (
        <DataTable
          label={title}
          columns={columns}
          rows={stops}
          keyOf={({ number }) => number}
          selected={chosen}
          onOpen={({ number }) => select(number)}
        />
      )}
    </section>
  );
}

/** What came since stands behind. */
function inOrder(stops: readonly TourStop[], order: readonly string[]): readonly TourStop[] {
  const placeOf = ({ number }: TourStop): number => {
    const at = order.indexOf(number);
    return at < 0 ? order.length : at;
  };
  return [...stops].sort((a, b) => placeOf(a) - placeOf(b));
}

function PrintedNote({ printed: { stops, refused } }: { readonly printed: Printed }): ReactNode {
  const { tours } = useTexts();
  const textOf = useFailureText();
  return (
    <>
      <Note sign="done" title={tours.printed(stops)}>
        <p>{tours.printedExplain}</p>
      </Note>
      {refused.length > 0 && (
        <Note sign="look" title={tours.refused(refused.length)}>
          {refused.map(({ number, code }) => (
            <p key={number}>
              <NumberText number={number} /> {textOf({ code })}
            </p>
          ))}
        </Note>
      )}
    </>
  );
}
