/** One partner: the safety number side by side, approval, suspension, what it may send, its keys, and the post between us. */
import type { ReactNode } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import type { ComparisonWay } from '#shared/desk/partners.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { Note } from '../components/note.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useMay } from '../stores/use-may.ts';
import { useQuery } from '../stores/use-query.ts';
import { useTexts } from '../stores/use-texts.ts';
import { PartnerFacts, PartnerKeys, PartnerPost } from './partner-facts.tsx';
import { PartnerMaySend } from './partner-may-send.tsx';
import { PartnerSuspension } from './partner-suspension.tsx';
import { OurNumber, TheirNumber } from './safety-compare.tsx';

/** Known to be one: it came in a row of partners. */
const partyId = (partner: PartnerRow): PartyId => partner.id as PartyId;

export function PartnerDetail({
  partner,
  onDone,
}: {
  readonly partner: PartnerRow;
  readonly onDone: (sentence: string | undefined, failure: Failure | undefined) => void;
}): ReactNode {
  const { partners, post } = useTexts();
  const may = useMay('partners');
  const role = useOffice((store) => store.office?.role);
  const { value: look, failure, reload } = useQuery('partners.look', { id: partyId(partner) }, ['partners', 'post']);
  const choosesVariant = role === 'mall' && (partner.role === 'carrier' || partner.role === 'credit');
  const toCompare = partner.state === 'pending' || partner.changed;
  const changes = look?.changes.map((change) => partners.changes[change]).join(partners.and) ?? '';
  async function approve(compared: ComparisonWay): Promise<void> {
    const { safetyNumber } = partner;
    const result = await desk.call('partners.approve', { id: partyId(partner), safetyNumber, compared });
    onDone(result.ok ? partners.approved(partner.name) : undefined, result.ok ? undefined : result.error);
  }
  async function retry(): Promise<void> {
    const result = await desk.call('post.retry', { partner: partyId(partner) });
    onDone(result.ok ? post.retried(partner.name) : undefined, result.ok ? undefined : result.error);
    reload();
  }
  return (
    <section className="card partner" aria-labelledby="partner-name">
      <div className="partner-head">
        <h2 id="partner-name">{partner.name}</h2>
        <span className="meta">{partner.id}</span>
        {may && partner.state !== 'pending' && (partner.state === 'approved' || !partner.changed) && (
          <PartnerSuspension partner={partner} onDone={(sentence) => onDone(sentence, undefined)} />
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
      {partner.changed && look && <Note sign="stop" title={partners.changedExplain(changes)} />}
      {look?.suspendedFor !== undefined && <Note sign="look" title={partners.suspendedFor(look.suspendedFor)} />}
      <div className="safety">
        <OurNumber partner={partner} code={look?.code} />
        {toCompare && may && (
          <TheirNumber key={partner.safetyNumber} partner={partner} onApprove={(way) => void approve(way)} />
        )}
        {!toCompare && look && <PartnerFacts partner={partner} look={look} />}
      </div>
      {look && (
        <>
          {toCompare && <PartnerFacts partner={partner} look={look} />}
          <PartnerPost
            look={look}
            retry={
              <button type="button" className="button slim" onClick={() => void retry()}>
                {post.retry}
              </button>
            }
          />
          {may && <PartnerMaySend key={JSON.stringify(look.maySend)} partner={partner} look={look} onDone={onDone} />}
          {choosesVariant && <VariantChoice partner={partner} onDone={onDone} />}
          <PartnerKeys look={look} />
        </>
      )}
    </section>
  );
}

type Part = Parameters<typeof PartnerDetail>[0];

function VariantChoice({ partner, onDone }: Part): ReactNode {
  const { partners } = useTexts();
  async function choose(variant: Variant): Promise<void> {
    const result = await desk.call('partners.choose-variant', { id: partyId(partner), variant });
    onDone(undefined, result.ok ? undefined : result.error);
  }
  return (
    <fieldset className="variants">
      <legend>{partners.variant}</legend>
      {(Object.keys(partners.variantNames) as Variant[]).map((variant) => (
        <label key={variant} className="variant">
          <input
            type="radio"
            name="variant"
            checked={partner.variant === variant}
            onChange={() => void choose(variant)}
          />
          <span>
            <span className="strong">
              {variant} · {partners.variantNames[variant]}
            </span>
            <span className="meta">{partners.variantExplain[variant]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
