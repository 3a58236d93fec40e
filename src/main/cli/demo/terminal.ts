/**
 * The customer's terminal for sealed orders, as its page does it: whom the mall names must prove itself first, then the
 * order is cut, sealed and handed over. It uses the page's own functions with the vault's ciphers, and no cookies.
 */
import { toBase64Url } from '#shared/bytes.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import {
  checkAnswer,
  checkSheet,
  type CustomerEnd,
  type MadeChallenge,
  makeBundle,
  makeChallenge,
  type OrderEntry,
  pairwiseEnd,
  publicKeyEnd,
  type SheetParty,
} from '#shared/protocol/make-bundle.ts';
import type { OrderBundle } from '#shared/protocol/order-part.ts';
import {
  type Answers,
  answersSchema,
  type OrderSheet,
  orderSheetSchema,
  parseOrderCode,
  sealedStateSchema,
  type SealedState,
} from '#shared/protocol/order-sheet.ts';
import { blomScheme } from '#shared/protocol/pairwise.ts';
import type { CustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { drawReplyKey, hpkeScheme, pairwiseCipher, sha256, verifyPartyCard } from '#main/vault/index.ts';
import { type CustomerBrowser, postJson } from './customer.ts';
import { OrderStopped, until } from './order-stopped.ts';

const NONCE_BYTES = 32;
const CHALLENGE_SECONDS = 600;

/** One order at a terminal. */
export interface Terminal {
  readonly sheet: OrderSheet;
  /** Has every party prove itself, then cuts, seals and hands over; what was handed over is returned. */
  order(entry: OrderEntry): Promise<OrderBundle>;
  /** As `order`, without handing over. @param other the sheet as this terminal was made to believe it is */
  seal(entry: OrderEntry, other?: OrderSheet): Promise<OrderBundle>;
  /** Hands over a bundle as it is; the mall's answer is the status. */
  post(bundle: OrderBundle): Promise<number>;
  /** What has become of it, once something has. */
  outcome(): Promise<SealedState['state']>;
}

/**
 * @param browser without cookies: a terminal may come from a disk
 * @param code as the shop's page shows it
 * @param keys the customer's file of a key centre; public keys are used where it has none for a party
 */
export async function openTerminal(browser: CustomerBrowser, code: string, keys?: CustomerKeys): Promise<Terminal> {
  const place = parseOrderCode(code);
  if (!place) throw new OrderStopped('the shop shows no order code');
  const { origin, token } = place;
  const ask = (path: string, more: object = {}): Promise<unknown> =>
    postJson(browser, `${origin}${path}`, { token, ...more }, 'text/plain');
  const sheet = orderSheetSchema.parse(await ask('/sealed/sheet'));
  expectOk(checkSheet(sheet, new URL(origin).hostname));

  async function challengeAll(): Promise<ReadonlyMap<string, CustomerEnd>> {
    const ends = new Map<string, CustomerEnd>();
    const made: MadeChallenge[] = [];
    for (const party of sheet.parties) {
      const end = await customerEnd(browser, party, keys);
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const expires = Math.floor(Date.now() / 1000) + CHALLENGE_SECONDS;
      made.push(expectOk(await makeChallenge(sheet, party, end, { nonce, expires })));
      ends.set(party.id, end);
    }
    await ask('/sealed/challenge', { challenges: made.map(({ request }) => request) });
    await until('every party has proved itself', async () => {
      const { answers } = answersSchema.parse(await ask('/sealed/answers'));
      return (await haveAllProved(made, ends, answers)) ? true : undefined;
    });
    return ends;
  }

  async function seal(entry: OrderEntry, other = sheet): Promise<OrderBundle> {
    return expectOk(await makeBundle(other, entry, await challengeAll()));
  }

  return {
    sheet,
    seal,
    order: async (entry) => {
      const bundle = await seal(entry);
      await ask('/sealed/bundle', { bundle });
      return bundle;
    },
    post: async (bundle) => {
      const body = JSON.stringify({ token, bundle });
      return (await browser.postBody(`${origin}/sealed/bundle`, 'text/plain', body)).status;
    },
    outcome: () =>
      until('the mall knows what became of the order', async () => {
        const { state } = sealedStateSchema.parse(await ask('/sealed/state'));
        return state === 'open' || state === 'asked' ? undefined : state;
      }),
  };
}

/** Under the key in common where the customer's file has one, else to the key on the party's own card. */
async function customerEnd(browser: CustomerBrowser, party: SheetParty, keys?: CustomerKeys): Promise<CustomerEnd> {
  const own = keys?.keys.find((key) => key.for === party.id);
  if (own) return personalEnd(own);
  if (party.url === undefined) throw new OrderStopped(`${party.id} can’t be asked for its key`);
  const key = currentKey(await fetchCard(browser, party.url, party.id), 'seal', new Date());
  if (!key) throw new OrderStopped(`${party.id} has no key to seal to`);
  return publicKeyEnd(hpkeScheme(fromBase64Url(key.x)!), await drawReplyKey());
}

/** The end by a key of the customer's file. */
export async function personalEnd(own: CustomerKeys['keys'][number]): Promise<CustomerEnd> {
  const { id, centre, generation } = own;
  const scheme = expectOk(await blomScheme(pairwiseCipher, own, { id: own.for, centre, generation }));
  return pairwiseEnd(scheme, { scheme: 'blom', id, centre, generation });
}

/** Whether every party that was challenged has proved itself; one that failed to stops the order. */
export async function haveAllProved(
  made: readonly MadeChallenge[],
  ends: ReadonlyMap<string, CustomerEnd>,
  answers: Answers['answers'],
): Promise<boolean> {
  const checked = await Promise.all(
    made.map((each) =>
      checkAnswer(
        each,
        ends.get(each.party)!,
        answers.find(({ party }) => party === each.party),
      ),
    ),
  );
  return checked.every((answer) => expectOk(answer) === 'proven');
}

/** From the party itself: the mall's word is not taken for another's key. */
export async function fetchCard(browser: CustomerBrowser, url: string, id: string): Promise<PartyCard> {
  const { status, body } = await browser.get(new URL('/.well-known/tokumei', url));
  const card = status === 200 ? await verifyPartyCard(body) : undefined;
  if (!card?.ok || card.value.id !== id) throw new OrderStopped(`${id} shows no card of its own`);
  return card.value;
}

/** Whether the page that the credit company serves is the one that its card tells the fingerprint of. */
export async function expectPublishedTerminal(browser: CustomerBrowser, url: string, id: string): Promise<void> {
  const { terminal } = await fetchCard(browser, url, id);
  const page = await browser.download(new URL('/terminal', url));
  if (terminal !== toBase64Url(sha256(page))) throw new OrderStopped(`${id} serves another terminal page`);
}
