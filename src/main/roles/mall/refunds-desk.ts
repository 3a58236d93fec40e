import type { mallRefundCommands } from '#shared/desk/mall-refunds.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { inBulk } from '#shared/desk/list.ts';
import { ok, type Result } from '#shared/result.ts';
import type { OrderAccount } from '#shared/desk/mall-refunds.ts';
import type { Mall } from './mall.ts';
import { cancelOrder, makeRefund, recordRefund, withdrawRefund } from './refunds.ts';
import { findOrder, listRefunds, listReturns, receiveReturn, showAccount } from './returns.ts';

/** Orders called off, parcels that came back, money on its way to customers. */
export function mallRefundsDesk(mall: Mall): DeskHandlers<keyof typeof mallRefundCommands> {
  const showAfter = async (done: Result<{ orderId: string }>): Promise<Result<OrderAccount>> =>
    done.ok ? showAccount(mall, done.value.orderId) : done;
  return {
    'orders.find': (_, { number }) => findOrder(mall, number),
    'orders.cancel': async ({ who }, order) => showAfter(await cancelOrder(mall, who, order)),
    'returns.waiting': async () => ok(await listReturns(mall)),
    'returns.receive': ({ who }, { scan }) => receiveReturn(mall, who, scan),
    'refunds.make': async ({ who }, order) => showAfter(await makeRefund(mall, who, order)),
    'refunds.list': async (_, asked) => ok(await listRefunds(mall, asked)),
    'refunds.record': ({ who }, paid) => recordRefund(mall, who, paid),
    'refunds.record-many': async ({ who }, { refunds, date }) =>
      ok(await inBulk(refunds, (refund) => recordRefund(mall, who, { refund, date }))),
    'refunds.withdraw': ({ who }, { refund }) => withdrawRefund(mall, who, refund),
  };
}
