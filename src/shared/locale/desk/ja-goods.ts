/** The mall's electronic goods, in Japanese. */
import type { enGoods } from './en-goods.ts';

export const jaGoods: typeof enGoods = {};
