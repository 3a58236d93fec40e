import type { enUndo } from './en-undo.ts';

export const jaUndo: typeof enUndo = {
  label: '元に戻す',
  undone: '元に戻しました。',
  failed: 'もう元に戻せません。',
  setAside: (number) => `${number} を取り置きました`,
  printerRemoved: (name) => `${name} を削除しました`,
  expiry: '印刷ジョブの期限を変えました',
  setAsideMany: (n) => `${n}件を取り置きました`,
  charges: '送料を変えました',
  returnPeriod: '返品期間を変えました',
  depotSaved: (code) => `営業所 ${code} を保存しました`,
  depotRemoved: (code) => `営業所 ${code} を削除しました`,
  routeSaved: (key) => `方面 ${key} を保存しました`,
  routeRemoved: (key) => `方面 ${key} を削除しました`,
  mallDepot: (mall) => `${mall} への返品を渡す営業所を変えました`,
};
