/** モールの封印注文の画面。 */
import type { enSealed } from './en-sealed.ts';

export const jaSealed: typeof enSealed = {
  open: '注文の経路',
  title: 'この注文の経路',
  flows: {
    window: 'クレジット会社の窓口',
    sealed: '封印注文',
    agency: '認証代行会社',
    closed: '閉域網',
  },
  explain: {
    window: 'お客様はクレジット会社の窓口で支払いました。封緘されたものは当社を通っていません。',
    sealed:
      'お客様の端末が注文を切り分け、部分ごとに一社だけが開けるように封緘しました。当社は自社の部分（商品）だけを開き、ほかは開けないまま渡しました。',
    agency: 'お客様はウォレットで承認しました。当社に届くのは承認の可否だけで、カードも暗証番号も届きません。',
    closed:
      'お客様のブラウザが、カードをクレジット会社に宛てて封緘しました。当社は閉域網で渡しただけで、開くことはできません。',
  },
  agency: '認証代行会社',
  agencyStates: { asked: 'お客様の承認待ち', yes: '承認', no: '承認なし' },
  parts: '各部の渡し先',
  company: '会社',
  part: '部分',
  number: 'この会社への番号',
  scheme: '封緘の鍵',
  state: '状態',
  own: '自社',
  asks: { goods: '商品', card: 'カード', destination: 'お届け先', gift: '贈る言葉' },
  schemes: { hpke: '公開鍵', blom: '共通鍵（ブロム方式）', agreed: '取り決めた鍵' },
  states: {
    awaited: '未着',
    confirmed: '会社を確認',
    received: '受信',
    sent: '引き渡し',
    yes: '承認',
    no: '不承認',
  },
  saveBundle: '束を保存',
  bundleExplain: '届いたままの束です。どの部分も封緘されたままで、何を受け取ったかを示すときに使います。',
  noBundle: '束はありません。まだ届いていないか、保存期間を過ぎています。',
  recorded: 'この画面を開いたことは、操作記録に残ります。',
};
