import type { feeCommands } from '#shared/desk/fees.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { Carrier } from './carrier.ts';
import { listTariffs, saveTariff, withdrawTariff } from './tariff.ts';

/** What carrying costs, in the staff contract: each command is one use case. */
export function feesDesk(carrier: Carrier): DeskHandlers<keyof typeof feeCommands> {
  return {
    'fees.read': async () => ok(await listTariffs(carrier)),
    'fees.save': ({ who }, order) => saveTariff(carrier, who, order),
    'fees.withdraw': ({ who }, { from }) => withdrawTariff(carrier, who, from),
  };
}
