import type { forwardingCommands } from '#shared/desk/forwarding.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Credit } from './credit.ts';

export function forwardingDesk(_credit: Credit): DeskHandlers<keyof typeof forwardingCommands> {
  return {};
}
