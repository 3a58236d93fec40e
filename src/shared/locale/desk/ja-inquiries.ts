/** クレジット会社の審査の画面。 */
import type { enInquiries } from './en-inquiries.ts';

export const jaInquiries: typeof enInquiries = {
  title: '審査はまだありません',
};
