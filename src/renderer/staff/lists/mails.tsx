import type { ReactNode } from 'react';

export function Mails(): ReactNode {
  return null;
}
