import type { ReactNode } from 'react';

export function CashRefunds(): ReactNode {
  return null;
}
