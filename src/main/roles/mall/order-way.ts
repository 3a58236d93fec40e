/** What a customer sees of an order that goes another way than through a company's window. */
import type { OrderFlow, PartRow } from '#shared/desk/sealed-orders.ts';
import type { SealedState } from '#shared/protocol/order-sheet.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import { findPartner, type Partner } from '#main/post/index.ts';
import { confirmCode } from './agency-ask.ts';
import { type ClosedCard, closedCard } from './inquiry.ts';
import type { Mall } from './mall.ts';
import { orderCode, readSealedOrder, type SealedOrder, stateOf } from './sealed-order.ts';
import type { AgencyAskTable } from './sealed-tables.ts';

/** A sealed order: what the terminal needs, and how far the parts are. */
export interface SealedWay {
  /** For a terminal page on the customer's own disk. */
  readonly code: string;
  /** The credit company's terminal page, with the code. */
  readonly link: string;
  /** SHA-256 of that page as its card says, base64url. */
  readonly fingerprint: string;
  /** A bundle is taken until then; once it was, companies may answer until then. */
  readonly until: string;
  readonly state: SealedState['state'];
  readonly parties: readonly {
    readonly party: string;
    readonly name: string;
    readonly asks: PartRow['asks'];
    readonly state: PartRow['state'];
  }[];
  readonly wrapper?: Partner;
}

export interface AgencyWay {
  readonly company: Partner;
  readonly variant: WalletVariant;
  /** The agency's page, with the confirm code. */
  readonly link: string;
  readonly until: string;
  readonly state: AgencyAskTable['state'];
}

export interface ClosedWay {
  /** `asked`: the sealed card is on its way; the credit company may not be reached just now. */
  readonly state: 'open' | 'asked';
  readonly until: string;
  readonly card: ClosedCard;
}

export interface OtherWays {
  readonly sealed?: SealedWay;
  readonly agency?: AgencyWay;
  readonly closed?: ClosedWay;
}

/** Of a window order there is nothing to say. */
export async function otherWays(
  mall: Mall,
  order: { readonly id: string; readonly flow: OrderFlow },
): Promise<OtherWays> {
  switch (order.flow) {
    case 'window':
      return {};
    case 'agency': {
      const agency = await agencyWay(mall, order.id);
      return { ...(agency && { agency }) };
    }
    case 'sealed':
    case 'closed': {
      const sealed = await readSealedOrder(mall.storage.read, order.id);
      const company = sealed && (await findPartner(mall.storage.read, sealed.payment.counterparty));
      if (!company) return {};
      return order.flow === 'sealed'
        ? { sealed: await sealedWay(mall, sealed, company) }
        : { closed: closedWay(mall, sealed, company) };
    }
  }
}

async function sealedWay(mall: Mall, sealed: SealedOrder, company: Partner): Promise<SealedWay> {
  const { order, parts, payment } = sealed;
  const code = await orderCode(mall, order.order_id);
  const names = new Map<string, Partner>();
  for (const { party } of parts) {
    const partner = await findPartner(mall.storage.read, party);
    if (partner) names.set(party, partner);
  }
  const wrapper = names.get(parts.find(({ asks }) => asks === 'gift')?.party ?? '');
  return {
    code,
    link: `${company.card.public}/terminal#${code}`,
    fingerprint: company.card.terminal ?? '',
    until: payment.expires_at,
    state: stateOf(sealed),
    parties: parts.map(({ party, asks, state }) => ({ party, name: names.get(party)?.name ?? mall.name, asks, state })),
    ...(wrapper && { wrapper }),
  };
}

async function agencyWay(mall: Mall, orderId: string): Promise<AgencyWay | undefined> {
  const ask = await mall.storage.read
    .selectFrom('agency_ask')
    .innerJoin('settlement', 'settlement.order_id', 'agency_ask.order_id')
    .select(['agency', 'agency_ask.state as said', 'settlement.expires_at as until'])
    .where('agency_ask.order_id', '=', orderId)
    .executeTakeFirst();
  if (!ask) return undefined;
  const company = await findPartner(mall.storage.read, ask.agency);
  if (!company?.card.agency) return undefined;
  return {
    company,
    variant: company.card.agency.variant,
    link: `${company.card.public}/wallet#${await confirmCode(mall, orderId)}`,
    until: ask.until,
    state: ask.said,
  };
}

function closedWay(mall: Mall, sealed: SealedOrder, company: Partner): ClosedWay {
  return {
    state: sealed.order.bundle_digest === null ? 'open' : 'asked',
    until: sealed.payment.expires_at,
    card: closedCard(mall, sealed, company),
  };
}
