/** The customer at the authentication agency: makes a wallet once, confirms an order with it, and waits for the verdict. */
import { fromBase64Url } from '#shared/bytes.ts';
import {
  type AgencyOrder,
  agencyOrderSchema,
  type ConfirmationState,
  confirmationStateSchema,
  enrolledSchema,
  walletPlaceSchema,
} from '#shared/protocol/agency-order.ts';
import { makeConfirmation } from '#shared/protocol/make-confirmation.ts';
import { sealWallet } from '#shared/protocol/make-wallet.ts';
import { expectOk } from '#shared/result.ts';
import { hpkeScheme, pairwiseCipher } from '#main/vault/index.ts';
import type { HeldCard } from './card-holder.ts';
import { type CustomerBrowser, JsonRefused, jsonBlock, linkTarget, openCustomerBrowser, postJson } from './customer.ts';
import type { DemoGroup } from './group.ts';
import { expectPage, OrderStopped, until } from './order-stopped.ts';
import { paymentAtShop, type PlayedPayment } from './play-payment.ts';
import { orderPage } from './play-shop.ts';

/** What the demo's customers choose. */
const PIN = '4649';
/** So often may an order be confirmed anew after a card or a PIN that did not fit, and once more. */
const MOST_TRIES = 6;

export interface AgencyChoice {
  /** The shop's. */
  readonly browser: CustomerBrowser;
  /** The device with the wallet; one of its own when left out. */
  readonly device?: CustomerBrowser;
  readonly card: HeldCard;
  readonly pin?: string;
}

/** Pays an order that was placed; the mall knows what became of it when this returns. */
export async function payByAgency(group: DemoGroup, choice: AgencyChoice): Promise<PlayedPayment> {
  const { browser, card, pin = PIN, device = openCustomerBrowser(group.rootPem) } = choice;
  const wallet = await enrol(group, device, card, pin);
  await confirm(device, await openOrder(group, device, browser), wallet, pin);
  return paymentAtShop(group, browser);
}

function agencyUrl({ parties }: DemoGroup): string {
  if (!parties.agency) throw new OrderStopped('the group has no agency');
  return parties.agency.config.public.url;
}

/** What the enrolment page's script does; returns the wallet's file. */
export async function enrol(
  group: DemoGroup,
  device: CustomerBrowser,
  { name, number, expiry, password }: HeldCard,
  pin: string,
): Promise<string> {
  const url = `${agencyUrl(group)}/enrol`;
  const page = expectPage(await device.get(url), '/enrol');
  const place = walletPlaceSchema.parse(jsonBlock(page, 'sealing'));
  const to = (key: string): ReturnType<typeof hpkeScheme> => hpkeScheme(fromBase64Url(key)!);
  const schemes = { identity: to(place.identityKey), pin: to(place.pinKey) };
  const sealed = expectOk(
    await sealWallet(place, schemes, { identity: { name, card: number, expiry, password }, pin }),
  );
  const { serial, ticket } = place;
  return enrolledSchema.parse(await postJson(device, url, { serial, ticket, ...sealed })).wallet;
}

/** An order as the wallet page has it before the customer. */
export interface OpenedOrder {
  readonly url: string;
  readonly code: string;
  readonly order: AgencyOrder;
}

/** Follows the link of the shop's page; waits for the mall's announcement. */
export async function openOrder(
  group: DemoGroup,
  device: CustomerBrowser,
  browser: CustomerBrowser,
): Promise<OpenedOrder> {
  const link = linkTarget(await orderPage(group, browser), 'wallet');
  if (link === undefined) throw new OrderStopped('the shop leads to no wallet');
  const { origin, pathname, hash } = new URL(link);
  expectPage(await device.get(origin + pathname), '/wallet');
  const code = hash.slice(1);
  const order = await until('the agency knows of the order', async () => {
    try {
      return agencyOrderSchema.parse(await postJson(device, `${origin}/wallet/request`, { code }));
    } catch (error) {
      if (error instanceof JsonRefused && error.code === 'agency-unavailable') return undefined;
      throw error;
    }
  });
  return { url: origin, code, order };
}

/** Confirms, and insists where PIN or card did not fit, until it is decided. */
async function confirm(device: CustomerBrowser, opened: OpenedOrder, wallet: string, pin: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if ((await confirmOnce(device, opened, wallet, pin)) !== 'again') return;
  }
  throw new OrderStopped('the agency asks again and again');
}

/** One confirmation, and what it came to. */
export async function confirmOnce(
  device: CustomerBrowser,
  { url, code, order }: OpenedOrder,
  wallet: string,
  pin: string,
): Promise<ConfirmationState> {
  const scheme = hpkeScheme(fromBase64Url(order.settlement.key)!);
  const given = { wallet, order, pin, now: new Date() };
  const confirmation = expectOk(await makeConfirmation(scheme, pairwiseCipher, given));
  await postJson(device, `${url}/wallet/confirm`, { code, wallet, confirmation });
  return until('the settlement server has decided', async () => {
    const { state } = confirmationStateSchema.parse(await postJson(device, `${url}/wallet/state`, { code }));
    return state === 'sent' || state === 'open' ? undefined : state;
  });
}
