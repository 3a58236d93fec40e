/** お客様ページの見た目。 */
import type { enBranding } from './en-branding.ts';

export const jaBranding: typeof enBranding = {
  section: 'お客様ページの見た目',
  words: ['ブランド', 'ロゴ', '色', '屋号', '店名'],
  name: 'ページに出す名前',
  registered: (name) => `パーティーカード・ラベル・書類での名前：${name}`,
  accent: 'アクセントの色',
  accentHint: '文字が読みにくくなるところでは、自動で濃く、または薄くします。',
  pick: 'パレットから選ぶ',
  logo: 'ロゴ',
  logoHint: 'SVG・PNG・WebP。図形や画素から作り直し、ファイルのほかの部分は残しません。',
  choose: '画像を選ぶ',
  remove: '外す',
  noLogo: 'なし。名前の最初の文字を代わりに出します。',
  preview: 'このように見えます',
  light: '明るい配色',
  dark: '暗い配色',
  button: '配送・お支払いへ進む',
  contrast: (ratio) => `コントラスト ${ratio} : 1`,
  save: '見た目を保存',
  saved: '保存しました。次に開かれるページから変わります。',
};
