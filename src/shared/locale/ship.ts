/** What the carrier's customer pages say: ship form, result, tracking. */
import type { AddresseeEntry } from '../domain/addressee.ts';
import type { ParcelState } from '../domain/states.ts';
import type { Text } from './text.ts';

export const SHIP = {
  formTitle: { ja: 'お届け先のご入力', en: 'Where shall we deliver?' },
  youAreAt: {
    ja: 'ここは配送会社「{carrier}」の {host} です。お店「{mall}」の画面ではありません。',
    en: 'You are at {host}, the carrier {carrier} – not at the shop, {mall}.',
  },
  checkBar: {
    ja: 'アドレス欄のホスト名が、これと一字一句同じかお確かめください。',
    en: 'Please check that the address bar shows exactly this host.',
  },
  order: { ja: 'ご依頼の内容', en: 'What you are arranging' },
  mall: { ja: 'お店', en: 'Shop' },
  payment: { ja: '商品代金', en: 'Price of the goods' },
  collect: { ja: '代金引換', en: 'Cash on delivery' },
  later: { ja: 'お店に後払い', en: 'Paid later to the shop' },
  settled: { ja: '決済済み', en: 'Paid already' },
  parcel: { ja: '荷物の大きさ', en: 'Size of the parcel' },
  size: { ja: '{size}サイズ', en: 'Size {size}' },
  fee: { ja: '送料', en: 'Delivery fee' },
  feeBorne: { ja: 'お店が負担します', en: 'paid by the shop' },
  surcharge: { ja: '地域加算', en: 'Regional surcharge' },
  surchargeHow: { ja: 'お届けのとき、配達員にお支払いください。', en: 'Paid to the driver at your door.' },
  surchargeUnknown: { ja: '郵便番号で決まります', en: 'depends on the postal code' },
  surchargeNone: { ja: 'なし', en: 'none' },
  due: { ja: 'お届け時のお支払い', en: 'To pay at your door' },
  dueUnknown: { ja: '{amount}（地域加算は別）', en: '{amount} and any surcharge' },
  surchargeTable: { ja: '地域加算（お届け時に配達員へ）', en: 'Surcharges, paid to the driver' },
  contents: { ja: '中身（暗号）', en: 'Contents, encrypted' },
  contentsHow: {
    ja: '商品名です。お店だけが開けます。当社には読めません。',
    en: 'The names of the goods. Only the shop can open this; we can’t.',
  },

  entry: { ja: 'お届け先', en: 'Deliver to' },
  entryHow: {
    ja: 'ご入力の内容は、送信の前にこのブラウザの中で封緘（暗号化）されます。開けるのは当社の営業所と配達員だけです。',
    en: 'What you type is sealed in this browser before it is sent. Only our delivery stations can open it.',
  },
  unsealed: {
    ja: 'お使いのブラウザは封緘に対応していません。暗号化された通信で当社のサーバーに送り、サーバーがただちに封緘して元の文字は残しません。',
    en: 'Your browser can’t seal. What you type is sent to our server over an encrypted connection; the server seals it at once and keeps no copy.',
  },
  noScript: {
    ja: 'スクリプトが使えないため、暗号化された通信で当社のサーバーに送り、サーバーがただちに封緘して元の文字は残しません。',
    en: 'Scripts are off, so what you type is sent to our server over an encrypted connection; the server seals it at once and keeps no copy.',
  },
  ship: { ja: '発送を頼む', en: 'Ship' },
  refuse: { ja: 'やめる', en: 'Refuse' },
  sealing: { ja: '封緘して送っています', en: 'Sealing and sending' },
  shipMeans: {
    ja: '「発送を頼む」を押すと注文が成立し、「{mall}」に受付と送り状番号が伝わります。',
    en: 'Pressing “Ship” places the order; {mall} is told so, with a shipping number.',
  },

  privacyTitle: { ja: 'お店に伝わること・伝わらないこと', en: 'What the shop will and will not learn' },
  mallLearns: { ja: '伝わること', en: 'Will learn' },
  mallLearnsWhat: {
    ja: '受付の結果、送り状番号、封緘されたままのお届け先（お店には開けません）、受け取り・お届けの日付',
    en: 'that you agreed, a shipping number, your address still sealed (the shop can’t open it), the dates of acceptance and delivery',
  },
  mallNot: { ja: '伝わらないこと', en: 'Will not learn' },
  mallNotWhat: {
    ja: 'お名前、ご住所、電話番号、お届けの地域、地域加算の額',
    en: 'your name, address, phone, region, or the surcharge',
  },
  limitsTitle: { ja: 'この仕組みで守れないこと', en: 'What this can’t protect' },
  limits: {
    ja: 'お店と当社が示し合わせれば、注文とお名前を結びつけられます。このページのスクリプトは当社が配るものなので、当社を信頼していただく必要があります。配達員はお届け先を読みます。',
    en: 'A shop and a carrier that conspire can join an order to a name. The script on this page comes from us, so you trust us with it. Our drivers read the address.',
  },

  doneOkTitle: { ja: '発送を承りました', en: 'Your delivery is arranged' },
  doneOk: {
    ja: '「{mall}」が荷造りして、当社がお届けします。この窓は閉じてかまいません。',
    en: '{mall} will pack your order and we will deliver it. You may close this window.',
  },
  doneLate: {
    ja: 'お届け先は、先に送られた内容で承っています。いま送られた内容は使われていません。違うお届け先を入力されたときは、お店にご注文番号を添えてお問い合わせください。',
    en: 'This delivery was arranged before, with what was sent first; what you sent just now is not used. If it was another address, please ask the shop, with your order number.',
  },
  doneNoTitle: { ja: '発送を承れませんでした', en: 'We could not take this delivery' },
  doneNo: {
    ja: '何も手配されていません。お店の画面から、別の配送会社をお試しください。',
    en: 'Nothing has been arranged. Please try another carrier from the shop’s page.',
  },
  doneRefusedTitle: { ja: 'お取りやめになりました', en: 'You refused' },
  doneRefused: {
    ja: '何も手配されていません。ご入力の内容は残していません。',
    en: 'Nothing has been arranged, and nothing you typed was kept.',
  },
  mallTold: { ja: 'お店には結果をお伝えしました。', en: 'The shop has been told.' },
  mallNotTold: {
    ja: 'お店にまだつながりません。つながりしだい、当社から結果をお伝えします。',
    en: 'The shop can’t be reached yet. We will tell it as soon as it can.',
  },
  toMall: { ja: '「{mall}」に戻る', en: 'Back to {mall}' },
  shippingNumber: { ja: '送り状番号', en: 'Shipping number' },
  privateTracking: { ja: '配送状況のページ（あなた専用）', en: 'Your private tracking page' },
  privateTrackingHow: {
    ja: 'このアドレスを知っているのはあなただけです。ブックマークしておくと、時刻まで分かり、日時の変更や再配達、営業所でのお受け取りもここで頼めます。',
    en: 'Nobody else has this address. Bookmark it: it shows every step with its time, and there you can change day and time, ask for another delivery, or fetch the parcel at the depot.',
  },
  openTracking: { ja: '配送状況を見る', en: 'Track the parcel' },

  trackTitle: { ja: '荷物の追跡', en: 'Track a parcel' },
  trackNumber: { ja: '送り状番号', en: 'Shipping number' },
  trackNumberHint: {
    ja: '発送のときにお知らせした番号です。空白は入れても入れなくてもかまいません。',
    en: 'As you were given it, with or without spaces.',
  },
  trackShow: { ja: '状況を見る', en: 'Show status' },
  trackPublic: {
    ja: '番号だけでは、お店に伝わるのと同じ日付までを表示します。時刻と途中の動きは、発送を頼んだときにお渡しした専用ページでご覧いただけます。',
    en: 'By number alone we show what the shop is told, by date. Your private page, given when you arranged the delivery, shows every step with its time.',
  },
  trackSteps: { ja: '配送の状況', en: 'Where it is' },
  trackNothing: { ja: 'まだ荷物を受け取っていません。', en: 'We don’t have the parcel yet.' },
} as const satisfies Record<string, Text>;

/** Examples under the fields. */
export const FIELD_HINTS = {
  name: undefined,
  country: undefined,
  postalCode: { ja: '例：231-0015', en: 'For example 231-0015' },
  line1: { ja: '都道府県・市区町村・番地', en: 'Street and number' },
  line2: { ja: '建物名・部屋番号', en: 'Building, flat' },
  line3: undefined,
  line4: undefined,
  phone: { ja: 'お届けのときだけ使います', en: 'Used for the delivery only' },
  note: { ja: '例：宅配ボックスに入れてください', en: 'For example: leave it in the parcel box' },
} as const satisfies Record<keyof AddresseeEntry, Text | undefined>;

/** A parcel's state as the customer reads it. */
export const PARCEL_TEXTS = {
  expected: { ja: '発送の受付', en: 'Arranged' },
  accepted: { ja: '荷物の受け取り', en: 'Accepted from the shop' },
  'at-depot': { ja: '営業所に到着', en: 'At a depot' },
  'out-for-delivery': { ja: '配達に出発', en: 'Out for delivery' },
  delivered: { ja: 'お届け済み', en: 'Delivered' },
  attempted: { ja: 'ご不在・再配達', en: 'Delivery attempted' },
  returned: { ja: 'お店へ返送', en: 'Returned to the shop' },
  cancelled: { ja: '取り消し', en: 'Cancelled' },
} as const satisfies Record<ParcelState, Text>;

/** Zones that carriers commonly tell apart; a zone outside this table is shown by its own name. */
export const ZONE_TEXTS: ReadonlyMap<string, Text> = new Map([
  ['hokkaido', { ja: '北海道', en: 'Hokkaido' }],
  ['tohoku', { ja: '東北', en: 'Tohoku' }],
  ['kanto', { ja: '関東', en: 'Kanto' }],
  ['shinetsu', { ja: '信越', en: 'Shin’etsu' }],
  ['hokuriku', { ja: '北陸', en: 'Hokuriku' }],
  ['tokai', { ja: '東海', en: 'Tokai' }],
  ['chubu', { ja: '中部', en: 'Chubu' }],
  ['kinki', { ja: '近畿', en: 'Kinki' }],
  ['kansai', { ja: '関西', en: 'Kansai' }],
  ['chugoku', { ja: '中国地方', en: 'Chugoku' }],
  ['shikoku', { ja: '四国', en: 'Shikoku' }],
  ['kyushu', { ja: '九州', en: 'Kyushu' }],
  ['okinawa', { ja: '沖縄', en: 'Okinawa' }],
  ['islands', { ja: '離島', en: 'Islands' }],
  ['mainland', { ja: '本州', en: 'Mainland' }],
  ['abroad', { ja: '海外', en: 'Abroad' }],
]);
