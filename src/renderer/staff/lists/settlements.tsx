import type { ReactNode } from 'react';

export function Settlements(): ReactNode {
  return null;
}
