import type { disputeCommands } from '#shared/desk/disputes.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { Credit } from './credit.ts';
import { listDisputes, openDisputeFile } from './dispute-lists.ts';
import { addDisputeNote, askMall, decideDispute, openDispute } from './disputes.ts';

/** Charges that customers contest in the staff contract: each command is one use case. */
export function disputesDesk(
  credit: Credit,
): DeskHandlers<Extract<keyof typeof disputeCommands, `disputes.${string}`>> {
  return {
    'disputes.list': async (_, asked) => ok(await listDisputes(credit, asked)),
    'disputes.file': ({ who }, { dispute }) => openDisputeFile(credit, who, dispute),
    'disputes.open': ({ who }, order) => openDispute(credit, who, order),
    'disputes.ask': ({ who }, order) => askMall(credit, who, order),
    'disputes.note': ({ who }, order) => addDisputeNote(credit, who, order),
    'disputes.decide': ({ who }, order) => decideDispute(credit, who, order),
  };
}
