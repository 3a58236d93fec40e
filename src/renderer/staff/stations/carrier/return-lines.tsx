/** What a customer sends back, in large type: its number, and that it goes to its mall. There is no address. */
import type { ReactNode } from 'react';
import type { ReturningParcel } from '#shared/desk/carrier.ts';
import { Glyph } from '../../components/glyph.tsx';
import { NumberText } from '../../components/words.tsx';
import { useTexts } from '../../stores/use-texts.ts';
import type { ShownParcel } from './station-store.ts';

export function ReturnLines({
  parcel: { number, mall, warnings },
  returning: { state, depot },
}: {
  readonly parcel: ShownParcel;
  readonly returning: ReturningParcel;
}): ReactNode {
  const { scan, returning } = useTexts();
  return (
    <div className="parcel">
      <p className="scan-number">
        <NumberText number={number} />
      </p>
      <p className="scan-route">{returning.to(mall)}</p>
      {depot !== undefined && (
        <p className="scan-route">
          <span className="scan-facts">{returning.handedAt}</span> <span className="scan-depot">{depot}</span>
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="scan-warning">
          <Glyph sign="look" size={28} /> {scan.warnings[warning]}
        </p>
      ))}
      <p className="scan-meta">
        {scan.stateNow(returning.stateNow[state])} · {returning.noAddress}
      </p>
    </div>
  );
}
