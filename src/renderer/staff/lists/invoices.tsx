import type { ReactNode } from 'react';

export function Invoices(): ReactNode {
  return null;
}
