/** What a restored party gets back from its partners, and what must not happen twice. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url } from '#shared/bytes.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { askForWhatWasMissed } from '#main/backup/index.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { type EventHandlers, listWaiting, type PackageSource, type PostTables, sendEvent } from '#main/post/index.ts';
import { packageOffset, receivePackage } from '#main/roles/credit/goods-in.ts';
import { bringPackagesAgain, withPackagesAgain } from '#main/roles/mall/bring-again.ts';
import { sealGoods } from '#main/roles/mall/seal-goods.ts';
import { packageSource } from '#main/roles/mall/send-goods.ts';
import type { MallTables } from '#main/roles/mall/tables.ts';
import { queueMail } from '#main/post/mail/index.ts';
import { handOver, openPurchase } from '#main/roles/mall/packing.ts';
import { settle } from '#main/roles/credit/settle.ts';
import { cardId } from '#main/roles/credit/cards.ts';
import { listProductFiles } from '#main/roles/mall/product-files.ts';
import { fileSha256 } from '#main/vault/index.ts';
import { aRecoveryKey, backUp, reopenCarrier, reopenCredit, reopenMall, restoredFolder } from '../builders/a-backup.ts';
import { carryParcel, DELIVER, packParcel } from '../builders/a-dispatch.ts';
import { carryMessages, sentEvents } from '../builders/a-group.ts';
import { attachFile, someBytes } from '../builders/a-goods-order.ts';
import { anArrivedPackage } from '../builders/a-package.ts';
import { ADDRESSEE } from '../builders/an-order.ts';
import type { TestParty } from '../builders/a-party.ts';
import {
  aLinkedParcel,
  aPayArrival,
  aPayOffer,
  aSettledOrder,
  aSettlingGroup,
  HANAKO,
  SAMPLE_PERSON,
  type SettlingGroup,
} from '../builders/a-payment.ts';

let group: SettlingGroup;
beforeEach(async () => {
  group = await aSettlingGroup();
});

const recovery = aRecoveryKey();

/** As `startParty` does at the first start. */
const resume = (party: TestParty): Promise<void> => askForWhatWasMissed(party.post, async () => {});

/** Until nothing moves any more. Returns how many messages were accepted. */
async function exchangeAll(...parties: TestParty[]): Promise<number> {
  let all = 0;
  for (let moved = 1; moved > 0; all += moved) {
    moved = 0;
    for (const from of parties) for (const to of parties) if (from !== to) moved += await carryMessages(from, to);
  }
  return all;
}

const stateOf = async ({ storage }: SettlingGroup['mall'], number: string): Promise<string | undefined> =>
  (await storage.read.selectFrom('purchase').select('state').where('number', '=', number).executeTakeFirst())?.state;

const paymentOf = async ({ storage }: SettlingGroup['mall'], orderId: string): Promise<string | undefined> =>
  (await storage.read.selectFrom('settlement').select('state').where('order_id', '=', orderId).executeTakeFirst())
    ?.state;

const moneyOf = async ({ storage }: SettlingGroup['credit']) => ({
  transfers: await storage.read.selectFrom('transfer').selectAll().execute(),
  claims: await storage.read.selectFrom('claim').selectAll().execute(),
  settlements: await storage.read.selectFrom('settlement').select(['receipt', 'state', 'captured']).execute(),
});

describe('a mall that was restored', () => {
  test('gets back what became of its parcels and payments, and no money moves twice', async () => {
    const parcel = await aLinkedParcel(group);
    await packParcel(group, parcel.purchase);
    const offer = await aPayOffer(group);
    const { out } = await backUp(group.mall, await recovery);

    group.clock.advance({ minutes: 10 });
    expectOk(await handOver(group.mall.mall, 'mori', parcel.purchase));
    await carryParcel(group, parcel.number, DELIVER);
    const arrival = await aPayArrival(group, offer.instruction);
    expectOk(await settle(group.credit.credit, arrival, HANAKO));
    await group.exchange();
    expect(await stateOf(group.mall, parcel.purchase)).toBe('delivered');
    expect(await paymentOf(group.mall, offer.orderId)).toBe('accepted');
    const money = await moneyOf(group.credit);

    const mall = await reopenMall(group.mall, await restoredFolder(out, await recovery));
    expect(await stateOf(mall, parcel.purchase)).toBe('packed');
    expect(await paymentOf(mall, offer.orderId)).toBe('offered');
    await resume(mall);
    await exchangeAll(mall, group.carrier, group.credit);
    expect(await stateOf(mall, parcel.purchase)).toBe('delivered');
    expect(await paymentOf(mall, offer.orderId)).toBe('accepted');
    expect(await moneyOf(group.credit)).toEqual(money);
    expect(await checkLedger(group.credit.storage.read)).toMatchObject({ sum: 0, differing: [] });
    expect(await exchangeAll(mall, group.carrier, group.credit)).toBe(0);
  });

  test('asks each approved partner once, from before the copy, and says so in its trail', async () => {
    const { out, made } = await backUp(group.mall, await recovery);
    group.clock.advance({ days: 1 });
    const mall = await reopenMall(group.mall, await restoredFolder(out, await recovery));
    await mall.storage.write((db) =>
      db.updateTable('partner').set({ state: 'suspended' }).where('id', '=', group.credit.id).execute(),
    );
    let cards = 0;
    const start = (): Promise<void> => askForWhatWasMissed(mall.post, async () => void cards++);
    await start();
    await start();
    const asked = await sentEvents(mall, 'resync.request');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ subject: mall.id });
    expect(Date.parse(asked[0]!.data['since'] as string)).toBeLessThan(Date.parse(made.at) - 120_000);
    expect(cards).toBe(1);
    const [entry] = await readTrail(mall.storage.read, { limit: 1 });
    expect(entry).toMatchObject({ action: 'backup.restored', subject: mall.id, detail: made.at });
    // One that was not restored asks nobody.
    await resume(group.mall);
    expect(await sentEvents(group.mall, 'resync.request')).toEqual([]);
  });

  test('can pack and open what it could, its product files among it', async () => {
    const parcel = await aLinkedParcel(group);
    const book = someBytes(300_000, 8);
    await attachFile(group.mall, 'EB-1', '海図のない航海.epub', book);
    await packParcel(group, parcel.purchase);
    const { out } = await backUp(group.mall, await recovery);
    const mall = await reopenMall(group.mall, await restoredFolder(out, await recovery));
    const opened = (at: SettlingGroup['mall']) => openPurchase(at.mall, 'mori', parcel.purchase);
    expect(expectOk(await opened(mall))).toEqual(expectOk(await opened(group.mall)));
    const [file] = await listProductFiles(mall.storage.read, ['EB-1']);
    const path = mall.mall.goods.folder.productFile(file!.sha256);
    expect(path.startsWith(mall.folder)).toBe(true);
    expect(new Uint8Array(readFileSync(path))).toEqual(book);
  });

  test('is told again and again of an order that it lost, until the message is too old: never for ever', async () => {
    const { out } = await backUp(group.mall, await recovery);
    group.clock.advance({ hours: 2 });
    const parcel = await aLinkedParcel(group);
    const mall = await reopenMall(group.mall, await restoredFolder(out, await recovery));
    await resume(mall);
    await exchangeAll(mall, group.carrier, group.credit);
    expect(await stateOf(mall, parcel.purchase)).toBeUndefined();
    const waiting = async () =>
      (await listWaiting(group.carrier.post, { limit: 100, order: 'oldest' })).rows
        .filter(({ type }) => type === 'shipping.result')
        .map((row) => row.rejected);
    expect(await waiting()).toEqual([false]);
    group.clock.advance({ days: 61 });
    await exchangeAll(mall, group.carrier, group.credit);
    expect(await waiting()).toEqual([true]);
  });
});

test('packages that arrived after the copy of a credit company come again, and are claimed once', async () => {
  const { mall, credit } = group;
  const { orderId, receipt } = await aSettledOrder(group, { items: { 'EB-1': 1 } });
  await attachFile(mall, 'EB-1', '海図のない航海.epub', someBytes(100_000, 5));
  const { number } = await mall.storage.read
    .selectFrom('goods')
    .select('number')
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
  const { out } = await backUp(credit, await recovery);
  group.clock.advance({ minutes: 30 });
  expectOk(await sealGoods(mall.mall, 'mori', number));
  await group.exchange();
  const source = withPackagesAgain(mall.mall, packageSource(mall.mall));
  await bring(source, credit);
  await group.exchange();
  expect(await source.due()).toEqual([]);
  const claims = async ({ storage }: SettlingGroup['credit']) =>
    storage.read.selectFrom('claim').select('claim').execute();
  expect(await claims(credit)).toHaveLength(1);

  const restored = await reopenCredit(credit, await restoredFolder(out, await recovery));
  await resume(restored);
  const told = { ...mall, events: { ...mall.events, ...againOf(mall) } };
  await exchangeAll(restored, told);
  expect(await packageOffset(restored.credit, mall.id, receipt)).toEqual({
    ok: true,
    value: { offset: 0, complete: false },
  });
  await bring(source, restored);
  await exchangeAll(restored, told);
  expect(await packageOffset(restored.credit, mall.id, receipt)).toMatchObject({ value: { complete: true } });
  expect(await source.due()).toEqual([]);
  expect(await claims(restored)).toEqual(await claims(credit));
  expect(await sentEvents(mall, 'claim')).toHaveLength(1);
});

/** As `party.ts` wires it. */
const againOf = ({ mall }: SettlingGroup['mall']): EventHandlers<PostTables> =>
  ({
    'resync.request': (db, event) => bringPackagesAgain(mall, db, event),
  }) satisfies EventHandlers<MallTables> as EventHandlers<PostTables>;

/** As the package courier does, without a network. */
async function bring(source: PackageSource, { credit }: SettlingGroup['credit']): Promise<void> {
  const due = await source.due();
  expect(due).toHaveLength(1);
  const { receipt, bytes, sha256, file } = due[0]!;
  const part = { from: 0, total: bytes, sha256: fromBase64Url(sha256)! };
  expectOk(await receivePackage(credit, 'mall.localhost', receipt, part, createReadStream(file)));
  await source.note(due[0]!, { arrived: true });
}

describe('a carrier that was restored', () => {
  test('opens the labels that it could open, and hears again what was called off', async () => {
    const parcel = await aLinkedParcel(group);
    const { out } = await backUp(group.carrier, await recovery);
    group.clock.advance({ minutes: 90 });
    const { mall } = group;
    await mall.storage.write((db) =>
      sendEvent(mall.post, db as never, {
        to: group.carrier.id,
        type: 'shipping.cancel',
        subject: parcel.number,
        data: { purchase: parcel.purchase, reason: 'cancelled' },
      }),
    );
    await group.exchange();
    const carrier = await reopenCarrier(group.carrier, await restoredFolder(out, await recovery));
    const row = async () =>
      carrier.storage.read
        .selectFrom('parcel')
        .selectAll()
        .where('number', '=', parcel.number)
        .executeTakeFirstOrThrow();
    const { addressee, state } = await row();
    expect(state).toBe('expected');
    const binding = { kind: 'addressee', recipient: carrier.id, number: parcel.number } as const;
    expect(expectOk(decodeAddressee(expectOk(await carrier.vault.open(addressee, binding))))).toEqual(ADDRESSEE);
    await resume(carrier);
    await exchangeAll(carrier, group.mall);
    expect((await row()).state).toBe('cancelled');
  });
});

describe('a credit company that was restored', () => {
  test('finds its customers by card, keeps goods and mails that waited, and takes a claim that came after the copy', async () => {
    const goods = await anArrivedPackage(group);
    const parcel = await aLinkedParcel(group);
    await packParcel(group, parcel.purchase);
    const { mailroom } = group.credit.credit;
    const mail = { kind: 'goods', subject: goods.receipt, customer: goods.settlement.customer } as const;
    await mailroom.storage.write((db) => queueMail(mailroom, db, mail));
    const { out } = await backUp(group.credit, await recovery);
    group.clock.advance({ minutes: 90 });
    expectOk(await handOver(group.mall.mall, 'mori', parcel.purchase));
    await group.exchange();
    const money = await moneyOf(group.credit);

    const credit = await reopenCredit(group.credit, await restoredFolder(out, await recovery));
    expect(await moneyOf(credit)).not.toEqual(money);
    await resume(credit);
    await exchangeAll(credit, group.mall);
    const { claims, settlements } = await moneyOf(credit);
    expect({ claims, settlements }).toEqual({ claims: money.claims, settlements: money.settlements });
    expect(await checkLedger(credit.storage.read)).toMatchObject({ sum: 0, differing: [] });

    expect(await cardId(credit.credit, SAMPLE_PERSON.card)).toBe(await cardId(group.credit.credit, SAMPLE_PERSON.card));
    const path = credit.credit.packages.pathOf(goods.receipt);
    expect(path.startsWith(join(credit.folder, 'packages'))).toBe(true);
    expect(await fileSha256(path)).toEqual(await fileSha256(group.credit.credit.packages.pathOf(goods.receipt)));
    const { sealed_customer } = await credit.storage.read
      .selectFrom('settlement')
      .select('sealed_customer')
      .where('receipt', '=', parcel.receipt)
      .executeTakeFirstOrThrow();
    const binding = { kind: 'customer', recipient: credit.id, number: parcel.receipt } as const;
    expectOk(await credit.vault.open(sealed_customer, binding));
    const mails = await credit.storage.read.selectFrom('mail').select(['subject', 'state']).execute();
    expect(mails).toEqual([{ subject: goods.receipt, state: 'waiting' }]);
  });
});
