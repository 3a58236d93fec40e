/** 認証代行会社の画面。 */
import type { enAgency } from './en-agency.ts';

export const jaAgency: typeof enAgency = {
  at: '受付',
  purchase: '購入番号',
  mall: 'モール',
  quantity: '点数',
  amount: '金額',
  state: '状態',
  states: {
    open: '確認待ち',
    sent: '審査中',
    again: '再確認待ち',
    yes: '承認',
    no: '不承認',
    expired: '期限切れ',
  },
  changed: '変更',
  meta: '依頼にお客様の名前はありません。名前もカードも、ここには残りません。',
  emptyTitle: '確認の依頼はまだありません',
  emptyExplain: 'モールから確認を求められた注文と、その結果がここに並びます。',
  setting: 'この認証代行会社',
  settlement: '決済先',
  variant: 'お客様の情報',
  variants: { reseal: '注文ごとに開いて封緘し直す', pass: '開かずに渡す' },
  enrol: 'お客様の登録ページ',
  revoke: 'ウォレットを失効させる',
  revokeTitle: 'ウォレットを失効させますか',
  revokeExplain:
    '控えやファイルを含め、どこでも使えなくなります。お客様には作り直していただきます。決済先へは知らせません。ウォレットはここを通らなければ届かないためです。',
  serial: 'ウォレット番号',
  serialHint: 'お客様の控えにある22文字。大文字と小文字を区別します。',
  reasonHint: 'この一覧に残ります。お客様の名前は書かないでください。',
  revoked: (serial) => `ウォレット ${serial} を失効させました`,
  revokedAt: '失効',
  by: '操作した人',
  holder: 'お客様（ウォレットのページから）',
  byStates: { staff: 'この画面から', holder: 'お客様ご自身' },
  revokedEmpty: '失効したウォレットはありません',
  revokedEmptyExplain:
    'どのウォレットがあるかは、どこにも記録していません。お客様だけがお持ちです。なくしたという連絡があれば、番号で失効させます。',
};
