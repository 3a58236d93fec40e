import type { ReactNode } from 'react';
import type { ProductState } from '#shared/desk/catalogue.ts';
import { useTexts } from '../../stores/use-texts.ts';

const STYLES: Readonly<Record<ProductState, string>> = {
  'on-sale': 'meta',
  low: 'mark look',
  'sold-out': 'mark look',
  planned: 'mark',
  ended: 'mark',
  withdrawn: 'mark',
};

/** What a product is in the shop today. */
export function ProductStateMark({ state }: { readonly state: ProductState }): ReactNode {
  const { catalogue } = useTexts();
  return <span className={STYLES[state]}>{catalogue.states[state]}</span>;
}
