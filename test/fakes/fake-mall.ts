/** A mall in memory: the sample catalogue, a handful of orders, money. */
import type { Topic } from '#shared/desk/contract.ts';
import type { PurchaseRow, RemittanceRow } from '#shared/desk/mall.ts';
import type { PackingOrder } from '#shared/desk/packing.ts';
import { fakeHandover } from './fake-handover.ts';
import { fakeReturns } from './fake-returns.ts';
import { fakeAskedDisputes } from './fake-disputes.ts';
import { fakeExceptions } from './fake-exceptions.ts';
import { yen } from '#shared/domain/money.ts';
import { fail, ok } from '#shared/result.ts';
import type { FakeDeskOptions, FakeParty } from './desk-server.ts';
import { minutesAgo, openFakeOffice } from './fake-office.ts';
import { openFakePrinting } from './fake-printing.ts';
import { sampleOrders, sampleProducts } from './fake-orders.ts';
import { fakeCatalogue } from './fake-catalogue.ts';
import { fakeBench } from './fake-packing.ts';
import { fakeList } from './fake-list.ts';

export function openFakeMall(
  { demo = false, empty = false }: FakeDeskOptions,
  announce: (topic: Topic) => void,
): FakeParty {
  const products = sampleProducts();
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
              lastSentType: 'handover.manifest',
              lastReceivedAt: minutesAgo(3),
              lastReceivedType: 'parcel.status',
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
              lastSentType: 'shipping.cancel',
              lastReceivedAt: minutesAgo(240),
              lastReceivedType: 'party.keys',
              rejected: 1,
              refused: 1,
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
      ...fakeAskedDisputes(announce, empty),
      ...openFakePrinting(announce, empty).handlers,
      ...fakeCatalogue(announce, empty),
      ...fakeBench(orders, products, office, announce),
      'purchases.list': async (_, asked) => {
        const rows = orders.map(row).filter((each) => !asked.owed || isOwed(each));
        return ok(
          fakeList(
            rows,
            {
              time: ({ placedAt }) => placedAt,
              id: ({ purchase }) => purchase,
              state: ({ state }) => state,
              partner: ({ carrier }) => carrier,
              amount: ({ total }) => total.value,
              texts: ({ purchase, shipping, carrierName }) => [purchase, shipping, carrierName],
            },
            asked,
          ),
        );
      },
      'payments.record': async ({ who }, { purchase, amount }) => {
        const order = orders[find(purchase)];
        if (!order) return fail('purchase-unknown');
        if (amount.value !== order.total.value) return fail('field-invalid', 'amount');
        orders[find(purchase)] = { ...order, paid: true };
        office.note(who, 'payment.recorded', purchase);
        announce('money');
        return ok();
      },
      'remittances.received': async (_, asked) =>
        ok(
          fakeList(
            remittances,
            {
              time: ({ date }) => date,
              id: ({ remittance }) => remittance,
              state: ({ breaks }) => (breaks > 0 ? 'differs' : 'agrees'),
              partner: ({ carrier }) => carrier,
              amount: ({ total }) => total.value,
            },
            asked,
          ),
        ),
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

function isOwed({ pay, paid, state }: PurchaseRow): boolean {
  return (
    pay === 'later' && !paid && !['offered', 'refused', 'declined', 'expired', 'returned', 'cancelled'].includes(state)
  );
}
