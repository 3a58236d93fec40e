/** ギフト包装の画面。 */
import type { enGifts } from './en-gifts.ts';

export const jaGifts: typeof enGifts = {
  title: 'ギフトカードはありません',
};
