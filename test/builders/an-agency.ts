/** An authentication agency beside a mall and a settlement server, wallets of it, and orders to confirm. */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { mintNumber } from '#shared/domain/number.ts';
import { yen } from '#shared/domain/money.ts';
import type { AgencyOrder } from '#shared/protocol/agency-order.ts';
import { closedEvent, type EventData } from '#shared/protocol/event.ts';
import { makeConfirmation } from '#shared/protocol/make-confirmation.ts';
import { sealWallet, type WalletOwner } from '#shared/protocol/make-wallet.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import { expectOk, ok } from '#shared/result.ts';
import { type EventHandlers, passEvent, type PostTables } from '#main/post/index.ts';
import type { Agency } from '#main/roles/agency/agency.ts';
import { agencyEvents } from '#main/roles/agency/events.ts';
import { issueWallet, offerWallet } from '#main/roles/agency/enrol.ts';
import { showOrder } from '#main/roles/agency/requests.ts';
import { agencyMigrations, type AgencyTables } from '#main/roles/agency/tables.ts';
import type { Storage } from '#main/storage/index.ts';
import { hpkeScheme, pairwiseCipher, randomContentKey, randomDigit, randomUuid, tokenHash } from '#main/vault/index.ts';
import { bringEvent, carryMessages, introduce } from './a-group.ts';
import { aClock, type TestClock } from './a-clock.ts';
import {
  aCredit,
  aMall,
  openParty,
  type PartyChoice,
  type TestCredit,
  type TestMall,
  type TestParty,
} from './a-party.ts';

export interface TestAgency extends TestParty {
  readonly agency: Agency;
  readonly storage: Storage<AgencyTables>;
}

export const OWNER: WalletOwner = {
  identity: { name: '見本 花子', card: '4111007269513902', expiry: '2029-07', password: 'tsubaki-7' },
  pin: '270518',
};

export async function anAgency(
  settlement: TestParty,
  variant: WalletVariant,
  choice: PartyChoice = {},
): Promise<TestAgency> {
  const { shared, party, storage } = await openParty<AgencyTables>('agency', 'みほん認証', agencyMigrations, choice);
  const { self, name, publicUrl, vault, post, changes, clock } = shared;
  const agency: Agency = {
    self,
    name,
    publicUrl,
    vault,
    post,
    changes,
    clock,
    storage,
    variant,
    settlement: settlement.id,
    passOn: async (db, data) => {
      const request = { to: settlement.id, type: 'agency.request', subject: data.purchase, data } as const;
      return ok({ message: await passEvent(post, db, request) });
    },
  };
  return { ...party, storage, agency, events: agencyEvents(agency) as EventHandlers<PostTables> };
}

export interface AgencyGroup {
  readonly mall: TestMall;
  readonly credit: TestCredit;
  readonly agency: TestAgency;
  readonly clock: TestClock;
  /** Carries every message that waits. */
  exchange(): Promise<void>;
}

/** The mall knows both; agency and settlement server know each other. */
export async function anAgencyGroup(variant: WalletVariant, clock: TestClock = aClock()): Promise<AgencyGroup> {
  const [mall, credit] = [await aMall({ clock }), await aCredit({ clock })];
  const agency = await anAgency(credit, variant, { clock });
  await introduce(mall, credit);
  await introduce(mall, agency);
  await introduce(agency, credit);
  const parties = [mall, credit, agency] as const;
  const exchange = async (): Promise<void> => {
    let moved = true;
    while (moved) {
      moved = false;
      for (const from of parties) {
        for (const to of parties) {
          if (from !== to) moved = (await carryMessages(from, to)) > 0 || moved;
        }
      }
    }
  };
  return { mall, credit, agency, clock, exchange };
}

/** A wallet as its file has it, made as the enrolment page makes it. */
export async function aWallet({ agency }: Pick<TestAgency, 'agency'>, owner = OWNER): Promise<string> {
  const place = expectOk(await offerWallet(agency));
  const schemes = {
    identity: hpkeScheme(fromBase64Url(place.identityKey)!),
    pin: hpkeScheme(fromBase64Url(place.pinKey)!),
  };
  const { serial, ticket } = place;
  const sealed = expectOk(await sealWallet(place, schemes, owner));
  return expectOk(await issueWallet(agency, { serial, ticket, ...sealed })).wallet;
}

export interface AskedOrder {
  /** What the customer's device has behind `#`. */
  readonly code: string;
  readonly purchase: string;
}

type Asked = Extract<EventData<'agency.request'>, { readonly step: 'ask' }>;

/** An order that a mall has announced, of its own making: no order stands behind it. */
export async function anAskedOrder(
  { mall, agency, clock }: Pick<AgencyGroup, 'mall' | 'agency' | 'clock'>,
  changes: Partial<Asked> = {},
): Promise<AskedOrder> {
  const code = toBase64Url(randomContentKey());
  const data: Asked = {
    step: 'ask',
    purchase: mintNumber('purchase', randomDigit),
    amount: yen(4298),
    quantity: 3,
    code: tokenHash(code),
    expires: new Date(clock().getTime() + 15 * 60_000).toISOString(),
    ...changes,
  };
  expectOk(await bringEvent(mall, agency, anEvent(mall, 'agency.request', data.purchase, data)));
  return { code, purchase: data.purchase };
}

/** An event's JSON as a party would send it. */
export function anEvent<T extends 'agency.request' | 'agency.verdict'>(
  from: TestParty,
  type: T,
  subject: string,
  data: EventData<T>,
): string {
  const time = from.clock().toISOString();
  const event = { specversion: '1.0', id: randomUuid(), source: from.id, type, time, subject };
  return JSON.stringify({ ...event, data: closedEvent(type, data) });
}

/** A confirmation as the wallet page makes it. */
export async function aConfirmation(
  { agency }: Pick<AgencyGroup, 'agency'>,
  { code }: AskedOrder,
  wallet: string,
  pin: string = OWNER.pin,
  changes: Partial<AgencyOrder> = {},
): Promise<string> {
  const order = { ...expectOk(await showOrder(agency.agency, code)), ...changes };
  const scheme = hpkeScheme(fromBase64Url(order.settlement.key)!);
  return expectOk(await makeConfirmation(scheme, pairwiseCipher, { wallet, order, pin, now: agency.clock() }));
}
