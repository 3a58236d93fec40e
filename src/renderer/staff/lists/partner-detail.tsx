/** One partner: the safety number side by side, approval, suspension, and what travels to it. */
import { type ReactNode, useState } from 'react';
import type { PartnerRow } from '#shared/desk/office.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import type { Failure } from '#shared/result.ts';
import { desk } from '../client.ts';
import { Dialog } from '../components/dialog.tsx';
import { Note } from '../components/note.tsx';
import { useOffice } from '../stores/desk-stores.ts';
import { useTexts } from '../stores/use-texts.ts';
import { compareSafetyNumber, safetyGroups } from './safety-number.ts';

/** Known to be one: it came in a row of partners. */
const partyId = (partner: PartnerRow): never => partner.id as never;

export function PartnerDetail({
  partner,
  onDone,
}: {
  readonly partner: PartnerRow;
  readonly onDone: (sentence: string | undefined, failure: Failure | undefined) => void;
}): ReactNode {
  const { partners } = useTexts();
  const role = useOffice((store) => store.office?.role);
  const choosesVariant = role === 'mall' && (partner.role === 'carrier' || partner.role === 'credit');
  return (
    <section className="card partner" aria-labelledby="partner-name">
      <div className="partner-head">
        <h2 id="partner-name">{partner.name}</h2>
        <span className="meta">{partner.id}</span>
        {partner.state === 'approved' && !partner.changed && <Suspend partner={partner} onDone={onDone} />}
      </div>
      {partner.changed && <Note sign="stop" title={partners.changedExplain} />}
      <Safety partner={partner} onDone={onDone} />
      {choosesVariant && <VariantChoice partner={partner} onDone={onDone} />}
    </section>
  );
}

type Part = Parameters<typeof PartnerDetail>[0];

function Safety({ partner, onDone }: Part): ReactNode {
  const { partners } = useTexts();
  const [entry, setEntry] = useState('');
  const [same, setSame] = useState(false);
  const { typed, agreeing, differs, complete } = compareSafetyNumber(partner.safetyNumber, entry);
  const toApprove = partner.state !== 'approved' || partner.changed;
  async function approve(): Promise<void> {
    const result = await desk.call('partners.approve', { id: partyId(partner), safetyNumber: partner.safetyNumber });
    onDone(result.ok ? partners.approved(partner.name) : undefined, result.ok ? undefined : result.error);
  }
  return (
    <div className="safety">
      <section>
        <h3>
          {partners.safety} · {partners.safetyOurs}
        </h3>
        <Groups groups={safetyGroups(partner.safetyNumber)} />
        <p className="meta">{partners.safetyExplain}</p>
      </section>
      {toApprove && (
        <section>
          <h3>
            {partners.safety} · {partners.safetyTheirs}
          </h3>
          <Groups groups={safetyGroups(typed)} agreeing={agreeing} differs={differs} />
          <label className="field">
            <span>{partners.safetyType}</span>
            <input
              className="input"
              inputMode="numeric"
              autoComplete="off"
              value={entry}
              onChange={(event) => setEntry(event.target.value)}
            />
          </label>
          <p className="meta" role="status">
            {differs === undefined ? partners.safetyFits(agreeing) : partners.safetyDiffers(differs)}
          </p>
          <label className="check">
            <input
              type="checkbox"
              checked={same}
              disabled={differs !== undefined}
              onChange={(event) => setSame(event.target.checked)}
            />
            {partners.safetySame}
          </label>
          <button
            type="button"
            className="button primary"
            disabled={differs !== undefined || !(complete || same)}
            onClick={() => void approve()}
          >
            {partners.approve}
          </button>
        </section>
      )}
    </div>
  );
}

function Groups({
  groups,
  agreeing = 0,
  differs,
}: {
  readonly groups: readonly string[];
  readonly agreeing?: number;
  readonly differs?: number | undefined;
}): ReactNode {
  return (
    <ol className="safety-groups">
      {Array.from({ length: 12 }, (_, at) => (
        <li key={at} className={at + 1 === differs ? 'differs' : at < agreeing ? 'agrees' : undefined}>
          {groups[at] ?? ' '}
        </li>
      ))}
    </ol>
  );
}

function Suspend({ partner, onDone }: Part): ReactNode {
  const { partners, common } = useTexts();
  const [asking, setAsking] = useState(false);
  async function suspend(): Promise<void> {
    setAsking(false);
    const result = await desk.call('partners.suspend', { id: partyId(partner) });
    onDone(result.ok ? partners.suspended(partner.name) : undefined, result.ok ? undefined : result.error);
  }
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {partners.suspend}
      </button>
      {asking && (
        <Dialog title={partners.suspendAsk(partner.name)} onClose={() => setAsking(false)}>
          <p>{partners.suspendExplain}</p>
          <div className="dialog-foot">
            <button type="button" className="button" data-first="" onClick={() => setAsking(false)}>
              {common.cancel}
            </button>
            <button type="button" className="button danger" onClick={() => void suspend()}>
              {partners.suspend}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

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
