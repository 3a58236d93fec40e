/** The customer at the terminal page: one form, cut into parts, sealed and handed over; and what came of it. */
import { toBase64Url } from '#shared/bytes.ts';
import { enterGift } from '#shared/protocol/gift-part.ts';
import type { OrderBundle } from '#shared/protocol/order-part.ts';
import { expectOk } from '#shared/result.ts';
import type { HeldCard } from './card-holder.ts';
import { type CustomerBrowser, linkTarget, openCustomerBrowser } from './customer.ts';
import type { DemoGroup } from './group.ts';
import { enteredAddressee, type SettledOrder } from './order-file.ts';
import { OrderStopped } from './order-stopped.ts';
import { paymentAtShop, type PlayedPayment } from './play-payment.ts';
import { orderPage } from './play-shop.ts';
import { expectPublishedTerminal, openTerminal, type Terminal } from './terminal.ts';

const TRACKING_BYTES = 16;

export interface SealedChoice {
  /** The shop's. */
  readonly browser: CustomerBrowser;
  /** The terminal's, without cookies; one of its own when left out. */
  readonly terminal?: CustomerBrowser;
  readonly card: HeldCard;
  /** By the customer's file of the key centre, as far as it goes. */
  readonly pairwise: boolean;
}

export interface SealedPlay {
  readonly payment: PlayedPayment;
  readonly bundle: OrderBundle;
  /** With which the customer follows the parcel. */
  readonly tracking: string;
}

/** Pays an order that was placed, by a bundle; the mall knows what became of it when this returns. */
export async function paySealed(group: DemoGroup, order: SettledOrder, choice: SealedChoice): Promise<SealedPlay> {
  const { credit } = group.parties;
  const { browser, terminal: other = openCustomerBrowser(group.rootPem), card } = choice;
  await expectPublishedTerminal(other, credit.config.public.url, credit.config.id);
  const terminal = await terminalFor(group, other, choice);
  const tracking = toBase64Url(crypto.getRandomValues(new Uint8Array(TRACKING_BYTES)));
  const { number, expiry, password } = card;
  const bundle = await terminal.order({
    card: { card: number, expiry, instalments: 1, password },
    ...(order.addressee && { destination: { addressee: expectOk(enteredAddressee(order.addressee)), tracking } }),
    ...(order.gift !== undefined && { gift: expectOk(enterGift(order.gift)) }),
  });
  const state = await terminal.outcome();
  const payment = await paymentAtShop(group, browser);
  const isDeclined = state === 'no' || state === 'ended';
  if (isDeclined !== (payment.result === 'no')) throw new OrderStopped('shop and terminal say different things');
  return { payment, bundle, tracking };
}

/** Opened by what the shop's page leads to. */
export async function terminalFor(
  group: DemoGroup,
  terminal: CustomerBrowser,
  { browser, pairwise }: Pick<SealedChoice, 'browser' | 'pairwise'>,
): Promise<Terminal> {
  const link = linkTarget(await orderPage(group, browser), 'terminal');
  const code = link === undefined ? '' : decodeURIComponent(new URL(link).hash.slice(1));
  if (pairwise && !group.keys) throw new OrderStopped('the customer has no file of a key centre');
  return openTerminal(terminal, code, pairwise ? group.keys?.keys : undefined);
}
