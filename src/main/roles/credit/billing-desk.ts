import type { billingCommands } from '#shared/desk/billing.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { Credit } from './credit.ts';

export function billingDesk(_credit: Credit): DeskHandlers<keyof typeof billingCommands> {
  return {};
}
