import type { creditCommands } from '#shared/desk/credit.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { fail, ok } from '#shared/result.ts';
import { checkLedger } from '#main/ledger/index.ts';
import { addCard, blockCard, changeLimit, renewCard } from './cards.ts';
import { closeAccount, reopenAccount } from './closing.ts';
import type { Credit } from './credit.ts';
import { openCustomerDrafts } from './customer-draft.ts';
import { openCustomerImports } from './customer-import.ts';
import { openCustomerList } from './customer-list.ts';
import { addCustomer, editCustomer, openCustomer } from './customers.ts';
import { listClaims, listSettlements, openSettlement } from './lists.ts';
import { removePasskeys } from './passkeys.ts';
import { replaceCard } from './replace-card.ts';
import { resetCard } from './resets.ts';

/** The credit company's side of the staff contract: each command is one use case. */
export function creditDesk(credit: Credit): DeskHandlers<keyof typeof creditCommands> {
  const imports = openCustomerImports(credit);
  const drafts = openCustomerDrafts(credit);
  const listCustomers = openCustomerList(credit);
  return {
    'customers.list': async ({ who }, asked) => ok(await listCustomers(who, asked)),
    'customers.open': ({ who }, { id }) => openCustomer(credit, who, id),
    'customers.add': ({ who }, order) => addCustomer(credit, who, order),
    'customers.edit': ({ who }, order) => editCustomer(credit, who, order),
    'customers.close': ({ who }, order) => closeAccount(credit, who, order),
    'customers.reopen': ({ who }, order) => reopenAccount(credit, who, order),
    'customers.import': ({ who }, { csv }) => imports.begin(who, csv),
    'customers.read-file': (_, { csv }) => drafts.read(csv),
    'customers.draft': async (_, { draft }) => drafts.draft(draft),
    'customers.drop-draft': async (_, { draft }) => ok(drafts.drop(draft)),
    'customers.map-columns': (_, asked) => drafts.map(asked),
    'customers.draft-rows': async (_, asked) => drafts.rows(asked),
    'customers.repair-row': (_, asked) => drafts.repair(asked),
    'customers.run-import': async ({ who }, { draft }) => {
      if (imports.last()?.state === 'running') return fail('import-running');
      const table = drafts.take(draft);
      return table.ok ? imports.beginTable(who, table.value) : table;
    },
    'customers.import-state': async () => {
      const last = imports.last();
      return ok(last ? { last } : {});
    },
    'customers.stop-import': async () => {
      imports.stop();
      return ok();
    },
    'cards.add': ({ who }, order) => addCard(credit, who, order),
    'cards.block': ({ who }, order) => blockCard(credit, who, order),
    'cards.replace': ({ who }, order) => replaceCard(credit, who, order),
    'cards.change-limit': ({ who }, order) => changeLimit(credit, who, order),
    'cards.renew': ({ who }, order) => renewCard(credit, who, order),
    'cards.reset': ({ who }, order) => resetCard(credit, who, order),
    'cards.remove-passkeys': ({ who }, order) => removePasskeys(credit, who, order),
    'settlements.list': async (_, filter) => ok(await listSettlements(credit, filter)),
    'settlements.open': ({ who }, { receipt }) => openSettlement(credit, who, receipt),
    'claims.list': async (_, filter) => ok(await listClaims(credit, filter)),
    'ledger.check': async () => ok(await checkLedger(credit.storage.read)),
  };
}
