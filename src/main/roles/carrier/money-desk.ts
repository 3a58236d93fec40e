import type { carrierMoneyCommands } from '#shared/desk/carrier-money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { listDueBills, listSentInvoices, openSentInvoice } from './invoices.ts';
import { finishCashRefund, listCashRefunds, openCashRefund } from './refunds.ts';

/** Money between carrier and mall, beside the cash that is remitted. */
export function carrierMoneyDesk(carrier: Carrier): DeskHandlers<keyof typeof carrierMoneyCommands> {
  return {
    'cash-refunds.list': async (_, asked) => ok(await listCashRefunds(carrier, asked)),
    'cash-refunds.open': ({ who }, { refund }) => openCashRefund(carrier, who, refund),
    'cash-refunds.done': ({ who }, { refund }) => finishCashRefund(carrier, who, refund),
    'invoices.due': async () => ok(await listDueBills(carrier)),
    'invoices.sent': async (_, asked) => ok(await listSentInvoices(carrier, asked)),
    'invoices.lines': (_, { invoice }) => openSentInvoice(carrier, invoice),
  };
}
