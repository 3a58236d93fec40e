import type { enUndo } from './en-undo.ts';

export const jaUndo: typeof enUndo = {
  label: '元に戻す',
  undone: '元に戻しました。',
  failed: 'もう元に戻せません。',
  setAside: (number) => `${number} を取り置きました`,
  printerRemoved: (name) => `${name} を削除しました`,
  expiry: '印刷ジョブの期限を変えました',
  returnPeriod: '返品期間を変えました',
};
