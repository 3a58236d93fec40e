/** An order's confirmation through the agency: what is passed on, what is refused, and how the verdict comes back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url, utf8 } from '#shared/bytes.ts';
import { yen } from '#shared/domain/money.ts';
import { decodeConfirmation } from '#shared/protocol/confirmation.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { decodeIdentity } from '#shared/protocol/identity-plaintext.ts';
import { readWallet } from '#shared/protocol/make-confirmation.ts';
import { partBinding } from '#shared/protocol/order-part.ts';
import { identityBinding, resealedBinding, WALLET_TYPE, WALLET_VARIANTS } from '#shared/protocol/wallet.ts';
import { expectOk, ok } from '#shared/result.ts';
import { suspendPartner } from '#main/post/index.ts';
import { confirmOrder, reopenLost } from '#main/roles/agency/confirm.ts';
import { askState, endStaleConfirmations, listRequests, showOrder } from '#main/roles/agency/requests.ts';
import { giveUpWallet, listRevoked, revokeWallet } from '#main/roles/agency/wallets.ts';
import { readTrail } from '#main/audit/index.ts';
import { sha256 } from '#main/vault/index.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { bringEvent, carryMessages, sentEvents } from '../../builders/a-group.ts';
import {
  aConfirmation,
  type AgencyGroup,
  anAgencyGroup,
  anAskedOrder,
  anEvent,
  type AskedOrder,
  aWallet,
  OWNER,
} from '../../builders/an-agency.ts';

type Confirmed = Extract<EventData<'agency.request'>, { readonly step: 'confirmed' }>;

const failing = (code: string, about?: string) => ({ ok: false, error: { code, ...(about && { about }) } });

async function confirm(group: AgencyGroup, order: AskedOrder, wallet: string, pin?: string) {
  const confirmation = await aConfirmation(group, order, wallet, pin);
  return confirmOrder(group.agency.agency, { code: order.code, wallet, confirmation });
}

/** What lies in the agency's outbox for the settlement server, about one purchase. */
async function passedOn(group: AgencyGroup, { purchase }: AskedOrder): Promise<Confirmed[]> {
  const sent = await sentEvents(group.agency, 'agency.request');
  return sent.filter(({ subject }) => subject === purchase).map(({ data }) => data as Confirmed);
}

async function decide(group: AgencyGroup, { purchase }: AskedOrder, verdict: 'yes' | 'no' | 'again') {
  const { credit, agency, mall } = group;
  return bringEvent(credit, agency, anEvent(credit, 'agency.verdict', purchase, { mall: mall.id, purchase, verdict }));
}

async function toldTheMall(group: AgencyGroup, { purchase }: AskedOrder) {
  const sent = await sentEvents(group.agency, 'agency.verdict');
  return sent.filter(({ subject }) => subject === purchase).map(({ data }) => data);
}

const stateOf = async ({ agency }: AgencyGroup, { code }: AskedOrder) =>
  expectOk(await askState(agency.agency, code)).state;

const groups: Partial<Record<'reseal' | 'pass', AgencyGroup>> = {};
const wallets: Partial<Record<'reseal' | 'pass', string>> = {};
beforeAll(async () => {
  for (const variant of WALLET_VARIANTS) {
    groups[variant] = await anAgencyGroup(variant);
    wallets[variant] = await aWallet(groups[variant].agency);
  }
});

describe('an order that was announced', () => {
  test('is shown with shop, amount and quantity, and the key of the settlement server', async () => {
    const { agency, credit, mall } = groups.reseal!;
    const order = await anAskedOrder(groups.reseal!);
    expect(expectOk(await showOrder(agency.agency, order.code))).toEqual({
      mall: { id: mall.id, name: '見本マーケット' },
      purchase: order.purchase,
      amount: yen(4298),
      quantity: 3,
      expires: '2026-11-21T03:15:00.000Z',
      state: 'open',
      agency: agency.id,
      settlement: {
        id: credit.id,
        name: '見本クレジット',
        key: credit.vault.publicKeys().find(({ use }) => use === 'seal')!.x,
      },
    });
  });

  test('is the same when it is announced again, and another under its number is refused', async () => {
    const { mall, agency } = groups.reseal!;
    const order = await anAskedOrder(groups.reseal!);
    const { code, ...rest } = await agency.storage.read
      .selectFrom('agency_request')
      .selectAll()
      .where('purchase', '=', order.purchase)
      .executeTakeFirstOrThrow();
    const data = {
      step: 'ask' as const,
      purchase: order.purchase,
      amount: yen(rest.amount),
      quantity: rest.quantity,
      code,
      expires: rest.expires_at,
    };
    const ask = (changes: object) =>
      bringEvent(mall, agency, anEvent(mall, 'agency.request', data.purchase, { ...data, ...changes }));
    expectOk(await ask({}));
    expect(await ask({ amount: yen(1) })).toMatchObject(failing('event-conflict'));
    expect(await ask({ quantity: 1 })).toMatchObject(failing('event-conflict'));
    expect(await ask({ purchase: '10482771930561' })).toMatchObject(failing('event-invalid'));
    expect(await stateOf(groups.reseal!, order)).toBe('open');
  });

  test('is unknown under any other code', async () => {
    const { agency } = groups.reseal!;
    const other = toBase64Url(new Uint8Array(32));
    expect(await showOrder(agency.agency, other)).toMatchObject(failing('agency-unavailable'));
    expect(await askState(agency.agency, other)).toMatchObject(failing('agency-unavailable'));
    const request = { code: other, wallet: wallets.reseal!, confirmation: 'AAAA' };
    expect(await confirmOrder(agency.agency, request)).toMatchObject(failing('agency-unavailable'));
  });

  test('comes from malls alone, and only a mall asks here', async () => {
    const { credit, agency, mall } = groups.reseal!;
    const purchase = '10482771930561';
    const asked = { step: 'ask', purchase, amount: yen(1), quantity: 1, code: 'x'.repeat(43) } as const;
    const expires = '2026-11-21T04:00:00.000Z';
    const byCredit = anEvent(credit, 'agency.request', purchase, { ...asked, expires });
    expect(await bringEvent(credit, agency, byCredit)).toMatchObject(failing('event-foreign'));
    const confirmed = { step: 'confirmed', mall: mall.id, purchase, amount: yen(1), quantity: 1 } as const;
    const more = { wallet: 'a.b.c', confirmation: 'AAAA' };
    const byMall = anEvent(mall, 'agency.request', purchase, { ...confirmed, ...more });
    expect(await bringEvent(mall, agency, byMall)).toMatchObject(failing('event-foreign'));
  });
});

describe('what is confirmed', () => {
  test('goes on with the data sealed anew for this one order (variant reseal)', async () => {
    const group = groups.reseal!;
    const { credit, mall } = group;
    const order = await anAskedOrder(group, { contents: 'AwN4' });
    expectOk(await confirm(group, order, wallets.reseal!));
    expect(await stateOf(group, order)).toBe('sent');
    const [sent, ...more] = await passedOn(group, order);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({ mall: mall.id, amount: yen(4298), quantity: 3, contents: 'AwN4' });
    expect(sent!.wallet).toBe(wallets.reseal!);
    const resealed = fromBase64Url(sent!.resealed!)!;
    const binding = resealedBinding(credit.id, mall.id, order.purchase);
    expect(expectOk(decodeIdentity(expectOk(await credit.vault.open(resealed, binding))))).toEqual(OWNER.identity);
  });

  test('goes on unopened, inside the confirmation (variant pass)', async () => {
    const group = groups.pass!;
    const { credit, mall, agency } = group;
    const order = await anAskedOrder(group);
    expectOk(await confirm(group, order, wallets.pass!));
    const [sent] = await passedOn(group, order);
    expect(sent!.resealed).toBeUndefined();
    const binding = partBinding({ party: credit.id, number: order.purchase, mall: mall.id });
    const opened = expectOk(await credit.vault.open(fromBase64Url(sent!.confirmation)!, binding));
    const confirmation = expectOk(decodeConfirmation(opened));
    const { serial, sealed } = expectOk(readWallet(wallets.pass!)).wallet;
    expect(confirmation).toMatchObject({ mall: mall.id, amount: yen(4298), quantity: 3, pin: OWNER.pin });
    expect(toBase64Url(confirmation.wallet)).toBe(toBase64Url(sha256(utf8(wallets.pass!))));
    expect(toBase64Url(confirmation.sealed!)).toBe(sealed);
    const identity = await credit.vault.open(confirmation.sealed!, identityBinding(credit.id, agency.id, serial));
    expect(expectOk(decodeIdentity(expectOk(identity)))).toEqual(OWNER.identity);
  });

  test('is read by the agency in neither variant', async () => {
    for (const variant of WALLET_VARIANTS) {
      const group = groups[variant]!;
      const order = await anAskedOrder(group);
      const confirmation = fromBase64Url(await aConfirmation(group, order, wallets[variant]!))!;
      for (const recipient of [group.credit.id, group.agency.id]) {
        const binding = partBinding({ party: recipient, number: order.purchase, mall: group.mall.id });
        expect((await group.agency.vault.open(confirmation, binding)).ok).toBe(false);
      }
    }
  });

  test('works with a wallet that was carried to another device: the file is all it takes', async () => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    const carried = expectOk(readWallet(`  ${wallets.reseal!}\r\n`)).jws;
    expectOk(await confirm(group, order, carried));
  });

  test('is passed on once, however often and from wherever it is pressed', async () => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    const [one, other] = [
      await aConfirmation(group, order, wallets.reseal!),
      await aConfirmation(group, order, wallets.reseal!),
    ];
    const results = await Promise.all(
      [one, other, one].map((confirmation) =>
        confirmOrder(group.agency.agency, { code: order.code, wallet: wallets.reseal!, confirmation }),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter(({ ok }) => !ok)).toMatchObject([failing('already-decided'), failing('already-decided')]);
    expect(await passedOn(group, order)).toHaveLength(1);
  });
});

describe('what is passed on', () => {
  test('is nowhere written down, before and after it was taken', async () => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    expectOk(await confirm(group, order, wallets.reseal!));
    const [sent] = await passedOn(group, order);
    const marks = [wallets.reseal!.slice(400, 460), sent!.resealed!.slice(60, 120), sent!.confirmation.slice(60, 120)];
    const isWritten = async (): Promise<boolean> => {
      const copy = join(aFolder(), 'copy.db');
      await group.agency.storage.backup(copy);
      const files = [copy, ...['', '-wal'].map((end) => join(group.agency.folder, `tokumei.db${end}`))];
      const bytes = files.map((file) => readFileSync(file));
      expect(bytes[0]!.includes(order.purchase)).toBe(true);
      return bytes.some((each) => marks.some((mark) => each.includes(mark)));
    };
    expect(await isWritten()).toBe(false);
    const taken: unknown[] = [];
    Object.assign(group.credit.events, {
      'agency.request': async (_: unknown, { data }: { data: unknown }) => (taken.push(data), ok()),
    });
    await carryMessages(group.agency, group.credit);
    expect(taken).toContainEqual(sent);
    expect(await isWritten()).toBe(false);
  });

  test('and lost on its way, or not taken, may be confirmed once more', async () => {
    const group = groups.reseal!;
    const lost = await anAskedOrder(group);
    expectOk(await confirm(group, lost, wallets.reseal!));
    await reopenLost(group.agency.agency);
    expect(await stateOf(group, lost)).toBe('sent');
    const { storage } = group.agency;
    await storage.write((db) => db.deleteFrom('outbox').where('subject', '=', lost.purchase).execute());
    const rejected = await anAskedOrder(group);
    expectOk(await confirm(group, rejected, wallets.reseal!));
    const rejected_at = group.clock().toISOString();
    await storage.write((db) =>
      db.updateTable('outbox').set({ rejected_at }).where('subject', '=', rejected.purchase).execute(),
    );
    await reopenLost(group.agency.agency);
    for (const order of [lost, rejected]) {
      expect(await stateOf(group, order)).toBe('again');
      expect(await toldTheMall(group, order)).toEqual([]);
    }
    // It had been taken after all.
    expectOk(await decide(group, lost, 'no'));
    expect(await toldTheMall(group, lost)).toEqual([{ purchase: lost.purchase, verdict: 'no' }]);
    expectOk(await confirm(group, rejected, wallets.reseal!));
    expect(await stateOf(group, rejected)).toBe('sent');
  });
});

describe('a wallet is refused', () => {
  const refused = async (group: AgencyGroup, wallet: string) => {
    const order = await anAskedOrder(group);
    const confirmation = await aConfirmation(group, order, wallets[group.agency.agency.variant]!);
    const result = await confirmOrder(group.agency.agency, { code: order.code, wallet, confirmation });
    expect(await passedOn(group, order)).toEqual([]);
    expect(await stateOf(group, order)).toBe('open');
    return result;
  };

  test('that was cut, altered, or is none', async () => {
    const [header, payload, signature] = wallets.reseal!.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const altered = Buffer.from(JSON.stringify({ ...claims, expires: '2099-01-01T00:00:00.000Z' }));
    const others = [
      wallets.reseal!.slice(0, -20),
      wallets.reseal!.slice(0, 200),
      `${header}.${altered.toString('base64url')}.${signature}`,
      `${header}.${payload}`,
      'wallet',
      '',
    ];
    for (const wallet of others) {
      expect(await refused(groups.reseal!, wallet)).toMatchObject(failing('wallet-invalid'));
    }
  });

  test('of another agency, or signed by anybody else in this one’s name', async () => {
    const { agency, mall } = groups.reseal!;
    const wallet = expectOk(readWallet(wallets.reseal!)).wallet;
    const foreign = await mall.vault.sign(WALLET_TYPE, JSON.stringify({ ...wallet, agency: 'other.example' }));
    expect(await refused(groups.reseal!, foreign)).toMatchObject(failing('wallet-foreign'));
    const forged = await mall.vault.sign(WALLET_TYPE, JSON.stringify(wallet));
    expect(await refused(groups.reseal!, forged)).toMatchObject(failing('wallet-invalid', 'key'));
    const elsewhere = await agency.vault.sign(WALLET_TYPE, JSON.stringify({ ...wallet, settlement: mall.id }));
    expect(await refused(groups.reseal!, elsewhere)).toMatchObject(failing('wallet-foreign', 'settlement'));
    const otherUse = await agency.vault.sign('tokumei-event+jws', JSON.stringify(wallet));
    expect(await refused(groups.reseal!, otherUse)).toMatchObject(failing('wallet-invalid', 'type'));
  });

  test('whose data were sealed under another serial', async () => {
    const { agency } = groups.reseal!;
    const [one, other] = [await aWallet(agency), await aWallet(agency)].map((jws) => expectOk(readWallet(jws)).wallet);
    const mixed = await agency.vault.sign(WALLET_TYPE, JSON.stringify({ ...one, sealed: other!.sealed }));
    expect(await refused(groups.reseal!, mixed)).toMatchObject(failing('wallet-invalid', 'not-authentic'));
  });

  test('that was withdrawn, at the desk by its serial or by its holder; nobody else’s is', async () => {
    const group = groups.reseal!;
    const [byDesk, byHolder, kept] = [
      await aWallet(group.agency),
      await aWallet(group.agency),
      await aWallet(group.agency),
    ];
    const { serial } = expectOk(readWallet(byDesk)).wallet;
    expectOk(await revokeWallet(group.agency.agency, 'sato', { serial, reason: 'lost' }));
    expectOk(await revokeWallet(group.agency.agency, 'mori', { serial, reason: 'again' }));
    expectOk(await giveUpWallet(group.agency.agency, byHolder));
    expectOk(await giveUpWallet(group.agency.agency, byHolder));
    for (const wallet of [byDesk, byHolder]) {
      expect(await refused(group, wallet)).toMatchObject(failing('wallet-revoked'));
    }
    expectOk(await confirm(group, await anAskedOrder(group), kept));
    const list = async (asked = {}) => (await listRevoked(group.agency.agency, { limit: 10, ...asked })).rows;
    expect((await list()).find((row) => row.serial === serial)).toMatchObject({ who: 'sato', reason: 'lost' });
    expect(await list({ states: ['staff'], search: serial.slice(3, 12) })).toMatchObject([{ serial, by: 'staff' }]);
    expect(await list({ states: ['holder'] })).toMatchObject([{ by: 'holder' }]);
    const trail = await readTrail(group.agency.storage.read, { limit: 50 });
    expect(trail.filter(({ action }) => action === 'wallet.revoked').map(({ who }) => who)).toEqual(['holder', 'sato']);
    expect(await giveUpWallet(group.agency.agency, `${kept.slice(0, -3)}AAA`)).toMatchObject(failing('wallet-invalid'));
  });

  test('whose time is over', async () => {
    const group = await anAgencyGroup('pass');
    const wallet = await aWallet(group.agency);
    group.clock.advance({ days: 366 });
    const order = await anAskedOrder(group);
    const request = { code: order.code, wallet, confirmation: 'AAAA' };
    expect(await confirmOrder(group.agency.agency, request)).toMatchObject(failing('wallet-invalid', 'expired'));
  });
});

describe('a confirmation', () => {
  test('that is no envelope is refused; what is in it the settlement server judges', async () => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    const { sealed } = expectOk(readWallet(wallets.reseal!)).wallet;
    for (const confirmation of ['AAAA', sealed]) {
      const request = { code: order.code, wallet: wallets.reseal!, confirmation };
      expect(await confirmOrder(group.agency.agency, request)).toMatchObject(failing('confirmation-refused'));
    }
    const other = await anAskedOrder(group);
    const confirmation = await aConfirmation(group, other, wallets.reseal!);
    expectOk(await confirmOrder(group.agency.agency, { code: order.code, wallet: wallets.reseal!, confirmation }));
    const [sent] = await passedOn(group, order);
    const binding = partBinding({ party: group.credit.id, number: order.purchase, mall: group.mall.id });
    const opened = await group.credit.vault.open(fromBase64Url(sent!.confirmation)!, binding);
    expect(opened).toMatchObject(failing('not-authentic'));
  });

  test('of an order whose time is over comes too late', async () => {
    const group = await anAgencyGroup('reseal');
    const wallet = await aWallet(group.agency);
    const order = await anAskedOrder(group);
    const confirmation = await aConfirmation(group, order, wallet);
    group.clock.advance({ minutes: 15 });
    expect(await stateOf(group, order)).toBe('expired');
    const request = { code: order.code, wallet, confirmation };
    expect(await confirmOrder(group.agency.agency, request)).toMatchObject(failing('confirmation-expired'));
    await endStaleConfirmations(group.agency.agency);
    expect(await confirmOrder(group.agency.agency, request)).toMatchObject(failing('confirmation-expired'));
  });

  test('of a suspended shop’s order is not passed on', async () => {
    const group = await anAgencyGroup('reseal');
    const wallet = await aWallet(group.agency);
    const order = await anAskedOrder(group);
    const confirmation = await aConfirmation(group, order, wallet);
    expectOk(await suspendPartner(group.agency.post, 'staff', group.mall.id));
    const request = { code: order.code, wallet, confirmation };
    expect(await showOrder(group.agency.agency, order.code)).toMatchObject(failing('partner-suspended'));
    expect(await confirmOrder(group.agency.agency, request)).toMatchObject(failing('partner-suspended'));
  });
});

describe('the verdict', () => {
  test.each(['yes', 'no'] as const)('%s goes on to the mall, once, and ends the request', async (verdict) => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    expectOk(await confirm(group, order, wallets.reseal!));
    expectOk(await decide(group, order, verdict));
    expectOk(await decide(group, order, verdict));
    expectOk(await decide(group, order, verdict === 'yes' ? 'no' : 'yes'));
    expectOk(await decide(group, order, 'again'));
    expect(await stateOf(group, order)).toBe(verdict);
    expect(await toldTheMall(group, order)).toEqual([{ purchase: order.purchase, verdict }]);
    const confirmation = await aConfirmation(group, order, wallets.reseal!);
    const request = { code: order.code, wallet: wallets.reseal!, confirmation };
    expect(await confirmOrder(group.agency.agency, request)).toMatchObject(failing('already-decided'));
  });

  test('again lets the customer confirm afresh, and the mall hears nothing of it', async () => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    expectOk(await confirm(group, order, wallets.reseal!, '1593'));
    expectOk(await decide(group, order, 'again'));
    expect(await stateOf(group, order)).toBe('again');
    expect(await toldTheMall(group, order)).toEqual([]);
    expectOk(await confirm(group, order, wallets.reseal!));
    expectOk(await decide(group, order, 'yes'));
    const sent = await passedOn(group, order);
    expect(sent).toHaveLength(2);
    expect(sent[0]!.confirmation).not.toBe(sent[1]!.confirmation);
    expect(await toldTheMall(group, order)).toEqual([{ purchase: order.purchase, verdict: 'yes' }]);
  });

  test('is the settlement server’s alone', async () => {
    const group = groups.reseal!;
    const { mall, agency } = group;
    const order = await anAskedOrder(group);
    expectOk(await confirm(group, order, wallets.reseal!));
    const data = { mall: mall.id, purchase: order.purchase, verdict: 'yes' } as const;
    const byMall = await bringEvent(mall, agency, anEvent(mall, 'agency.verdict', order.purchase, data));
    expect(byMall).toMatchObject(failing('event-foreign'));
    expect(await stateOf(group, order)).toBe('sent');
    const unknown = { ...order, purchase: '10482771930561' };
    expect(await decide(group, unknown, 'yes')).toMatchObject(failing('event-unknown-number'));
  });

  test('reaches an agency that lost the confirmation in a restore', async () => {
    const group = groups.reseal!;
    const order = await anAskedOrder(group);
    expectOk(await decide(group, order, 'again'));
    expect(await stateOf(group, order)).toBe('open');
    expectOk(await decide(group, order, 'yes'));
    expect(await toldTheMall(group, order)).toEqual([{ purchase: order.purchase, verdict: 'yes' }]);
  });
});

describe('an order that nobody confirms', () => {
  test('ends as no, once; what is being decided waits for its verdict', async () => {
    const group = await anAgencyGroup('pass');
    const wallet = await aWallet(group.agency);
    const [idle, wrong, sent] = [await anAskedOrder(group), await anAskedOrder(group), await anAskedOrder(group)];
    expectOk(await confirm(group, wrong, wallet, '1593'));
    expectOk(await decide(group, wrong, 'again'));
    expectOk(await confirm(group, sent, wallet));
    await endStaleConfirmations(group.agency.agency);
    expect(await stateOf(group, idle)).toBe('open');
    group.clock.advance({ minutes: 16 });
    await endStaleConfirmations(group.agency.agency);
    await endStaleConfirmations(group.agency.agency);
    for (const order of [idle, wrong]) {
      expect(await stateOf(group, order)).toBe('expired');
      expect(await toldTheMall(group, order)).toEqual([{ purchase: order.purchase, verdict: 'no' }]);
    }
    expect(await toldTheMall(group, sent)).toEqual([]);
    expectOk(await decide(group, sent, 'yes'));
    expect(await toldTheMall(group, sent)).toEqual([{ purchase: sent.purchase, verdict: 'yes' }]);
  });

  test('leaves the list after its time', async () => {
    const group = await anAgencyGroup('pass');
    const order = await anAskedOrder(group);
    group.clock.advance({ minutes: 16 });
    await endStaleConfirmations(group.agency.agency);
    expect(await listRequests(group.agency.agency, { limit: 10 })).toMatchObject({ total: 1 });
    group.clock.advance({ days: 401 });
    await endStaleConfirmations(group.agency.agency);
    expect(await listRequests(group.agency.agency, { limit: 10 })).toEqual({ rows: [], total: 0 });
    expect(order.code).toHaveLength(43);
  });
});

describe('the desk’s list', () => {
  test('is newest first, pages on, and finds by state, mall and a part of a number', async () => {
    const group = await anAgencyGroup('pass');
    const wallet = await aWallet(group.agency);
    const orders: AskedOrder[] = [];
    for (let n = 0; n < 5; n++) {
      orders.unshift(await anAskedOrder(group));
      group.clock.advance({ seconds: 1 });
    }
    expectOk(await confirm(group, orders[3]!, wallet));
    const list = (page: object) => listRequests(group.agency.agency, { limit: 10, ...page });
    const numbers = ({ rows }: { rows: readonly { purchase: string }[] }) => rows.map(({ purchase }) => purchase);
    expect(numbers(await list({}))).toEqual(orders.map(({ purchase }) => purchase));
    const { next } = await list({ limit: 2 });
    expect(numbers(await list({ before: next }))).toEqual(numbers(await list({})).slice(2));
    expect(numbers(await list({ states: ['sent'] }))).toEqual([orders[3]!.purchase]);
    expect(await list({ partner: 'other.example' })).toMatchObject({ total: 0 });
    const { purchase } = orders[2]!;
    expect(numbers(await list({ search: `${purchase.slice(0, 1)} ${purchase.slice(1, 9)}` }))).toEqual([purchase]);
  });
});
