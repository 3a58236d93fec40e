import type { mallGoodsCommands } from '#shared/desk/mall-goods.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Mall } from './mall.ts';

export function mallGoodsDesk(_mall: Mall): DeskHandlers<keyof typeof mallGoodsCommands> {
  return {};
}
