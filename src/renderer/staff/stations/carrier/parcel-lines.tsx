/** One parcel in large type: number, size, cash; then to whom. */
import type { ReactNode } from 'react';
import { AddressLines } from '../../components/address-lines.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { NumberText } from '../../components/words.tsx';
import { useMoney, useTexts } from '../../stores/use-texts.ts';
import type { ShownParcel } from './station-store.ts';
import { WishLines } from './wish-lines.tsx';

export function ParcelLines({ parcel }: { readonly parcel: ShownParcel }): ReactNode {
  const { scan, parcelStates } = useTexts();
  const money = useMoney();
  const {
    number,
    piece,
    of,
    copy,
    size,
    due,
    state,
    warnings,
    addressee,
    hidden,
    route,
    wish,
    scanned,
    openedFrom,
    mall,
  } = parcel;
  const facts = [
    size && `${size.size} · ${size.weight} kg`,
    scan.piece(piece, of),
    copy > 1 ? scan.copyNumber(copy) : undefined,
    due && scan.collect(money(due)),
  ].filter((fact) => fact !== undefined);
  return (
    <div className="parcel">
      <p className="scan-number">
        <NumberText number={number} />
        <span className="scan-facts">{facts.join(' · ')}</span>
      </p>
      {addressee && <AddressLines addressee={addressee} />}
      {hidden && (
        <p className="scan-hidden">
          {scan.hidden} {scan.hiddenDo}
        </p>
      )}
      {!addressee && !hidden && (
        <p className={route ? 'scan-route' : 'scan-route none'}>
          {route ? (
            <>
              <span className="scan-depot">{route.depot}</span> {route.route}
            </>
          ) : (
            scan.noRoute
          )}
        </p>
      )}
      {wish && <WishLines wish={wish} />}
      {scanned && <p className="scan-pieces">{scan.scannedPieces(scanned.pieces, scanned.of)}</p>}
      {warnings.map((warning) => (
        <p key={warning} className="scan-warning">
          <Glyph sign="look" size={28} /> {scan.warnings[warning]}
        </p>
      ))}
      <p className="scan-meta">
        {[state && scan.stateNow(parcelStates[state]), mall, openedFrom === 'table' ? scan.fromTable : undefined]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}
