/** What the shop's pages say: catalogue, carrier and payment, confirmation, order. */
import type { PurchaseState } from '../domain/states.ts';
import type { Text } from './text.ts';

export const SHOP = {
  stepGoods: { ja: '商品', en: 'Goods' },
  stepCarrier: { ja: '配送', en: 'Delivery' },
  stepConfirm: { ja: '確認', en: 'Check' },
  stepOrder: { ja: 'ご注文', en: 'Order' },
  steps: { ja: 'ご注文の流れ', en: 'Steps of your order' },

  catalogueTitle: { ja: '商品一覧', en: 'Our goods' },
  catalogueLead: {
    ja: 'お名前もご住所も、この店は伺いません。お届け先は、あとで配送会社の窓口だけに入力していただきます。',
    en: 'This shop never asks for your name or address. You give them to the carrier alone, in the carrier’s own window.',
  },
  catalogueEmpty: { ja: 'ただいま商品がありません。', en: 'There is nothing on sale at the moment.' },
  take: { ja: '「{name}」を選ぶ', en: 'Choose {name}' },
  quantityOf: { ja: '「{name}」の数量', en: 'Quantity of {name}' },
  quantity: { ja: '数量', en: 'Qty' },
  sku: { ja: '商品番号', en: 'Item' },
  tax: { ja: '税込（{percent}%）', en: 'incl. {percent}% tax' },
  electronic: {
    ja: '電子商品のため、宅配便ではお届けできません。',
    en: 'Electronic: not available by parcel.',
  },
  chosenNone: { ja: '商品を選んでください。', en: 'Tick what you would like.' },
  chosenSome: { ja: '{count}点', en: '{count} chosen' },
  toCarrier: { ja: '配送・お支払いへ進む', en: 'Continue to delivery' },

  noticeRefused: {
    ja: 'お支払いまたは配送の窓口でお取りやめになりました。代金は発生していません。',
    en: 'You refused at the window for payment or delivery. Nothing was ordered and nothing is owed.',
  },
  noticeDeclined: {
    ja: 'お支払いまたは配送の手配が受け付けられませんでした。代金は発生していません。別の会社か方法をお試しください。',
    en: 'The company for payment or delivery could not take this order. Nothing is owed. Please try another way.',
  },
  noticeExpired: {
    ja: '窓口での手続きが時間内に終わりませんでした。代金は発生していません。もう一度お選びください。',
    en: 'The order ran out before it was completed. Nothing is owed. Please choose again.',
  },
  noticeCancelled: {
    ja: 'ご注文は取り消されました。代金は発生していません。',
    en: 'The order was cancelled. Nothing is owed.',
  },

  carrierTitle: { ja: '配送とお支払い', en: 'Delivery and payment' },
  carrierLegend: { ja: '配送会社', en: 'Carrier' },
  carrierLead: {
    ja: 'お届け先は、選んだ配送会社の窓口に直接入力していただきます。この店には伝わりません。',
    en: 'You will enter your address in the window of the carrier you choose. This shop never sees it.',
  },
  carrierNone: {
    ja: 'ただいまご利用いただける配送会社がありません。しばらくしてからお試しください。',
    en: 'No carrier is available at the moment. Please try again later.',
  },
  payLegend: { ja: 'お支払い方法', en: 'Payment' },
  payOnDelivery: {
    ja: '商品と引き換えに、配達員へ現金でお支払いください。配送会社には代金が伝わります。',
    en: 'Pay the driver in cash at your door. The carrier is told the amount.',
  },
  payLater: {
    ja: '荷物に入っている払込票で、受け取りのあとにお支払いください。配送会社に代金は伝わりません。',
    en: 'Pay after you have received the parcel, with the slip inside. The carrier is not told the amount.',
  },
  paySettled: {
    ja: 'カード番号は、クレジット会社の窓口だけに入力していただきます。この店にはお名前もカードも伝わらず、配送会社には代金が伝わりません。',
    en: 'You enter your card in the credit company’s own window. This shop learns neither name nor card, and the carrier is not told the amount.',
  },
  creditLegend: { ja: 'クレジット会社', en: 'Credit company' },
  creditLead: {
    ja: '「クレジット会社で支払う」ときにお選びください。',
    en: 'For “Pay through a credit company”.',
  },
  credit: { ja: 'クレジット会社', en: 'Credit company' },
  toConfirm: { ja: '確認へ進む', en: 'Continue to check' },
  backToGoods: { ja: '商品を選び直す', en: 'Change goods' },

  basket: { ja: 'お選びの商品', en: 'Your goods' },
  product: { ja: '商品', en: 'Item' },
  each: { ja: '単価', en: 'Each' },
  amount: { ja: '金額', en: 'Amount' },
  total: { ja: '合計', en: 'Total' },
  totalTaxed: { ja: '合計（税込）', en: 'Total, tax included' },
  parcel: { ja: '荷物の大きさ', en: 'Parcel' },
  shippingFee: { ja: '送料', en: 'Delivery fee' },
  shippingFeeBorne: {
    ja: '当店が負担します。地域によっては、配送会社の加算料金があります。',
    en: 'Paid by us. Some regions have a surcharge of the carrier’s own.',
  },

  confirmTitle: { ja: 'ご注文内容の確認', en: 'Check your order' },
  confirmLead: {
    ja: 'まだ注文は成立していません。次に開く「{carrier}」の窓口で、お届け先を入力して「発送を頼む」を押すと成立します。',
    en: 'Nothing is ordered yet. Next, {carrier} opens a window of its own; the order is placed when you enter your address there and press “Ship”.',
  },
  confirmLeadSettled: {
    ja: 'まだ注文は成立していません。次に「{credit}」の窓口でお支払いのあと、「{carrier}」の窓口でお届け先を入力して「発送を頼む」を押すと成立します。',
    en: 'Nothing is ordered yet. Next, {credit} opens a window of its own for your payment, then {carrier} one for your address; the order is placed when you press “Ship” there.',
  },
  youAreAt: { ja: 'ここは {host} です。', en: 'You are at {host}.' },
  confirmOk: { ja: 'この内容で進む', en: 'Yes, continue' },
  confirmNg: { ja: '戻って直す', en: 'No, go back' },
  toldTitle: { ja: '誰に何が伝わるか', en: 'Who learns what' },
  toldParty: { ja: '伝わる先', en: 'Party' },
  toldLearns: { ja: '伝わること', en: 'Learns' },
  toldNot: { ja: '伝わらないこと', en: 'Does not learn' },
  shopLearns: { ja: '商品、代金、荷物の大きさ', en: 'goods, price, size of the parcel' },
  shopNot: { ja: 'お名前、ご住所、電話番号、お届けの地域', en: 'name, address, phone, region' },
  carrierLearnsCash: {
    ja: 'お名前、ご住所、電話番号、荷物の大きさ、代金引換の金額、店の名',
    en: 'name, address, phone, size of the parcel, cash to collect, the shop’s name',
  },
  carrierLearns: {
    ja: 'お名前、ご住所、電話番号、荷物の大きさ、店の名',
    en: 'name, address, phone, size of the parcel, the shop’s name',
  },
  carrierNot: { ja: '商品名', en: 'what the goods are' },
  carrierNotPrice: { ja: '商品名、代金', en: 'what the goods are, the price' },
  shopLearnsSettled: {
    ja: '商品、代金、荷物の大きさ、お支払いの結果と受付番号',
    en: 'goods, price, size of the parcel, result and receipt number of the payment',
  },
  shopNotSettled: {
    ja: 'お名前、ご住所、電話番号、お届けの地域、カード',
    en: 'name, address, phone, region, card',
  },
  creditLearns: { ja: 'お名前、カード、代金、店の名', en: 'name, card, price, the shop’s name' },
  creditNot: { ja: '商品名、荷物のお届け先', en: 'what the goods are, where the parcel goes' },
  carrierNotSettled: { ja: '商品名、代金、カード', en: 'what the goods are, the price, the card' },
  limits: {
    ja: '店と配送会社が示し合わせれば、注文とお名前を結びつけられます。金額や大きさ、店の名から商品が推し量られることもあります。',
    en: 'A shop and a carrier that conspire can join an order to a name. Amount, size and the shop’s name may hint at the goods.',
  },
  limitsSettled: {
    ja: '店と配送会社、または店とクレジット会社が示し合わせれば、注文とお名前を結びつけられます。クレジット会社と配送会社も、お名前と店の名と時刻から結びつけられます。金額や大きさ、店の名から商品が推し量られることもあります。',
    en: 'A shop that conspires with the carrier or the credit company can join an order to a name; those two can join theirs by name, shop and time. Amount, size and the shop’s name may hint at the goods.',
  },
  limitsTitle: { ja: 'この仕組みで守れないこと', en: 'What this can’t protect' },

  orderTitle: { ja: 'ご注文の状況', en: 'Your order' },
  purchaseNumber: { ja: 'ご注文番号', en: 'Order number' },
  shippingNumber: { ja: '送り状番号', en: 'Shipping number' },
  carrier: { ja: '配送会社', en: 'Carrier' },
  payment: { ja: 'お支払い', en: 'Payment' },
  date: { ja: '最終更新', en: 'As of' },
  openTitle: { ja: '配送会社の窓口でお届け先をご入力ください', en: 'Enter your address at the carrier’s window' },
  openLead: {
    ja: '新しい窓が {host} で開きます。アドレス欄がそのとおりか確かめてからご入力ください。15分以内に済ませてください。',
    en: 'A new window opens at {host}. Check that its address bar says so before you type. You have 15 minutes.',
  },
  openWindow: { ja: '「{carrier}」の窓口を開く', en: 'Open the window of {carrier}' },
  openAgain: { ja: '「{carrier}」の窓口をもう一度開く', en: 'Open the window of {carrier} again' },
  waiting: {
    ja: '配送会社の窓口でのお手続きを待っています。済むと、この画面が自動で切り替わります。',
    en: 'Waiting for the carrier’s window. This page changes by itself when you are done there.',
  },
  payTitle: { ja: 'クレジット会社の窓口でお支払いください', en: 'Pay at the credit company’s window' },
  payLead: {
    ja: '新しい窓が {host} で開きます。アドレス欄がそのとおりか確かめてからご入力ください。15分以内に済ませてください。お届け先は、そのあとで伺います。',
    en: 'A new window opens at {host}. Check that its address bar says so before you type. You have 15 minutes. Where to deliver comes after that.',
  },
  payWindow: { ja: '「{credit}」の窓口を開く', en: 'Open the window of {credit}' },
  payAgain: { ja: '「{credit}」の窓口をもう一度開く', en: 'Open the window of {credit} again' },
  payWaiting: {
    ja: 'クレジット会社の窓口でのお手続きを待っています。済むと、この画面が自動で切り替わります。',
    en: 'Waiting for the credit company’s window. This page changes by itself when you are done there.',
  },
  finishTitle: { ja: '開いた窓口でお手続きを済ませてください', en: 'Finish in the window you opened' },
  finishLead: {
    ja: '「{company}」の窓口を新しく開ける時間は過ぎましたが、すでに開いた窓口での手続きはまだ続けられます。済むと、この画面が自動で切り替わります。',
    en: 'The window of {company} can’t be opened any more, but one that you opened before can still be finished. This page changes by itself when you are done there.',
  },
  giveUp: { ja: 'この注文をやめて商品一覧へ戻る', en: 'Give up this order and go back' },
  giveUpHint: {
    ja: '窓口を閉じてしまったときなどに。やめたあとで窓口から送られた手続きは、取り消されます。',
    en: 'If you closed the window, for example. Whatever is sent from it after that is called off.',
  },
  payStep: { ja: 'お支払い', en: 'Payment' },
  paid: {
    ja: '「{credit}」でのお支払いの手続きが済みました。続いて、お届け先をご入力ください。まだ注文は成立していません。',
    en: 'Your payment through {credit} is arranged. Next, enter your address. Nothing is ordered yet.',
  },
  paidReceipt: { ja: 'お支払いの受付番号', en: 'Receipt number of your payment' },
  paidReleased: {
    ja: '「{credit}」で確保された代金は請求されません。',
    en: 'What {credit} has set aside will not be charged.',
  },
  refreshing: {
    ja: 'このページは自動で更新されます。',
    en: 'This page refreshes itself.',
  },
  track: { ja: '配送状況を見る', en: 'Track the parcel' },
  keepNumber: {
    ja: 'お名前を伺っていないため、お問い合わせにはこの番号が必要です。お控えください。',
    en: 'Please note this number: we don’t know your name, so it is the only way to find your order later.',
  },
  backHome: { ja: '商品一覧へ戻る', en: 'Back to the goods' },
  backSoon: { ja: 'まもなく商品一覧へ戻ります。', en: 'You will be taken back to the goods in a moment.' },
  progress: { ja: '進み具合', en: 'Progress' },
  done: { ja: '済', en: 'done' },
  now: { ja: '現在', en: 'now' },
} as const satisfies Record<string, Text>;

/** A purchase's state as a heading and as a sentence. */
export const PURCHASE_TEXTS = {
  'awaiting-payment': {
    name: { ja: 'お支払い', en: 'Payment' },
    said: { ja: 'まだ注文は成立していません。', en: 'Nothing is ordered yet.' },
  },
  offered: {
    name: { ja: 'お届け先の入力', en: 'Your address' },
    said: { ja: 'まだ注文は成立していません。', en: 'Nothing is ordered yet.' },
  },
  accepted: {
    name: { ja: '受付', en: 'Ordered' },
    said: { ja: 'ご注文を承りました。これから荷造りします。', en: 'Your order is placed. We are about to pack it.' },
  },
  packed: {
    name: { ja: '荷造り', en: 'Packed' },
    said: {
      ja: '荷造りが済みました。まもなく配送会社に渡します。',
      en: 'Your parcel is packed and waits for the carrier.',
    },
  },
  'handed-over': {
    name: { ja: '引き渡し', en: 'Handed over' },
    said: { ja: '荷物を配送会社に渡しました。', en: 'We have handed your parcel to the carrier.' },
  },
  shipped: {
    name: { ja: '配送中', en: 'On its way' },
    said: { ja: '配送会社が荷物を受け取りました。', en: 'The carrier has your parcel.' },
  },
  delivered: {
    name: { ja: 'お届け済み', en: 'Delivered' },
    said: { ja: 'お届けが済みました。ありがとうございました。', en: 'Your parcel has been delivered. Thank you.' },
  },
  returned: {
    name: { ja: '返送', en: 'Returned' },
    said: {
      ja: 'お届けできず、荷物が店に戻りました。番号を添えてお問い合わせください。',
      en: 'The parcel could not be delivered and came back to us. Please contact us with the number.',
    },
  },
  cancelled: {
    name: { ja: '取消', en: 'Cancelled' },
    said: {
      ja: '店がこの注文を取り消しました。お支払い済みの代金は戻ります。',
      en: 'We have cancelled this order. What you have paid comes back to you.',
    },
  },
  refused: {
    name: { ja: 'お取りやめ', en: 'Refused' },
    said: {
      ja: '配送会社の窓口でお取りやめになりました。代金は発生していません。',
      en: 'You refused at the carrier’s window. Nothing was ordered and nothing is owed.',
    },
  },
  declined: {
    name: { ja: '受付不可', en: 'Not taken' },
    said: {
      ja: '配送会社が手配を受け付けられませんでした。代金は発生していません。別の配送会社をお試しください。',
      en: 'The carrier could not take this order. Nothing is owed. Please try another carrier.',
    },
  },
  expired: {
    name: { ja: '期限切れ', en: 'Run out' },
    said: SHOP.noticeExpired,
  },
} as const satisfies Record<PurchaseState, { readonly name: Text; readonly said: Text }>;

/** Why nothing came of a payment, and so of the order. */
export const PAYMENT_ENDS = {
  refused: {
    ja: 'クレジット会社の窓口でお取りやめになりました。代金は発生していません。',
    en: 'You refused at the credit company’s window. Nothing was ordered and nothing is owed.',
  },
  declined: {
    ja: 'クレジット会社がお支払いを受け付けられませんでした。代金は発生していません。別のお支払い方法をお試しください。',
    en: 'The credit company could not take this payment. Nothing is owed. Please try another way to pay.',
  },
  expired: SHOP.noticeExpired,
} as const satisfies Record<string, Text>;
