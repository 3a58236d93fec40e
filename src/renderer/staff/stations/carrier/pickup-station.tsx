/** Pick-up: each scan accepts a parcel and counts it on its mall's manifest; at the end both sides see the difference. */
import { type ReactNode, useRef, useState } from 'react';
import { pickupCursor, type PickupRow } from '#shared/desk/handover.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { OlderButton } from '../../components/list-screen.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key, NumberText } from '../../components/words.tsx';
import { bestReading } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { useCursorPages } from '../../stores/use-cursor-pages.ts';
import { formatTime, useTexts } from '../../stores/use-texts.ts';
import { CheckManifestDialog } from './check-manifest-dialog.tsx';
import { PickupDialog } from './pickup-dialog.tsx';
import { AcceptPanel, useAccepting } from './accept-panel.tsx';

const NOTHING = {};
const MARKS = { open: 'mark', agreed: 'mark done', differs: 'mark look' } as const;

export function PickupStation(): ReactNode {
  const { frame, handover } = useTexts();
  const { pickup } = handover;
  const { rows, failure, older } = useCursorPages('pickups.list', NOTHING, pickupCursor, ['handover']);
  const [wanted, setWanted] = useState<string>();
  const [shown, setShown] = useState<string>();
  const [checking, setChecking] = useState(false);
  const numberField = useRef<HTMLInputElement>(null);
  const { outcome, take } = useAccepting();
  const open = rows?.filter(({ state }) => state === 'open') ?? [];
  const closed = rows?.filter(({ state }) => state !== 'open') ?? [];
  const chosen = open.find(({ manifest }) => manifest === wanted) ?? open[0];

  useScans((scan) => void take(bestReading(scan)));
  useTypingField(numberField);
  useKeys({
    F2: () => setWanted(next(open, chosen)),
    F4: () => numberField.current?.focus(),
    F7: () => setChecking(true),
    F10: () => setShown(chosen?.manifest),
  });
  const columns: readonly Column<PickupRow>[] = [
    { head: pickup.received, render: ({ receivedAt }) => formatTime(receivedAt) },
    { head: pickup.mall, form: 'wide', render: ({ mallName }) => mallName },
    { head: handover.taken, form: 'end', render: ({ takenParcels, parcels }) => handover.of(takenParcels, parcels) },
    { head: handover.state, render: ({ state }) => <span className={MARKS[state]}>{pickup.states[state]}</span> },
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
          {rows && open.length === 0 && (
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
          {closed.length > 0 && (
            <>
              <h2>{pickup.closedPickups}</h2>
              <div className="handover-rows">
                <DataTable
                  label={pickup.closedPickups}
                  columns={columns}
                  rows={closed}
                  keyOf={({ manifest }) => manifest}
                  onOpen={({ manifest }) => setShown(manifest)}
                />
              </div>
            </>
          )}
          <OlderButton older={older} />
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
