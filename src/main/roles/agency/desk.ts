import type { agencyCommands } from '#shared/desk/agency.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { ok } from '#shared/result.ts';
import type { Agency } from './agency.ts';
import { listRequests } from './requests.ts';
import { listRevoked, revokeWallet } from './wallets.ts';

/** The agency's side of the staff contract. */
export function agencyDesk(agency: Agency): DeskHandlers<keyof typeof agencyCommands> {
  const { settlement, variant, publicUrl } = agency;
  return {
    'agency.setting': async () => ok({ settlement, variant, enrolUrl: `${publicUrl}/enrol` }),
    'agency.requests': async (_, page) => ok(await listRequests(agency, page)),
    'agency.revoked': async (_, page) => ok(await listRevoked(agency, page)),
    'agency.revoke': ({ who }, wallet) => revokeWallet(agency, who, wallet),
  };
}
