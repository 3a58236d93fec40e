import type { ReactNode } from 'react';

export function Statements(): ReactNode {
  return null;
}
