import type { enPalette } from './en-palette.ts';

export const jaPalette: typeof enPalette = {
  title: '移動と操作',
  open: '検索',
  hint: '画面、操作、番号、設定',
  none: '当てはまるものはありません。',
  found: (n) => `${n} 件`,
  groups: { number: '番号', screen: '画面', action: 'この画面の操作', setting: '設定', look: '見た目' },
  number: (number, list) => `${list}で ${number} を探す`,
  theme: (name) => `外観: ${name}`,
  contrast: (name) => `コントラスト: ${name}`,
  choose: '選ぶ',
  go: '実行',
};
