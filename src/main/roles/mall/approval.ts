import type { Approver } from '#shared/desk/accounts.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { needsApproval, type ReprintReason } from '#shared/desk/packing.ts';
import type { Permission } from '#shared/domain/permission.ts';
import { foldName } from '#shared/domain/staff-secret.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { approve } from '#main/staff/index.ts';
import type { Mall } from './mall.ts';

type Staffed = Pick<Mall, 'staff'>;

/**
 * Who agreed to a copy, by name; `null` where nobody need to and nobody is named. Fails with `approval-needed` where
 * somebody other than the clerk must (`needsApproval`), and as a sign-in fails. Everything that is asked of an approver is
 * asked here.
 */
export async function checkApproval(
  mall: Staffed,
  caller: DeskCaller,
  print: { readonly copy: number; readonly reason: ReprintReason },
  approver: Approver | undefined,
): Promise<Result<string | null>> {
  const needed = needsApproval({ ...print, may: mayAlone(caller, 'reprint') });
  return agreeing(mall, caller, 'reprint', { needed, approver });
}

/**
 * Who agreed to money going back at a bench; `null` where the clerk may give it back alone. Fails as `checkApproval` does.
 */
export async function checkGivingBack(
  mall: Staffed,
  caller: DeskCaller,
  approver: Approver | undefined,
): Promise<Result<string | null>> {
  return agreeing(mall, caller, 'money', { needed: !mayAlone(caller, 'money'), approver });
}

function mayAlone({ seat }: DeskCaller, permission: Permission): boolean {
  return seat?.permissions.includes(permission) ?? false;
}

async function agreeing(
  { staff }: Staffed,
  { who }: DeskCaller,
  permission: Permission,
  { needed, approver }: { readonly needed: boolean; readonly approver: Approver | undefined },
): Promise<Result<string | null>> {
  if (approver === undefined) return needed ? fail('approval-needed') : ok(null);
  if (foldName(approver.name) === foldName(who)) return fail('approval-needed', 'own');
  return approve(staff, approver, permission);
}
