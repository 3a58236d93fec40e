import { needsApproval, type ReprintReason } from '#shared/desk/packing.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/**
 * Who agreed to a copy, by name; `null` where nobody need to and nobody is named. Fails with `approval-needed` where
 * somebody other than the clerk must (`needsApproval`). Everything that is asked of an approver is asked here.
 */
export function checkApproval(
  print: { readonly who: string; readonly copy: number; readonly reason: ReprintReason },
  approver: string | undefined,
): Result<string | null> {
  const name = approver?.trim() ?? '';
  if (name === '') {
    return needsApproval(print) ? fail('approval-needed') : ok(null);
  }
  return fold(name) === fold(print.who) ? fail('approval-needed', 'own') : ok(name);
}
