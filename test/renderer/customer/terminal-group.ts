/**
 * Everybody that a customer's terminal talks to, on one HTTPS server: a small mall that keeps what it was sent, and
 * parties with real vaults that answer challenges as real parties do. A test may make any of them misbehave.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Post } from '#main/post/index.ts';
import { readyAnswer } from '#main/post/challenge.ts';
import { makeFirstKeys } from '#main/roles/office/keys.ts';
import { createVault, signPartyCard, type Vault } from '#main/vault/index.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import {
  type Ask,
  decodeOrderPart,
  type OrderBundle,
  type OrderPart,
  partBinding,
  sealerPeer,
} from '#shared/protocol/order-part.ts';
import {
  bundleRequestSchema,
  challengeRequestSchema,
  formatOrderCode,
  type OrderSheet,
} from '#shared/protocol/order-sheet.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import type { PartyId, Role } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { CHEAP, PASSPHRASE, theAuthority } from '../../builders/a-party.ts';

export interface FakeParty {
  readonly id: PartyId;
  readonly role: Role;
  readonly name: string;
  readonly asks: Ask;
  readonly number: string;
  readonly vault: Vault;
}

export interface Seen {
  readonly method: string;
  /** With its host. */
  readonly url: string;
  readonly headers: string;
  readonly body: string;
}

export interface TerminalGroup {
  readonly parties: Readonly<Record<Ask, FakeParty>>;
  /** `https://<id>:<port>` */
  origin(party: Pick<FakeParty, 'id'>): string;
  readonly code: string;
  /** What a test changes, put back by `reset`. */
  readonly mall: {
    /** Who is asked; the mall first. */
    asks: readonly Ask[];
    sheet: (sheet: OrderSheet) => unknown;
    card: (card: PartyCard) => PartyCard;
    /** Answers under another's name, or not at all. */
    answer: (party: FakeParty, answer: Answer) => Answer;
    states: string[];
    /** Refusals by path, taken off one by one; `down` is no answer. */
    refuse: Record<string, (string | 'down')[]>;
  };
  readonly seen: Seen[];
  readonly bundles: OrderBundle[];
  /** Pages by `host/path`. */
  readonly shown: Map<string, { readonly headers: Record<string, string>; readonly body: string | Buffer }>;
  /** One's own part, opened as its party does. */
  open(bundle: OrderBundle, ask: Ask): Promise<OrderPart>;
  reset(): void;
  close(): Promise<void>;
}

export interface Answer {
  readonly result: 'ok' | 'no' | 'waiting';
  readonly envelope?: string;
}

const TOKEN = 'tokentokentokentokentokentokentokentokentok';
const ROLES: Readonly<Record<Ask, readonly [Role, string, number: string]>> = {
  goods: ['mall', '見本マーケット', '10482771930563'],
  card: ['credit', '見本カード', '17719304827715'],
  destination: ['carrier', '見本運輸', '19304827710486'],
  gift: ['wrapper', '見本ラッピング', '12771930482775'],
};

async function aFakeParty(asks: Ask): Promise<FakeParty> {
  const [role, name, number] = ROLES[asks];
  const vault = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  await makeFirstKeys(vault, new Date());
  return { id: `${role}.localhost` as PartyId, role, name, asks, number, vault };
}

async function aCertificate(hosts: string[]): Promise<{ key: string; cert: string }> {
  const vault = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  await vault.newTlsKey('public');
  const request = expectOk(await vault.certificateRequest('public', hosts));
  const issued = expectOk(await (await theAuthority()).issue(request, { hosts, days: 30 }));
  expectOk(await vault.installCertificate('public', issued.chainPem));
  return vault.tlsContext('public')!;
}

export async function aTerminalGroup(): Promise<TerminalGroup> {
  const [goods, card, destination, gift] = await Promise.all(
    (['goods', 'card', 'destination', 'gift'] as const).map(aFakeParty),
  );
  const parties = { goods: goods!, card: card!, destination: destination!, gift: gift! };
  const all = Object.values(parties);
  const seen: Seen[] = [];
  const bundles: OrderBundle[] = [];
  const shown: TerminalGroup['shown'] = new Map();
  const answers = new Map<string, Answer>();
  const mall = {} as TerminalGroup['mall'];
  let port = 0;
  const origin = ({ id }: Pick<FakeParty, 'id'>): string => `https://${id}:${port}`;

  function reset(): void {
    Object.assign(mall, {
      asks: ['goods', 'card', 'destination'],
      sheet: (sheet: OrderSheet) => sheet,
      card: (each: PartyCard) => each,
      answer: (_: FakeParty, answer: Answer) => answer,
      states: ['accepted'],
      refuse: {},
    });
    seen.length = bundles.length = 0;
    answers.clear();
  }

  function orderSheet(): OrderSheet {
    const yen = (value: number) => ({ value, currency: 'JPY' });
    return {
      tokumei: 'order-sheet/1',
      mall: { id: parties.goods.id, name: parties.goods.name },
      expires: new Date(Date.now() + 24 * 3_600_000).toISOString(),
      until: new Date(Date.now() + 3_600_000).toISOString(),
      total: yen(3_415),
      charge: yen(500),
      lines: [
        { sku: 'BK-0001', name: '夜の図書館', quantity: 1, amount: yen(1_815) },
        { sku: 'TE-0007', name: '有機煎茶 100 g', quantity: 2, amount: yen(1_100) },
      ],
      parties: mall.asks.map((ask) => {
        const { id, name, number, asks } = parties[ask];
        return { id, name, number, asks, url: origin({ id }) };
      }),
    };
  }

  async function cardOf(party: FakeParty): Promise<string> {
    const whole: PartyCard = {
      id: party.id,
      role: party.role,
      name: party.name,
      public: origin(party),
      partner: origin(party),
      keys: [...party.vault.publicKeys()],
      tls: ['A'.repeat(43)],
      services: [],
      flows: ['window', 'sealed'],
    };
    return signPartyCard(party.vault, mall.card(whole));
  }

  async function take(path: string, body: string): Promise<object | string> {
    const { token } = JSON.parse(body) as { token: string };
    const refusal = mall.refuse[path]?.shift();
    if (refusal !== undefined) return refusal;
    if (token !== TOKEN) return 'purchase-unknown';
    if (path === '/sealed/state') return { state: bundles.length === 0 ? 'open' : (mall.states.shift() ?? 'accepted') };
    if (path === '/sealed/sheet') return mall.sheet(orderSheet()) as object;
    if (path === '/sealed/challenge') {
      for (const { party: id, by, envelope } of challengeRequestSchema.parse(JSON.parse(body)).challenges) {
        const party = all.find((each) => each.id === id)!;
        const post = { self: id, vault: party.vault, clock: () => new Date() } as Post;
        const ready = await readyAnswer(post, { purchase: party.number, by, envelope, mall: parties.goods.id });
        const { result, envelope: sealed } = ready;
        answers.set(id, mall.answer(party, { result, ...(sealed !== undefined && { envelope: sealed }) }));
      }
      return {};
    }
    if (path === '/sealed/answers') {
      return { answers: mall.asks.map((ask) => ({ party: parties[ask].id, ...answers.get(parties[ask].id) })) };
    }
    bundles.push(bundleRequestSchema.parse(JSON.parse(body)).bundle);
    return {};
  }

  const server = createServer(
    await aCertificate([...all.map(({ id }) => id), 'evil.localhost']),
    (request, response) => {
      void (async () => {
        const { method = '', url = '', headers } = request;
        const host = new URL(`https://${headers.host}`).hostname;
        const body = (await buffer(request)).toString('utf8');
        seen.push({ method, url: `${headers.host}${url}`, headers: JSON.stringify(request.rawHeaders), body });
        const cors = { 'access-control-allow-origin': '*' };
        const page = shown.get(host + url);
        if (page) return response.writeHead(200, page.headers).end(page.body);
        if (url === '/.well-known/tokumei') {
          const party = all.find(({ id }) => id === host) ?? parties.card;
          return response.writeHead(200, cors).end(await cardOf(party));
        }
        if (method !== 'POST' || host !== parties.goods.id) return response.writeHead(404, cors).end();
        const answer = await take(url, body);
        // To the page that asked, no answer at all: one from which it may not read.
        if (answer === 'down') return response.writeHead(502).end();
        if (typeof answer === 'object') return response.writeHead(200, cors).end(JSON.stringify(answer));
        return response.writeHead(409, cors).end(JSON.stringify({ code: answer }));
      })().catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  reset();

  return {
    parties,
    origin,
    code: formatOrderCode(origin(parties.goods), TOKEN),
    mall,
    seen,
    bundles,
    shown,
    reset,
    open: async (bundle, ask) => {
      const { id, vault } = parties[ask];
      const part = bundle.parts.find(({ party }) => party === id)!;
      const opened = await vault.open(fromBase64Url(part.envelope)!, partBinding(part), sealerPeer(part.by));
      return expectOk(decodeOrderPart(expectOk(opened)));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
