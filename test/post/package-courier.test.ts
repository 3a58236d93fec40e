import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, rename } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { type Courier, findPartner, startPackageCourier, suspendPartner } from '#main/post/index.ts';
import { listGoods } from '#main/roles/mall/goods.ts';
import { sealGoods } from '#main/roles/mall/seal-goods.ts';
import { dropOldPackages, noteForwarded, packageSource } from '#main/roles/mall/send-goods.ts';
import type { EventData } from '#shared/protocol/event.ts';
import type { Result } from '#shared/result.ts';
import { aGoodsGroup, type GoodsGroup, type SettledGoods, someSettledGoods } from '../builders/a-goods-order.ts';
import { aGoodsDoor, type GoodsDoor } from '../builders/a-goods-door.ts';
import { atEnd } from '../builders/a-folder.ts';
import { approveNow, sentEvents } from '../builders/a-group.ts';
import { certify } from '../builders/a-party.ts';
import { until } from '../builders/until.ts';

const MIB = 2 ** 20;

let group: GoodsGroup;
let door: GoodsDoor;
let reports: unknown[];

beforeEach(async () => {
  reports = [];
  group = await aGoodsGroup({
    prepare: async ([, credit]) => {
      door = await aGoodsDoor(credit!);
    },
  });
});

const mall = () => group.mall.mall;
async function aSealedOrder(): Promise<SettledGoods> {
  const goods = await someSettledGoods(group);
  expectOk(await sealGoods(mall(), 'mori', goods.number));
  return goods;
}
const rowOf = ({ number }: SettledGoods) =>
  mall().storage.read.selectFrom('goods').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
const packageOf = ({ receipt }: SettledGoods): Buffer => readFileSync(mall().goods.folder.package(receipt));

function aCourier(): Courier {
  const { rootPem } = group.mall.authority;
  const courier = startPackageCourier(
    group.mall.post,
    () => ({ authorities: rootPem, lookup: lookupLocalhost }),
    packageSource(mall()),
    (error) => reports.push(error),
  );
  atEnd(() => courier.stop());
  return courier;
}

async function failed(goods: SettledGoods, error?: string) {
  return until(`a failure ${error ?? ''}`, async () => {
    const row = await rowOf(goods);
    return row.last_error !== null && (error === undefined || row.last_error === error) && row;
  });
}
const arrived = (goods: SettledGoods): Promise<boolean> =>
  until('it arrives', async () => (await rowOf(goods)).state === 'sent');
async function pass(seconds: number): Promise<void> {
  group.clock.advance({ seconds });
  await mall().storage.write(async (db) => {
    await db.selectFrom('goods').select('number').execute();
    mall().changes.announce('goods');
  });
}
const claims = () => sentEvents(group.mall, 'claim');

describe('a package', () => {
  test('is brought whole, with its place and its digest, and its price is claimed in the same moment', async () => {
    const goods = await aSealedOrder();
    expect(await claims()).toEqual([]);
    aCourier();
    await arrived(goods);
    const bytes = packageOf(goods);
    expect(door.held.get(goods.receipt)?.equals(bytes)).toBe(true);
    const [asked, put] = door.visits;
    expect(asked).toMatchObject({ method: 'HEAD', receipt: goods.receipt });
    const digest = createHash('sha256').update(bytes).digest('base64');
    expect(put!.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(MIB),
      'content-range': `bytes 0-${MIB - 1}/${MIB}`,
      'repr-digest': `sha-256=:${digest}:`,
    });
    expect(await rowOf(goods)).toMatchObject({ uploaded: MIB, attempts: 0, next_at: null, last_error: null });
    expect(await claims()).toMatchObject([{ data: { purchase: goods.number, amount: { value: goods.amount } } }]);
    expect(reports).toEqual([]);
  });

  test('that was cut off goes on where it was', async () => {
    const goods = await aSealedOrder();
    door.cutAfter = 300_000;
    aCourier();
    const row = await failed(goods);
    expect(row).toMatchObject({ state: 'packed', attempts: 1 });
    const had = door.held.get(goods.receipt)!.length;
    expect(had).toBeGreaterThanOrEqual(300_000);
    await pass(5);
    await arrived(goods);
    expect(door.visits.at(-1)!.headers['content-range']).toBe(`bytes ${had}-${MIB - 1}/${MIB}`);
    expect(door.held.get(goods.receipt)?.equals(packageOf(goods))).toBe(true);
    expect(reports).toEqual([]);
  });

  test('that was whole before, its answer lost, is asked about and not brought again', async () => {
    const goods = await aSealedOrder();
    door.held.set(goods.receipt, packageOf(goods));
    aCourier();
    await arrived(goods);
    expect(door.visits.at(-1)!.headers).toMatchObject({ 'content-length': '0', 'content-range': `bytes */${MIB}` });
  });

  test('survives a restart of the program in the middle', async () => {
    const goods = await aSealedOrder();
    let courier: Courier | undefined;
    door.slow = 20;
    const under = until('it is under way', () => (door.held.get(goods.receipt)?.length ?? 0) > 100_000);
    courier = aCourier();
    await under;
    await courier.stop();
    expect((await rowOf(goods)).state).toBe('packed');
    door.slow = undefined;
    aCourier();
    // What the cut left on the line may spoil the first new try: then comes another.
    await until('it arrives', async () => {
      await pass(2);
      return (await rowOf(goods)).state === 'sent';
    });
    expect(door.held.get(goods.receipt)?.equals(packageOf(goods))).toBe(true);
  });

  test.each([
    [503, 'not announced yet'],
    [404, 'not known yet'],
    [507, 'no room'],
    [500, 'broken'],
    [403, 'not (or no longer) registered there'],
  ])('is brought again after %d: %s', async (status) => {
    const goods = await aSealedOrder();
    door.answer = () => status;
    aCourier();
    const row = await failed(goods);
    expect(row).toMatchObject({ state: 'packed', attempts: 1, last_error: `HTTP ${status}` });
    expect(Date.parse(row.next_at!) - group.clock().getTime()).toBeLessThanOrEqual(1250);
    door.answer = undefined;
    await pass(2);
    await arrived(goods);
  });

  test('is tried ever more seldom while nothing gets on, five minutes apart at the most', async () => {
    const goods = await aSealedOrder();
    await mall().storage.write((db) => db.updateTable('goods').set({ attempts: 40 }).execute());
    door.answer = () => 503;
    aCourier();
    const row = await failed(goods);
    expect(row.attempts).toBe(41);
    const wait = Date.parse(row.next_at!) - group.clock().getTime();
    expect(wait).toBeGreaterThanOrEqual(225_000);
    expect(wait).toBeLessThanOrEqual(375_000);
  });

  test('of which the partner has another length than it said goes on at the one it says then', async () => {
    const goods = await aSealedOrder();
    door.held.set(goods.receipt, packageOf(goods).subarray(0, 1000));
    let puts = 0;
    door.answer = ({ method }) => {
      if (method !== 'PUT' || puts++ > 0) return undefined;
      door.held.set(goods.receipt, packageOf(goods).subarray(0, 500));
      return 409;
    };
    aCourier();
    expect(await failed(goods, 'HTTP 409')).toMatchObject({ uploaded: 500 });
    await pass(2);
    await arrived(goods);
    expect(door.held.get(goods.receipt)?.equals(packageOf(goods))).toBe(true);
  });

  test('that came out damaged there begins again', async () => {
    const goods = await aSealedOrder();
    const wrong = Buffer.from(packageOf(goods).subarray(0, 4096));
    wrong[5]! ^= 1;
    door.held.set(goods.receipt, wrong);
    aCourier();
    expect(await failed(goods, 'damaged')).toMatchObject({ uploaded: 0, attempts: 1 });
    await pass(2);
    await arrived(goods);
  });

  test('that is not there as it was sealed is not brought', async () => {
    const goods = await aSealedOrder();
    const path = mall().goods.folder.package(goods.receipt);
    await appendFile(path, 'x');
    aCourier();
    await failed(goods, 'damaged');
    await rename(path, `${path}.elsewhere`);
    await pass(2);
    await failed(goods, 'ENOENT');
    expect(door.visits).toEqual([]);
    expect(reports).toMatchObject([{ code: 'ENOENT' }]);
  });

  test('waits while its partner is suspended, also in the middle, and goes on afterwards', async () => {
    const goods = await aSealedOrder();
    door.slow = 20;
    aCourier();
    await until('it is under way', () => (door.held.get(goods.receipt)?.length ?? 0) > 100_000);
    expectOk(await suspendPartner(group.mall.post, 'mori', group.credit.id));
    await failed(goods);
    door.slow = undefined;
    const visits = door.visits.length;
    await pass(10);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(door.visits.length).toBe(visits);
    expect((await findPartner(mall().storage.read, group.credit.id))?.state).toBe('suspended');
    expectOk(await approveNow(group.mall, group.credit));
    await pass(1);
    await arrived(goods);
  });

  test('is handed to no server with another key, though its certificate is of the same authority', async () => {
    const goods = await aSealedOrder();
    await certify(group.credit.vault, group.credit.id, group.credit.authority);
    const { key, cert } = group.credit.vault.tlsContext('partner')!;
    door.server.setSecureContext({ key, cert, ca: group.credit.authority.rootPem });
    aCourier();
    await failed(goods);
    expect(door.visits).toEqual([]);
  });

  test('whose order was called off, or whose hold has ended, is not brought', async () => {
    const [off, lapsed] = [await aSealedOrder(), await aSealedOrder()];
    await mall().storage.write(async (db) => {
      await db.updateTable('goods').set({ state: 'cancelled' }).where('number', '=', off.number).execute();
      await db.updateTable('settlement').set({ state: 'lapsed' }).where('number', '=', lapsed.number).execute();
    });
    aCourier();
    await pass(2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(door.visits).toEqual([]);
    const listed = (await listGoods(mall(), { limit: 9 })).rows;
    expect(listed.find(({ purchase }) => purchase === lapsed.number)).toMatchObject({ lapsed: true });
  });

  test('of one order does not wait for another’s that can’t get on', async () => {
    const [stuck, other] = [await aSealedOrder(), await aSealedOrder()];
    door.answer = ({ receipt }) => (receipt === stuck.receipt ? 503 : undefined);
    aCourier();
    await arrived(other);
    expect((await failed(stuck)).state).toBe('packed');
  });
});

describe('what the credit company says became of it', () => {
  const tell = async (
    { receipt }: SettledGoods,
    result: EventData<'goods.forwarded'>['result'],
    subject = receipt,
  ): Promise<Result<void>> => {
    const partner = (await findPartner(mall().storage.read, group.credit.id))!;
    const time = group.clock().toISOString();
    const event = { partner, subject, time, data: { receipt, result, date: '2026-11-21' } };
    return mall().storage.write((db) => noteForwarded(mall(), db, event));
  };

  test('is noted, may turn out otherwise later, and the same again is fine', async () => {
    const goods = await aSealedOrder();
    // Its mail went out before we heard that the package is there.
    expect(await tell(goods, 'sent')).toMatchObject({ error: { code: 'event-unknown-number' } });
    aCourier();
    await arrived(goods);
    expect(await tell(goods, 'sent', '20000000000009')).toMatchObject({ error: { code: 'event-invalid' } });
    for (const [result, state] of [
      ['sent', 'forwarded'],
      ['sent', 'forwarded'],
      ['failed', 'failed'],
      ['sent', 'forwarded'],
    ] as const) {
      expectOk(await tell(goods, result));
      expect((await rowOf(goods)).state).toBe(state);
    }
    const unknown = { ...goods, receipt: '20000000000009' };
    expect(await tell(unknown, 'sent')).toMatchObject({ error: { code: 'event-unknown-number' } });
  });

  test('keeps the package for thirty days after it was forwarded, and none of an order called off', async () => {
    const [goods, off] = [await aSealedOrder(), await aSealedOrder()];
    await mall().storage.write((db) =>
      db.updateTable('goods').set({ state: 'cancelled' }).where('number', '=', off.number).execute(),
    );
    aCourier();
    await arrived(goods);
    expectOk(await tell(goods, 'sent'));
    await dropOldPackages(mall());
    expect(await mall().goods.folder.listPackages()).toEqual([goods.receipt]);
    group.clock.advance({ days: 31 });
    await dropOldPackages(mall());
    expect(await mall().goods.folder.listPackages()).toEqual([]);
  });
});
