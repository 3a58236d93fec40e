/** What the account that sits here may do; what it may not is not shown. */
import type { Permission } from '#shared/domain/permission.ts';
import { useOffice } from './desk-stores.ts';

export function useMay(permission: Permission): boolean {
  return useOffice((store) => store.office?.permissions.includes(permission) ?? false);
}
