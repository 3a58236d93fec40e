import type { ReactNode } from 'react';

export function Customers(): ReactNode {
  return null;
}
