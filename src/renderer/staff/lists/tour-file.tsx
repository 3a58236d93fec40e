/** One tour on one day: its stops in the order in which they are driven, and the driver's papers. */
import { type FocusEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type PrintedTour, STOPS_AT_ONCE, type TourPaper, type TourStop } from '#shared/desk/tours.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { TextField } from '../components/fields.tsx';
import { Note } from '../components/note.tsx';
import { openPdf } from '../components/pdf.ts';
import { Segments } from '../components/segments.tsx';
import { useKeys } from '../components/use-keys.ts';
import { Key, NumberText } from '../components/words.tsx';
import { bestReading, numberIn } from '../scanner/read-scan.ts';
import { useScans } from '../scanner/scans.ts';
import { play } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { useQuery } from '../stores/use-query.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';
import { moveStop } from './move-stop.ts';

interface Printing {
  readonly paper: TourPaper;
  readonly stops: number;
}
type Printed = Pick<PrintedTour, 'stops' | 'refused'>;

export function TourFile(tour: { readonly depot: string; readonly route: string; readonly date: string }): ReactNode {
  const { tours, packing, parcelStates } = useTexts();
  const money = useMoney();
  const language = useSettings((settings) => settings.language);
  const { value, failure, reload } = useQuery('tours.read', tour, ['parcels']);
  const [order, setOrder] = useState<readonly string[]>();
  const [chosen, setChosen] = useState<string>();
  const [driver, setDriver] = useState('');
  const [part, setPart] = useState('1');
  const [printing, setPrinting] = useState<Printing>();
  const [printed, setPrinted] = useState<Printed>();
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
    const first = (Number(part) - 1) * STOPS_AT_ONCE;
    setPrinting({ paper, stops: Math.min(STOPS_AT_ONCE, stops.length - first) });
    setPrinted(undefined);
    await saving.current;
    const answer = await desk.call('tours.print', { ...tour, paper, part: Number(part), driver, language });
    setPrinting(undefined);
    setProblem(answer.ok ? undefined : answer.error);
    if (!answer.ok) return play('look');
    openPdf(answer.value.pdf);
    setPrinted({ stops: answer.value.stops, refused: answer.value.refused });
    setOrder(undefined);
    play(answer.value.refused.length > 0 ? 'look' : 'done');
    reload();
  }
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
  const parts = Math.ceil(stops.length / STOPS_AT_ONCE);
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
      {parts > 1 && <Parts stops={stops.length} parts={parts} chosen={part} onChoose={setPart} />}
      <p className="meta tour-progress" role="status">
        {printing && tours.opening(printing.stops)}
      </p>
      {failure && <FailureNote failure={failure} />}
      {problem && <FailureNote failure={problem} />}
      {printed && <PrintedNote printed={printed} />}
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

function Parts({
  stops,
  parts,
  chosen,
  onChoose,
}: {
  readonly stops: number;
  readonly parts: number;
  readonly chosen: string;
  readonly onChoose: (part: string) => void;
}): ReactNode {
  const { tours } = useTexts();
  const choices = Array.from({ length: parts }, (_, at): readonly [string, string] => {
    const last = Math.min((at + 1) * STOPS_AT_ONCE, stops);
    return [String(at + 1), `${at * STOPS_AT_ONCE + 1}–${last}`];
  });
  return <Segments label={tours.part} choices={choices} chosen={chosen} onChoose={onChoose} />;
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
