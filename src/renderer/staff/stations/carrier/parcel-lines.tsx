/** One parcel in large type: number, size, cash; then to whom. */
import type { ReactNode } from 'react';
import type { Addressee } from '#shared/domain/addressee.ts';
import { Glyph } from '../../components/glyph.tsx';
import { NumberText } from '../../components/words.tsx';
import { useMoney, useTexts } from '../../stores/use-texts.ts';
import type { ShownParcel } from './station-store.ts';

export function ParcelLines({ parcel }: { readonly parcel: ShownParcel }): ReactNode {
  const { scan, parcelStates } = useTexts();
  const money = useMoney();
  const { number, piece, of, copy, size, due, state, warnings, addressee, openedFrom, mall } = parcel;
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
      {addressee ? (
        <AddressLines addressee={addressee} />
      ) : (
        <p className="scan-hidden">
          {scan.hidden} {scan.hiddenDo}
        </p>
      )}
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

function AddressLines({ addressee }: { readonly addressee: Addressee }): ReactNode {
  const { scan } = useTexts();
  const { name, postalCode, lines, phone, country, note } = addressee;
  const domestic = country === 'JP' || country === '';
  return (
    <div className="address" lang={domestic ? 'ja' : undefined} data-address="">
      <p className="address-name">{name}</p>
      <p className="address-lines">
        {postalCode !== '' && <span className="address-line">{domestic ? `〒${postalCode}` : postalCode} </span>}
        {lines.map((line, at) => (
          <span key={at} className="address-line">
            {line}
          </span>
        ))}
        {!domestic && <span className="address-line strong">{country}</span>}
      </p>
      <p className="address-more">
        {phone !== '' && (
          <span>
            <span className="scan-meta">{scan.phone}</span> {phone}
          </span>
        )}
        {note !== undefined && (
          <span>
            <span className="scan-meta">{scan.note}</span> {note}
          </span>
        )}
      </p>
    </div>
  );
}
