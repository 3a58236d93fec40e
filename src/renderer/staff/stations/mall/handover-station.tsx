/** Handing over: what is packed for one carrier is counted by scanning, and the manifest is closed. */
import { type ReactNode, useRef, useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { NumberEntry } from '../../components/number-entry.tsx';
import { Segments } from '../../components/segments.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { Key } from '../../components/words.tsx';
import { bestReading } from '../../scanner/read-scan.ts';
import { useScans, useTypingField } from '../../scanner/scans.ts';
import { useQuery } from '../../stores/use-query.ts';
import { useTexts } from '../../stores/use-texts.ts';
import { CloseManifestDialog } from './close-manifest-dialog.tsx';
import { CountPanel } from './count-panel.tsx';
import { HandoverLeft, HandoverTally } from './handover-left.tsx';
import { Manifests } from './manifests.tsx';
import { useCount } from './use-count.ts';

const PLACES = ['count', 'manifests'] as const;
type Place = (typeof PLACES)[number];

export function HandoverStation(): ReactNode {
  const { frame, handover } = useTexts();
  const [place, setPlace] = useState<Place>('count');
  const [wanted, setWanted] = useState('');
  const [closing, setClosing] = useState<string>();
  const numberField = useRef<HTMLInputElement>(null);
  const carriers = useQuery('handover.carriers', {}, ['handover', 'packing']);
  const list = carriers.value ?? [];
  const carrier = list.find((one) => one.carrier === wanted) ?? list[0];
  const count = useQuery('handover.read', { carrier: carrier?.carrier ?? '' }, ['handover', 'packing']);
  const { notice, take, takeBack } = useCount(carrier?.carrier);

  const next = (): void => {
    const at = list.findIndex((one) => one.carrier === carrier?.carrier);
    setWanted(list[(at + 1) % list.length]?.carrier ?? '');
  };
  const last = count.value?.last[0];
  const close = (): void => {
    if (carrier && place === 'count') setClosing(carrier.carrier);
  };
  useScans((scan) => {
    setPlace('count');
    void take(bestReading(scan));
  });
  useTypingField(numberField, place === 'count');
  useKeys({
    F2: () => setPlace(place === 'count' ? 'manifests' : 'count'),
    F4: () => numberField.current?.focus(),
    F6: next,
    F8: () => {
      if (place !== 'count' || !last) return false;
      void takeBack(last);
      return true;
    },
    F10: close,
  });

  return (
    <div className="handover">
      <header className="scan-head">
        <div>
          <h1>{frame.screens.handover}</h1>
          <p className="meta">{place === 'count' ? handover.countExplain : handover.manifestsExplain}</p>
        </div>
        <div className="handover-place">
          <Key name="F2" />
          <Segments
            label={handover.placeLabel}
            choices={PLACES.map((name) => [name, handover.places[name]] as const)}
            chosen={place}
            onChoose={setPlace}
          />
        </div>
      </header>
      {carriers.failure && <FailureNote failure={carriers.failure} />}
      {place === 'manifests' && <Manifests />}
      {place === 'count' && carriers.value && !carrier && (
        <Empty icon="handover" title={handover.nothingTitle}>
          {handover.nothingExplain}
        </Empty>
      )}
      {place === 'count' && carrier && (
        <div className="handover-work">
          <div className="handover-counting">
            {list.length > 1 && (
              <div className="packing-filter">
                <Key name="F6" />
                <Segments
                  label={handover.carriers}
                  choices={list.map(
                    (one) => [one.carrier, handover.carrierCount(one.name, one.countedParcels, one.parcels)] as const,
                  )}
                  chosen={carrier.carrier}
                  onChoose={setWanted}
                />
              </div>
            )}
            <HandoverTally sums={carrier} name={carrier.name} />
            <CountPanel
              notice={notice}
              isAll={carrier.countedPieces === carrier.pieces}
              isBegun={carrier.countedPieces > 0}
            />
            <footer className="scan-foot">
              <NumberEntry large fieldRef={numberField} onNumber={(text) => void take(text)} />
              <button type="button" className="button primary large" onClick={close}>
                {handover.close} <Key name="F10" />
              </button>
            </footer>
          </div>
          <HandoverLeft count={count.value} failure={count.failure} onTakeBack={(piece) => void takeBack(piece)} />
        </div>
      )}
      {closing !== undefined && (
        <CloseManifestDialog
          key={closing}
          carrier={list.find((one) => one.carrier === closing)}
          id={closing}
          onClose={() => setClosing(undefined)}
        />
      )}
    </div>
  );
}
