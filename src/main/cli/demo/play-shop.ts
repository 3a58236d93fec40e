/** The customer at the shop: from the catalogue to the windows that it opens at other companies. */
import { normalizeNumber, type NumberKind, numberKind } from '#shared/domain/number.ts';
import type { Buyer } from './buyer.ts';
import { type CustomerBrowser, type CustomerPage, formAction, hiddenField } from './customer.ts';
import { type DemoFlow, flowField } from './flow.ts';
import type { DemoGroup } from './group.ts';
import type { OrderFile } from './order-file.ts';
import { expectPage, OrderStopped } from './order-stopped.ts';

/** How an order is to be bought where not through windows. */
export interface ShopChoice {
  readonly flow?: DemoFlow | undefined;
  /** For orders with electronic goods. */
  readonly buyer?: Pick<Buyer, 'publicKey'>;
}

/** From the catalogue to the order's own page; returns the purchase number on it. */
export async function orderAtMall(
  group: DemoGroup,
  browser: CustomerBrowser,
  order: OrderFile,
  { flow, buyer }: ShopChoice = {},
): Promise<string> {
  const { mall, credit, carrier, agency, wrapper } = group.parties;
  const shop = mall.config.public.url;
  const basket = order.items.flatMap(({ sku, quantity }): [string, string][] => [
    ['take', sku],
    [`quantity:${sku}`, String(quantity)],
  ]);
  expectPage(await browser.post(`${shop}/basket`, basket), '/carrier');
  const choice: [string, string][] = [
    ['carrier', carrier.config.id],
    ['pay', order.pay],
  ];
  if (order.pay === 'settled') choice.push(['credit', credit.config.id]);
  if (flow) choice.push(['flow', flowField(flow, agency?.config.id)]);
  if (wrapper && order.pay === 'settled' && order.gift !== undefined) choice.push(['wrapper', wrapper.config.id]);
  const confirmation = expectPage(await browser.post(`${shop}/carrier`, choice), '/confirm');
  const answer: [string, string][] = [
    ['answer', 'ok'],
    ['shown', hiddenField(confirmation, 'shown') ?? ''],
  ];
  // The page asks for a key where anything goes by mail.
  if (buyer && hiddenField(confirmation, 'buyerKey') !== undefined) answer.push(['buyerKey', buyer.publicKey]);
  const placed = expectPage(await browser.post(`${shop}/confirm`, answer), '/order');
  const purchase = numberOn(placed, 'purchase');
  if (purchase === undefined) throw new OrderStopped('the order page shows no purchase number');
  return purchase;
}

/** The first number of a kind that stands on a page, grouped as people read it. */
export function numberOn({ body }: CustomerPage, kind: NumberKind): string | undefined {
  const numbers = [...body.matchAll(/class="number[^"]*">([\d ]+)</g)].map(([, shown]) => normalizeNumber(shown!));
  return numbers.find((number) => numberKind(number) === kind);
}

/**
 * Takes the mall's instruction into another company's window.
 *
 * @param form where that window leads to
 */
export async function openWindow(
  group: DemoGroup,
  browser: CustomerBrowser,
  form: '/pay/form' | '/ship/form',
): Promise<CustomerPage> {
  const page = await browser.get(`${group.parties.mall.config.public.url}/order`);
  const instruction = hiddenField(page, 'instruction');
  const action = formAction(page, 'instruction');
  if (instruction === undefined || action === undefined) throw new OrderStopped('the shop offers no window');
  return expectPage(await browser.post(action, [['instruction', instruction]]), form);
}

/** The page of the order that this browser placed. */
export async function orderPage(group: DemoGroup, browser: CustomerBrowser): Promise<CustomerPage> {
  return expectPage(await browser.get(`${group.parties.mall.config.public.url}/order`), '/order');
}

/** Where the order and its payment stand, as the shop's own script asks. */
export async function orderState(
  group: DemoGroup,
  browser: CustomerBrowser,
): Promise<{ readonly state: string; readonly settlement?: string }> {
  const { body } = await browser.get(`${group.parties.mall.config.public.url}/order/state`);
  return JSON.parse(body) as { state: string; settlement?: string };
}
