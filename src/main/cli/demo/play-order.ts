/** One order from the customer's browser to its end, through every real door. */
import type { Addressee } from '#shared/domain/addressee.ts';
import { makeBuyer } from './buyer.ts';
import { type CustomerBrowser, openCustomerBrowser } from './customer.ts';
import type { DemoGroup, DemoRole } from './group.ts';
import type { OrderFile } from './order-file.ts';
import { OrderStopped } from './order-stopped.ts';
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
import { orderAtMall } from './play-shop.ts';

interface Played {
  /** The number that the shop window shows. */
  readonly purchase: string;
  /** Data folders. */
  readonly parties: Readonly<Record<DemoRole, string>>;
}

/**
 * What happened, as `demo --json` prints it: of the payment where a credit company settled, of the parcel where one went,
 * of electronic goods where there were any.
 */
export type PlayedOrder = Played & { readonly result: 'ok' } & Partial<Extract<PlayedPayment, { result: 'ok' }>> &
  Partial<PlayedParcel> &
  Partial<PlayedGoods>;

/** The credit company did not settle: nothing was charged, and nothing was packed. */
export type DeclinedOrder = Played & { readonly result: 'no' } & Pick<PlayedPayment, 'checks'>;

export interface PlayOptions extends CarrierWindowOptions {
  /** The customer's; one of its own when left out. */
  readonly browser?: CustomerBrowser;
}

/** Plays an order to its end; throws `OrderStopped` where a door refuses it, or where something else comes out. */
export async function playOrder(
  group: DemoGroup,
  order: OrderFile,
  options: PlayOptions = {},
): Promise<PlayedOrder | DeclinedOrder> {
  const { mall, credit, carrier } = group.parties;
  const browser = options.browser ?? openCustomerBrowser(group.rootPem);
  const parts = await partsOf(group, order);
  const buyer = await makeBuyer();
  const purchase = await orderAtMall(group, browser, order, buyer);
  const played = { purchase, parties: { mall: mall.folder, credit: credit.folder, carrier: carrier.folder } };
  const payment = order.pay === 'settled' ? await payForOrder(group, browser, order.card) : undefined;
  if (payment?.result === 'no') {
    // Back to the goods.
    await browser.get(mall.config.public.url);
    return { result: 'no', checks: payment.checks, ...played };
  }
  const parcel = parts.addressee && (await shipOrder(group, parts.addressee, { ...options, browser, purchase }));
  const goods = parts.byMail && payment && (await forwardGoods(group, { receipt: payment.receipt, buyer, browser }));
  return { result: 'ok', ...payment, ...played, ...parcel, ...goods };
}

interface OrderParts {
  /** Of the parcel, where there is one. */
  readonly addressee: Addressee | undefined;
  readonly byMail: boolean;
}

/** Before anything is ordered: what goes into a parcel and what by mail stands in the catalogue alone. */
async function partsOf({ parties }: DemoGroup, { items, addressee }: OrderFile): Promise<OrderParts> {
  const catalogue = await parties.mall.desk.ask('catalogue.list', {});
  const products = catalogue.filter(({ sku }) => items.some((item) => item.sku === sku));
  const byParcel = products.some(({ size }) => size !== undefined);
  if (byParcel && addressee === undefined) throw new OrderStopped('a parcel needs an addressee');
  return { addressee: byParcel ? addressee : undefined, byMail: products.some(({ size }) => size === undefined) };
}

async function shipOrder(
  group: DemoGroup,
  addressee: Addressee,
  { browser, purchase, ...options }: PlayOptions & { readonly browser: CustomerBrowser; readonly purchase: string },
): Promise<PlayedParcel> {
  await agreeWithCarrier(browser, await openCarrierWindow(group, browser), addressee, options);
  const parcel = await deliverOrder(group, await packOrder(group, purchase));
  expectSameAddressee(parcel.opened, addressee);
  return parcel;
}
