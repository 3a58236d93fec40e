/** Electronic goods of a mall in memory: orders at every stage, products with and without files, real labels. */
import { createHash } from 'node:crypto';
import { printLabel } from '#main/labels/label-work.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { PrintedLabel } from '#shared/desk/mall.ts';
import type { GoodsItem, GoodsRow, ProductFileRow } from '#shared/desk/mall-goods.ts';
import { yen } from '#shared/domain/money.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import type { Topic } from '#shared/desk/contract.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

const purchaseOf = (n: number): string => numberFromDigits('purchase', String(730_000_000_000 + n * 7_919));
const receiptOf = (n: number): string => numberFromDigits('receipt', String(410_000_000_000 + n * 104_729));

interface Product {
  readonly sku: string;
  readonly name: string;
  readonly files: ProductFileRow[];
}

export interface FakeGoods {
  readonly handlers: Partial<DeskHandlers>;
  /** Told by the test once its desk stands. */
  announce: (topic: Topic) => void;
  readonly first: { readonly purchase: string; readonly receipt: string };
  readonly second: { readonly purchase: string };
  /** As the courier does. */
  bring(purchase: string, uploaded: number): void;
}

export function openFakeGoods({ empty = false } = {}): FakeGoods {
  const file = (sku: string, position: number, name: string, bytes: number): ProductFileRow => ({
    sku,
    position,
    name,
    bytes,
    sha256: 'A'.repeat(43),
  });
  const products: Product[] = empty
    ? []
    : [
        {
          sku: 'EB-0501',
          name: '電子書籍『海図のない航海』',
          files: [
            file('EB-0501', 1, '海図のない航海.epub', 3_412_907),
            file('EB-0501', 2, '海図のない航海（大きな文字）.pdf', 18_204_331),
          ],
        },
        { sku: 'AU-0502', name: '音声ガイド『沿岸の野鳥』', files: [file('AU-0502', 1, 'birds.mp3', 1_204_331_008)] },
        { sku: 'EB-0503', name: '電子書籍『余白』', files: [] },
      ];
  const items = (...skus: string[]): { sku: string; quantity: number }[] => skus.map((sku) => ({ sku, quantity: 1 }));
  const row = (n: number, changes: Partial<GoodsRow>): GoodsRow => ({
    purchase: purchaseOf(n),
    receipt: receiptOf(n),
    credit: 'hoshi-credit.example',
    creditName: '星信販',
    state: 'ready',
    placedAt: minutesAgo(n * 17),
    changedAt: minutesAgo(n * 17),
    amount: yen(1_200 + n * 180),
    uploaded: 0,
    attempts: 0,
    lapsed: false,
    ...changes,
  });
  const orders: { row: GoodsRow; items: { sku: string; quantity: number }[] }[] = empty
    ? []
    : [
        { row: row(5, {}), items: items('EB-0501', 'AU-0502') },
        { row: row(4, {}), items: items('EB-0501', 'EB-0503') },
        { row: row(3, { lapsed: true }), items: items('AU-0502') },
        {
          row: row(8, {
            state: 'packed',
            bytes: 1_275_068_416,
            uploaded: 402_653_184,
            attempts: 2,
            lastError: 'HTTP 503',
          }),
          items: items('AU-0502'),
        },
        { row: row(11, { state: 'sent', bytes: 22_020_096, uploaded: 22_020_096 }), items: items('EB-0501') },
        { row: row(30, { state: 'forwarded', bytes: 22_020_096, uploaded: 22_020_096 }), items: items('EB-0501') },
        { row: row(41, { state: 'failed', bytes: 22_020_096, uploaded: 22_020_096 }), items: items('EB-0501') },
      ];
  const labels = new Map<string, PrintedLabel>();
  const uploads = new Map<string, { sku: string; name: string; bytes: number }>();
  let sealing: { purchase: string; done: number; total: number } | undefined;

  const find = (number: string) =>
    orders.find(({ row: { purchase, receipt } }) => [purchase, receipt].includes(number.replace(/010101$/, '')));
  const itemsOf = (wanted: readonly { sku: string; quantity: number }[]): GoodsItem[] =>
    wanted.map(({ sku, quantity }) => {
      const { name, files } = products.find((product) => product.sku === sku)!;
      return { sku, name, quantity, files: [...files] };
    });
  const change = (purchase: string, changes: Partial<GoodsRow>): void => {
    const order = find(purchase)!;
    order.row = { ...order.row, ...changes };
    fake.announce('goods');
  };

  async function labelOf({ purchase, receipt }: GoodsRow): Promise<PrintedLabel> {
    const known = labels.get(purchase);
    if (known) return known;
    const label = { number: receipt!, piece: 1, of: 1, copy: 1 };
    const customer = new Uint8Array(150).map((_, at) => (at * 89) % 251);
    const contents = new Uint8Array(182).map((_, at) => (at * 37) % 251);
    const printed = expectOk(
      await printLabel({
        kind: 'receipt',
        carrier: '星信販',
        sender: 'みなと百貨',
        label,
        marks: [],
        date: '2026-11-21',
        mainCode: expectOk(encodeLabelText({ kind: 'receipt', label, envelope: customer })),
        contentsCode: expectOk(
          encodeLabelText({ kind: 'purchase', label: { ...label, number: purchase }, envelope: contents }),
        ),
      }),
    );
    const paper = {
      labelId: `${receipt}010101`,
      copy: 1,
      pdf: Buffer.from(printed.pdf).toString('base64'),
      preview: Buffer.from(printed.png).toString('base64'),
    };
    labels.set(purchase, paper);
    return paper;
  }

  let automatic = false;
  const fake: FakeGoods = {
    announce: () => undefined,
    first: { purchase: purchaseOf(5), receipt: receiptOf(5) },
    second: { purchase: purchaseOf(4) },
    bring: (purchase, uploaded) => {
      const { bytes } = find(purchase)!.row;
      change(purchase, { uploaded, ...(uploaded === bytes && { state: 'sent' }) });
    },
    handlers: {
      'goods.list': async (_, asked) =>
        ok(
          fakeList(
            orders.map((order) => order.row),
            {
              time: ({ placedAt }) => placedAt,
              id: ({ purchase }) => purchase,
              state: ({ state }) => state,
              partner: ({ credit }) => credit,
              amount: ({ amount }) => amount.value,
              texts: ({ purchase, receipt, creditName }) => [purchase, receipt, creditName],
            },
            asked,
          ),
        ),
      'goods.products': async () =>
        ok(
          products.map(({ sku, name, files }) => ({
            sku,
            name,
            files: files.length,
            bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
          })),
        ),
      'goods.open': async (_, { number }) => {
        const order = find(number);
        if (!order) return fail('purchase-unknown');
        const list = itemsOf(order.items);
        const fileBytes = list.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
        return ok({ ...order.row, items: list, fileBytes });
      },
      'goods.files': async (_, { sku }) => ok([...(products.find((product) => product.sku === sku)?.files ?? [])]),
      'goods.begin-file': async (_, { sku, name }) => {
        const product = products.find((each) => each.sku === sku);
        if (!product) return fail('product-unknown');
        if (product.files.some((each) => each.name === name)) return fail('field-invalid', 'name');
        const upload = createHash('sha256').update(`${sku}${name}${uploads.size}`).digest('hex');
        uploads.set(upload, { sku, name, bytes: 0 });
        return ok({ upload });
      },
      'goods.append-file': async (_, { upload, offset, data }) => {
        const taken = uploads.get(upload);
        if (!taken) return fail('not-found');
        if (offset !== taken.bytes) return fail('wrong-state', String(taken.bytes));
        taken.bytes += Buffer.from(data, 'base64').length;
        return ok({ offset: taken.bytes });
      },
      'goods.finish-file': async (_, { upload }) => {
        const { sku, name, bytes } = uploads.get(upload)!;
        const { files } = products.find((product) => product.sku === sku)!;
        const added = file(sku, (files.at(-1)?.position ?? 0) + 1, name, bytes);
        files.push(added);
        fake.announce('catalogue');
        return ok(added);
      },
      'goods.remove-file': async (_, { sku, position }) => {
        const { files } = products.find((product) => product.sku === sku)!;
        files.splice(
          files.findIndex((each) => each.position === position),
          1,
        );
        fake.announce('catalogue');
        return ok();
      },
      'goods.seal': async (_, { purchase }) => {
        const order = find(purchase)!;
        if (order.row.state !== 'ready') return fail('wrong-state', order.row.state);
        if (itemsOf(order.items).some(({ files }) => files.length === 0)) return fail('goods-without-file');
        sealing = { purchase, done: 0, total: 1_275_068_416 };
        for (let step = 0; step < 4; step++) {
          sealing.done = sealing.total * (step / 4);
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        const { total } = sealing;
        const label = await labelOf(order.row);
        sealing = undefined;
        change(purchase, { state: 'packed', bytes: total });
        return ok(label);
      },
      'goods.progress': async (_, { purchase }) =>
        ok(sealing?.purchase === purchase ? { sealing: { done: sealing.done, total: sealing.total } } : {}),
      'goods.label': async (_, { purchase }) => ok(await labelOf(find(purchase)!.row)),
      'goods.setting': async () => ok({ automatic }),
      'goods.choose-automatic': async (_, choice) => {
        ({ automatic } = choice);
        fake.announce('goods');
        return ok();
      },
    },
  };
  return fake;
}
