/**
 * "Keeps nothing" (MISSION.md D1, D4), of an agency as it really runs: its own process, TLS at its doors, marked data.
 * Looked through afterwards: its data folder, what it printed, its temporary files, and its memory while it runs on.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { mintNumber } from '#shared/domain/number.ts';
import { agencyOrderSchema, enrolledSchema, walletPlaceSchema } from '#shared/protocol/agency-order.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { decodeIdentity } from '#shared/protocol/identity-plaintext.ts';
import { makeConfirmation, readWallet } from '#shared/protocol/make-confirmation.ts';
import { sealWallet, type WalletOwner } from '#shared/protocol/make-wallet.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { resealedBinding } from '#shared/protocol/wallet.ts';
import { expectOk, ok } from '#shared/result.ts';
import { openDesk } from '#main/cli/demo/desk-client.ts';
import { type PartyProcess, startPartyProcess } from '#main/cli/demo/party-process.ts';
import { makeParty } from '#main/make-party.ts';
import { partyConfigSchema } from '#main/config.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { addPartner, approvePartner, partnerRows, sendEvent, startCourier } from '#main/post/index.ts';
import { hpkeScheme, pairwiseCipher, randomContentKey, randomDigit, tokenHash } from '#main/vault/index.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { aPartnerDoor } from '../../builders/a-partner-door.ts';
import { aCardNumber } from '../../builders/a-payment.ts';
import {
  aCredit,
  aMall,
  CHEAP,
  PASSPHRASE,
  type TestCredit,
  type TestMall,
  type TestParty,
  theAuthority,
} from '../../builders/a-party.ts';
import { formsOf, searchMemory, whyUnreadable } from '../../builders/memory-image.ts';
import { until } from '../../builders/until.ts';

const OWNER: WalletOwner = {
  identity: { name: '冠野 鵜之助', card: aCardNumber(731), expiry: '2031-08', password: 'kujaku-no-hane-5391' },
  pin: '904172635518',
};
/** Names and numbers that nobody else has. */
const MARKS: Readonly<Record<string, string>> = {
  name: '鵜之助',
  card: OWNER.identity.card,
  password: OWNER.identity.password,
  pin: OWNER.pin,
};
/** What the process does hold: its own configuration. */
const PLANTED = { wide: '孔雀院 鷺子', narrow: 'hakucho-no-mizuumi-7722', wrapped: 'tsuru-no-ongaeshi-6640' };
const ORDERS = 6;
/** All memory of a process is a lot to look through on a busy machine. */
const SEARCH_MS = 90_000;

const id = 'agency.localhost' as PartyId;
let folder: string;
let home: string;
let running: PartyProcess;
let mall: TestMall;
let credit: TestCredit;
let rootPem: string;
let publicUrl: string;
let wallet: string;
const reports: unknown[] = [];

beforeAll(async () => {
  const authority = await theAuthority();
  ({ rootPem } = authority);
  folder = aFolder();
  home = join(folder, 'agency');
  const [publicPort, partnerPort, deskPort] = await Promise.all([0, 0, 0].map(freePort));
  publicUrl = `https://${id}:${publicPort}`;
  const config = partyConfigSchema.parse({
    id,
    role: 'agency',
    name: 'みほん認証',
    place: PLANTED.wide,
    services: [PLANTED.narrow, Buffer.from(PLANTED.wrapped).toString('base64')],
    public: { url: publicUrl, listen: { host: '127.0.0.1', port: publicPort } },
    partner: { url: `https://${id}:${partnerPort}`, listen: { host: '127.0.0.1', port: partnerPort } },
    desk: { port: deskPort },
    agency: { settlement: 'credit.localhost', variant: 'reseal' },
  });
  expectOk(await makeParty(home, config, PASSPHRASE, authority, { scrypt: CHEAP }));
  const evidence = { output: join(folder, 'output.log'), temporary: join(folder, 'temporary') };
  running = await startPartyProcess(home, PASSPHRASE, evidence);

  const clock = aClock(new Date().toISOString());
  mall = await aMall({ clock });
  credit = await aCredit({ clock });
  for (const party of [mall, credit]) {
    await aPartnerDoor(party);
    const courier = startCourier(
      party.post,
      () => ({ authorities: rootPem, lookup: lookupLocalhost }),
      (error) => reports.push(error),
    );
    atEnd(() => courier.stop());
  }
  const desk = await openDesk(running.deskLink(), 'mori');
  for (const party of [mall, credit]) await introduceProcess(desk, party);
  desk.close();
});
afterAll(() => running?.stop());

type Desk = Awaited<ReturnType<typeof openDesk>>;

async function introduceProcess(desk: Desk, party: TestParty): Promise<void> {
  const added = await desk.ask('partners.add', { card: await party.card() });
  await desk.ask('partners.approve', { id: party.id, safetyNumber: added.safetyNumber });
  expectOk(await addPartner(party.post, 'staff', (await desk.ask('office.card', {})).card));
  const { safetyNumber } = (await partnerRows(party.post)).find((row) => row.id === id)!;
  expectOk(await approvePartner(party.post, 'staff', { id, safetyNumber }));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** As the customer's browser does. */
function ask(path: string, body?: object): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, publicUrl),
      {
        method: body ? 'POST' : 'GET',
        ca: rootPem,
        lookup: lookupLocalhost,
        agent: false,
        headers: { 'sec-fetch-site': 'same-origin', ...(body && { 'content-type': 'application/json' }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

async function enrol(): Promise<string> {
  const page = await ask('/enrol');
  const place = walletPlaceSchema.parse(
    JSON.parse(/<script type="application\/json" id="sealing">([^<]*)</.exec(page.body)![1]!),
  );
  const schemes = {
    identity: hpkeScheme(fromBase64Url(place.identityKey)!),
    pin: hpkeScheme(fromBase64Url(place.pinKey)!),
  };
  const { serial, ticket } = place;
  const sealed = expectOk(await sealWallet(place, schemes, OWNER));
  const answer = await ask('/enrol', { serial, ticket, ...sealed });
  expect(answer.status).toBe(200);
  return enrolledSchema.parse(JSON.parse(answer.body)).wallet;
}

/** From the mall's message to the verdict; what the settlement server got. */
async function playOrder(pieces: number): Promise<Extract<EventData<'agency.request'>, { step: 'confirmed' }>> {
  const code = toBase64Url(randomContentKey());
  const purchase = mintNumber('purchase', randomDigit);
  const expires = new Date(Date.now() + 600_000).toISOString();
  const data = {
    step: 'ask' as const,
    purchase,
    expires,
    code: tokenHash(code),
    amount: yen(1000 + pieces),
    quantity: pieces,
  };
  await mall.post.storage.write((db) =>
    sendEvent(mall.post, db, { to: id, type: 'agency.request', subject: purchase, data }),
  );
  const order = await until('the order at the agency', async () => {
    const answer = await ask('/wallet/request', { code });
    return answer.status === 200 && agencyOrderSchema.parse(JSON.parse(answer.body));
  });
  const scheme = hpkeScheme(fromBase64Url(order.settlement.key)!);
  const now = new Date();
  const confirmation = expectOk(await makeConfirmation(scheme, pairwiseCipher, { wallet, order, pin: OWNER.pin, now }));
  expect((await ask('/wallet/confirm', { code, wallet, confirmation })).status).toBe(202);
  const passed = await until('the confirmation at the settlement server', () =>
    received.find((each) => each.purchase === purchase),
  );
  const verdict = { mall: mall.id, purchase, verdict: 'yes' } as const;
  await credit.post.storage.write((db) =>
    sendEvent(credit.post, db, { to: id, type: 'agency.verdict', subject: purchase, data: verdict }),
  );
  await until('the verdict at the agency', async () => (await ask('/wallet/state', { code })).body.includes('"yes"'));
  return passed;
}

const received: Extract<EventData<'agency.request'>, { step: 'confirmed' }>[] = [];

function patternsOf(texts: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(texts).flatMap(([name, text]) => formsOf(name, text)));
}

/** Everything that lies in the folder of the test beside the two other parties: data, logs, output, temporary files. */
function searchFiles(patterns: ReadonlyMap<string, Uint8Array>): { found: string[]; files: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    return [...patterns]
      .filter(([, pattern]) => bytes.includes(Buffer.from(pattern)))
      .map(([mark]) => `${name}: ${mark}`);
  });
  return { found, files: files.length };
}

describe('an agency that enrolled a customer and passed on orders', () => {
  beforeAll(async () => {
    const handlers = {
      ...credit.events,
      'agency.request': async (_: unknown, { data }: { data: EventData<'agency.request'> }) => {
        if (data.step === 'confirmed') received.push(data);
        return ok();
      },
    };
    Object.assign(credit.events, handlers);
    wallet = await enrol();
  });

  test('did open the data: the settlement server can read them', async () => {
    for (let pieces = 1; pieces <= ORDERS; pieces++) {
      const { resealed, purchase } = await playOrder(pieces);
      const binding = resealedBinding(credit.id, mall.id, purchase);
      const opened = await credit.vault.open(fromBase64Url(resealed!)!, binding);
      expect(expectOk(decodeIdentity(expectOk(opened)))).toEqual(OWNER.identity);
    }
    expect(received).toHaveLength(ORDERS);
    expect(reports).toEqual([]);
  });

  test('has nothing of them in its folder, its output or its temporary files', () => {
    expect(searchFiles(patternsOf(MARKS)).found).toEqual([]);
    // Nor of the sealed data: some of it the agency could open.
    const { sealed, serial } = expectOk(readWallet(wallet)).wallet;
    const [last] = received.slice(-1);
    const ciphers = [sealed, wallet.split('.')[1]!, last!.resealed!, last!.confirmation];
    const pieces = ciphers.map((text, at) => [String(at), Buffer.from(text.slice(200, 260))] as const);
    expect(searchFiles(new Map([...pieces, ['serial', Buffer.from(serial)]])).found).toEqual([]);
    // The search sees what is there: the configuration, and numbers of the orders.
    const known = patternsOf({ planted: PLANTED.narrow, wide: PLANTED.wide });
    expect(searchFiles(known).found).toEqual(
      expect.arrayContaining(['party.json: planted utf-8', 'party.json: wide utf-8']),
    );
    expect(searchFiles(new Map([['purchase', Buffer.from(last!.purchase)]])).found).not.toEqual([]);
  });

  test(
    'has nothing of them in its memory; what was planted there is found, in each form',
    (context) => {
      const why = whyUnreadable(running.pid);
      if (why !== undefined) return context.skip(why);
      const { found, bytes } = searchMemory(running.pid, patternsOf(MARKS));
      expect(found).toEqual([]);
      expect(bytes).toBeGreaterThan(20_000_000);
      const planted = searchMemory(running.pid, patternsOf(PLANTED));
      expect(planted.found).toEqual(expect.arrayContaining(['narrow utf-8', 'wide utf-16', 'wrapped base64+0']));
    },
    SEARCH_MS,
  );

  test(
    'would be found out if the page sent them unsealed',
    async (context) => {
      const why = whyUnreadable(running.pid);
      if (why !== undefined) return context.skip(why);
      for (let n = 0; n < 10; n++) {
        const { name, card, password } = OWNER.identity;
        const answer = await ask('/enrol', { name, card, password, pin: OWNER.pin });
        expect(answer.status).toBe(422);
      }
      const { found } = searchMemory(running.pid, patternsOf(MARKS));
      expect(found).toEqual(expect.arrayContaining(['card utf-8', 'name utf-8', 'password utf-8', 'pin utf-8']));
      // Nor does it write down what it refuses.
      expect(searchFiles(patternsOf(MARKS)).found).toEqual([]);
    },
    SEARCH_MS,
  );
});
