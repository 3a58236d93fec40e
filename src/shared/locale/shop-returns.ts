/** What the shop's pages say of sending something back. */
import type { ReturnClass } from '../desk/returns.ts';
import type { CustomerReturnState } from '../domain/states.ts';
import type { Text } from './text.ts';

export const RETURNS = {
  title: { ja: '返品', en: 'Returns' },
  open: {
    ja: '{date}まで返品を承ります。お名前もご住所も伺いません。',
    en: 'You can send something back until {date}. No name and no address is needed.',
  },
  ask: { ja: '返品する', en: 'Return something' },
  askTitle: { ja: '返品のお申し込み', en: 'Return something' },
  askLead: {
    ja: '理由をお選びいただくと、返品ラベルをお渡しします。理由はこの店だけに残り、配送会社には伝わりません。',
    en: 'Choose why, and you get the return label. The reason stays with this shop; the carrier is not told.',
  },
  reason: { ja: '返品の理由', en: 'Why do you send it back?' },
  confirm: { ja: '返品ラベルを受け取る', en: 'Get the return label' },
  toOrder: { ja: 'ご注文の画面へ戻る', en: 'Back to your order' },

  labelTitle: { ja: '返品ラベル', en: 'Return label' },
  number: { ja: '返送番号', en: 'Return number' },
  carrier: { ja: '配送会社', en: 'Carrier' },
  printTitle: { ja: '印刷して貼る', en: 'Print it and stick it on' },
  printLead: {
    ja: '荷物に貼って、「{carrier}」の配達員か営業所の窓口にお渡しください。ラベルにあるのは番号と会社名だけで、お名前・ご住所・商品名はどこにもありません。',
    en: 'Stick it on the parcel and hand it to a driver of {carrier} or over the counter of a depot. It holds numbers and company names alone: no name, no address, no product.',
  },
  paperLabel: { ja: 'ラベル用紙 100×150ミリ', en: 'Label, 100 × 150 mm' },
  paperA6: { ja: 'A6用紙', en: 'A6 page' },
  paperA4: { ja: 'A4用紙', en: 'A4 page' },
  cover: {
    ja: 'お届けのときのラベルは、はがすか上から隠してください。',
    en: 'Take the label that it came with off, or cover it.',
  },
  phoneTitle: { ja: '印刷できないとき', en: 'Without a printer' },
  phoneLead: {
    ja: 'スマートフォンの画面のコードを配達員か窓口にお見せください。ラベルなしで引き受けます。',
    en: 'Show the code on your phone to the driver or at the counter. They take the parcel without a label.',
  },
  phone: { ja: '画面にコードを表示', en: 'Show the code' },
  phonePage: { ja: '返品コード', en: 'Return code' },
  phoneHow: {
    ja: 'この画面を「{carrier}」の配達員か営業所の窓口でお見せください。画面は明るくしてください。',
    en: 'Show this to a driver of {carrier} or at a depot’s counter. Turn the screen bright.',
  },
  phoneStaff: {
    ja: '配送担当の方へ：どちらかのコードを読み取り、荷物に番号を書いてください。',
    en: 'For the carrier: scan either code and write the number on the parcel.',
  },
  barsOf: { ja: '返送番号 {number} のバーコード', en: 'Bar code of return number {number}' },
  qrOf: { ja: '返送番号 {number} の二次元コード', en: 'QR code of return number {number}' },
  word: { ja: '返品', en: 'RETURN' },
  toLabel: { ja: '返品ラベルへ戻る', en: 'Back to the label' },
  showLabel: { ja: '返品ラベルとコード', en: 'Return label and code' },
  progress: { ja: '返品の進み具合', en: 'How far your return is' },
} as const satisfies Record<string, Text>;

export const RETURN_REASONS_TEXTS: Readonly<Record<ReturnClass, Text>> = {
  'does-not-fit': { ja: 'サイズが合わない', en: 'It does not fit' },
  damaged: { ja: '壊れている・傷がある', en: 'It is damaged' },
  'wrong-item': { ja: '違う商品が届いた', en: 'It is the wrong item' },
  'changed-mind': { ja: '気が変わった', en: 'I changed my mind' },
  other: { ja: 'その他', en: 'Something else' },
};

export const RETURN_TEXTS: Readonly<Record<CustomerReturnState, { readonly name: Text; readonly said: Text }>> = {
  announced: {
    name: { ja: 'お申し込み', en: 'Asked for' },
    said: {
      ja: '返品のお申し込みを承りました。荷物を配送会社にお渡しください。',
      en: 'We are expecting your return. Please hand the parcel to the carrier.',
    },
  },
  'on-the-way': {
    name: { ja: '返送中', en: 'On its way' },
    said: { ja: '配送会社が荷物を引き受けました。', en: 'The carrier has your return.' },
  },
  arrived: {
    name: { ja: '到着', en: 'Arrived' },
    said: { ja: '荷物がこの店に届きました。中身を確認します。', en: 'Your return is here. We are looking at it.' },
  },
  decided: {
    name: { ja: '確認済み', en: 'Dealt with' },
    said: {
      ja: '返品の確認が終わりました。お返しする代金があれば、この画面に表示します。',
      en: 'Your return is dealt with. What you get back, if anything, stands on this page.',
    },
  },
};
