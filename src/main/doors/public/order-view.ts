/** A placed order, and the choices before it, as the shop's pages take them. Called by the shop's routes. */
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import { takesFlow } from '#shared/protocol/party-card.ts';
import type { Partner } from '#main/post/index.ts';
import type { OrderPayment } from '#main/roles/mall/payment.ts';
import type { PlacedOrder } from '#main/roles/mall/placed-order.ts';
import type { DirectFlow, SettledWay } from '#main/roles/mall/ways.ts';
import type {
  AgencyChoice,
  CarrierChoice,
  FlowChoice,
  OrderSettlement,
  OrderView,
  OrderWay,
  PartStanding,
} from './views.ts';

export function toChoice({ id, name, card }: Partner): CarrierChoice {
  return { id, name, services: card.services };
}

/** Its card says whether it opens what it passes on. */
export function toAgency(partner: Partner): AgencyChoice {
  return { ...toChoice(partner), variant: partner.card.agency?.variant ?? 'reseal' };
}

const DIRECT: readonly DirectFlow[] = ['window', 'sealed', 'closed'];

/** Every way that some credit company takes, the windows first. @param carriers of the parcel; none without one */
export function flowChoices(ways: readonly SettledWay[], carriers: readonly Partner[] | undefined): FlowChoice[] {
  const companies = (flow: DirectFlow): string[] =>
    ways.filter(({ flows }) => flows.includes(flow)).map(({ company }) => company.id);
  const sealing = carriers?.filter(({ card }) => takesFlow(card, 'sealed')).map(({ id }) => id);
  return [
    ...DIRECT.map((flow): FlowChoice => ({
      value: flow,
      flow,
      credits: companies(flow),
      ...(flow === 'sealed' && sealing && { carriers: sealing }),
    })),
    ...ways.flatMap(({ company, agencies }) =>
      agencies.map((agency): FlowChoice => ({
        value: flowValue('agency', agency.id),
        flow: 'agency',
        credits: [company.id],
        agency: toAgency(agency),
      })),
    ),
  ].filter(({ credits, carriers: fitting }) => credits.length > 0 && fitting?.length !== 0);
}

/** As the form says it. */
export function flowValue(flow: OrderFlow, agency: string | null | undefined): string {
  return flow === 'agency' ? `agency:${agency ?? ''}` : flow;
}

export function settlementView(
  { company, state, receipt }: OrderPayment,
  instruction: string | undefined,
): OrderSettlement {
  return {
    company: toChoice(company),
    // Once accepted, what the mall claims and gets is not the customer's concern.
    state:
      state === 'offered' || state === 'refused' || state === 'declined' || state === 'expired' ? state : 'accepted',
    ...(instruction !== undefined && { offer: { action: `${company.card.public}/pay`, instruction } }),
    ...(receipt !== undefined && { receipt }),
  };
}

/** What is to be done where the payment has no window; `undefined` once it is decided. */
function orderWay({ payment, sealed, agency, closed }: PlacedOrder): OrderWay | undefined {
  if (payment?.state !== 'offered') return undefined;
  if (sealed) {
    const { link: url, code, fingerprint, until, state } = sealed;
    return state === 'open'
      ? { flow: 'sealed', state, url, code, fingerprint, until }
      : { flow: 'sealed', state: 'asked' };
  }
  if (agency) {
    const { company, link: url, until, state } = agency;
    const enrolUrl = `${company.card.public}/enrol`;
    return state === 'asked'
      ? { flow: 'agency', state: 'open', agency: toAgency(company), url, enrolUrl, until }
      : { flow: 'agency', state: 'asked' };
  }
  if (!closed) return undefined;
  const { state, until, card } = closed;
  const { key: publicKey, company: recipient, number, mall: issuer, amount, expires } = card;
  if (state === 'asked') return { flow: 'closed', state };
  const sealing = publicKey !== undefined && { publicKey, recipient, number, issuer, amount, expires };
  return { flow: 'closed', state, until, ...(sealing && { sealing }) };
}

function partStandings({ sealed }: PlacedOrder): readonly PartStanding[] | undefined {
  return sealed?.parties.map(({ name, asks, state }) => ({ name, asks, state }));
}

/** Everything about the way of an order; nothing for one through a window. */
export function wayView(order: PlacedOrder): Pick<OrderView, 'flow' | 'way' | 'parts' | 'agency' | 'wrapper'> {
  const way = orderWay(order);
  const parts = partStandings(order);
  const { flow, agency, sealed } = order;
  return {
    flow,
    ...(way && { way }),
    ...(parts && { parts }),
    ...(agency && { agency: toAgency(agency.company) }),
    ...(sealed?.wrapper && { wrapper: toChoice(sealed.wrapper) }),
  };
}
