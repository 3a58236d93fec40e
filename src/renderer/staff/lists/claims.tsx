import type { ReactNode } from 'react';

export function Claims(): ReactNode {
  return null;
}
