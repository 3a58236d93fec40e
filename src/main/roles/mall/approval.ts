import type { Approver } from '#shared/desk/accounts.ts';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import { needsApproval, type ReprintReason } from '#shared/desk/packing.ts';
import { foldName } from '#shared/domain/staff-secret.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { approve } from '#main/staff/index.ts';
import type { Mall } from './mall.ts';

/**
 * Who agreed to a copy, by name; `null` where nobody need to and nobody is named. Fails with `approval-needed` where
 * somebody other than the clerk must (`needsApproval`), and as a sign-in fails. Everything that is asked of an approver is
 * asked here.
 */
export async function checkApproval(
  { staff }: Pick<Mall, 'staff'>,
  { who, seat }: DeskCaller,
  print: { readonly copy: number; readonly reason: ReprintReason },
  approver: Approver | undefined,
): Promise<Result<string | null>> {
  const may = seat?.permissions.includes('reprint') ?? false;
  if (approver === undefined) return needsApproval({ ...print, may }) ? fail('approval-needed') : ok(null);
  if (foldName(approver.name) === foldName(who)) return fail('approval-needed', 'own');
  return approve(staff, approver, 'reprint');
}
