/** The desk's commands for accounts, and the sign at its door. */
import type { accountCommands } from '#shared/desk/accounts.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import { ok } from '#shared/result.ts';
import {
  addAccount,
  changeAccount,
  changeOwnSecret,
  closeAccount,
  listAccounts,
  makeFirstAccount,
  reopenAccount,
  resetSecret,
  setLockMinutes,
} from './accounts.ts';
import { PLAYERS } from './players.ts';
import { hasAccounts } from './sign-in.ts';
import type { Staff } from './staff.ts';

export function accountsDesk(
  staff: Staff,
  office: PartyOffice,
): DeskHandlers<keyof typeof accountCommands | 'office.sign'> {
  return {
    'office.sign': async () =>
      ok({
        ...office,
        first: !(await hasAccounts(staff.storage.read)),
        ...(office.demo && { players: PLAYERS }),
      }),
    'accounts.first': (_, account) => makeFirstAccount(staff, account),
    'accounts.list': async () => ok(await listAccounts(staff)),
    'accounts.add': (caller, account) => addAccount(staff, caller, account),
    'accounts.change': (caller, change) => changeAccount(staff, caller, change),
    'accounts.close': (caller, account) => closeAccount(staff, caller, account),
    'accounts.reopen': (caller, account) => reopenAccount(staff, caller, account),
    'accounts.change-own': (caller, change) => changeOwnSecret(staff, caller, change),
    'accounts.reset': (caller, reset) => resetSecret(staff, caller, reset),
    'accounts.set-lock': (caller, { minutes }) => setLockMinutes(staff, caller, minutes),
  };
}
