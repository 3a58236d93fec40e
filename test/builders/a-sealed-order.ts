/** Orders that go in sealed parts, through an agency or over a closed network: real vaults, real posts over mutual TLS. */
import { randomBytes } from 'node:crypto';
import { fromBase64Url } from '#shared/bytes.ts';
import type { CardPart } from '#shared/protocol/card-part.ts';
import {
  checkSheet,
  type CustomerEnd,
  type MadeChallenge,
  makeBundle,
  makeChallenge,
  type OrderEntry,
  pairwiseEnd,
  publicKeyEnd,
} from '#shared/protocol/make-bundle.ts';
import type { OrderBundle } from '#shared/protocol/order-part.ts';
import { type OrderSheet, parseOrderCode } from '#shared/protocol/order-sheet.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk } from '#shared/result.ts';
import { haveAllProved, personalEnd } from '#main/cli/demo/terminal.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { startCourier } from '#main/post/index.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { decideInquiry } from '#main/roles/credit/decide-inquiry.ts';
import { followInquiries } from '#main/roles/credit/follow-inquiries.ts';
import type { Basket } from '#main/roles/mall/draft.ts';
import { type PlacedOrder, placedOrder } from '#main/roles/mall/placed-order.ts';
import { takeBundle } from '#main/roles/mall/sealed-bundle.ts';
import { listAnswers, relayChallenges } from '#main/roles/mall/sealed-challenge.ts';
import { orderSheet } from '#main/roles/mall/sealed-order.ts';
import { chooseCarrier, findSession, startOrder } from '#main/roles/mall/shop.ts';
import {
  agreedScheme,
  createKeyCentre,
  drawAgreedKey,
  drawReplyKey,
  hpkeScheme,
  type KeyCentre,
} from '#main/vault/index.ts';
import { aClock, type TestClock } from './a-clock.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { carryMessages, introduce } from './a-group.ts';
import { ADDRESSEE, aCatalogue, type BuyerKey, placeShown } from './an-order.ts';
import { aPartnerDoor } from './a-partner-door.ts';
import {
  aCarrier,
  aCredit,
  aMall,
  aWrapper,
  CHEAP,
  PASSPHRASE,
  type TestCarrier,
  type TestCredit,
  type TestMall,
  type TestParty,
  type TestWrapper,
} from './a-party.ts';
import { CUSTOMERS } from './a-payment.ts';
import { until } from './until.ts';

export interface SealedGroup {
  readonly mall: TestMall;
  readonly carrier: TestCarrier;
  readonly credit: TestCredit;
  readonly wrapper: TestWrapper;
  readonly clock: TestClock;
  readonly centre: KeyCentre;
  /** What broke on somebody's own side. */
  readonly reports: unknown[];
  /** Without a network: brings every message that waits, and has the credit company decide. */
  carry(): Promise<void>;
}

/** SHA-256 of a terminal page that nobody here opens. */
export const TERMINAL = 'dGVybWluYWwtcGFnZS10aGF0LW5vYm9keS1vcGVucyE';

/**
 * Four parties that take orders in every way, each with a personal key of one centre.
 *
 * @param network with it each has its partner door on loopback and a courier, and the credit company decides by itself;
 * without it nothing moves until `carry`
 */
export async function aSealedGroup({ network }: { readonly network: boolean }): Promise<SealedGroup> {
  const clock = aClock();
  const mall = await aMall({ clock });
  const carrier = await aCarrier({ clock });
  const credit = await aCredit({ clock });
  const wrapper = await aWrapper({ clock });
  Object.assign(carrier.profile, { flows: ['window', 'sealed'] });
  Object.assign(credit.profile, { flows: ['window', 'sealed', 'closed'], terminal: TERMINAL });
  Object.assign(wrapper.profile, { flows: ['sealed'] });
  const parties: readonly TestParty[] = [mall, carrier, credit, wrapper];
  const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { threshold: 64, scrypt: CHEAP }));
  const reports: unknown[] = [];
  for (const party of parties) {
    expectOk(await party.vault.installPersonalKey(expectOk(await centre.issue(party.id))));
    if (network) await aPartnerDoor(party);
  }
  for (const partner of [carrier, credit, wrapper]) await introduce(mall, partner);
  expectOk(await importCustomers(credit.credit, 'staff', CUSTOMERS));
  await aCatalogue(mall);
  const group = { mall, carrier, credit, wrapper, clock, centre, reports };
  if (!network) return { ...group, carry: () => carryAll(mall, credit, [carrier, credit, wrapper]) };
  const report = (error: unknown): void => void reports.push(error);
  for (const party of parties) {
    const trusted = { authorities: party.authority.rootPem, lookup: lookupLocalhost };
    const courier = startCourier(party.post, () => trusted, report);
    atEnd(() => courier.stop());
  }
  const worker = followInquiries(credit.credit, report);
  atEnd(() => worker.stop());
  return { ...group, carry: async () => {} };
}

async function carryAll(mall: TestMall, credit: TestCredit, partners: readonly TestParty[]): Promise<void> {
  for (let moved = true; moved;) {
    moved = false;
    for (const partner of partners) {
      moved = (await carryMessages(mall, partner)) + (await carryMessages(partner, mall)) > 0 || moved;
    }
    moved = (await decideAll(credit)) > 0 || moved;
  }
}

/** The credit company decides what waits; returns how many. */
export async function decideAll({ credit, storage }: TestCredit): Promise<number> {
  const waiting = await storage.read.selectFrom('inquiry').select('id').where('state', '=', 'waiting').execute();
  for (const { id } of waiting) await decideInquiry(credit, id);
  return waiting.length;
}

export interface PlaceChoice {
  readonly items?: Basket;
  /** Of the form: `window`, `sealed`, `closed` or `agency:<party id>`. */
  readonly flow?: string;
  readonly wrapped?: boolean;
  readonly buyer?: BuyerKey;
}

export interface PlacedWay {
  readonly orderId: string;
  readonly purchase: string;
  /** The shop's cookie. */
  readonly cookie: string;
  /** As the shop's page would show it now. */
  shown(): Promise<PlacedOrder>;
}

/** An order confirmed at the shop. */
export async function anOrderOf(
  group: Pick<SealedGroup, 'mall' | 'carrier' | 'credit'> & Partial<Pick<SealedGroup, 'wrapper'>>,
  choice: PlaceChoice = {},
): Promise<PlacedWay> {
  const { mall } = group.mall;
  const { items = { 'BK-1': 1, 'FD-1': 2 }, flow = 'sealed', wrapped } = choice;
  const { token } = expectOk(await startOrder(mall, items));
  const shop = (): ReturnType<typeof findSession> => findSession(mall, token);
  const ways = { carrier: group.carrier.id, credit: group.credit.id, pay: 'settled', flow };
  const wrapper = wrapped && group.wrapper ? { wrapper: group.wrapper.id } : {};
  expectOk(await chooseCarrier(mall, (await shop())!, { ...ways, ...wrapper }));
  const { purchase, orderId } = expectOk(await placeShown(mall, (await shop())!, choice.buyer));
  return { purchase, orderId, cookie: token, shown: async () => (await placedOrder(mall, (await shop())!))! };
}

/** Which key the customer has with a party. */
export type Scheme = 'hpke' | 'blom' | 'agreed';

/** The customer's terminal for one order. */
export interface TestTerminal {
  readonly token: string;
  readonly sheet: OrderSheet;
  readonly ends: ReadonlyMap<string, CustomerEnd>;
  challenges(parties?: readonly string[]): Promise<readonly MadeChallenge[]>;
  /** Challenges everyone and waits until everyone has proved itself. */
  prove(): Promise<void>;
  bundle(entry?: Partial<OrderEntry>): Promise<OrderBundle>;
  hand(bundle: OrderBundle): ReturnType<typeof takeBundle>;
}

export const GIFT = 'お誕生日おめでとう。ふみより';
export const TRACKING = 'dHJhY2tpbmctdG9rZW4tMQ';
/** A sample customer who can pay. */
export const CARD: CardPart = {
  card: '4333006014311077',
  expiry: '2030-01',
  instalments: 1,
  password: 'correct horse battery',
};

export async function aTerminal(group: SealedGroup, order: PlacedWay, scheme: Scheme = 'hpke'): Promise<TestTerminal> {
  const { mall } = group.mall;
  const { token } = parseOrderCode((await order.shown()).sealed!.code)!;
  const sheet = expectOk(await orderSheet(mall, token));
  expectOk(checkSheet(sheet, mall.self));
  const ends = await endsOf(group, sheet, scheme);
  const challenges = (parties?: readonly string[]): Promise<readonly MadeChallenge[]> =>
    Promise.all(
      sheet.parties
        .filter(({ id }) => !parties || parties.includes(id))
        .map(async (party) => {
          const expires = Math.floor(group.clock().getTime() / 1000) + 600;
          const nonce = new Uint8Array(randomBytes(32));
          return expectOk(await makeChallenge(sheet, party, ends.get(party.id)!, { nonce, expires }));
        }),
    );
  return {
    token,
    sheet,
    ends,
    challenges,
    prove: async () => {
      const made = await challenges();
      expectOk(
        await relayChallenges(
          mall,
          token,
          made.map(({ request }) => request),
        ),
      );
      await until('everyone has proved itself', async () => {
        await group.carry();
        return haveAllProved(made, ends, expectOk(await listAnswers(mall, token)).answers);
      });
    },
    bundle: async (entry = {}) => {
      const usual = { card: CARD, destination: { addressee: ADDRESSEE, tracking: TRACKING }, gift: { text: GIFT } };
      return expectOk(await makeBundle(sheet, { ...usual, ...entry }, ends));
    },
    hand: (bundle) => takeBundle(mall, token, bundle),
  };
}

async function endsOf(group: SealedGroup, sheet: OrderSheet, scheme: Scheme): Promise<Map<string, CustomerEnd>> {
  const ids = sheet.parties.map(({ id }) => id);
  const file = scheme === 'blom' ? expectOk(await group.centre.issueCustomer(ids)) : undefined;
  const parties: readonly TestParty[] = [group.mall, group.carrier, group.credit, group.wrapper];
  const ends = new Map<string, CustomerEnd>();
  for (const id of ids) {
    const party = parties.find((each) => each.id === id)!;
    const own = file?.keys.find((key) => key.for === id);
    if (own) {
      ends.set(id, await personalEnd(own));
    } else if (scheme === 'agreed') {
      const pseudonym = `~${randomBytes(16).toString('base64url')}`;
      const key = expectOk(drawAgreedKey(pseudonym, id));
      await party.vault.installAgreedKey(key);
      const common = expectOk(agreedScheme(key, pseudonym, id));
      ends.set(id, pairwiseEnd(common, { scheme: 'agreed', id: pseudonym }));
    } else {
      const key = currentKey({ keys: party.vault.publicKeys() }, 'seal', group.clock())!;
      ends.set(id, publicKeyEnd(hpkeScheme(fromBase64Url(key.x)!), await drawReplyKey()));
    }
  }
  return ends;
}
