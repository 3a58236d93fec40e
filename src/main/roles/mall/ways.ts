/** Which ways a settled order can go, as the approved partners' cards say, and which of them a customer chose. */
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import { type PartyCard, takesFlow } from '#shared/protocol/party-card.ts';
import type { Role } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, listPartners, type Partner } from '#main/post/index.ts';
import type { Mall } from './mall.ts';

/** What a credit company's own card can offer; an agency is somebody else's. */
export type DirectFlow = Exclude<OrderFlow, 'agency'>;

/** A credit company and the ways to it. */
export interface SettledWay {
  readonly company: Partner;
  readonly flows: readonly DirectFlow[];
  /** They have the customer confirm, and this company settles. */
  readonly agencies: readonly Partner[];
}

/** How a settled order goes. */
export interface Way {
  readonly flow: OrderFlow;
  readonly credit: Partner;
  readonly agency?: Partner;
  /** Of a sealed order. */
  readonly wrapper?: Partner;
}

export async function findApproved(mall: Mall, role: Role, id: string | null): Promise<Partner | undefined> {
  const partner = id === null ? undefined : await findPartner(mall.storage.read, id);
  return partner?.role === role && partner.state === 'approved' ? partner : undefined;
}

/** Approved credit companies by trade name; one that takes orders in no way is not among them. */
export async function listSettledWays(mall: Mall): Promise<readonly SettledWay[]> {
  const companies = await listPartners(mall.storage.read, 'credit');
  const agencies = [...companies, ...(await listPartners(mall.storage.read, 'agency'))];
  return companies
    .map((company) => ({
      company,
      flows: directFlows(company.card),
      agencies: agencies.filter(({ card }) => card.agency?.settlement === company.id),
    }))
    .filter(({ flows, agencies }) => flows.length + agencies.length > 0);
}

/** Who may wrap a gift of a sealed order. */
export async function listWrappers(mall: Mall): Promise<readonly Partner[]> {
  const wrappers = await listPartners(mall.storage.read, 'wrapper');
  return wrappers.filter(({ card }) => takesFlow(card, 'sealed'));
}

/** A sealed order needs the company's terminal page. */
function directFlows(card: PartyCard): readonly DirectFlow[] {
  return (['window', 'sealed', 'closed'] as const).filter(
    (flow) => takesFlow(card, flow) && (flow !== 'sealed' || card.terminal !== undefined),
  );
}

/** What a form says: `window`, `sealed`, `closed`, or `agency:<party id>`; nothing where there is no choice. */
export interface WayChoice {
  readonly credit: string | null;
  readonly flow: string;
  readonly wrapper: string | null;
}

/**
 * The way that was chosen, if it is offered now. Without a word the company's window, or the only other way to it. Fails
 * with `field-missing` (about: credit) or `flow-missing`, naming who does not take part: `credit`, `agency`, `carrier`,
 * `wrapper`.
 *
 * @param carrier of the parcel, where there is one
 */
export async function chooseWay(
  mall: Mall,
  { credit, flow, wrapper }: WayChoice,
  carrier: Partner | undefined,
): Promise<Result<Way>> {
  const company = await findApproved(mall, 'credit', credit);
  if (!company) return fail('field-missing', 'credit');
  const way = (await listSettledWays(mall)).find((each) => each.company.id === company.id);
  const named = way && nameWay(way, flow);
  if (!named) return fail('flow-missing', flow.startsWith(AGENCY) ? 'agency' : 'credit');
  if (named.flow !== 'sealed') return ok({ ...named, credit: company });
  if (carrier && !takesFlow(carrier.card, 'sealed')) return fail('flow-missing', 'carrier');
  if (wrapper === null) return ok({ ...named, credit: company });
  const wraps = (await listWrappers(mall)).find(({ id }) => id === wrapper);
  return wraps ? ok({ ...named, credit: company, wrapper: wraps }) : fail('flow-missing', 'wrapper');
}

const AGENCY = 'agency:';

function nameWay({ flows, agencies }: SettledWay, flow: string): Pick<Way, 'flow' | 'agency'> | undefined {
  if (flow === '') {
    const all: readonly Pick<Way, 'flow' | 'agency'>[] = [
      ...flows.map((each) => ({ flow: each })),
      ...agencies.map((agency) => ({ flow: 'agency', agency }) as const),
    ];
    return flows.includes('window') || all.length === 1 ? all[0] : undefined;
  }
  const agency = agencies.find(({ id }) => flow === AGENCY + id);
  if (agency) return { flow: 'agency', agency };
  const direct = flows.find((each) => each === flow);
  return direct && { flow: direct };
}
