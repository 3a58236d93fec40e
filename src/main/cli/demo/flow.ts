/** The ways to buy that a demo plays beside the windows, and the group that each needs. */
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import type { DemoGroupOptions } from './group.ts';

export const FLOWS = ['sealed', 'sealed-blom', 'agency', 'agency-pass', 'closed'] as const;
/** As `demo --flow` names it. */
export type DemoFlow = (typeof FLOWS)[number];

export function isFlow(text: string): text is DemoFlow {
  return (FLOWS as readonly string[]).includes(text);
}

export type FlowGroup = Pick<DemoGroupOptions, 'agency' | 'closed' | 'keyCentre' | 'wrapper'>;

const AGENCIES: Readonly<Partial<Record<DemoFlow, WalletVariant>>> = { agency: 'reseal', 'agency-pass': 'pass' };

/**
 * What a group needs for one order.
 *
 * @param gift whether the order has words for a gift card
 */
export function groupFor(flow: DemoFlow | undefined, gift: boolean): FlowGroup {
  const agency = flow && AGENCIES[flow];
  return {
    ...(agency && { agency }),
    ...(flow === 'closed' && { closed: true }),
    ...(flow === 'sealed-blom' && { keyCentre: true }),
    ...(gift && { wrapper: true }),
  };
}

/** As `groupFor`, with everyone who lets the other flows be tried by hand; on a closed network they are not to be had. */
export function groupToTry(flow: DemoFlow | undefined): FlowGroup {
  if (flow === 'closed') return { closed: true };
  return { agency: (flow && AGENCIES[flow]) ?? 'reseal', keyCentre: true, wrapper: true };
}

/** What the shop's form calls it. @param agency party id */
export function flowField(flow: DemoFlow, agency: string | undefined): string {
  if (flow === 'closed') return 'closed';
  return flow in AGENCIES ? `agency:${agency ?? ''}` : 'sealed';
}
