import type { mallRefundCommands } from '#shared/desk/mall-refunds.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Mall } from './mall.ts';

export function mallRefundsDesk(_mall: Mall): DeskHandlers<keyof typeof mallRefundCommands> {
  return {};
}
