/** Heard and seen at every screen of the mall: a printer stopped, or somebody has to look what came out. */
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import type { PrintJobRow } from '#shared/desk/printing.ts';
import { Glyph } from '../components/glyph.tsx';
import { useCauseText } from '../lists/job-words.tsx';
import { navigate, type Screen } from '../route.ts';
import { play } from '../stores/desk-stores.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';

const needsSomebody = ({ state, unsure }: PrintJobRow): boolean => state === 'stopped' || unsure > 0;

export function PrintingWatch({ screen }: { readonly screen: Screen }): ReactNode {
  const { printing } = useTexts();
  const jobs = useQuery('jobs.list', { limit: 30 }, ['printing']);
  const textOf = useCauseText();
  const stopped = jobs.value?.rows.filter(needsSomebody);
  const marks = stopped?.map(({ id, cause, unsure }) => `${id} ${cause} ${unsure > 0}`).join();
  const known = useRef<string>(undefined);
  const hear = useEffectEvent((now: string) => {
    const before = known.current;
    known.current = now;
    // What stood there when the desk was opened was heard before.
    if (before !== undefined && now.split(',').some((mark) => mark !== '' && !before.includes(mark))) play('look');
  });
  useEffect(() => {
    if (marks !== undefined) hear(marks);
  }, [marks]);

  const job = stopped?.[0];
  if (!job || screen === 'printing') return null;
  const name = job.printerName || printing.noPrinter;
  const asks = job.cause === 'unsure' || job.unsure > 0;
  return (
    <div className="printing-watch notice stop" role="alert">
      <Glyph sign="stop" />
      <p className="grow">
        <span className="strong">{asks ? printing.bannerUnsure(name) : printing.bannerStopped(name)}</span>{' '}
        {!asks && textOf(job.cause)}
      </p>
      <button type="button" className="button slim" onClick={() => navigate('printing')}>
        {printing.show}
      </button>
    </div>
  );
}
