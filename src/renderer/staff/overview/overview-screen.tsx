/** The day's work at a glance: what to look after, figures that lead to their lists, charts. Renewed as work goes on. */
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { TOPICS } from '#shared/desk/contract.ts';
import { CHART_DAYS, FIGURE_GROUPS } from '#shared/desk/overview.ts';
import { desk } from '../client.ts';
import { Empty } from '../components/empty.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { ListScreen } from '../components/list-screen.tsx';
import { railOf } from '../route.ts';
import { useOffice } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatDay, useNow, useTexts } from '../stores/use-texts.ts';
import { ChartCard } from './charts.tsx';
import { FigureCard } from './figure-card.tsx';
import { Warnings } from './warnings.tsx';

/** However much happens, figures change no more often than can be read. */
const RENEW_MS = 1500;
const AGE_MS = 60_000;

export function Overview(): ReactNode {
  const { frame, overview: texts } = useTexts();
  const office = useOffice((store) => store.office);
  const now = useNow(AGE_MS);
  const today = formatDay(new Date(now));
  const days = useMemo(() => lastDays(today), [today]);
  const { value, failure, reload } = useQuery('overview.read', { days });
  const keys = useQuery('keys.warnings', {}, ['keys', 'partners']);
  useRenewal(reload, now);
  // What a person may not open is not counted to them.
  const shown = new Set<string>(office ? railOf(office).flatMap(({ screens }) => screens) : []);

  return (
    <ListScreen title={frame.screens.overview} meta={office?.name}>
      <div className="screen-body overview">
        {failure && <FailureNote failure={failure} />}
        {value && (
          <>
            <Warnings warnings={value.warnings} keys={keys.value ?? []} />
            {value.empty && (
              <Empty icon="overview" title={texts.emptyTitle}>
                {texts.emptyExplain}
              </Empty>
            )}
            <div className="figure-groups">
              {FIGURE_GROUPS.map((group) => {
                const figures = value.figures.filter(
                  (figure) => figure.group === group && shown.has(screenNamed(figure.list)),
                );
                return figures.length === 0 || (value.empty && group !== 'care') ? null : (
                  <section key={group} className={`figure-group ${group}`} aria-labelledby={`figures-${group}`}>
                    <h2 id={`figures-${group}`}>{texts.groups[group]}</h2>
                    <ul className="figures">
                      {figures.map((figure) => (
                        <FigureCard key={figure.id} figure={figure} />
                      ))}
                    </ul>
                  </section>
                );
              })}
            </div>
            {!value.empty && (
              <div className="charts">
                {value.charts.map((chart) => (
                  <ChartCard key={chart.id} chart={chart} />
                ))}
              </div>
            )}
          </>
        )}
      </div>
    </ListScreen>
  );
}

const screenNamed = (address: string): string => address.split('?')[0]!;

/** First instants of the last days by the screen's own calendar, and the end of today. */
function lastDays(today: string): string[] {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  return Array.from({ length: CHART_DAYS + 1 }, (_, at) =>
    new Date(year, month - 1, day - CHART_DAYS + 1 + at).toISOString(),
  );
}

function useRenewal(reload: () => void, now: number): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const renew = useEffectEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      reload();
    }, RENEW_MS);
  });
  useEffect(() => {
    const stops = TOPICS.map((topic) => desk.onChanged(topic, () => renew()));
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      for (const stop of stops) stop();
    };
  }, []);
  // Ages grow though nothing happens.
  useEffect(() => {
    if (now > 0) reload();
  }, [now, reload]);
}
