/** An agency in the installation of its settlement server: pages, messages and desk of both, one database, one transaction. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import {
  agencyOrderSchema,
  enrolledSchema,
  type WalletPlace,
  walletPlaceSchema,
} from '#shared/protocol/agency-order.ts';
import { makeConfirmation } from '#shared/protocol/make-confirmation.ts';
import { sealWallet, type WalletOwner } from '#shared/protocol/make-wallet.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { WALLET_VARIANTS, type WalletVariant } from '#shared/protocol/wallet.ts';
import { expectOk } from '#shared/result.ts';
import { buildCredit } from '#main/build-credit.ts';
import { partyConfigSchema } from '#main/config.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import { openLabelPress } from '#main/labels/index.ts';
import { ownCard } from '#main/post/index.ts';
import { makeFirstKeys } from '#main/roles/office/keys.ts';
import { createVault, hpkeScheme, pairwiseCipher } from '#main/vault/index.ts';
import { aClock } from './builders/a-clock.ts';
import { aFolder, atEnd } from './builders/a-folder.ts';
import { bringEvent, introduce, sentEvents } from './builders/a-group.ts';
import { aMall, certify, CHEAP, PASSPHRASE, type TestMall, type TestParty, theAuthority } from './builders/a-party.ts';
import { CUSTOMERS, HANAKO } from './builders/a-payment.ts';
import { aDoor, type TestPublicDoor } from './builders/a-browser.ts';
import { anAskedOrder, anEvent } from './builders/an-agency.ts';
import { until } from './builders/until.ts';

interface Beside {
  readonly party: TestParty;
  readonly mall: TestMall;
  readonly door: TestPublicDoor;
  readonly desk: DeskTable;
}

async function aCreditWithAgency(variant: WalletVariant): Promise<Beside> {
  const clock = aClock();
  const [folder, authority, press] = [aFolder(), await theAuthority(), openLabelPress()];
  atEnd(() => press.close());
  const id = 'credit.localhost' as PartyId;
  const vault = expectOk(await createVault(folder, PASSPHRASE, { scrypt: CHEAP, now: clock }));
  await makeFirstKeys(vault, clock());
  await certify(vault, id, authority);
  const config = partyConfigSchema.parse({
    id,
    role: 'credit',
    name: '見本クレジット',
    public: { url: `https://${id}`, listen: { host: '127.0.0.1', port: 1 } },
    partner: { url: `https://${id}:8453`, listen: { host: '127.0.0.1', port: 1 } },
    desk: { port: 1 },
    agency: { settlement: id, variant },
  });
  const { role, post, storage } = await buildCredit({ folder, config, vault, press, clock });
  atEnd(() => storage.close());
  const { name, agency } = config;
  const profile = {
    id,
    role: 'credit' as const,
    name,
    services: [],
    ...(agency && { agency }),
    public: config.public.url,
    partner: config.partner.url,
  };
  const party: TestParty = {
    id,
    folder,
    vault,
    post,
    clock,
    profile,
    authority,
    changes: post.changes,
    events: role.events,
    card: () => ownCard(post, profile),
  };
  const mall = await aMall({ clock });
  await introduce(mall, party);
  const reports: unknown[] = [];
  const couriers = role.couriers?.(
    () => ({ authorities: '' }) as never,
    () => (error) => reports.push(error),
  );
  atEnd(async () => {
    await Promise.all((couriers ?? []).map((courier) => courier.stop()));
    expect(reports).toEqual([]);
  });
  const ask = role.desk['customers.import'] as unknown as (caller: object, input: object) => Promise<{ ok: boolean }>;
  expect(await ask({ who: 'staff' }, { csv: CUSTOMERS })).toMatchObject({ ok: true });
  const known = () =>
    storage.read.selectFrom('trail').select('id').where('action', '=', 'customers.imported').executeTakeFirst();
  await until('the customers are in', known);
  return { party, mall, door: await aDoor(party, role.routes), desk: role.desk };
}

/** What a browser posts from the agency's own page. */
async function post(beside: Beside, url: string, body: object): Promise<{ status: number; body: unknown }> {
  const headers = { host: 'credit.localhost', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const answer = await beside.door.door.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  return { status: answer.statusCode, body: answer.json() };
}

async function enrol(beside: Beside, owner: WalletOwner): Promise<string> {
  const page = await beside.door.door.inject({ method: 'GET', url: '/enrol', headers: { host: 'credit.localhost' } });
  const block = /<script type="application\/json" id="sealing">([^<]*)<\/script>/.exec(page.body)![1]!;
  const place: WalletPlace = walletPlaceSchema.parse(JSON.parse(block));
  const schemes = {
    identity: hpkeScheme(fromBase64Url(place.identityKey)!),
    pin: hpkeScheme(fromBase64Url(place.pinKey)!),
  };
  const { serial, ticket } = place;
  const sealed = expectOk(await sealWallet(place, schemes, owner));
  return enrolledSchema.parse((await post(beside, '/enrol', { serial, ticket, ...sealed })).body).wallet;
}

async function confirm(beside: Beside, wallet: string, pin: string, code: string) {
  const order = agencyOrderSchema.parse((await post(beside, '/wallet/request', { code })).body);
  const scheme = hpkeScheme(fromBase64Url(order.settlement.key)!);
  const now = beside.party.clock();
  const confirmation = expectOk(await makeConfirmation(scheme, pairwiseCipher, { wallet, order, pin, now }));
  return post(beside, '/wallet/confirm', { code, wallet, confirmation });
}

const stateOf = async (beside: Beside, code: string) =>
  ((await post(beside, '/wallet/state', { code })).body as { state: string }).state;
const decided = (beside: Beside, code: string): Promise<string> =>
  until('a verdict', async () => {
    const state = await stateOf(beside, code);
    return state !== 'sent' && state;
  });

const OWNER: WalletOwner = {
  identity: { name: '見本 花子', card: HANAKO.card, expiry: '2029-07', password: HANAKO.password },
  pin: '270518',
};

describe.each(WALLET_VARIANTS)('agency and settlement server in one installation, variant %s', (variant) => {
  let beside: Beside;
  let owner: WalletOwner;
  let wallet: string;
  beforeAll(async () => {
    beside = await aCreditWithAgency(variant);
    const database = new Database(join(beside.party.folder, 'tokumei.db'), { readonly: true });
    const { expiry } = database.prepare("select expiry from card where last_four = '3902'").get() as { expiry: string };
    database.close();
    owner = { ...OWNER, identity: { ...OWNER.identity, expiry } };
    wallet = await enrol(beside, owner);
  });
  const asked = () => anAskedOrder({ mall: beside.mall, agency: beside.party as never, clock: beside.party.clock });

  test('confirms, settles and tells the mall, without a message to itself', async () => {
    const order = await asked();
    expect(await confirm(beside, wallet, owner.pin, order.code)).toEqual({ status: 202, body: {} });
    expect(await decided(beside, order.code)).toBe('yes');
    const sent = await sentEvents(beside.party);
    const about = sent.filter(({ subject }) => subject === order.purchase);
    expect(about.map(({ type }) => type).sort()).toEqual(['agency.verdict', 'settlement.result']);
    expect(about.find(({ type }) => type === 'agency.verdict')!.data).toEqual({
      purchase: order.purchase,
      verdict: 'yes',
    });
    const settled = about.find(({ type }) => type === 'settlement.result')!.data;
    expect(settled).toMatchObject({ result: 'ok', amount: yen(4298) });
  });

  test('a wrong PIN may be mended; after five in a row the wallet is locked', async () => {
    const order = await asked();
    expect(await confirm(beside, wallet, '1593', order.code)).toMatchObject({ status: 202 });
    expect(await decided(beside, order.code)).toBe('again');
    expect(await confirm(beside, wallet, owner.pin, order.code)).toMatchObject({ status: 202 });
    expect(await decided(beside, order.code)).toBe('yes');
    const other = await enrol(beside, owner);
    const next = await asked();
    for (let wrong = 1; wrong <= 5; wrong++) {
      await confirm(beside, other, '1593', next.code);
      expect(await decided(beside, next.code)).toBe(wrong < 5 ? 'again' : 'no');
    }
    const last = await asked();
    await confirm(beside, other, owner.pin, last.code);
    expect(await decided(beside, last.code)).toBe('no');
    const sent = await sentEvents(beside.party, 'settlement.result');
    expect(sent.map(({ subject }) => subject)).toContain(order.purchase);
    expect(sent.map(({ subject }) => subject)).not.toContain(next.purchase);
  });

  test('a mall asks here, and no mall can say that a customer confirmed', async () => {
    const { mall, party } = beside;
    const purchase = '10482771930561';
    const confirmed = { step: 'confirmed', mall: mall.id, purchase, amount: yen(1), quantity: 1 } as const;
    const data = { ...confirmed, wallet, confirmation: 'AAAA' };
    const forged = await bringEvent(mall, party, anEvent(mall, 'agency.request', purchase, data));
    expect(forged).toMatchObject({ ok: false, error: { code: 'event-foreign' } });
  });

  test('has both desks', async () => {
    const list = beside.desk['agency.requests'] as unknown as (caller: object, page: object) => Promise<unknown>;
    const rows = await list({ who: 'sato' }, { limit: 10 });
    expect(rows).toMatchObject({
      ok: true,
      value: { rows: expect.arrayContaining([expect.objectContaining({ state: 'yes' })]) },
    });
    expect(Object.keys(beside.desk)).toEqual(
      expect.arrayContaining(['agency.revoke', 'inquiries.list', 'wallets.unlock']),
    );
  });
});
