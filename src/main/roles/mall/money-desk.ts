import type { mallMoneyCommands } from '#shared/desk/mall-money.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Mall } from './mall.ts';

export function mallMoneyDesk(_mall: Mall): DeskHandlers<keyof typeof mallMoneyCommands> {
  return {};
}
