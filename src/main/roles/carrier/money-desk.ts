import type { carrierMoneyCommands } from '#shared/desk/carrier-money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Carrier } from './carrier.ts';

export function carrierMoneyDesk(_carrier: Carrier): DeskHandlers<keyof typeof carrierMoneyCommands> {
  return {};
}
