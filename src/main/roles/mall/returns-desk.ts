import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { returnCommands } from '#shared/desk/returns.ts';
import { ok } from '#shared/result.ts';
import { checkGivingBack } from './approval.ts';
import { changePeriod, readPeriod } from './customer-return.ts';
import type { Mall } from './mall.ts';
import { decideReturn, listCustomerReturns, openReturn } from './return-bench.ts';
import { showAccount } from './returns.ts';

/** What customers send back, at the mall: each command is one use case. */
export function mallReturnsDesk(mall: Mall): DeskHandlers<Extract<keyof typeof returnCommands, `returns.${string}`>> {
  return {
    'returns.list': async (_, asked) => ok(await listCustomerReturns(mall, asked)),
    'returns.open': (caller, { scan }) => openReturn(mall, caller, scan),
    'returns.decide': async (caller, { approver, ...decision }) => {
      const isGiving = decision.amount.value > 0;
      const agreed = isGiving ? await checkGivingBack(mall, caller, approver) : ok(null);
      if (!agreed.ok) return agreed;
      const done = await decideReturn(mall, caller.who, decision, agreed.value);
      return done.ok ? showAccount(mall, done.value.orderId) : done;
    },
    'returns.period': async () => ok(await readPeriod(mall.storage.read)),
    'returns.change-period': ({ who }, period) => changePeriod(mall, who, period),
  };
}
