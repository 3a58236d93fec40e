/** Orders at every stage, made by the use cases that make them in earnest. */
import { generateKeyPairSync } from 'node:crypto';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk, ok, type Result } from '#shared/result.ts';
import { type BrowserPlace, enterWindow } from '#main/post/index.ts';
import { type Basket, draftOrder, orderDigest } from '#main/roles/mall/draft.ts';
import { placeOrder } from '#main/roles/mall/place-order.ts';
import { chooseCarrier, findSession, type ShopSession, signInstruction, startOrder } from '#main/roles/mall/shop.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { importCatalogue } from '#main/roles/mall/catalogue-imports.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import {
  agreeToShip,
  currentSealingKey,
  findShipArrival,
  receiveShipInstruction,
  type ShipArrival,
} from '#main/roles/carrier/ship.ts';
import { sealTo } from '#main/vault/index.ts';
import type { TestGroup } from './a-group.ts';
import type { TestMall } from './a-party.ts';

export const CATALOGUE = `sku,name,price,currency,tax_percent,length_mm,width_mm,height_mm,grams,specification
BK-1,文庫本『山の手帖』,715,JPY,10,152,107,14,190,文庫判 240ページ
BK-2,Field guide to coastal birds,2860,JPY,10,210,148,22,540,"Softcover, 312 pp., 2nd edition"
FD-1,煎茶 100g,1620,JPY,8,210,120,30,110,静岡県産 一番茶
HM-1,鉄急須 0.6L,16500,JPY,10,190,170,160,1450,南部鉄器
BIG-1,座布団 二枚組,7480,JPY,10,600,550,220,2600,綿わた
EB-1,電子書籍『海図のない航海』,1200,JPY,10,,,,,EPUB 3
`;

export const ADDRESSEE: Addressee = {
  name: '見本 花子',
  postalCode: '231-0015',
  lines: ['神奈川県横浜市中区尾上町1-2-3', '見本マンション405号室'],
  phone: '045-000-0000',
  country: 'JP',
};

export async function aCatalogue(mall: TestMall, csv: string = CATALOGUE): Promise<void> {
  expectOk(await importCatalogue(mall.mall, 'staff', csv));
}

export interface OrderChoice {
  readonly items?: Basket;
  readonly pay?: 'on-delivery' | 'later';
}

export interface Offer {
  readonly purchase: string;
  /** The instruction in the customer's browser. */
  readonly instruction: string;
  /** The shop's cookie. */
  readonly token: string;
}

/** What the confirmation's script makes: raw bytes, X25519. */
export interface BuyerKey {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

export function aBuyerKey(): BuyerKey {
  const { d, x } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return { publicKey: fromBase64Url(x!)!, privateKey: fromBase64Url(d!)! };
}

/**
 * As a customer does who confirms what the page shows.
 *
 * @param buyer made anew where electronic goods need one and none is given
 */
export async function placeShown(mall: Mall, session: ShopSession, buyer?: BuyerKey): ReturnType<typeof placeOrder> {
  const draft = await draftOrder(mall, session.basket);
  if (!draft.ok) return placeOrder(mall, session, '');
  const key = buyer ?? (draft.value.goods && aBuyerKey());
  return placeOrder(mall, session, orderDigest(session, draft.value), key && toBase64Url(key.publicKey));
}

/** An order placed at the mall; the customer holds the instruction. */
export async function anOffer(group: TestGroup, choice: OrderChoice = {}): Promise<Offer> {
  const { mall } = group.mall;
  const listed = await mall.storage.read.selectFrom('product').select('sku').limit(1).execute();
  if (listed.length === 0) await aCatalogue(group.mall);
  const { token } = expectOk(await startOrder(mall, choice.items ?? { 'BK-1': 1, 'FD-1': 2 }));
  const shop = (): ReturnType<typeof findSession> => findSession(mall, token);
  expectOk(await chooseCarrier(mall, (await shop())!, { carrier: group.carrier.id, pay: choice.pay ?? 'on-delivery' }));
  const { purchase } = expectOk(await placeShown(mall, (await shop())!));
  return { purchase, instruction: expectOk(await signInstruction(mall, purchase)), token };
}

/** A browser posts an instruction and comes in; `browser` is its cookie, when it has one. */
export async function openShipWindow(
  carrier: Carrier,
  jws: string,
  browser?: string,
): Promise<Result<{ token: BrowserPlace }>> {
  const received = await receiveShipInstruction(carrier, { jws });
  if (!received.ok) return received;
  const place = await enterWindow(carrier.post, received.value.arrival, browser);
  return place.ok ? ok({ token: place.value }) : place;
}

/** A browser at the carrier's ship page. */
export async function aShipArrival(group: TestGroup, instruction: string): Promise<ShipArrival> {
  const { token } = expectOk(await openShipWindow(group.carrier.carrier, instruction));
  return (await findShipArrival(group.carrier.carrier, token))!;
}

/** What the ship page's script does. */
export async function sealForCarrier(
  carrier: Carrier,
  number: string,
  addressee: Addressee = ADDRESSEE,
): Promise<Uint8Array<ArrayBuffer>> {
  const publicKey = fromBase64Url(currentSealingKey(carrier).x)!;
  const binding = { kind: 'addressee', recipient: carrier.self, number } as const;
  return expectOk(await sealTo(publicKey, binding, encodeAddressee(addressee)));
}

export interface AgreedParcel extends Offer {
  /** The shipping number. */
  readonly number: string;
  readonly envelope: Uint8Array<ArrayBuffer>;
  readonly trackingToken: string;
  /** The digits of the main code that the mall will print. */
  readonly labelText: string;
  /** The digits of the bar code. */
  readonly labelId: string;
}

export interface ParcelChoice extends OrderChoice {
  readonly addressee?: Addressee;
  readonly zone?: string;
  /** Leave the mall in the dark. */
  readonly untold?: boolean;
}

/** A parcel that customer and carrier agreed on; the mall has been told. */
export async function anAgreedParcel(group: TestGroup, choice: ParcelChoice = {}): Promise<AgreedParcel> {
  const { carrier } = group.carrier;
  const offer = await anOffer(group, choice);
  const session = await aShipArrival(group, offer.instruction);
  const envelope = await sealForCarrier(carrier, session.number, choice.addressee);
  const sealed = { envelope: toBase64Url(envelope), zone: choice.zone ?? 'mainland' };
  const { trackingToken } = expectOk(await agreeToShip(carrier, session, sealed));
  if (!choice.untold) await group.exchange();
  const { number } = session;
  return {
    ...offer,
    number,
    envelope,
    trackingToken,
    labelText: aLabelText(number, envelope),
    labelId: `${number}010101`,
  };
}

/** The digits of a shipping label's main code. */
export function aLabelText(
  number: string,
  envelope: Uint8Array<ArrayBuffer>,
  { piece = 1, of = 1, copy = 1 }: { piece?: number; of?: number; copy?: number } = {},
): string {
  return expectOk(encodeLabelText({ kind: 'shipping', label: { number, piece, of, copy }, envelope }));
}
