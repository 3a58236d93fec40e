import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64Url, toHex } from '#shared/bytes.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { expectOk, fail } from '#shared/result.ts';
import { readTrail } from '#main/audit/index.ts';
import { chooseAutomatic, followReadyGoods, sealReadyGoods } from '#main/roles/mall/automatic-goods.ts';
import { goodsQueue, listGoods, openGoods } from '#main/roles/mall/goods.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { removeFile } from '#main/roles/mall/product-files.ts';
import { goodsLabel, sealGoods, sealingProgress } from '#main/roles/mall/seal-goods.ts';
import { sha256 } from '#main/vault/index.ts';
import {
  aGoodsGroup,
  attachFile,
  GOODS_FILES,
  type GoodsGroup,
  type SettledGoods,
  someBytes,
  someSettledGoods,
} from '../../builders/a-goods-order.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { openPackage } from '../../builders/open-package.ts';
import { until } from '../../builders/until.ts';
import { heldBytes } from '../../builders/memory.ts';

let group: GoodsGroup;
let mall: Mall;
beforeAll(async () => {
  group = await aGoodsGroup();
  ({ mall } = group.mall);
});

const packageOf = ({ receipt }: SettledGoods): Uint8Array =>
  new Uint8Array(readFileSync(join(group.mall.folder, 'packages', `${receipt}.tokumei`)));
const seal = ({ number }: SettledGoods) => sealGoods(mall, 'mori', number);
const rowOf = ({ number }: SettledGoods) =>
  mall.storage.read.selectFrom('goods').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
const from = ({ receipt }: SettledGoods) => ({ issuer: group.credit.id, receipt });

describe('electronic goods at the station', () => {
  test('wait in the queue, oldest first, and are listed when they have left it', async () => {
    const first = await someSettledGoods(group);
    group.clock.advance({ seconds: 1 });
    const second = await someSettledGoods(group);
    await someSettledGoods(group, { state: 'awaiting-payment' });
    const queue = await goodsQueue(mall);
    expect(queue.map(({ purchase }) => purchase)).toEqual([first.number, second.number]);
    expect(queue[0]).toMatchObject({
      receipt: first.receipt,
      creditName: '見本クレジット',
      state: 'ready',
      lapsed: false,
    });
    expectOk(await seal(first));
    expect((await goodsQueue(mall)).map(({ purchase }) => purchase)).toEqual([second.number]);
    const listed = (await listGoods(mall, { limit: 10 })).rows;
    expect(listed.map(({ purchase, state }) => [purchase, state])).toEqual([
      [second.number, 'ready'],
      [first.number, 'packed'],
    ]);
    expect(
      (await listGoods(mall, { limit: 10, before: `${listed[0]!.placedAt}|${listed[0]!.purchase}` })).rows,
    ).toHaveLength(1);
  });

  test('open by purchase number, receipt number and the codes of their label; the opening is recorded', async () => {
    const goods = await someSettledGoods(group, { items: { 'EB-1': 1, 'EB-3': 2 } });
    for (const number of [
      goods.number,
      goods.receipt,
      `${goods.receipt}010101`,
      ` ${goods.receipt.slice(0, 5)} ${goods.receipt.slice(5)}`,
    ]) {
      expect(expectOk(await openGoods(mall, 'mori', number)).purchase).toBe(goods.number);
    }
    const order = expectOk(await openGoods(mall, 'mori', goods.number));
    expect(order.items.map(({ sku, quantity, files }) => [sku, quantity, files.length])).toEqual([
      ['EB-1', 1, 1],
      ['EB-3', 2, 0],
    ]);
    expect(order.fileBytes).toBe(300_000);
    const [deed] = await readTrail(mall.storage.read, { limit: 1 });
    expect(deed).toMatchObject({ who: 'mori', action: 'contents.opened', subject: goods.number });
    expect(await openGoods(mall, 'mori', '20000000000009')).toEqual(fail('purchase-unknown'));
  });
});

describe('sealing', () => {
  test('makes a package that its buyer alone opens, neutral in name and length, and announces it', async () => {
    const goods = await someSettledGoods(group);
    const label = expectOk(await seal(goods));
    expect(label.labelId).toBe(`${goods.receipt}010101`);

    const bytes = packageOf(goods);
    expect(bytes.length).toBe(2 ** 20);
    const files = await openPackage(bytes, goods.buyer, from(goods));
    const expected = [...GOODS_FILES['EB-1']!, ...GOODS_FILES['EB-2']!];
    expect(files.map(({ name }) => name)).toEqual(expected.map(([name]) => name));
    expect(files.every((file, at) => toHex(sha256(file.bytes)) === toHex(sha256(expected[at]![1])))).toBe(true);

    const digest = toBase64Url(sha256(bytes));
    expect(await rowOf(goods)).toMatchObject({ state: 'packed', bytes: 2 ** 20, sha256: digest, uploaded: 0 });
    const [event] = (await sentEvents(group.mall, 'goods.forward')).slice(-1);
    expect(event).toMatchObject({
      subject: goods.receipt,
      data: { receipt: goods.receipt, bytes: 2 ** 20, sha256: digest, customer: toBase64Url(goods.customer) },
    });
    const deeds = await readTrail(mall.storage.read, { limit: 2 });
    expect(deeds).toContainEqual(
      expect.objectContaining({ who: 'mori', action: 'goods.packed', subject: goods.number }),
    );
  });

  test('binds the package to its receipt and its credit company, and to its buyer', async () => {
    const [one, other] = [await someSettledGoods(group), await someSettledGoods(group)];
    expectOk(await seal(one));
    const bytes = packageOf(one);
    await expect(openPackage(bytes, other.buyer, from(one))).rejects.toThrow();
    await expect(openPackage(bytes, one.buyer, from(other))).rejects.toThrow();
    await expect(openPackage(bytes, one.buyer, { ...from(one), issuer: 'other.example' })).rejects.toThrow();
    expect(await openPackage(bytes, one.buyer, from(one))).toHaveLength(3);
  });

  test('leaves nothing readable in the package: no name, no content', async () => {
    const goods = await someSettledGoods(group);
    expectOk(await seal(goods));
    const bytes = Buffer.from(packageOf(goods));
    for (const mark of ['ustar', 'epub', '海図', 'part 1', Buffer.from(GOODS_FILES['EB-1']![0]![1].subarray(0, 64))]) {
      expect(bytes.includes(mark)).toBe(false);
    }
  });

  test('proves a label with the receipt number, the sealed customer and the sealed contents', async () => {
    const goods = await someSettledGoods(group);
    const label = expectOk(await seal(goods));
    const codes = expectOk(await mall.press.read(Buffer.from(label.pdf, 'base64'))).map(({ text }) => text);
    expect(codes).toContain(`${goods.receipt}010101`);
    const long = codes.filter((text) => text.length > 100).map((text) => expectOk(parseLabelText(text)));
    expect(long.map(({ kind, label: { number } }) => [kind, number]).sort()).toEqual([
      ['purchase', goods.number],
      ['receipt', goods.receipt],
    ]);
    expect(long.find(({ kind }) => kind === 'receipt')!.envelope).toEqual(goods.customer);
    expect(expectOk(await goodsLabel(mall, 'mori', goods.number))).toEqual(label);
  });

  test('in variant b puts no customer on the label and in the message; in c the number is the derived one', async () => {
    const b = await someSettledGoods(group, { variant: 'b' });
    const label = expectOk(await seal(b));
    const codes = expectOk(await mall.press.read(Buffer.from(label.pdf, 'base64'))).map(({ text }) => text);
    expect(codes.filter((text) => text.startsWith('2') && text.length > 100)).toEqual([]);
    const [event] = (await sentEvents(group.mall, 'goods.forward')).slice(-1);
    expect(event!.data).not.toHaveProperty('customer');

    const c = await someSettledGoods(group, { variant: 'c' });
    expectOk(await seal(c));
    expect(await openPackage(packageOf(c), c.buyer, from(c))).toHaveLength(3);
  });

  test('leaves the parcel of a mixed order to the packing station', async () => {
    const goods = await someSettledGoods(group, { items: { 'EB-1': 1 } });
    expectOk(await seal(goods));
    expect((await openPackage(packageOf(goods), goods.buyer, from(goods))).map(({ name }) => name)).toEqual([
      '海図のない航海.epub',
    ]);
  });

  test('tells two files of one name apart by their skus', async () => {
    await attachFile(group.mall, 'EB-3', 'NOTES.pdf', someBytes(10, 4));
    const goods = await someSettledGoods(group, { items: { 'EB-2': 1, 'EB-3': 1 } });
    expectOk(await seal(goods));
    const names = (await openPackage(packageOf(goods), goods.buyer, from(goods))).map(({ name }) => name);
    expect(names).toEqual(['part 1.mp3', 'notes.pdf', 'EB-3 NOTES.pdf']);
    expectOk(await removeFile(mall, 'mori', { sku: 'EB-3', position: 1 }));
  });

  test('happens once, however many benches ask for it', async () => {
    const goods = await someSettledGoods(group);
    const running = [seal(goods), seal(goods)];
    expect(sealingProgress(mall, goods.number).sealing).toBeDefined();
    const [one, two] = await Promise.all(running);
    expect(expectOk(one!)).toEqual(expectOk(two!));
    expect(await seal(goods)).toEqual(fail('wrong-state', 'packed'));
    const events = await sentEvents(group.mall, 'goods.forward');
    expect(events.filter(({ subject }) => subject === goods.receipt)).toHaveLength(1);
    expect(sealingProgress(mall, goods.number)).toEqual({});
  });

  test.each([
    ['a product without a file', { items: { 'EB-1': 1, 'EB-3': 1 } }, 'goods-without-file'],
    ['an order that nobody settled', { state: 'awaiting-payment', payment: 'offered' }, 'wrong-state'],
    ['an order whose hold ended', { payment: 'lapsed' }, 'wrong-state'],
    ['an order whose hold must have ended', { holdMinutes: -1 }, 'wrong-state'],
    ['an order that was called off', { state: 'cancelled' }, 'wrong-state'],
  ] as const)('is refused for %s, and leaves nothing behind', async (_, choice, code) => {
    const goods = await someSettledGoods(group, choice);
    const before = readdirSync(join(group.mall.folder, 'packages'));
    expect(await seal(goods)).toMatchObject({ ok: false, error: { code } });
    expect(readdirSync(join(group.mall.folder, 'packages'))).toEqual(before);
    expect((await rowOf(goods)).bytes).toBeNull();
    await mall.storage.write((db) => db.deleteFrom('goods').where('number', '=', goods.number).execute());
  });

  test('of 64 MB needs the memory of a few pieces', async () => {
    const large = someBytes(64 * 2 ** 20, 6);
    await attachFile(group.mall, 'EB-3', 'large.bin', large, 4 * 2 ** 20);
    const goods = await someSettledGoods(group, { items: { 'EB-3': 1 } });
    const before = heldBytes();
    let most = 0;
    let looks = 0;
    const watching = setInterval(() => {
      looks += 1;
      most = Math.max(most, heldBytes() - before);
    }, 30);
    expectOk(await seal(goods));
    clearInterval(watching);
    expect(looks).toBeGreaterThan(3);
    expect(most).toBeLessThan(48 * 2 ** 20);
    const [file] = await openPackage(packageOf(goods), goods.buyer, from(goods));
    expect(toHex(sha256(file!.bytes))).toBe(toHex(sha256(large)));
    expectOk(await removeFile(mall, 'mori', { sku: 'EB-3', position: 1 }));
  });

  test('stops where a product’s file has gone from the disk', async () => {
    const bytes = someBytes(20, 8);
    await attachFile(group.mall, 'EB-3', 'gone.pdf', bytes);
    await rm(mall.goods.folder.productFile(toBase64Url(sha256(bytes))));
    const goods = await someSettledGoods(group, { items: { 'EB-3': 1 } });
    expect(await seal(goods)).toEqual(fail('goods-without-file'));
    expect(existsSync(join(group.mall.folder, 'packages', `${goods.receipt}.tokumei.part`))).toBe(false);
    expectOk(await removeFile(mall, 'mori', { sku: 'EB-3', position: 1 }));
    await mall.storage.write((db) => db.deleteFrom('goods').where('number', '=', goods.number).execute());
  });

  test('of an order that is called off meanwhile ends with nothing to send', async () => {
    const goods = await someSettledGoods(group);
    const sealing = seal(goods);
    await mall.storage.write((db) =>
      db.updateTable('goods').set({ state: 'cancelled' }).where('number', '=', goods.number).execute(),
    );
    expect(await sealing).toEqual(fail('wrong-state', 'cancelled'));
    expect(existsSync(mall.goods.folder.package(goods.receipt))).toBe(false);
  });
});

describe('sealing by itself', () => {
  test('does nothing until staff want it, then every order, then as soon as one is settled', async () => {
    const waiting = await someSettledGoods(group);
    const stuck = await someSettledGoods(group, { items: { 'EB-3': 1 } });
    await sealReadyGoods(mall);
    expect((await rowOf(waiting)).state).toBe('ready');

    const reports: unknown[] = [];
    const stop = followReadyGoods(mall, (error) => reports.push(error));
    expectOk(await chooseAutomatic(mall, 'mori', true));
    await until('the waiting one is sealed', async () => (await rowOf(waiting)).state === 'packed');
    const fresh = await someSettledGoods(group);
    await until('the fresh one is sealed', async () => (await rowOf(fresh)).state === 'packed');
    expectOk(await chooseAutomatic(mall, 'mori', false));
    await stop();
    expect((await rowOf(stuck)).state).toBe('ready');
    expect(reports).toEqual([]);
    const deeds = await readTrail(mall.storage.read, { limit: 20 });
    expect(deeds).toContainEqual(
      expect.objectContaining({ who: 'automatic', action: 'goods.packed', subject: fresh.number }),
    );
  });
});
