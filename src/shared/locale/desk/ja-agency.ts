/** 認証代行会社の画面。 */
import type { enAgency } from './en-agency.ts';

export const jaAgency: typeof enAgency = {
  title: '確認の依頼はまだありません',
};
