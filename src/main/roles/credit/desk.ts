import type { creditCommands } from '#shared/desk/credit.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import { checkLedger } from '#main/ledger/index.ts';
import type { Credit } from './credit.ts';
import { blockCard, changeLimit, findCustomers, importCustomers, openCustomer } from './customers.ts';
import { listClaims, listSettlements } from './lists.ts';

/** The credit company's side of the staff contract: each command is one use case. */
export function creditDesk(credit: Credit): DeskHandlers<keyof typeof creditCommands> {
  return {
    'customers.find': async ({ who }, { text }) => ok(await findCustomers(credit, who, text)),
    'customers.open': ({ who }, { id }) => openCustomer(credit, who, id),
    'customers.import': ({ who }, { csv }) => importCustomers(credit, who, csv),
    'cards.block': ({ who }, order) => blockCard(credit, who, order),
    'cards.change-limit': ({ who }, order) => changeLimit(credit, who, order),
    'settlements.list': async (_, page) => ok(await listSettlements(credit, page)),
    'claims.list': async (_, page) => ok(await listClaims(credit, page)),
    'ledger.check': async () => ok(await checkLedger(credit.storage.read)),
  };
}
