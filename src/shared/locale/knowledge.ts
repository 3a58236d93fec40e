/** Who knows what of an order, in plain words: on the desk and in the shop window. */
import type { Fact, Opener } from '../domain/knowledge.ts';
import type { Text } from './text.ts';

export const FACT_TEXTS = {
  goods: { ja: '買った品', en: 'What was bought' },
  files: { ja: '電子商品そのもの', en: 'The electronic goods themselves' },
  amount: { ja: '金額', en: 'Amount' },
  size: { ja: '荷物のサイズと重さの区分', en: 'Size and weight class' },
  name: { ja: 'お届け先の名前', en: 'Name of the addressee' },
  destination: { ja: 'お届け先の住所', en: 'Address of delivery' },
  phone: { ja: 'お届け先の電話番号', en: 'Phone number of the addressee' },
  place: { ja: '地帯・営業所・ルート', en: 'Zone, depot and route' },
  signature: { ja: '受取人のサイン', en: 'Signature at the door' },
  payer: { ja: 'カード名義人の名前', en: 'Name of the card holder' },
  home: { ja: '請求先の住所と電話番号', en: 'Billing address and phone number' },
  mail: { ja: 'メールアドレス', en: 'E-mail address' },
  card: { ja: 'カード番号', en: 'Card number' },
  cardEnd: { ja: 'カードの下4桁と有効期限', en: 'Last four digits and expiry of the card' },
  secret: { ja: 'パスワード・暗証番号・合言葉', en: 'Password, PIN and check words' },
  gift: { ja: 'ギフトカードの言葉', en: 'Words on the gift card' },
} as const satisfies Record<Fact, Text>;

export const OPENER_TEXTS = {
  mall: { ja: 'モール', en: 'the mall' },
  credit: { ja: 'クレジット会社', en: 'the credit company' },
  carrier: { ja: '配送会社', en: 'the carrier' },
  agency: { ja: '認証代行', en: 'the agency' },
  wrapper: { ja: 'ギフト包装', en: 'the gift-wrapper' },
  buyer: { ja: 'お客様', en: 'the customer' },
} as const satisfies Record<Opener, Text>;

/** The pages that tell it to the customer. */
export const KNOWS = {
  title: { ja: '誰が何を知っているか', en: 'Who knows what' },
  open: { ja: 'この注文について、誰が何を知っているか', en: 'Who knows what of this order' },
  back: { ja: '注文に戻る', en: 'Back to the order' },
  lead: {
    ja: 'この店の欄は、いまデータベースに入っているものを読んで示しています。ほかの会社の欄は、決められた手順で渡るものです。各社のページで、その会社が持っているものを確かめられます。',
    en: 'The column of this shop is read from its database as it is now. The other columns say what the agreed procedure gives to each company; the company’s own page shows what it really holds.',
  },
  fact: { ja: '内容', en: 'What' },
  clear: { ja: '見える', en: 'can read it' },
  hashed: { ja: '照合だけできる', en: 'can only compare it' },
  sealed: { ja: '封のまま。開けられない', en: 'has it sealed, can’t open it' },
  sealedOwn: { ja: '封をして保管し、必要なときに開ける', en: 'keeps it sealed, opens it for its work' },
  erased: { ja: '消去済み', en: 'erased it' },
  passed: { ja: '一瞬通るだけで残らない', en: 'it passes through, nothing is kept' },
  never: { ja: '知らない', en: 'does not know it' },
  until: { ja: '{date}まで', en: 'until {date}' },
  opensFor: { ja: '開けられるのは{who}', en: 'opens for {who}' },
  legend: {
    ja: '「封のまま」は暗号化されていて、その会社には開く鍵がないという意味です。',
    en: '“Sealed” means encrypted, and that this company has no key to open it.',
  },
  hereTitle: { ja: '当社がこの注文について持っているもの', en: 'What we hold of this order' },
  hereLead: {
    ja: 'いまデータベースに入っているものを読んで示しています。',
    en: 'Read from our database as it is now.',
  },
} as const satisfies Record<string, Text>;
