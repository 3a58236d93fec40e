import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { inquiryCommands } from '#shared/desk/inquiries.ts';
import { ok } from '#shared/result.ts';
import type { Credit } from './credit.ts';
import { listInquiries, openInquiry } from './inquiry-lists.ts';
import { readRules, setRules } from './rules.ts';
import { listLocked, unlockWallet } from './wallet-locks.ts';

/** The credit desk's commands about what was asked by message. */
export function inquiryDesk(credit: Credit): DeskHandlers<keyof typeof inquiryCommands> {
  return {
    'inquiries.list': async (_, filter) => ok(await listInquiries(credit, filter)),
    'inquiries.open': ({ who }, { id }) => openInquiry(credit, who, id),
    'inquiries.rules': async () => ok(await readRules(credit.storage.read)),
    'inquiries.set-rules': ({ who }, order) => setRules(credit, who, order),
    'wallets.locked': async (_, asked) => ok(await listLocked(credit, asked)),
    'wallets.unlock': ({ who }, order) => unlockWallet(credit, who, order),
  };
}
