import type { ReactNode } from 'react';

export function ForwardingStation(): ReactNode {
  return null;
}
