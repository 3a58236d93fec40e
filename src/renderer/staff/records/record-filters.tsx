/** What narrows a list: words, states, days, amounts, a partner. Every list has the same bar; it shows what the list has. */
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import type { Role } from '#shared/protocol/party.ts';
import { parseAmount } from '../components/amount.ts';
import { Segments } from '../components/segments.tsx';
import { useQuery } from '../stores/use-query.ts';
import { showDay, useNow, useTexts } from '../stores/use-texts.ts';
import { DATE_PRESETS, presetDays } from './local-days.ts';
import { MenuButton } from './menu-button.tsx';
import type { RecordFilter } from './record-filter.ts';

/** After so long without a key (ms) the list is asked. */
const PAUSE = 250;

export interface FilterKinds {
  /** All of them, with their names; what they are called together, where not states. */
  readonly states?:
    readonly [names: readonly string[], texts: Readonly<Record<string, string>>, title?: string] | undefined;
  /** What the list's time is called, where it can be narrowed by it. */
  readonly dates?: string | undefined;
  /** What else it can be narrowed by, as `by` of the address says it. */
  readonly otherDates?: readonly [by: string, title: string] | undefined;
  /** What the list's amount is called. */
  readonly amounts?: string | undefined;
  /** Which roles the partner may have. */
  readonly partners?: readonly Role[] | undefined;
}

interface Narrowing {
  readonly filter: RecordFilter;
  readonly onFilter: (filter: RecordFilter) => void;
}

export function SearchField({
  filter,
  onFilter,
  field,
}: Narrowing & { readonly field: RefObject<HTMLInputElement | null> }): ReactNode {
  const { common, records } = useTexts();
  const wanted = filter.search ?? '';
  const [typed, setTyped] = useState(wanted);
  const [told, setTold] = useState(wanted);
  // Changed from elsewhere: by a scan, a saved filter, an address.
  if (wanted !== told) {
    setTold(wanted);
    setTyped(wanted);
  }
  useEffect(() => {
    if (typed === wanted) return;
    const timer = setTimeout(() => {
      const { search: _before, ...rest } = filter;
      setTold(typed);
      onFilter(typed.trim() === '' ? rest : { ...rest, search: typed });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, wanted, filter, onFilter]);
  return (
    <input
      ref={field}
      type="search"
      className="input filter"
      aria-label={common.filter}
      aria-keyshortcuts="/"
      placeholder={records.search}
      autoComplete="off"
      maxLength={80}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

export function StateMenu({
  filter,
  onFilter,
  states: [names, texts, title],
}: Narrowing & { readonly states: NonNullable<FilterKinds['states']> }): ReactNode {
  const { records } = useTexts();
  const { states: _now, ...rest } = filter;
  const chosen = (filter.states ?? []).filter((name) => names.includes(name));
  function toggle(name: string): void {
    const next = names.filter((each) => (each === name ? !chosen.includes(each) : chosen.includes(each)));
    onFilter(next.length === 0 ? rest : { ...rest, states: next });
  }
  const label =
    chosen.length > 1
      ? (title === undefined ? records.several : records.severalOf)(chosen.length)
      : chosen[0] && texts[chosen[0]];
  return (
    <MenuButton title={title ?? records.state} chosen={label}>
      {() =>
        names.map((name) => (
          <label key={name} className="check menu-check">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            {texts[name]}
          </label>
        ))
      }
    </MenuButton>
  );
}

export function DateMenu({
  filter,
  onFilter,
  title: usual,
  other,
}: Narrowing & { readonly title: string; readonly other?: FilterKinds['otherDates'] }): ReactNode {
  const { records } = useTexts();
  const now = useNow(60_000);
  const { date, from, until, ...rest } = filter;
  const isOther = other !== undefined && filter.more?.['by'] === other[0];
  const title = isOther ? other[1] : usual;
  const days = date ? presetDays(date, new Date(now)) : { from, until };
  const span = [days.from, days.until].map((day) => (day === undefined ? '' : showDay(day))).join(' – ');
  const chosen = date ? records.presets[date] : from || until ? span : undefined;
  function choose(name: 'from' | 'until', day: string): void {
    const next: { readonly from?: string | undefined; readonly until?: string | undefined } = {
      ...days,
      [name]: day === '' ? undefined : day,
    };
    onFilter({
      ...rest,
      ...(next.from !== undefined && { from: next.from }),
      ...(next.until !== undefined && { until: next.until }),
    });
  }
  return (
    <MenuButton title={title} chosen={chosen}>
      {() => (
        <>
          {other && (
            <Segments
              label={records.datesOf}
              choices={[
                ['usual', usual],
                ['other', other[1]],
              ]}
              chosen={isOther ? 'other' : 'usual'}
              onChoose={(which) => onFilter(datedBy(filter, which === 'other' ? other[0] : undefined))}
            />
          )}
          <div className="menu-presets" role="radiogroup" aria-label={title}>
            {DATE_PRESETS.map((name) => (
              <button
                key={name}
                type="button"
                role="radio"
                className="button"
                aria-checked={name === date}
                onClick={() => onFilter(name === date ? rest : { ...rest, date: name })}
              >
                {records.presets[name]}
              </button>
            ))}
          </div>
          {(['from', 'until'] as const).map((name) => (
            <label key={name} className="field">
              <span>{records[name]}</span>
              <input
                type="date"
                className="input"
                value={days[name] ?? ''}
                onChange={({ target }) => choose(name, target.value)}
              />
            </label>
          ))}
        </>
      )}
    </MenuButton>
  );
}

function datedBy({ more, ...rest }: RecordFilter, by: string | undefined): RecordFilter {
  const { by: _before, ...others } = more ?? {};
  const next = { ...others, ...(by !== undefined && { by }) };
  return Object.keys(next).length === 0 ? rest : { ...rest, more: next };
}

export function AmountMenu({ filter, onFilter, title }: Narrowing & { readonly title: string }): ReactNode {
  const { records } = useTexts();
  const { least, most, ...rest } = filter;
  const show = (value: number | undefined): string => value?.toLocaleString('en') ?? '';
  const chosen = least === undefined && most === undefined ? undefined : `${show(least)} – ${show(most)}`;
  return (
    <MenuButton title={title} chosen={chosen}>
      {() => (
        <>
          <AmountField
            title={records.least}
            value={show(least)}
            onAmount={(value) => onFilter({ ...rest, ...optional('least', value), ...optional('most', most) })}
          />
          <AmountField
            title={records.most}
            value={show(most)}
            onAmount={(value) => onFilter({ ...rest, ...optional('least', least), ...optional('most', value) })}
          />
        </>
      )}
    </MenuButton>
  );
}

const optional = (name: 'least' | 'most', value: number | undefined): RecordFilter =>
  value === undefined ? {} : { [name]: value };

/** Wide digits and separators as people type them; an amount that is none narrows nothing. */
function AmountField({
  title,
  value,
  onAmount,
}: {
  readonly title: string;
  readonly value: string;
  readonly onAmount: (value: number | undefined) => void;
}): ReactNode {
  const [typed, setTyped] = useState(value);
  const isWrong = typed.trim() !== '' && parseAmount(typed, 'JPY') === undefined;
  return (
    <label className="field">
      <span>{title}</span>
      <input
        className="input"
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={isWrong}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          const amount = parseAmount(target.value, 'JPY');
          if (amount !== undefined || target.value.trim() === '') onAmount(amount?.value);
        }}
      />
    </label>
  );
}

export function PartnerMenu({ filter, onFilter, roles }: Narrowing & { readonly roles: readonly Role[] }): ReactNode {
  const { records } = useTexts();
  const { value } = useQuery('partners.list', {}, ['partners']);
  const { partner, ...rest } = filter;
  const partners = value?.filter(({ role }) => roles.includes(role)) ?? [];
  if (partners.length < 2 && partner === undefined) return null;
  return (
    <select
      className={partner === undefined ? 'input partner-filter' : 'input partner-filter chosen'}
      aria-label={records.partner}
      value={partner ?? ''}
      onChange={({ target }) => onFilter(target.value === '' ? rest : { ...rest, partner: target.value })}
    >
      <option value="">{records.allPartners}</option>
      {partner !== undefined && !partners.some(({ id }) => id === partner) && (
        <option value={partner}>{partner}</option>
      )}
      {partners.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
