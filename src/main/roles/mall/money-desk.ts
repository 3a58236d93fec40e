import type { mallMoneyCommands } from '#shared/desk/mall-money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { listInvoices, openInvoice } from './invoices.ts';
import type { Mall } from './mall.ts';
import { listMoneyBreaks, listOpenClaims, listPayouts } from './payouts.ts';

/** Payouts and invoices at the mall's desk: partners send them, staff look at what does not match. */
export function mallMoneyDesk(mall: Mall): DeskHandlers<keyof typeof mallMoneyCommands> {
  return {
    'payouts.list': async (_, asked) => ok(await listPayouts(mall, asked)),
    'payouts.breaks': async (_, { payout }) => ok(await listMoneyBreaks(mall, payout)),
    'payouts.open-claims': async (_, asked) => ok(await listOpenClaims(mall, asked)),
    'invoices.received': async (_, asked) => ok(await listInvoices(mall, asked)),
    'invoices.detail': (_, { invoice }) => openInvoice(mall, invoice),
  };
}
