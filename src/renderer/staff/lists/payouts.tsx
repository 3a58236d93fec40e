import type { ReactNode } from 'react';

export function Payouts(): ReactNode {
  return null;
}
