/** To whom: name, address, telephone, note. Never shown longer than its screen needs it. */
import type { ReactNode } from 'react';
import type { Addressee } from '#shared/domain/addressee.ts';
import { useTexts } from '../stores/use-texts.ts';

export function AddressLines({ addressee }: { readonly addressee: Addressee }): ReactNode {
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
