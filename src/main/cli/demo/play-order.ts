/** One order from the customer's browser to its end, through every real door. */
import type { Addressee } from '#shared/domain/addressee.ts';
import { makeBuyer } from './buyer.ts';
import { holdCard } from './card-holder.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer.ts';
import type { DemoFlow } from './flow.ts';
import { CORE_ROLES, type CoreRole, GUEST_ROLES, type GuestRole } from './demo-party.ts';
import type { DemoGroup } from './group.ts';
import type { OrderFile, SettledOrder } from './order-file.ts';
import { OrderStopped } from './order-stopped.ts';
import { type PartFiles, writePartFiles } from './part-files.ts';
import { payByAgency } from './play-agency.ts';
import { payOverClosedNetwork } from './play-closed.ts';
import { forwardGoods, type PlayedGoods } from './play-goods.ts';
import {
  agreeWithCarrier,
  type CarrierWindowOptions,
  deliverOrder,
  expectSameAddressee,
  openCarrierWindow,
  packOrder,
  type PlayedParcel,
} from './play-parcel.ts';
import { payForOrder, type PlayedPayment } from './play-payment.ts';
import { paySealed } from './play-sealed.ts';
import { orderAtMall } from './play-shop.ts';

interface Played extends Partial<PartFiles> {
  /** The number that the shop window shows. */
  readonly purchase: string;
  /** Data folders. */
  readonly parties: Readonly<Record<CoreRole, string> & Partial<Record<GuestRole, string>>>;
  /** How it was bought, where not through windows. */
  readonly flow?: DemoFlow;
  /** The data folder of the agency that was asked. */
  readonly agency?: string;
}

/**
 * What happened, as `demo --json` prints it: of the payment where a credit company settled, of the parcel where one went,
 * of electronic goods where there were any, of a sealed order what the mall received.
 */
export type PlayedOrder = Played & { readonly result: 'ok' } & Partial<Extract<PlayedPayment, { result: 'ok' }>> &
  Partial<PlayedParcel> &
  Partial<PlayedGoods>;

/** The credit company did not settle: nothing was charged, and nothing was packed. */
export type DeclinedOrder = Played & { readonly result: 'no' } & Pick<PlayedPayment, 'checks'>;

export interface PlayOptions extends CarrierWindowOptions {
  /** The customer's; one of its own when left out. */
  readonly browser?: CustomerBrowser;
  /** The one that comes to the terminal page, or has the wallet. */
  readonly device?: CustomerBrowser;
  /** Through windows when left out. */
  readonly flow?: DemoFlow | undefined;
  /** The credit company's customers, CSV: what is on their cards. */
  readonly customers?: string;
  /** Of the customer's wallet; some PIN when left out. */
  readonly pin?: string;
}

/** Plays an order to its end; throws `OrderStopped` where a door refuses it, or where something else comes out. */
export async function playOrder(
  group: DemoGroup,
  order: OrderFile,
  options: PlayOptions = {},
): Promise<PlayedOrder | DeclinedOrder> {
  const { mall, agency } = group.parties;
  const { flow } = options;
  const browser = options.browser ?? openCustomerBrowser(group.rootPem);
  const parts = await partsOf(group, order);
  const buyer = await makeBuyer();
  const purchase = await orderAtMall(group, browser, order, { flow, buyer });
  const payment = order.pay === 'settled' ? await pay(group, order, { ...options, browser }) : undefined;
  const isSealed = flow === 'sealed' || flow === 'sealed-blom';
  const played: Played = {
    purchase,
    parties: foldersOf(group),
    ...(flow && { flow }),
    ...((isSealed || flow === 'closed') && (await writePartFiles(group, purchase))),
    ...((flow === 'agency' || flow === 'agency-pass') && agency && { agency: agency.folder }),
  };
  if (payment?.result === 'no') {
    // Back to the goods.
    await browser.get(mall.config.public.url);
    return { result: 'no', checks: payment.checks, ...played };
  }
  const { addressee } = parts;
  // The carrier has had its part since the payment; otherwise it has a window of its own.
  if (addressee && !isSealed)
    await agreeWithCarrier(browser, await openCarrierWindow(group, browser), addressee, options);
  const parcel = addressee && (await shipOrder(group, addressee, purchase));
  const goods = parts.byMail && payment && (await forwardGoods(group, { receipt: payment.receipt, buyer, browser }));
  return { result: 'ok', ...payment, ...played, ...parcel, ...goods };
}

async function pay(
  group: DemoGroup,
  order: SettledOrder,
  { browser, device, flow, customers = '', pin }: PlayOptions & { readonly browser: CustomerBrowser },
): Promise<PlayedPayment> {
  const card = holdCard(order.card, customers);
  switch (flow) {
    case undefined:
      return payForOrder(group, browser, order.card);
    case 'closed':
      return payOverClosedNetwork(group, browser, card);
    case 'agency':
    case 'agency-pass':
      return payByAgency(group, { browser, card, ...(device && { device }), ...(pin !== undefined && { pin }) });
    default: {
      const choice = { browser, card, pairwise: flow === 'sealed-blom', ...(device && { terminal: device }) };
      return (await paySealed(group, order, choice)).payment;
    }
  }
}

function foldersOf({ parties }: DemoGroup): Played['parties'] {
  const present = [...CORE_ROLES, ...GUEST_ROLES].filter((role) => parties[role]);
  return Object.fromEntries(present.map((role) => [role, parties[role]!.folder])) as Played['parties'];
}

interface OrderParts {
  /** Of the parcel, where there is one. */
  readonly addressee: Addressee | undefined;
  readonly byMail: boolean;
}

/**
 * Before anything is ordered: what goes into a parcel and what by mail stands in the catalogue alone. What it does not
 * have is for the shop to refuse.
 */
async function partsOf({ parties }: DemoGroup, { items, addressee }: OrderFile): Promise<OrderParts> {
  const products = await Promise.all(items.map(({ sku }) => parties.mall.desk.call('catalogue.product', { sku })));
  const isByMail = (found: (typeof products)[number]): boolean => found.ok && found.value.cells.grams === '';
  const byParcel = !products.every(isByMail);
  if (byParcel && addressee === undefined) throw new OrderStopped('a parcel needs an addressee');
  return { addressee: byParcel ? addressee : undefined, byMail: products.some(isByMail) };
}

async function shipOrder(group: DemoGroup, addressee: Addressee, purchase: string): Promise<PlayedParcel> {
  const parcel = await deliverOrder(group, await packOrder(group, purchase));
  expectSameAddressee(parcel.opened, addressee);
  return parcel;
}
