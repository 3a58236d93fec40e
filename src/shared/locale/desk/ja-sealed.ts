/** モールの封印注文の画面。 */
import type { enSealed } from './en-sealed.ts';

export const jaSealed: typeof enSealed = {
  title: '各部の渡し先',
};
