import type { ReactNode } from 'react';

export function PayRuns(): ReactNode {
  return null;
}
