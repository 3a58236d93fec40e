import type { ReactNode } from 'react';

export function Received(): ReactNode {
  return null;
}
