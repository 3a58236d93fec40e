import type { mallMoneyCommands } from '#shared/desk/mall-money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { listInvoices, openInvoice } from './invoices.ts';
import type { Mall } from './mall.ts';
import { listMoneyBreaks, listOpenClaims, listPayouts } from './payouts.ts';

/** Payouts and invoices at the mall's desk: partners send them, staff look at what does not match. */
export function mallMoneyDesk(mall: Mall): DeskHandlers<keyof typeof mallMoneyCommands> {
  return {
    'payouts.list': async () => ok(await listPayouts(mall)),
    'payouts.breaks': async (_, { payout }) => ok(await listMoneyBreaks(mall, payout)),
    'payouts.open-claims': async () => ok(await listOpenClaims(mall)),
    'invoices.received': async () => ok(await listInvoices(mall)),
    'invoices.detail': (_, { invoice }) => openInvoice(mall, invoice),
  };
}
