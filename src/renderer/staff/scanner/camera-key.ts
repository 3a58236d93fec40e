/** The key of the camera: where a station of this role has an F8 of its own, it needs Shift on every screen. */
import { actionGroupsOf, actionKey, actionsIn } from '#shared/desk/station-actions.ts';
import type { Role } from '#shared/protocol/party.ts';

export function hasOwnF8(role: Role): boolean {
  return actionGroupsOf(role).some((group) => actionsIn(group).some((id) => actionKey(id) === 'F8'));
}

/** As it stands on a button. */
export function cameraKey(role: Role): string {
  return hasOwnF8(role) ? '⇧F8' : 'F8';
}
