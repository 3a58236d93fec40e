/** What the shop's pages say: catalogue, carrier and payment, confirmation, order. */
import type { Text } from './text.ts';

export const SHOP = {
  stepGoods: { ja: '商品', en: 'Goods' },
  stepCarrier: { ja: '配送', en: 'Delivery' },
  stepPay: { ja: 'お支払い', en: 'Payment' },
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
  electronic: { ja: '電子商品・メールでお届け', en: 'Electronic, comes by mail' },
  soldOut: { ja: '品切れ', en: 'Sold out' },
  left: { ja: '残り{count}点', en: '{count} left' },
  ordered: { ja: 'ご注文の状況を見る', en: 'See how your order stands' },
  chosenNone: { ja: '商品を選んでください。', en: 'Tick what you would like.' },
  chosenSome: { ja: '{count}点', en: '{count} chosen' },
  searchLabel: { ja: '商品を探す', en: 'Find goods' },
  searchHint: { ja: '名前・仕様・商品番号の言葉', en: 'Words of a name, a specification or an item number' },
  search: { ja: '探す', en: 'Find' },
  searchAll: { ja: 'すべての商品', en: 'All goods' },
  found: { ja: '{count}点見つかりました。', en: '{count} found.' },
  foundNone: {
    ja: '見つかりませんでした。言葉を減らすか、別の言葉でお試しください。',
    en: 'Nothing was found. Try fewer or other words.',
  },
  pages: { ja: 'ページ', en: 'Pages' },
  pageOf: { ja: '{page} / {pages} ページ', en: 'Page {page} of {pages}' },
  pageBefore: { ja: '前のページ', en: 'Previous page' },
  pageNext: { ja: '次のページ', en: 'Next page' },
  kept: { ja: 'ほかのページで選んだ商品', en: 'Chosen on other pages' },
  pictures: { ja: '「{name}」の写真を大きく見る', en: 'Larger pictures of {name}' },
  toCarrier: { ja: '配送・お支払いへ進む', en: 'Continue to delivery and payment' },

  noticeRefused: {
    ja: 'お支払いまたは配送の窓口でお取りやめになりました。代金は発生していません。',
    en: 'You refused at the window for payment or delivery. Nothing was ordered and nothing is owed.',
  },
  noticeDeclined: {
    ja: 'お支払いまたは配送の手配が受け付けられませんでした。代金は発生していません。別の会社か方法をお試しください。',
    en: 'The company for payment or delivery could not take this order. Nothing is owed. Please try another way.',
  },
  noticeExpired: {
    ja: '手続きが時間内に終わりませんでした。代金は発生していません。もう一度お選びください。',
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
  payOnlyTitle: { ja: 'お支払い', en: 'Payment' },
  payOnly: {
    ja: 'お選びの商品に電子商品があります。電子商品はクレジット会社がメールでお届けするため、お支払い方法もクレジット会社だけになります。',
    en: 'Some of your goods are electronic. The credit company forwards them by mail, so this order can only be paid through a credit company.',
  },
  payOnlyNone: {
    ja: 'ただいまご利用いただけるクレジット会社がないため、電子商品はお求めになれません。電子商品を除いてお進みください。',
    en: 'No credit company is available at the moment, so electronic goods can’t be bought. Please leave them out.',
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
  paySettledMail: {
    ja: 'カード番号は、クレジット会社の窓口だけに入力していただきます。この店にはお名前もカードも伝わりません。',
    en: 'You enter your card in the credit company’s own window. This shop learns neither name nor card.',
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
  charge: { ja: '送料（税込）', en: 'Shipping, tax included' },
  byMail: { ja: 'メールでお届け', en: 'by mail' },
  mailed: { ja: '電子商品のお届け', en: 'Electronic goods' },
  mailedHow: {
    ja: '封緘して、「{credit}」に登録されたメールアドレスへお届けします。開けるのは、このブラウザにできる鍵だけです。',
    en: 'Sealed, to the mail address that {credit} has of you. Only a key in this browser opens them.',
  },
  shippingFeeCharged: {
    ja: '合計に含まれています。地域によっては、配送会社の加算料金があります。',
    en: 'Included in the total. Some regions have a surcharge of the carrier’s own.',
  },
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
  confirmLeadMail: {
    ja: 'まだ注文は成立していません。次に開く「{credit}」の窓口でお支払いになると成立します。',
    en: 'Nothing is ordered yet. Next, {credit} opens a window of its own; the order is placed when you pay there.',
  },
  confirmLeadBoth: {
    ja: 'まだ注文は成立していません。次に「{credit}」の窓口でお支払いになると、電子商品の注文が成立します。荷物の注文は、続いて「{carrier}」の窓口でお届け先を入力して「発送を頼む」を押すと成立します。',
    en: 'Nothing is ordered yet. Next, {credit} opens a window of its own: your electronic goods are ordered when you pay there. Then {carrier} opens one for your address: the parcel is ordered when you press “Ship” there.',
  },
  keyExplain: {
    ja: 'お進みになると、電子商品を開くための鍵がこのブラウザの中に作られます。この店にもクレジット会社にも渡りません。',
    en: 'When you go on, a key to your electronic goods is made in this browser. Neither this shop nor the credit company ever gets it.',
  },
  keyNeedsScripts: {
    ja: '電子商品は、このブラウザの中で作る鍵に宛てて封緘します。そのために、このページのスクリプトが必要です。スクリプトを許可してページを読み込み直すか、電子商品を除いてお進みください。',
    en: 'Electronic goods are sealed to a key that is made in this browser, and that needs this page’s scripts. Please allow them and reload the page, or leave the electronic goods out.',
  },
  keyImpossible: {
    ja: 'このブラウザでは、電子商品のための鍵を作れないか、保存できません。新しいブラウザでお試しになるか、電子商品を除いてお進みください。',
    en: 'This browser can’t make or keep a key for electronic goods. Please try a newer one, or leave the electronic goods out.',
  },
  youAreAt: { ja: 'ここは {host} です。', en: 'You are at {host}.' },
  confirmOk: { ja: 'この内容で進む', en: 'Yes, continue' },
  confirmNg: { ja: '戻って直す', en: 'No, go back' },
  toldTitle: { ja: '誰に何が伝わるか', en: 'Who learns what' },
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
  shopLearnsMail: {
    ja: '商品、代金、お支払いの結果と受付番号',
    en: 'goods, price, result and receipt number of the payment',
  },
  shopNotMail: { ja: 'お名前、メールアドレス、カード', en: 'name, mail address, card' },
  shopNotBoth: {
    ja: 'お名前、ご住所、電話番号、お届けの地域、メールアドレス、カード',
    en: 'name, address, phone, region, mail address, card',
  },
  creditLearnsMail: {
    ja: 'お名前、カード、メールアドレス、代金、店の名、封緘された電子商品のおおよその大きさ',
    en: 'name, card, mail address, price, the shop’s name, the rough size of the sealed goods',
  },
  creditNotMail: {
    ja: '商品名、電子商品の中身（開ける鍵を持ちません）',
    en: 'what the goods are (it has no key to open them)',
  },
  creditNotBoth: {
    ja: '商品名、電子商品の中身（開ける鍵を持ちません）、荷物のお届け先',
    en: 'what the goods are (it has no key to open the electronic ones), where the parcel goes',
  },
  carrierNotSettled: { ja: '商品名、代金、カード', en: 'what the goods are, the price, the card' },
  limits: {
    ja: '店と配送会社が示し合わせれば、注文とお名前を結びつけられます。金額や大きさ、店の名から商品が推し量られることもあります。',
    en: 'A shop and a carrier that conspire can join an order to a name. Amount, size and the shop’s name may hint at the goods.',
  },
  limitsSettled: {
    ja: '店と配送会社、または店とクレジット会社が示し合わせれば、注文とお名前を結びつけられます。クレジット会社と配送会社も、お名前と店の名と時刻から結びつけられます。金額や大きさ、店の名から商品が推し量られることもあります。',
    en: 'A shop that conspires with the carrier or the credit company can join an order to a name; those two can join theirs by name, shop and time. Amount, size and the shop’s name may hint at the goods.',
  },
  limitsMail: {
    ja: '店とクレジット会社が示し合わせれば、注文とお名前を結びつけられます。金額や大きさ、店の名から商品が推し量られることもあります。',
    en: 'A shop that conspires with the credit company can join an order to a name. Amount, size and the shop’s name may hint at the goods.',
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
  paidBoth: {
    ja: '「{credit}」でのお支払いの手続きが済み、電子商品のご注文を承りました。続いて、荷物のお届け先をご入力ください。',
    en: 'Your payment through {credit} is arranged and your electronic goods are ordered. Next, enter the address for your parcel.',
  },
  payLeadMail: {
    ja: '新しい窓が {host} で開きます。アドレス欄がそのとおりか確かめてからご入力ください。15分以内に済ませてください。',
    en: 'A new window opens at {host}. Check that its address bar says so before you type. You have 15 minutes.',
  },
  giveUpParcel: { ja: '荷物だけをやめる', en: 'Give up the parcel' },
  giveUpParcelHint: {
    ja: '電子商品はそのままお届けし、荷物の代金は戻ります。',
    en: 'Your electronic goods come all the same; the price of the parcel goes back to you.',
  },
  parcelTitle: { ja: '荷物', en: 'Parcel' },
  goodsTitle: { ja: '電子商品', en: 'Electronic goods' },
  goodsProgress: { ja: '電子商品の進み具合', en: 'Progress of your electronic goods' },
  openGoods: { ja: '届いた電子商品を開く', en: 'Open what came by mail' },
  keyTitle: { ja: '電子商品を開く鍵', en: 'The key to your electronic goods' },
  keyLead: {
    ja: '電子商品は、このブラウザにある鍵でだけ開けます。ブラウザのデータを消すと、鍵もなくなります。ファイルにも保存しておいてください。',
    en: 'Only the key in this browser opens your electronic goods, and it goes with the browser’s data. Keep it in a file too.',
  },
  keySave: { ja: '鍵をファイルに保存', en: 'Save key file' },
  keySaved: {
    ja: '保存しました。このファイルがあれば、ほかのブラウザでも開けます。人に渡さないでください。',
    en: 'Saved. With this file the goods open in another browser too. Don’t give it to anybody.',
  },
  refundTitle: { ja: 'お返しする代金', en: 'Money back' },
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
} as const satisfies Record<string, Text>;
