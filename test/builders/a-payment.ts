/** A credit company beside mall and carrier, its sample customers, and payments at every stage. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { verifyLuhn } from '#shared/domain/card.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { INSTRUCTION_TYPE, type SettleInstruction, type Variant } from '#shared/protocol/instruction.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk, ok, type Result } from '#shared/result.ts';
import { type BrowserPlace, choosePartnerVariant, enterWindow } from '#main/post/index.ts';
import { agreeToShip } from '#main/roles/carrier/ship.ts';
import { cardId } from '#main/roles/credit/cards.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { findPayArrival, type PayArrival, receivePayInstruction, settle } from '#main/roles/credit/settle.ts';
import type { CardTable } from '#main/roles/credit/tables.ts';
import type { Basket } from '#main/roles/mall/draft.ts';
import { signPayInstruction } from '#main/roles/mall/payment.ts';
import { chooseCarrier, findSession, signInstruction, startOrder } from '#main/roles/mall/shop.ts';
import { randomDigit, sealTo, sha256 } from '#main/vault/index.ts';
import { aGroup, carryMessages, type GroupChoice, introduce, type TestGroup } from './a-group.ts';
import { aCatalogue, aShipArrival, type BuyerKey, placeShown, sealForCarrier } from './an-order.ts';
import { aCredit, type TestCredit, type TestParty } from './a-party.ts';

export const CUSTOMERS = readFileSync(join(import.meta.dirname, '../../data/customers.csv'), 'utf8');

export type CardEntry = Readonly<Record<'card' | 'password', string>>;
/** Card number and password of the sample customers. */
export const HANAKO: CardEntry = { card: '4111007269513902', password: 'tsubaki-7' };
/** Has 1,199 yen left. */
export const TARO: CardEntry = { card: '4222007864711204', password: 'sazanka-12' };
export const SAMPLE_PERSON: CardEntry = { card: '4333006014311077', password: 'correct horse battery' };
export const EXPIRED: CardEntry = { card: '4444007817856660', password: 'fujisan-3' };
export const BLOCKED: CardEntry = { card: '4555008634858223', password: 'blocked-99' };
/** A well-formed card number that no sample customer has, another for each `n` from 0 to 999. */
export function aCardNumber(n: number): string {
  const digits = `498${String(n).padStart(12, '0')}`;
  return Array.from({ length: 10 }, (_, check) => `${digits}${check}`).find(verifyLuhn)!;
}
export const UNKNOWN_CARD = aCardNumber(0);

export interface SettlingGroup extends TestGroup {
  readonly credit: TestCredit;
}

/** Mall, carrier and credit company with the sample customers. */
export async function aSettlingGroup(
  choice: GroupChoice & { readonly creditVariant?: Variant } = {},
): Promise<SettlingGroup> {
  const group = await aGroup(choice);
  const credit = await aCredit({ clock: group.clock });
  await introduce(group.mall, credit);
  const { creditVariant: variant } = choice;
  if (variant) expectOk(await choosePartnerVariant(group.mall.post, 'staff', { id: credit.id, variant }));
  expectOk(await importCustomers(credit.credit, 'staff', CUSTOMERS));
  const pairs = [
    [group.mall, credit],
    [credit, group.mall],
    [group.mall, group.carrier],
    [group.carrier, group.mall],
  ] as const;
  const exchange = async (): Promise<void> => {
    let moved = true;
    while (moved) {
      moved = false;
      for (const [from, to] of pairs) moved = (await carryMessages(from, to)) > 0 || moved;
    }
  };
  return { ...group, credit, exchange };
}

export interface PayOffer {
  /** Of the carrier's row; where everything goes by mail, of the payment's. */
  readonly purchase: string;
  readonly orderId: string;
  /** The instruction for the credit company's window. */
  readonly instruction: string;
  /** The shop's cookie. */
  readonly token: string;
}

/**
 * A settled order placed at the mall; the customer holds the credit company's instruction. With `EB-1` among the items
 * something goes by mail, with it alone everything does.
 */
export async function aPayOffer(
  group: SettlingGroup,
  items: Basket = { 'BK-1': 1, 'FD-1': 2 },
  buyer?: BuyerKey,
): Promise<PayOffer> {
  const { mall } = group.mall;
  const listed = await mall.storage.read.selectFrom('product').select('sku').limit(1).execute();
  if (listed.length === 0) await aCatalogue(group.mall);
  const { token } = expectOk(await startOrder(mall, items));
  const shop = (): ReturnType<typeof findSession> => findSession(mall, token);
  const choice = { carrier: group.carrier.id, credit: group.credit.id, pay: 'settled' };
  expectOk(await chooseCarrier(mall, (await shop())!, choice));
  const { purchase, orderId } = expectOk(await placeShown(mall, (await shop())!, buyer));
  return { purchase, orderId, instruction: expectOk(await signPayInstruction(mall, orderId)), token };
}

export type PayClaims = Omit<SettleInstruction, 'contents'> & { contents?: string };

/** A mall's instruction of any amount, without an order behind it. */
export async function aPayInstruction(
  { mall, credit, clock }: Pick<SettlingGroup, 'mall' | 'credit' | 'clock'>,
  choice: { yen?: number; variant?: Variant; changes?: Record<string, unknown>; by?: TestParty } = {},
): Promise<string> {
  const { variant = 'a', by = mall } = choice;
  const number = numberFromDigits('purchase', Array.from({ length: 12 }, () => String(randomDigit())).join(''));
  const key = currentKey({ keys: by.vault.publicKeys() }, 'seal', clock())!;
  const binding = { kind: 'contents', recipient: by.id, number } as const;
  const contents = expectOk(await sealTo(fromBase64Url(key.x)!, binding, new Uint8Array([0xa0])));
  const now = Math.floor(clock().getTime() / 1000);
  const claims: PayClaims = {
    iss: by.id,
    aud: credit.id,
    jti: variant === 'c' ? toBase64Url(sha256(contents)) : number,
    iat: now,
    exp: now + 900,
    act: 'settle',
    amount: { value: choice.yen ?? 1000, currency: 'JPY' },
    ...(variant !== 'b' && { contents: toBase64Url(contents) }),
    ret: `https://${by.id}/order`,
  };
  return by.vault.sign(INSTRUCTION_TYPE, JSON.stringify({ ...claims, ...choice.changes }));
}

/** What an instruction claims. */
export function payClaims(jws: string): PayClaims {
  return JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString('utf8')) as PayClaims;
}

/** A browser posts an instruction and comes in; `browser` is its cookie, when it has one. */
export async function openPayWindow(
  { credit }: TestCredit,
  jws: string,
  browser?: string,
): Promise<Result<{ place: BrowserPlace; arrival: PayArrival }>> {
  const received = await receivePayInstruction(credit, { jws });
  if (!received.ok) return received;
  const place = expectOk(await enterWindow(credit.post, received.value.arrival, browser));
  return ok({ place, arrival: (await findPayArrival(credit, place))! });
}

/** A fresh browser at the pay page. */
export async function aPayArrival(group: SettlingGroup, jws: string): Promise<PayArrival> {
  return expectOk(await openPayWindow(group.credit, jws)).arrival;
}

/** A card as it lies in the database. */
export async function cardRow({ credit }: SettlingGroup, { card }: CardEntry): Promise<CardTable> {
  const id = await cardId(credit.credit, card);
  return credit.storage.read.selectFrom('card').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

export interface SettledOrder extends PayOffer {
  readonly receipt: string;
  /** How the credit company knows the purchase. */
  readonly jti: string;
}

/** An order that its customer has paid; the mall has been told. */
export async function aSettledOrder(
  group: SettlingGroup,
  choice: { items?: Basket; entry?: CardEntry; buyer?: BuyerKey } = {},
): Promise<SettledOrder> {
  const offer = await aPayOffer(group, choice.items, choice.buyer);
  const arrival = await aPayArrival(group, offer.instruction);
  const settled = expectOk(await settle(group.credit.credit, arrival, choice.entry ?? SAMPLE_PERSON));
  if (settled.result !== 'ok') throw new Error('this customer can’t pay that');
  await group.exchange();
  return { ...offer, receipt: arrival.number, jti: arrival.claims.jti };
}

export interface LinkedParcel extends SettledOrder {
  /** The shipping number. */
  readonly number: string;
  /** The instruction for the carrier's window. */
  readonly shipInstruction: string;
}

/** A paid order that the carrier has agreed to ship. */
export async function aLinkedParcel(
  group: SettlingGroup,
  choice: { items?: Basket; entry?: CardEntry; buyer?: BuyerKey } = {},
): Promise<LinkedParcel> {
  const order = await aSettledOrder(group, choice);
  const shipInstruction = expectOk(await signInstruction(group.mall.mall, order.purchase));
  const arrival = await aShipArrival(group, shipInstruction);
  const envelope = toBase64Url(await sealForCarrier(group.carrier.carrier, arrival.number));
  expectOk(await agreeToShip(group.carrier.carrier, arrival, { envelope, zone: 'mainland' }));
  await group.exchange();
  return { ...order, number: arrival.number, shipInstruction };
}
