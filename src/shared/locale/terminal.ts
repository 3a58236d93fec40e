/** What the page of sealed orders says: the customer's own terminal, which no shop serves. */
import type { ErrorCode } from '../errors.ts';
import type { Ask } from '../protocol/order-part.ts';
import type { SealedState } from '../protocol/order-sheet.ts';
import type { Text } from './text.ts';

export const TERMINAL = {
  name: { ja: '封印注文', en: 'Sealed order' },
  title: { ja: 'ご注文に封をする', en: 'Seal your order' },
  lead: {
    ja: 'ご注文を会社ごとに切り分け、このページの中で一つずつ封をして、束にしてお店に渡します。どの会社も、自分宛ての封しか開けません。',
    en: 'This page cuts your order into parts, seals each one here for the one company it is meant for, and hands the shop the bundle. No company can open another’s part.',
  },
  fromHost: {
    ja: 'このページは {host} から届きました。お店のページではありません。アドレス欄が、これと一字一句同じかお確かめください。',
    en: 'This page comes from {host}, not from the shop. Please check that the address bar shows exactly this host.',
  },
  fromDisk: {
    ja: 'このページはお手元のファイルから開いています。カードの送り先が、ご自分のカード会社であることをお確かめください。',
    en: 'This page was opened from your own disk. Please check below that the card goes to your own credit company.',
  },
  cannotSeal: {
    ja: 'お使いのブラウザは封印に対応していません。新しい版に更新するか、お店の画面で別のお支払い方法をお選びください。何も送信していません。',
    en: 'This browser can’t seal. Please update it, or choose another way to pay on the shop’s page. Nothing was sent.',
  },

  codeTitle: { ja: '注文コードを入れる', en: 'Enter your order code' },
  codeLead: {
    ja: 'お店のご注文の画面に出ている注文コードを写して、貼り付けてください。',
    en: 'Copy the order code that the shop’s order page shows you, and paste it here.',
  },
  code: { ja: '注文コード', en: 'Order code' },
  codeHint: {
    ja: '例：https://mall.example~Zk3…（43文字）',
    en: 'For example https://mall.example~Zk3… (43 characters)',
  },
  openOrder: { ja: '注文を開く', en: 'Open the order' },
  opening: { ja: 'お店から注文を受け取っています', en: 'Asking the shop for your order' },

  order: { ja: 'ご注文の内容', en: 'Your order' },
  goods: { ja: '商品', en: 'Item' },
  quantity: { ja: '数量', en: 'Quantity' },
  price: { ja: '金額', en: 'Amount' },
  charge: { ja: '送料・手数料', en: 'Shipping and charges' },
  total: { ja: '合計（税込）', en: 'Total, tax included' },
  until: { ja: '{time} までに封印してください。', en: 'To be sealed by {time}.' },

  onlyOpens: { ja: 'この封を開けるのは、{name} だけです。', en: 'Only {name} can open this part.' },
  byHpke: { ja: '会社の公開鍵で封印', en: 'sealed to its public key' },
  byBlom: { ja: 'お手元の鍵ファイルで封印', en: 'sealed with your key file' },
  byAgreed: { ja: '取り決めた鍵で封印', en: 'sealed with the key you agreed on' },

  expiry: { ja: '有効期限', en: 'Expiry' },
  expiryHint: { ja: '月／年。例：07/29', en: 'Month and year, for example 07/29' },
  instalments: { ja: 'お支払い回数', en: 'Instalments' },
  once: { ja: '一括払い', en: 'All at once' },
  gift: { ja: 'カードに添える言葉', en: 'Words for the gift card' },
  giftHint: { ja: '{most} 文字まで。絵文字は書けません。', en: 'Up to {most} characters, without emoji.' },

  keysTitle: { ja: '鍵ファイルを使う', en: 'Use a key file' },
  keysLead: {
    ja: '鍵センターが発行した鍵、または会社と取り決めた鍵をお持ちなら、ここで読み込めます。その会社には、あなたの封であることも証明されます。鍵はこのページの外に出ません。',
    en: 'If a key centre gave you a key file, or you agreed on a key with a company, load it here. It then also proves to that company that the part is yours. The keys never leave this page.',
  },
  chooseKeys: { ja: '鍵ファイルを選ぶ', en: 'Choose a key file' },
  keysFor: { ja: '{name}：{parties}', en: '{name}: {parties}' },
  keysForNobody: {
    ja: '{name}：この注文の会社の鍵はありません',
    en: '{name}: no key for a company of this order',
  },
  dropKeys: { ja: '外す', en: 'Remove' },

  send: { ja: '封印して注文する', en: 'Seal and order' },
  sendMeans: {
    ja: '押すと、{amount} のお支払いを「{credit}」に申し込みます。全員の本人確認が済むまで、何も送りません。',
    en: 'This asks {credit} for a payment of {amount}. Nothing is sent before every company has proved itself.',
  },
  waitingFor: { ja: '「{name}」の本人確認を待っています', en: 'Waiting for {name} to prove itself' },
  sealing: { ja: '封をしています', en: 'Sealing' },
  posting: { ja: 'お店に束を渡しています', en: 'Handing the bundle to the shop' },
  tryAgain: { ja: 'もう一度試す', en: 'Try again' },

  stepSealed: { ja: '封印', en: 'Sealed' },
  stepAsked: { ja: 'お支払いの審査', en: 'Payment asked' },
  stepSettled: { ja: 'お支払い済み', en: 'Paid' },
  stepAccepted: { ja: '成立', en: 'Placed' },
  keepTitle: { ja: 'お手元に残す', en: 'Keep these' },
  tracking: { ja: '配送状況のページ（あなた専用）', en: 'Your private tracking page' },
  trackingHow: {
    ja: 'このアドレスを知っているのは、あなたと「{carrier}」だけです。お店も知りません。荷物の受付が済むと開けます。',
    en: 'Only you and {carrier} have this address; the shop has not. It opens once the parcel is arranged.',
  },
  saveTracking: { ja: 'アドレスを保存する', en: 'Save the address' },
  saveBundle: { ja: '封印した束の控えを保存する', en: 'Save a copy of the sealed bundle' },
  bundleHow: {
    ja: '封印されたままの控えです。お問い合わせのときの証拠になります。',
    en: 'It stays sealed, and shows what you handed over if there is ever a question.',
  },
  wiped: {
    ja: '入力された内容は、このページから消しました。ブラウザにも残していません。',
    en: 'What you typed is wiped from this page, and nothing was stored in the browser.',
  },
  backToShop: { ja: '続きは、お店のご注文の画面でご覧になれます。', en: 'The shop’s order page shows how it goes on.' },

  limitsTitle: { ja: 'この仕組みで守れないこと', en: 'What this can’t protect' },
  limits: {
    ja: '会社どうしが示し合わせれば、時刻や金額から注文を結びつけられます。封をするのはこのページなので、ページそのものを信頼していただく必要があります。お手元に保存し、指紋（SHA-256）をお店の画面やカード会社の公表するものと比べてください。',
    en: 'Companies that conspire can join the parts by time and amount. This page does the sealing, so you trust the page itself: keep a copy, and compare its fingerprint (SHA-256) with the one that the shop’s page and your credit company publish.',
  },
  surcharge: {
    ja: '離島・海外など地域によっては、配送会社の加算料金を受け取りのときにお支払いいただきます。金額は配送会社の料金表のとおりです。',
    en: 'For some regions, islands and abroad, the carrier collects a surcharge at the door, by its own tariff.',
  },
  savePage: { ja: 'このページを保存する', en: 'Save this page' },
  language: { ja: '表示言語', en: 'Language' },
} as const satisfies Record<string, Text>;

/** What each part is called. */
export const PART_NAMES = {
  goods: { ja: 'ご注文', en: 'Order' },
  card: { ja: 'お支払い', en: 'Payment' },
  destination: { ja: 'お届け先', en: 'Delivery' },
  gift: { ja: 'ギフトカード', en: 'Gift card' },
} as const satisfies Record<Ask, Text>;

/** How far a company is with proving itself. */
export const PROOF_TEXTS = {
  held: { ja: 'まだ確認していません', en: 'Not asked yet' },
  asking: { ja: '鍵を受け取っています', en: 'Fetching its key' },
  waiting: { ja: '本人確認を待っています', en: 'Waiting for its proof' },
  proven: { ja: '本人確認済み', en: 'Proved itself' },
  failed: { ja: '本人確認できません', en: 'Not proved' },
} as const satisfies Record<string, Text>;

export const STATE_TEXTS = {
  open: {
    title: { ja: 'お店に束を渡しています', en: 'Handing over the bundle' },
    lead: { ja: 'この窓を閉じずにお待ちください。', en: 'Please keep this window open.' },
  },
  asked: {
    title: { ja: '封印した束をお店に渡しました', en: 'The shop has your sealed bundle' },
    lead: { ja: 'クレジット会社の返事を待っています。', en: 'The credit company is being asked.' },
  },
  settled: {
    title: { ja: 'お支払いが認められました', en: 'Your payment is arranged' },
    lead: { ja: '残りの会社の返事を待っています。', en: 'The other companies are being asked.' },
  },
  accepted: {
    title: { ja: 'ご注文が成立しました', en: 'Your order is placed' },
    lead: { ja: 'すべての会社が引き受けました。', en: 'Every company has taken its part.' },
  },
  no: {
    title: { ja: 'ご注文をお受けできませんでした', en: 'This order was not taken' },
    lead: {
      ja: '代金は請求されません。安全のため、理由はお知らせしていません。お店の画面から、もう一度お選びください。',
      en: 'Nothing will be charged. For your safety nobody says why. Please choose again on the shop’s page.',
    },
  },
  ended: {
    title: { ja: 'このご注文は終わっています', en: 'This order is over' },
    lead: {
      ja: '期限が過ぎたか、お店で取り消されました。代金は請求されません。',
      en: 'It ran out or was cancelled. Nothing will be charged.',
    },
  },
} as const satisfies Record<SealedState['state'], Readonly<Record<'title' | 'lead', Text>>>;

/** Failures with words of their own here; `{party}` is a company's name. */
export const TERMINAL_FAILURES: Readonly<Partial<Record<ErrorCode, Text>>> = {
  'party-unproven': {
    ja: '「{party}」が本物であることを確かめられませんでした。何も送信していません。時間をおいてもう一度お試しください。続くときは、お店を通さずにその会社へお問い合わせください。',
    en: '{party} could not prove that it is itself. Nothing was sent. Try again later; if it happens again, ask that company, not through the shop.',
  },
  'flow-missing': {
    ja: '「{party}」は封印注文を扱っていません。何も送信していません。お店の画面で別の方法をお選びください。',
    en: '{party} takes no sealed orders. Nothing was sent. Please choose another way on the shop’s page.',
  },
  unavailable: {
    ja: '「{party}」につながりません。何も失われていません。少し待ってからお試しください。',
    en: '{party} can’t be reached. Nothing is lost; please try again in a moment.',
  },
  'other-centre': {
    ja: '「{party}」の鍵は、お手元の鍵ファイルと発行元か世代が違います。鍵ファイルを外すか、新しいものをお使いください。',
    en: 'The key of {party} is from another centre or generation than your key file. Remove the file, or use a newer one.',
  },
  'key-invalid': {
    ja: 'このファイルは鍵ファイルとして読めません。途中で欠けたか、別のファイルです。鍵センターにもう一度お求めください。',
    en: 'This can’t be read as a key file: it was cut, changed, or is another file. Please ask the key centre for it again.',
  },
  'bundle-invalid': {
    ja: 'お店の注文を読み取れませんでした。何も送信していません。お店の画面からもう一度お進みください。',
    en: 'The shop’s order can’t be read. Nothing was sent. Please start again from the shop’s page.',
  },
  'bundle-foreign': {
    ja: 'お店が束を受け取りませんでした。注文が変わったようです。お店の画面からもう一度お進みください。',
    en: 'The shop did not take the bundle; the order seems to have changed. Please start again from the shop’s page.',
  },
  'instruction-expired': {
    ja: 'この注文の期限が過ぎました。何も送信していません。お店の画面からもう一度お進みください。',
    en: 'The time for this order is over. Nothing was sent. Please start again from the shop’s page.',
  },
  'not-found': {
    ja: 'この注文コードの注文はありません。お店の画面からもう一度写してください。',
    en: 'There is no order with this code. Please copy it again from the shop’s page.',
  },
  'purchase-unknown': {
    ja: 'この注文コードの注文はありません。お店の画面からもう一度写してください。',
    en: 'There is no order with this code. Please copy it again from the shop’s page.',
  },
  'too-large': {
    ja: '「{party}」に書かれた内容が長すぎて、封印できる大きさを超えています。短くしてください。',
    en: '{party}: this is too long to be sealed. Please shorten it.',
  },
};
