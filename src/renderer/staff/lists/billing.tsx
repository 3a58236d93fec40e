import type { ReactNode } from 'react';

export function Billing(): ReactNode {
  return null;
}
