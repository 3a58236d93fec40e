import type { ReactNode } from 'react';

export function GoodsStation(): ReactNode {
  return null;
}
