/** A mall in memory: the sample catalogue, a handful of orders, money. */
import type { Topic } from '#shared/desk/contract.ts';
import type { ProductRow, PurchaseRow, RemittanceRow, ShippingCharges } from '#shared/desk/mall.ts';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { fakeHandover } from './fake-handover.ts';
import { fakeReturns } from './fake-returns.ts';
import { fakeExceptions } from './fake-exceptions.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok } from '#shared/result.ts';
import type { FakeDeskOptions, FakeParty } from './desk-server.ts';
import { minutesAgo, openFakeOffice } from './fake-office.ts';
import { openFakePrinting } from './fake-printing.ts';
import { readProducts, sampleOrders, sampleProducts } from './fake-orders.ts';
import { fakeBench } from './fake-packing.ts';

export function openFakeMall(
  { demo = false, empty = false }: FakeDeskOptions,
  announce: (topic: Topic) => void,
): FakeParty {
  const products = sampleProducts();
  let catalogue = empty
    ? []
    : products.map((row, at) => (at % 3 === 0 ? { ...row, stock: [12, 3, 0, 140][(at / 3) % 4]! } : row));
  let charges: ShippingCharges = {};
  const orders = empty ? [] : sampleOrders(products);
  const row = ({ items: _items, collect: _collect, marks: _marks, ...order }: PackingOrder): PurchaseRow => order;
  const find = (number: string): number =>
    orders.findIndex(({ purchase, shipping }) => [purchase, shipping].includes(number));
  const office = openFakeOffice(
    {
      office: {
        id: 'minato.example',
        role: 'mall',
        name: 'みなと百貨',
        place: '第二倉庫',
        publicUrl: 'https://minato.example',
        demo,
      },
      partners: empty
        ? []
        : [
            {
              id: 'aozora.example',
              role: 'carrier',
              name: '青空運送',
              state: 'approved',
              variant: 'a',
              changed: false,
              waiting: 0,
              safetyNumber: '581930472615038472918364750192837465019283746501928374650192',
              lastSentAt: minutesAgo(14),
              lastReceivedAt: minutesAgo(3),
            },
            {
              id: 'kamome.example',
              role: 'carrier',
              name: 'かもめ急便',
              state: 'approved',
              variant: 'b',
              changed: true,
              waiting: 2,
              safetyNumber: '190283746510293847561029384756102938475610293847561029384756',
              lastSentAt: minutesAgo(133),
              lastReceivedAt: minutesAgo(240),
            },
            {
              id: 'hoshi-credit.example',
              role: 'credit',
              name: '星信販',
              state: 'pending',
              variant: 'a',
              changed: false,
              waiting: 0,
              safetyNumber: '773619204857361920485736192048573619204857361920485736192048',
            },
          ],
      post: empty
        ? []
        : [
            {
              id: '1',
              partner: 'kamome.example',
              type: 'label.voided',
              createdAt: minutesAgo(133),
              attempts: 9,
              nextAt: minutesAgo(-11),
              lastError: 'unavailable',
              rejected: false,
            },
            {
              id: '2',
              partner: 'kamome.example',
              type: 'party.keys',
              createdAt: minutesAgo(120),
              attempts: 1,
              nextAt: minutesAgo(-11),
              lastError: '422',
              rejected: true,
            },
          ],
    },
    announce,
  );

  const remittances: RemittanceRow[] = empty
    ? []
    : [
        {
          remittance: '7f0a5c1e-2d64-4d1c-9a51-6b8f20c4e913',
          carrier: '青空運送',
          date: '2026-11-20',
          parcels: 14,
          total: yen(48_215),
          breaks: 0,
        },
        {
          remittance: 'b3d4a8f2-90c1-4f7e-8a32-15e9d7c60b44',
          carrier: 'かもめ急便',
          date: '2026-11-18',
          parcels: 6,
          total: yen(19_980),
          breaks: 1,
        },
      ];

  return {
    handlers: {
      ...office.handlers,
      ...fakeExceptions(announce, { empty }),
      ...fakeHandover(office, announce, empty),
      ...fakeReturns({ empty }),
      ...openFakePrinting(announce, empty).handlers,
      'catalogue.list': async () => ok(catalogue),
      'catalogue.import': async ({ who }, { csv }) => {
        if (!csv.startsWith('sku,name,price')) return fail('catalogue-columns', 'sku');
        const read = readProducts(csv);
        const bad = read.map(({ price }, at) => ({ price, at })).filter(({ price }) => !Number.isInteger(price.value));
        catalogue = read.filter(({ price }) => Number.isInteger(price.value));
        office.note(who, 'catalogue.imported', String(catalogue.length));
        announce('catalogue');
        return ok({
          imported: catalogue.length,
          refused: bad.map(({ at }) => ({
            line: at + 2,
            sku: read[at]!.sku,
            code: 'field-invalid' as const,
            field: 'price',
          })),
        });
      },
      'catalogue.set-stock': async ({ who }, { sku, stock }) => {
        if (!catalogue.some((row) => row.sku === sku)) return fail('product-unknown');
        catalogue = catalogue.map((row) =>
          row.sku === sku ? { ...row, stock: undefined, ...(stock !== null && { stock }) } : row,
        ) as ProductRow[];
        office.note(who, 'catalogue.stock', sku, stock === null ? 'uncounted' : String(stock));
        announce('catalogue');
        return ok();
      },
      'charges.read': async () => ok(charges),
      'charges.change': async ({ who }, wanted) => {
        ({ charges } = wanted);
        office.note(who, 'charges.changed', 'minato.example');
        announce('catalogue');
        return ok();
      },
      ...fakeBench(orders, products, office, announce),
      'purchases.list': async (_, { limit, before }) =>
        ok(
          orders
            .map(row)
            .sort((a, b) => b.placedAt.localeCompare(a.placedAt))
            .filter(({ placedAt }) => before === undefined || placedAt < before)
            .slice(0, limit),
        ),
      'payments.record': async ({ who }, { purchase, amount }) => {
        const order = orders[find(purchase)];
        if (!order) return fail('purchase-unknown');
        if (amount.value !== order.total.value) return fail('field-invalid', 'amount');
        orders[find(purchase)] = { ...order, paid: true };
        office.note(who, 'payment.recorded', purchase);
        announce('money');
        return ok();
      },
      'remittances.received': async () => ok(remittances),
      'remittances.breaks': async (_, { remittance }) =>
        ok(
          remittance === remittances[1]?.remittance
            ? [
                {
                  shipping: '30482771930569',
                  amount: yen(3_414),
                  reason: 'amount-differs' as const,
                  purchase: '10482771930561',
                  expected: yen(3_415),
                },
              ]
            : [],
        ),
    },
  };
}
