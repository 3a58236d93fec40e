/** Columns of the usual kinds: the same width, form and file cell in every list. Anything else is written out. */
import type { Money } from '#shared/domain/money.ts';
import type { ParcelSize } from '#shared/domain/parcel-size.ts';
import type { PayMode } from '#shared/protocol/instruction.ts';
import { type Marked, type MarkedState, StateMark, stateWords } from '../components/state-mark.tsx';
import { NumberText, PayMark, SizeText } from '../components/words.tsx';
import { formatTime, showDay, useMoney, useTexts } from '../stores/use-texts.ts';
import type { RecordColumn } from './record-column.ts';

type More<T> = Partial<Omit<RecordColumn<T>, 'id' | 'head'>>;
type Of<T, V> = (row: T) => V | undefined;

export function textColumn<T>(id: string, head: string, of: Of<T, string>, more: More<T> = {}): RecordColumn<T> {
  return { id, head, render: (row) => of(row) ?? '–', csv: of, ...more };
}

/** One of our own numbers, in its groups. */
export function numberColumn<T>(id: string, head: string, of: Of<T, string>, more: More<T> = {}): RecordColumn<T> {
  const render = (row: T) => {
    const number = of(row);
    return number === undefined ? '–' : <NumberText number={number} />;
  };
  return { id, head, width: 160, render, csv: of, ...more };
}

/** An instant. */
export function timeColumn<T>(id: string, head: string, of: Of<T, string>, more: More<T> = {}): RecordColumn<T> {
  const render = (row: T): string => {
    const at = of(row);
    return at === undefined ? '–' : formatTime(at);
  };
  return { id, head, width: 104, render, csv: of, ...more };
}

/** `2026-11-21` or `2026-11`. */
export function dayColumn<T>(id: string, head: string, of: Of<T, string>, more: More<T> = {}): RecordColumn<T> {
  return { id, head, width: 104, render: (row) => showDay(of(row) ?? '–'), csv: of, ...more };
}

export function countColumn<T>(id: string, head: string, of: Of<T, number>, more: More<T> = {}): RecordColumn<T> {
  return { id, head, form: 'end', width: 72, render: (row) => of(row) ?? '–', csv: of, ...more };
}

/** Amounts; the file has the currency beside them. */
export function useMoneyColumn(): <T>(id: string, head: string, of: Of<T, Money>, more?: More<T>) => RecordColumn<T> {
  const show = useMoney();
  return (id, head, of, more = {}) => {
    const render = (row: Parameters<typeof of>[0]): string => {
      const amount = of(row);
      return amount ? show(amount) : '–';
    };
    return { id, head, form: 'end', render, csv: of, money: true, ...more };
  };
}

export function sizeColumn<T>(id: string, head: string, of: (row: T) => ParcelSize): RecordColumn<T> {
  return { id, head, width: 88, render: (row) => <SizeText size={of(row)} />, csv: (row) => of(row).size };
}

/** How far a row is, as its mark. */
export function useStateColumn(): <T, K extends Marked>(
  head: string,
  of: K,
  state: (row: T) => MarkedState<K>,
  more?: More<T>,
) => RecordColumn<T> {
  const words = stateWords(useTexts());
  return (head, of, state, more = {}) => ({
    id: 'state',
    head,
    render: (row) => <StateMark of={of} state={state(row)} />,
    csv: (row) => (words[of] as Readonly<Record<string, string>>)[state(row)],
    ...more,
  });
}

export function usePayColumn(): <T>(id: string, head: string, of: (row: T) => PayMode) => RecordColumn<T> {
  const { payShort } = useTexts();
  return (id, head, of) => ({
    id,
    head,
    width: 88,
    render: (row) => <PayMark pay={of(row)} />,
    csv: (row) => payShort[of(row)],
  });
}

/** A partner's own reference: a UUID. */
export function referenceColumn<T>(id: string, head: string, of: (row: T) => string): RecordColumn<T> {
  return { id, head, width: 296, render: (row) => <span className="meta">{of(row)}</span>, csv: of };
}
