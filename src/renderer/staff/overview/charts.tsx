/**
 * Small charts out of the page's own boxes: each part is a link that says its name and its count, so that they are read
 * by keyboard and by ear as well as by eye. Colour comes from the tokens, and nothing is told by colour alone.
 */
import type { CSSProperties, ReactNode } from 'react';
import type { Chart, ChartPart } from '#shared/desk/overview.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useSettings } from '../stores/settings-store.ts';
import { formatDay, useTexts } from '../stores/use-texts.ts';

export function ChartCard({ chart }: { readonly chart: Chart }): ReactNode {
  const { overview } = useTexts();
  const total = chart.parts.reduce((sum, { count }) => sum + count, 0);
  const id = `chart-${chart.id}`;
  return (
    <section className="chart-card" aria-labelledby={id}>
      <h2 id={id}>
        {overview.charts[chart.id]}
        <span className="meta">{overview.total(total)}</span>
      </h2>
      {chart.form === 'states' && <StateChart parts={chart.parts} total={total} />}
      {chart.form === 'bars' && <BarChart parts={chart.parts} />}
      {chart.form === 'days' && <DayChart parts={chart.parts} />}
      {chart.form === 'hours' && <HourChart parts={chart.parts} />}
    </section>
  );
}

/** How much of the whole, for the style sheet. */
const share = (part: number): CSSProperties => ({ '--share': part }) as CSSProperties;

function StateChart({ parts, total }: { readonly parts: readonly ChartPart[]; readonly total: number }): ReactNode {
  const nameOf = useStateName();
  return (
    <>
      <div className="stack-bar" aria-hidden="true">
        {parts.map(({ name, count }, at) =>
          count === 0 ? null : (
            <span key={name} className={`tone-${at % 6}`} style={{ flexGrow: count / Math.max(1, total) }} />
          ),
        )}
      </div>
      <ul className="stack-legend">
        {parts.map(({ name, count, list }, at) => (
          <li key={name}>
            <a href={`#/${list}`}>
              <span className={`swatch tone-${at % 6}`} aria-hidden="true" />
              {nameOf(name)} <span className="strong figure-number">{count}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function BarChart({ parts }: { readonly parts: readonly ChartPart[] }): ReactNode {
  const { overview } = useTexts();
  const most = Math.max(1, ...parts.map(({ count }) => count));
  if (parts.length === 0) return <p className="meta">{overview.none}</p>;
  return (
    <ul className="row-bars">
      {parts.map(({ name, count, list }) => (
        <li key={name}>
          <a href={`#/${list}`}>
            <span className="row-bar-name">{name === '' ? overview.noDepot : name}</span>
            <span className="row-bar-track" aria-hidden="true">
              <span style={share(count / most)} />
            </span>
            <span className="strong figure-number">{count}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function DayChart({ parts }: { readonly parts: readonly ChartPart[] }): ReactNode {
  const language = useSettings((settings) => settings.language);
  const most = Math.max(1, ...parts.map(({ count }) => count));
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' });
  return (
    <ol className="day-bars">
      {parts.map(({ name, count, list }) => {
        const date = new Date(name);
        const day = formatDay(date);
        return (
          <li key={name}>
            <DayLink list={list} day={day} text={`${day} ${weekday.format(date)}: ${count}`}>
              <span className="day-count figure-number">{count === 0 ? '' : count}</span>
              <span className="day-track" aria-hidden="true">
                <span style={share(count / most)} />
              </span>
              <span className="day-name">
                {date.getDate()}
                <span className="meta">{weekday.format(date)}</span>
              </span>
            </DayLink>
          </li>
        );
      })}
    </ol>
  );
}

/** More do not fit under numbers of their own: then the highest has one. */
const NUMBERED_HOURS = 16;
const LEAST_HOURS = 12;

/** Today's hours, without the empty ones before and after its work. */
function HourChart({ parts }: { readonly parts: readonly ChartPart[] }): ReactNode {
  const { overview } = useTexts();
  const hours = workingHours(parts);
  const most = Math.max(1, ...hours.map(({ count }) => count));
  const all = hours.length <= NUMBERED_HOURS;
  return (
    <ol className="day-bars hour-bars">
      {hours.map(({ name, count }) => {
        const hour = new Date(name).getHours();
        const text = overview.hour(hour, count);
        return (
          <li key={name}>
            <span className="day-bar" role="img" aria-label={text} title={text}>
              <span className="day-count figure-number">{count > 0 && (all || count === most) ? count : ''}</span>
              <span className="day-track">
                <span style={share(count / most)} />
              </span>
              <span className="day-name meta">{all || hour % 3 === 0 ? hour : ''}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function workingHours(parts: readonly ChartPart[]): readonly ChartPart[] {
  const worked = parts.flatMap(({ count }, at) => (count > 0 ? [at] : []));
  const [first = 0, last = 0] = [worked[0], worked.at(-1)];
  const from = Math.max(0, Math.min(first, parts.length - LEAST_HOURS));
  return parts.slice(from, Math.max(last + 1, from + LEAST_HOURS));
}

function useStateName(): (state: string) => string {
  const texts = useTexts();
  const role = useOffice((store) => store.office?.role);
  const names: Readonly<Record<string, string>> =
    role === 'carrier'
      ? texts.parcelStates
      : role === 'credit'
        ? texts.customers.settlements.states
        : texts.purchaseStates;
  return (state) => names[state] ?? state;
}

/** Without a list that can be narrowed to a day the bar still says what it is. */
function DayLink({
  list,
  day,
  text,
  children,
}: {
  readonly list: string | undefined;
  readonly day: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  return list === undefined ? (
    <span className="day-bar" role="img" aria-label={text} title={text}>
      {children}
    </span>
  ) : (
    <a className="day-bar" href={`#/${list}?from=${day}&until=${day}`} title={text}>
      {children}
    </a>
  );
}
