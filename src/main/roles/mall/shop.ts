/** The shop as one browser sees it: its place in it from the basket to the order. */
import type { OrderFlow } from '#shared/desk/sealed-orders.ts';
import { type PayMode, shipInstructionSchema } from '#shared/protocol/instruction.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { listPartners, type Partner } from '#main/post/index.ts';
import { randomToken, tokenHash } from '#main/vault/index.ts';
import { type Basket, basketSchema, draftOrder } from './draft.ts';
import type { Mall } from './mall.ts';
import { orderFlow, signOffer } from './offer.ts';
import type { PurchaseTable, ShopSessionTable } from './tables.ts';
import { chooseWay, findApproved, type WayChoice } from './ways.ts';

/** How long a browser may come back to its order. */
const SESSION_DAYS = 14;

/** Starts an order with a basket; the token goes into the customer's cookie, its hash alone is stored. */
export async function startOrder(mall: Mall, basket: Basket): Promise<Result<{ token: string }>> {
  const draft = await draftOrder(mall, basket);
  return draft.ok ? ok({ token: await newPlace(mall, JSON.stringify(basket)) }) : draft;
}

async function newPlace(mall: Mall, basket: string): Promise<string> {
  const token = randomToken();
  const expires = new Date(mall.clock().getTime() + SESSION_DAYS * 86_400_000);
  const row: ShopSessionTable = {
    token_hash: tokenHash(token),
    basket,
    carrier: null,
    credit: null,
    pay: null,
    flow: null,
    agency: null,
    wrapper: null,
    order_id: null,
    expires_at: expires.toISOString(),
  };
  await mall.storage.write((db) => db.insertInto('shop_session').values(row).execute());
  return token;
}

export interface ShopSession {
  readonly tokenHash: string;
  readonly basket: Basket;
  readonly carrier: string | null;
  readonly credit: string | null;
  readonly pay: PayMode | null;
  /** Of a settled order. */
  readonly flow: OrderFlow | null;
  readonly agency: string | null;
  readonly wrapper: string | null;
  /** Once the order is placed. */
  readonly orderId: string | null;
}

export async function findSession(mall: Mall, token: string | undefined): Promise<ShopSession | undefined> {
  if (!token) return undefined;
  const row = await mall.storage.read
    .selectFrom('shop_session')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', mall.clock().toISOString())
    .executeTakeFirst();
  return (
    row && {
      tokenHash: row.token_hash,
      basket: basketSchema.parse(JSON.parse(row.basket)),
      carrier: row.carrier,
      credit: row.credit,
      pay: row.pay,
      flow: row.flow,
      agency: row.agency,
      wrapper: row.wrapper,
      orderId: row.order_id,
    }
  );
}

export async function listCarriers(mall: Mall): Promise<Partner[]> {
  return listPartners(mall.storage.read, 'carrier');
}

/** As the form says it; for `flow` and `wrapper` see `WayChoice`. */
export interface CarrierChoice {
  readonly carrier: string;
  readonly pay: string;
  readonly credit?: string;
  readonly flow?: string;
  readonly wrapper?: string;
}

/**
 * Who delivers the parcel, where there is one, and, for a settled order, who settles and which way it goes. What goes by
 * mail is paid through the company that forwards it: any other way fails with `field-invalid` (about: pay); a way that
 * is not offered as `chooseWay` does.
 */
export async function chooseCarrier(mall: Mall, session: ShopSession, choice: CarrierChoice): Promise<Result<void>> {
  const draft = await draftOrder(mall, session.basket);
  // Once placed, the basket is empty.
  if (!draft.ok && session.orderId === null) return draft;
  const parcel = draft.ok ? draft.value.parcel : undefined;
  const carrier = parcel && (await findApproved(mall, 'carrier', choice.carrier));
  if (parcel && !carrier) return fail('carrier-missing');
  const { pay } = choice;
  if (pay !== 'on-delivery' && pay !== 'later' && pay !== 'settled') return fail('field-invalid', 'pay');
  if (draft.ok && draft.value.goods && pay !== 'settled') return fail('field-invalid', 'pay');
  const way = pay === 'settled' ? await chooseWay(mall, wayChoice(choice), carrier) : undefined;
  if (way && !way.ok) return way;
  const { flow = null, credit, agency, wrapper } = way?.value ?? {};
  await mall.storage.write((db) =>
    db
      .updateTable('shop_session')
      .set({
        carrier: carrier?.id ?? null,
        credit: credit?.id ?? null,
        pay,
        flow,
        agency: agency?.id ?? null,
        wrapper: wrapper?.id ?? null,
      })
      .where('token_hash', '=', session.tokenHash)
      .where('order_id', 'is', null)
      .execute(),
  );
  return ok();
}

function wayChoice({ credit, flow, wrapper }: CarrierChoice): WayChoice {
  return { credit: credit ?? null, flow: flow ?? '', wrapper: wrapper || null };
}

/** The instruction for the carrier's window. Fails as `signOffer` does, and for a sealed order, which has no such window. */
export async function signInstruction(mall: Mall, number: string): Promise<Result<string>> {
  const purchase = await findPurchase(mall, number);
  if (purchase && (await orderFlow(mall.storage.read, purchase.order_id)) === 'sealed') {
    return fail('wrong-state', 'flow');
  }
  const own = purchase && {
    act: 'ship',
    size: { size: purchase.size, weight: purchase.weight },
    pay: purchase.pay,
    ...(purchase.pay === 'on-delivery' && { amount: { value: purchase.total, currency: purchase.currency } }),
  };
  return signOffer(mall, purchase, { schema: shipInstructionSchema, own: own ?? {} });
}

export async function findPurchase(mall: Mall, number: string): Promise<PurchaseTable | undefined> {
  return mall.storage.read.selectFrom('purchase').selectAll().where('number', '=', number).executeTakeFirst();
}

/** The customer goes back (NG), or the order ended: the cookie stands for nothing any more. */
export async function forgetSession(mall: Mall, session: ShopSession): Promise<void> {
  await mall.storage.write((db) => db.deleteFrom('shop_session').where('token_hash', '=', session.tokenHash).execute());
}

/**
 * Remembers what is ticked while the customer turns pages. Nothing ticked needs no memory.
 *
 * @returns the token of a new place; absent where there was one, or none is needed
 */
export async function keepBasket(
  mall: Mall,
  session: ShopSession | undefined,
  basket: Basket,
): Promise<string | undefined> {
  const wanted = basketSchema.safeParse(basket);
  const text = JSON.stringify(wanted.success ? wanted.data : {});
  if (session?.orderId === null) {
    await mall.storage.write((db) =>
      db.updateTable('shop_session').set({ basket: text }).where('token_hash', '=', session.tokenHash).execute(),
    );
    return undefined;
  }
  return text === '{}' ? undefined : newPlace(mall, text);
}
