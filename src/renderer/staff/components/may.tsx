/** What only those with a permission are shown; the party refuses the others whatever they are shown. */
import type { ReactNode } from 'react';
import type { Permission } from '#shared/domain/permission.ts';
import { useMay } from '../stores/use-may.ts';

export function May({
  permission,
  children,
}: {
  readonly permission: Permission;
  readonly children: ReactNode;
}): ReactNode {
  return useMay(permission) ? children : null;
}
