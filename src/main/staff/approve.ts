import type { Approver } from '#shared/desk/accounts.ts';
import type { Permission } from '#shared/domain/permission.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { checkSecret } from './sign-in.ts';
import { seatOf, type Staff } from './staff.ts';

/**
 * Whose name and secret it is, where that account may. Answers the name as it is written. Fails with `approval-needed`
 * where it may not, with `secret-due` where somebody else chose its secret, and as a sign-in fails.
 */
export async function approve(
  staff: Staff,
  { name, secret }: Approver,
  permission: Permission,
): Promise<Result<string>> {
  const checked = await checkSecret(staff, name, secret);
  if (!checked.ok) return checked;
  const seat = seatOf(checked.value);
  if (seat.secretDue) return fail('secret-due');
  return seat.permissions.includes(permission) ? ok(seat.name) : fail('approval-needed', 'permission');
}
