/** What an account may do at this company, in its words: a mall has no names, addresses or cards that anybody could read. */
import { type Permission, PERMISSIONS } from '#shared/domain/permission.ts';
import { useOffice } from './desk-stores.ts';
import { useTexts } from './use-texts.ts';

const NOWHERE_IN_A_MALL: readonly Permission[] = ['read-personal', 'limits'];

export interface PermissionHere {
  readonly permission: Permission;
  readonly title: string;
  readonly means: string;
}

export function usePermissionsHere(): readonly PermissionHere[] {
  const { permissions, openAtMall } = useTexts().staff;
  const isMall = useOffice((store) => store.office?.role === 'mall');
  return PERMISSIONS.filter((one) => !isMall || !NOWHERE_IN_A_MALL.includes(one)).map((permission) => {
    const [title, means] = isMall && permission === 'open' ? openAtMall : permissions[permission];
    return { permission, title, means };
  });
}
