/** Pick-up: each scan accepts a parcel and counts it on its mall's manifest; at the end both sides see the difference. */
import { type ReactNode, useRef, useState } from 'react';
import type { PickupRow } from '#shared/desk/handover.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText } from '../../components/words.tsx';
import { bestReading } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { numberColumn, textColumn, timeColumn } from '../../records/columns.tsx';
import type { RecordColumn } from '../../records/record-column.ts';
import { RecordList } from '../../records/record-list.tsx';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CheckManifestDialog } from './check-manifest-dialog.tsx';
import { PickupDialog } from './pickup-dialog.tsx';
import { AcceptPanel, useAccepting } from './accept-panel.tsx';

const OPEN = { states: ['open' as const], limit: 500 };
const CLOSED = { states: ['closed'] };
const keyOf = ({ manifest }: PickupRow): string => manifest;
const MARKS = { open: 'mark', agreed: 'mark done', differs: 'mark look' } as const;

export function PickupStation(): ReactNode {
  const { frame, handover } = useTexts();
  const { pickup } = handover;
  const { value, failure } = useQuery('pickups.list', OPEN, ['handover']);
  const [wanted, setWanted] = useState<string>();
  const [shown, setShown] = useState<string>();
  const [checking, setChecking] = useState(false);
  const numberField = useRef<HTMLInputElement>(null);
  const { outcome, take } = useAccepting();
  const open = value?.rows ?? [];
  const chosen = open.find(({ manifest }) => manifest === wanted) ?? open[0];

  useScans((scan) => void take(bestReading(scan)));
  useTypingField(numberField);
  useKeys({
    F2: () => setWanted(next(open, chosen)),
    F4: () => numberField.current?.focus(),
    F7: () => setChecking(true),
    F10: () => setShown(chosen?.manifest),
  });
  const columns: readonly RecordColumn<PickupRow>[] = [
    timeColumn('received', pickup.received, ({ receivedAt }) => receivedAt, { order: true }),
    textColumn('mall', pickup.mall, ({ mallName }) => mallName, { form: 'wide', width: 96 }),
    {
      id: 'taken',
      head: handover.taken,
      form: 'end',
      width: 80,
      render: ({ takenParcels, parcels }) => handover.of(takenParcels, parcels),
      csv: ({ takenParcels }) => takenParcels,
    },
    {
      id: 'state',
      head: handover.state,
      width: 112,
      render: ({ state }) => <span className={MARKS[state]}>{pickup.states[state]}</span>,
      csv: ({ state }) => pickup.states[state],
    },
    numberColumn('number', handover.number, ({ number }) => number, { hidden: true }),
  ];
  return (
    <div className="handover pickup">
      <header className="scan-head">
        <div>
          <h1>{frame.screens.pickup}</h1>
          <p className="meta">{pickup.explain}</p>
        </div>
        <button type="button" className="button large" onClick={() => setChecking(true)}>
          {pickup.check} <Key name="F7" />
        </button>
      </header>
      {failure && <FailureNote failure={failure} />}
      <div className="handover-work">
        <div className="handover-counting pickup-counting">
          <AcceptPanel outcome={outcome} />
          <footer className="scan-foot">
            <NumberEntry large fieldRef={numberField} onNumber={(text) => void take(text)} />
            <button
              type="button"
              className="button primary large"
              disabled={!chosen}
              onClick={() => setShown(chosen?.manifest)}
            >
              {pickup.close} <Key name="F10" />
            </button>
          </footer>
        </div>
        <section className="handover-left" aria-labelledby="open-pickups">
          <div className="handover-head">
            <h2 id="open-pickups">{pickup.openPickups}</h2>
            {open.length > 1 && (
              <button type="button" className="button" onClick={() => setWanted(next(open, chosen))}>
                {pickup.choose} <Key name="F2" />
              </button>
            )}
          </div>
          {value && open.length === 0 && (
            <Empty icon="pickup" title={pickup.emptyTitle}>
              {pickup.emptyExplain}
            </Empty>
          )}
          <ol className="pickups">
            {open.map((row) => (
              <li key={row.manifest}>
                <OpenPickup
                  row={row}
                  isChosen={row === chosen}
                  onChoose={() => (setWanted(row.manifest), setShown(row.manifest))}
                />
              </li>
            ))}
          </ol>
          <h2>{pickup.closedPickups}</h2>
          <div className="handover-rows">
            <RecordList
              list="pickups.list"
              title={pickup.closedPickups}
              columns={columns}
              keyOf={keyOf}
              topics={['handover']}
              fixed={CLOSED}
              dates={pickup.received}
              empty={<p className="meta">{pickup.closedNone}</p>}
              onOpen={({ manifest }) => setShown(manifest)}
              scans={false}
            />
          </div>
        </section>
      </div>
      {shown !== undefined && <PickupDialog key={shown} manifest={shown} onClose={() => setShown(undefined)} />}
      {checking && <CheckManifestDialog onClose={() => setChecking(false)} />}
    </div>
  );
}

function next(open: readonly PickupRow[], chosen: PickupRow | undefined): string | undefined {
  return open[(open.findIndex((one) => one === chosen) + 1) % open.length]?.manifest;
}

function OpenPickup({
  row,
  isChosen,
  onChoose,
}: {
  readonly row: PickupRow;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { handover } = useTexts();
  const { pickup } = handover;
  const { mallName, number, takenParcels, parcels, takenPieces, pieces, extra } = row;
  const still = parcels - takenParcels;
  return (
    <button type="button" className="pickup-card" aria-pressed={isChosen} onClick={onChoose}>
      <span className="strong">{mallName}</span>
      <span className="pickup-count">
        <b>{takenParcels}</b>
        <span className="handover-of"> / {parcels}</span>
      </span>
      <NumberText number={number} />
      <span className="pickup-marks">
        {still > 0 ? (
          <span className="meta">{pickup.still(still)}</span>
        ) : (
          <span className="mark done">{pickup.all}</span>
        )}
        {extra > 0 && <span className="mark look">{pickup.extra(extra)}</span>}
      </span>
      <progress max={Math.max(1, pieces)} value={takenPieces} aria-label={handover.pieces} />
    </button>
  );
}
