import type { ReactNode } from 'react';

export function Refunds(): ReactNode {
  return null;
}
