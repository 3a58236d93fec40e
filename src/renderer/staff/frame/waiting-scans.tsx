/** What a station has scanned and its service has not answered, and what the service refused: numbers and causes alone. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { StationStanding, WaitingScan } from '#shared/desk/stations.ts';
import type { Step } from '#shared/desk/carrier.ts';
import { DataTable } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { FailureNote, useFailureText } from '../components/failure-note.tsx';
import { Glyph } from '../components/glyph.tsx';
import { NumberText } from '../components/words.tsx';
import { desk } from '../client.ts';
import { useQuery } from '../stores/use-query.ts';
import { formatTime, useMoney, useTexts } from '../stores/use-texts.ts';

export function WaitingScans({
  standing,
  onClose,
}: {
  readonly standing: StationStanding | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const texts = useTexts();
  const { waiting: words } = texts.stationMode;
  const scans = useQuery('station.waiting', {}, ['stations']);
  const waiting = scans.value?.filter(({ refused }) => refused === undefined) ?? [];
  const refused = scans.value?.filter((scan) => scan.refused !== undefined) ?? [];
  const { heardAt, leaseEnds, online } = standing ?? {};
  return (
    <Dialog title={words.title} wide onClose={onClose}>
      <div className="stack">
        {scans.failure && <FailureNote failure={scans.failure} />}
        {scans.value?.length === 0 && <p>{words.none}</p>}
        {refused.length > 0 && (
          <section className="stack" aria-labelledby="scans-refused">
            <h3 id="scans-refused">{words.refusedTitle}</h3>
            <p className="meta">{words.refusedDo}</p>
            <ul className="refused-scans">
              {refused.map((scan, at) => (
                <RefusedScan key={scan.id} scan={scan} isFirst={at === 0} />
              ))}
            </ul>
          </section>
        )}
        {waiting.length > 0 && (
          <section className="stack" aria-labelledby="scans-waiting">
            <h3 id="scans-waiting">{words.list}</h3>
            <p className="meta">{words.explain}</p>
            <DataTable
              label={words.list}
              rows={waiting}
              keyOf={({ id }) => id}
              columns={[
                { head: words.at, render: ({ at }) => formatTime(at) },
                { head: words.number, form: 'wide', render: (scan) => <NumberOf scan={scan} /> },
                { head: words.step, render: ({ step }) => texts.scan.steps[step as Step] },
              ]}
            />
          </section>
        )}
        {online === false && heardAt !== undefined && (
          <p className="meta">
            {texts.stationMode.heard(formatTime(heardAt))}
            {leaseEnds !== undefined && ` ${texts.stationMode.lease(formatTime(leaseEnds))}`}
          </p>
        )}
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" data-first onClick={onClose}>
          {texts.common.close}
        </button>
      </div>
    </Dialog>
  );
}

function NumberOf({ scan: { number } }: { readonly scan: WaitingScan }): ReactNode {
  const { noNumber } = useTexts().stationMode.waiting;
  return number === '' ? noNumber : <NumberText number={number} />;
}

function RefusedScan({ scan, isFirst }: { readonly scan: WaitingScan; readonly isFirst: boolean }): ReactNode {
  const texts = useTexts();
  const textOf = useFailureText();
  const money = useMoney();
  const { collected } = scan;
  const button = useRef<HTMLButtonElement>(null);
  // The list comes after the dialog, and gets shorter: Enter is for the first of them each time.
  useEffect(() => {
    if (isFirst) button.current?.focus();
  }, [isFirst]);
  return (
    <li>
      <Glyph sign="stop" />
      <div className="grow">
        <p className="strong">
          <NumberOf scan={scan} /> · {texts.scan.steps[scan.step as Step]} · {formatTime(scan.at)}
        </p>
        <p>{textOf({ code: scan.refused! })}</p>
        {collected && <p className="strong">{texts.stationMode.waiting.collected(money(collected))}</p>}
      </div>
      <button
        ref={button}
        type="button"
        className="button"
        onClick={() => void desk.call('station.put-aside', { id: scan.id })}
      >
        {texts.stationMode.waiting.putAside}
      </button>
    </li>
  );
}
