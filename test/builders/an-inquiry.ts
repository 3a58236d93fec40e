/** Requests by message to a credit company: parts and confirmations as customers seal them, and the worker that decides. */
import { sql } from 'kysely';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import type { Money } from '#shared/domain/money.ts';
import { yen } from '#shared/domain/money.ts';
import { type CardPart, encodeCardPart } from '#shared/protocol/card-part.ts';
import { type Confirmation, encodeConfirmation } from '#shared/protocol/confirmation.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { encodeIdentity, encodePin, type Identity } from '#shared/protocol/identity-plaintext.ts';
import { type OrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import {
  identityBinding,
  pinBinding,
  resealedBinding,
  type Wallet,
  WALLET_TYPE,
  type WalletVariant,
} from '#shared/protocol/wallet.ts';
import { expectOk, type Result } from '#shared/result.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { followInquiries } from '#main/roles/credit/follow-inquiries.ts';
import type { InquiryTable } from '#main/roles/credit/inquiry-tables.ts';
import { pairwiseCipher, randomToken, sealTo, sha256 } from '#main/vault/index.ts';
import { introduce, sentEvents } from './a-group.ts';
import { aSettlingGroup, type CardEntry, HANAKO, type SettlingGroup } from './a-payment.ts';
import { aCredit, type TestCredit, type TestParty } from './a-party.ts';
import { aPurchase, aSealedPart, type PartyEnd, publicKeyEndOf, tellParty } from './a-sealed-part.ts';
import { until } from './until.ts';

/** Expiry of the sample customers' cards, by their last four digits. */
const EXPIRIES: Readonly<Record<string, string>> = {
  '3902': '2029-03',
  '1204': '2028-12',
  '1077': '2030-01',
  '6660': '2024-05',
  '8223': '2029-09',
};

export function cardPart({ card, password }: CardEntry, change: Partial<CardPart> = {}): CardPart {
  const digits = card.replace(/\D/g, '');
  return { card: digits, password, expiry: EXPIRIES[digits.slice(-4)] ?? '2029-03', instalments: 1, ...change };
}

export interface PartChoice {
  readonly number?: string;
  readonly entry?: CardEntry;
  readonly yen?: number;
  readonly card?: Partial<CardPart>;
  readonly part?: Partial<OrderPart>;
  readonly end?: PartyEnd;
}

/** A card sealed for one purchase, as the mall relays it. */
export async function aRelayedPart(
  { mall, credit }: Pick<SettlingGroup, 'mall' | 'credit'>,
  choice: PartChoice = {},
): Promise<EventData<'inquiry.request'>> {
  const { number = aPurchase(), entry = HANAKO, end = publicKeyEndOf(credit) } = choice;
  const amount = yen(choice.yen ?? 1000);
  const body = encodeCardPart(cardPart(entry, choice.card));
  const part = await aSealedPart({ mall, party: credit, number, end }, body, { amount, ...choice.part });
  return { purchase: number, by: end.by, part, amount };
}

export function tellPart(
  { mall, credit }: Pick<SettlingGroup, 'mall' | 'credit'>,
  data: EventData<'inquiry.request'>,
  type: 'order.parts' | 'inquiry.request' = 'order.parts',
  from: TestParty = mall,
): Promise<Result<void>> {
  return tellParty(from, credit, { type, subject: data.purchase, data });
}

/** The worker runs until nothing waits; what breaks on our side breaks the test. */
export async function decideAll(credit: Credit): Promise<void> {
  const broken: unknown[] = [];
  const worker = followInquiries(credit, (error) => void broken.push(error));
  await until('every inquiry is decided', async () => {
    if (broken.length > 0) throw broken[0];
    const [waiting] = await credit.storage.read
      .selectFrom('inquiry')
      .select('id')
      .where('state', '=', 'waiting')
      .execute();
    return !waiting;
  });
  await worker.stop();
}

export async function inquiriesOf(
  { credit }: Pick<SettlingGroup, 'credit'>,
  purchase: string,
): Promise<InquiryTable[]> {
  return (
    credit.storage.read
      .selectFrom('inquiry')
      .selectAll()
      .where('jti', '=', purchase)
      // As they came: the tests' clock may stand still.
      .orderBy(sql`inquiry.rowid`)
      .execute()
  );
}

/** What the credit company said about a purchase, oldest first. */
export async function toldAbout(
  { credit }: Pick<SettlingGroup, 'credit'>,
  purchase: string,
): Promise<{ type: string; data: Record<string, unknown> }[]> {
  return (await sentEvents(credit))
    .filter(({ subject }) => subject === purchase)
    .map(({ type, data }) => ({ type, data }));
}

/** A part is told and decided; resolves to its row. */
export async function aDecidedInquiry(
  group: SettlingGroup,
  choice: PartChoice = {},
  type: 'order.parts' | 'inquiry.request' = 'order.parts',
): Promise<InquiryTable> {
  const data = await aRelayedPart(group, choice);
  expectOk(await tellPart(group, data, type));
  await decideAll(group.credit.credit);
  return (await inquiriesOf(group, data.purchase)).at(-1)!;
}

// Through an agency

export interface ConfirmingGroup extends SettlingGroup {
  readonly agency: TestCredit;
}

/** Beside them a credit company that runs an agency for the settlement server. */
export async function aConfirmingGroup(variant: WalletVariant = 'reseal'): Promise<ConfirmingGroup> {
  const group = await aSettlingGroup();
  const agency = await anAgencyFor(group, 'agency.localhost', variant);
  return { ...group, agency };
}

export async function anAgencyFor(
  { credit, clock, mall }: Pick<SettlingGroup, 'credit' | 'clock' | 'mall'>,
  id: string,
  variant: WalletVariant = 'reseal',
): Promise<TestCredit> {
  const agency = await aCredit({ id, clock, press: mall.mall.press });
  agency.profile.agency = { settlement: credit.id, variant };
  await introduce(agency, credit);
  return agency;
}

export interface TestWallet {
  readonly jws: string;
  readonly wallet: Wallet;
  readonly identity: Identity;
}

export const PIN = '480916';

const sealingKey = (party: TestParty): Uint8Array =>
  fromBase64Url(currentKey({ keys: party.vault.publicKeys() }, 'seal', party.clock())!.x)!;

/** As the agency signs it at enrolment; `by` for one that somebody else signed. */
export async function aWallet(
  { agency, credit, clock }: ConfirmingGroup,
  choice: { entry?: CardEntry; variant?: WalletVariant; change?: Partial<Wallet>; by?: TestParty } = {},
): Promise<TestWallet> {
  const { variant = 'reseal', entry = HANAKO } = choice;
  const serial = randomToken();
  const { card, expiry, password } = cardPart(entry);
  const identity: Identity = { name: '見本 花子', card, expiry, password };
  const recipient = variant === 'reseal' ? agency : credit;
  const sealed = await sealTo(
    sealingKey(recipient),
    identityBinding(recipient.id, agency.id, serial),
    encodeIdentity(identity),
  );
  const pin = await sealTo(sealingKey(credit), pinBinding(credit.id, agency.id, serial), encodePin(PIN));
  const wallet: Wallet = {
    serial,
    agency: agency.id,
    settlement: credit.id,
    variant,
    sealed: toBase64Url(expectOk(sealed)),
    pin: toBase64Url(expectOk(pin)),
    issued: clock().toISOString(),
    expires: new Date(clock().getTime() + 365 * 86_400_000).toISOString(),
    ...choice.change,
  };
  const jws = await (choice.by ?? agency).vault.sign(WALLET_TYPE, JSON.stringify(wallet));
  return { jws, wallet, identity };
}

export interface ConfirmChoice {
  readonly number?: string;
  readonly amount?: Money;
  readonly quantity?: number;
  readonly pin?: string;
  readonly identity?: Partial<Identity>;
  /** What the customer's device confirmed, where it differs from the request. */
  readonly confirmation?: Partial<Confirmation>;
  readonly change?: Partial<EventData<'agency.request'> & { step: 'confirmed' }>;
}

/** What the agency passes on after the customer confirmed. */
export async function aConfirmed(
  { mall, credit, clock }: ConfirmingGroup,
  { jws, wallet, identity }: TestWallet,
  choice: ConfirmChoice = {},
): Promise<Extract<EventData<'agency.request'>, { step: 'confirmed' }>> {
  const { number = aPurchase(), amount = yen(1000), quantity = 2, pin = PIN } = choice;
  const confirmation = encodeConfirmation({
    mall: mall.id,
    amount,
    quantity,
    expires: Math.floor(clock().getTime() / 1000) + 300,
    nonce: pairwiseCipher.randomBytes(32),
    wallet: sha256(utf8(jws)),
    pin,
    ...(wallet.variant === 'pass' && { sealed: fromBase64Url(wallet.sealed)! }),
    ...choice.confirmation,
  });
  const binding = partBinding({ party: credit.id, number, mall: mall.id });
  const sealed = expectOk(await sealTo(sealingKey(credit), binding, confirmation));
  const resealed =
    wallet.variant === 'reseal' &&
    expectOk(
      await sealTo(
        sealingKey(credit),
        resealedBinding(credit.id, mall.id, number),
        encodeIdentity({ ...identity, ...choice.identity }),
      ),
    );
  return {
    step: 'confirmed',
    mall: mall.id,
    purchase: number,
    amount,
    quantity,
    wallet: jws,
    ...(resealed && { resealed: toBase64Url(resealed) }),
    confirmation: toBase64Url(sealed),
    ...choice.change,
  };
}

export function tellConfirmed(
  { agency, credit }: Pick<ConfirmingGroup, 'agency' | 'credit'>,
  data: Extract<EventData<'agency.request'>, { step: 'confirmed' }>,
  from: TestParty = agency,
): Promise<Result<void>> {
  return tellParty(from, credit, { type: 'agency.request', subject: data.purchase, data });
}

/** A confirmation is told and decided; resolves to its row. */
export async function aDecidedConfirmation(
  group: ConfirmingGroup,
  wallet: TestWallet,
  choice: ConfirmChoice = {},
): Promise<InquiryTable> {
  const data = await aConfirmed(group, wallet, choice);
  expectOk(await tellConfirmed(group, data));
  await decideAll(group.credit.credit);
  return (await inquiriesOf(group, data.purchase)).at(-1)!;
}
