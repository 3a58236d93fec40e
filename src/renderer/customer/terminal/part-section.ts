/** One part of the order: whose it is, how far that party is with proving itself, and what is typed for it. */
import { PART_NAMES, PROOF_TEXTS, TERMINAL } from '#shared/locale/terminal.ts';
import { say, type Text } from '#shared/locale/text.ts';
import type { SheetParty } from '#shared/protocol/make-bundle.ts';
import type { Sealer } from '#shared/protocol/order-part.ts';
import { currentLanguage, follow, make, phrase, said } from './build-page.ts';
import { type PartFields, partFields } from './order-fields.ts';
import type { Proof } from './prove-parties.ts';

const SCHEMES: Readonly<Record<Sealer['scheme'], Text>> = {
  hpke: TERMINAL.byHpke,
  blom: TERMINAL.byBlom,
  agreed: TERMINAL.byAgreed,
};

/** Name and host: the host is what TLS vouches for. */
export function partyName({ id, name }: Pick<SheetParty, 'id' | 'name'>): HTMLElement {
  return make('span', { class: 'party-name' }, make('strong', {}, name), ' ', make('span', { class: 'hostname' }, id));
}

export interface ProofLine {
  readonly element: HTMLElement;
  readonly state: Proof['state'];
  show(proof: Proof): void;
}

/** A mark and its word; the mark alone says nothing to nobody. */
export function proofLine(party: SheetParty): ProofLine {
  let proof: Proof = { state: 'held' };
  const text = make('span');
  const element = make(
    'p',
    { class: 'proof', role: 'status', 'data-party': party.id },
    make('span', { class: 'mark' }),
    text,
  );
  const tell = (): void => {
    const language = currentLanguage();
    const how = proof.scheme && proof.state === 'proven' ? ` · ${say(SCHEMES[proof.scheme], language)}` : '';
    element.dataset.state = proof.state;
    text.textContent = PROOF_TEXTS[proof.state][language] + how;
  };
  follow(element, tell);
  return {
    element,
    get state() {
      return proof.state;
    },
    show: (next) => {
      proof = next;
      tell();
    },
  };
}

export interface PartSection extends PartFields {
  readonly party: SheetParty;
  readonly proof: ProofLine;
}

export function partSection(party: SheetParty): PartSection {
  const proof = proofLine(party);
  const { fields, element } = partFields(party.asks);
  const section = make(
    'section',
    { class: 'sheet part', id: `part-${party.asks}`, 'aria-labelledby': `part-${party.asks}-title` },
    make(
      'header',
      { class: 'part-head' },
      make('h2', { id: `part-${party.asks}-title` }, said(PART_NAMES[party.asks])),
      make('p', { class: 'opener' }, phrase(TERMINAL.onlyOpens, { name: partyName(party) })),
      proof.element,
    ),
    element,
  );
  return { party, proof, fields, element: section };
}
