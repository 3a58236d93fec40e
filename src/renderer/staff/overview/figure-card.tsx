/** One figure: how many, how old, and the way to the list behind it. */
import type { ReactNode } from 'react';
import type { Figure } from '#shared/desk/overview.ts';
import { useMoney, useTexts } from '../stores/use-texts.ts';

export function FigureCard({ figure }: { readonly figure: Figure }): ReactNode {
  const { overview } = useTexts();
  const money = useMoney();
  const { id, count, amount, list, hour = 0, day = 0 } = figure;
  const aged = `#/${list}${list.includes('?') ? '&' : '?'}older=`;
  return (
    <li className={count === 0 ? 'figure-card quiet' : 'figure-card'} data-figure={id}>
      <a className="figure-main" href={`#/${list}`}>
        <span className="figure-name">{overview.figures[id]}</span>
        <span className="figure-count figure-number">{count}</span>
        {amount && count > 0 && <span className="meta figure-number">{money(amount)}</span>}
      </a>
      {hour > 0 && (
        <span className="figure-ages">
          <a href={`${aged}hour`}>{overview.olderHour(hour)}</a>
          {day > 0 && (
            <a className="late" href={`${aged}day`}>
              {overview.olderDay(day)}
            </a>
          )}
        </span>
      )}
    </li>
  );
}
