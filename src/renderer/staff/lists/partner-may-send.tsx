/** What a partner may send; the rest is refused at the door. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import type { PartnerLook } from '#shared/desk/partners.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { useTexts } from '../stores/use-texts.ts';

export function PartnerMaySend({
  partner,
  look,
  onDone,
}: {
  readonly partner: PartnerRow;
  readonly look: Pick<PartnerLook, 'maySend'>;
  readonly onDone: (sentence: string | undefined, failure: Failure | undefined) => void;
}): ReactNode {
  const { partners, post } = useTexts();
  const types = look.maySend.map(({ type }) => type);
  const now = look.maySend.filter(({ allowed }) => allowed).map(({ type }) => type);
  const [chosen, setChosen] = useState(now);
  const changed = types.some((type) => chosen.includes(type) !== now.includes(type));
  if (types.length === 0) return null;
  async function apply(): Promise<void> {
    const result = await desk.call('partners.allow', { id: partner.id as PartyId, types: chosen });
    onDone(result.ok ? partners.allowed(partner.name) : undefined, result.ok ? undefined : result.error);
  }
  return (
    <fieldset className="may-send">
      <legend>{partners.maySend}</legend>
      <p className="meta">{partners.maySendExplain}</p>
      <div className="may-send-types">
        {types.map((type) => (
          <label key={type} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(type)}
              onChange={(event) =>
                setChosen((before) => (event.target.checked ? [...before, type] : before.filter((one) => one !== type)))
              }
            />
            {type === 'instruction' ? partners.instruction : (post.types[type] ?? type)}
          </label>
        ))}
      </div>
      {changed && (
        <p className="may-send-foot">
          <button type="button" className="button primary" onClick={() => void apply()}>
            {partners.allow}
          </button>
          <span className="meta">{partners.pendingTypes}</span>
        </p>
      )}
    </fieldset>
  );
}
