/** What the order's page says of each state of parcel, payment, electronic goods and money on its way back. */
import type { GoodsState, PurchaseState, RefundState } from '../domain/states.ts';
import { SHOP } from './shop.ts';
import type { Text } from './text.ts';

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
      ja: '店がこの注文を取り消しました。',
      en: 'We have cancelled this order.',
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

/** What became of a parcel that was bought together with electronic goods: those go on. */
export const PARCEL_ENDS = {
  refused: {
    ja: '荷物は、配送会社の窓口でお取りやめになりました。荷物の代金は戻ります。',
    en: 'You refused the parcel at the carrier’s window. Its price goes back to you.',
  },
  declined: {
    ja: '配送会社が荷物の手配を受け付けられませんでした。荷物の代金は戻ります。',
    en: 'The carrier could not take the parcel. Its price goes back to you.',
  },
  expired: {
    ja: 'お届け先の入力がないまま、荷物の注文は終わりました。荷物の代金は戻ります。',
    en: 'The order of the parcel ended without an address. Its price goes back to you.',
  },
} as const satisfies Record<string, Text>;

/** A state of electronic goods as a heading and as a sentence. */
export const GOODS_TEXTS = {
  'awaiting-payment': PURCHASE_TEXTS['awaiting-payment'],
  ready: {
    name: { ja: '受付', en: 'Ordered' },
    said: {
      ja: '電子商品のご注文を承りました。これから封緘します。',
      en: 'Your electronic goods are ordered. We are about to seal them.',
    },
  },
  packed: {
    name: { ja: '封緘', en: 'Sealed' },
    said: {
      ja: '電子商品を封緘しました。クレジット会社に送っています。',
      en: 'Your electronic goods are sealed and on their way to the credit company.',
    },
  },
  sent: {
    name: { ja: '送付', en: 'Sent' },
    said: {
      ja: '電子商品をクレジット会社に送りました。まもなくメールで届きます。',
      en: 'The credit company has your sealed goods and is about to mail them to you.',
    },
  },
  forwarded: {
    name: { ja: 'メール送信', en: 'Mailed' },
    said: {
      ja: '電子商品がメールで送られました。届いたものは、このブラウザで開けます。',
      en: 'Your electronic goods have been mailed. Open what you got in this browser.',
    },
  },
  failed: {
    name: { ja: '不達', en: 'Mail failed' },
    said: {
      ja: '電子商品のメールが届きませんでした。登録されたメールアドレスを、クレジット会社にお確かめください。',
      en: 'The mail with your electronic goods did not arrive. Please ask the credit company which mail address it has of you.',
    },
  },
  refunded: {
    name: { ja: '返金', en: 'Refunded' },
    said: { ja: '電子商品の代金をお返しします。', en: 'The price of your electronic goods goes back to you.' },
  },
  cancelled: {
    name: { ja: '取消', en: 'Cancelled' },
    said: {
      ja: '店が電子商品の注文を取り消しました。',
      en: 'We have cancelled your electronic goods.',
    },
  },
  refused: { name: PURCHASE_TEXTS.refused.name, said: PAYMENT_ENDS.refused },
  declined: { name: PURCHASE_TEXTS.declined.name, said: PAYMENT_ENDS.declined },
  expired: { name: PURCHASE_TEXTS.expired.name, said: PAYMENT_ENDS.expired },
} as const satisfies Record<GoodsState, { readonly name: Text; readonly said: Text }>;

/** Money on its way back, by its way and how far it is. */
export const REFUND_TEXTS = {
  settlement: {
    asked: {
      ja: '{amount}を「{company}」を通してお返しする手続きをしています。',
      en: '{amount} is on its way back to you through {company}.',
    },
    done: {
      ja: '{amount}は、{date}に「{company}」を通してお返ししました。',
      en: '{amount} went back to you through {company} on {date}.',
    },
  },
  cash: {
    asked: {
      ja: '{amount}を「{company}」が現金でお返しします。',
      en: '{amount} is on its way back to you: {company} will give it to you in cash.',
    },
    done: {
      ja: '{amount}は、{date}に「{company}」が現金でお返ししました。',
      en: '{amount} went back to you in cash, through {company}, on {date}.',
    },
  },
  own: {
    asked: {
      ja: '{amount}を店からお返しします。お名前を伺っていないため、ご注文番号を添えてお問い合わせください。',
      en: '{amount} goes back to you from us. We don’t know your name: please contact us with the order number.',
    },
    done: { ja: '{amount}は、{date}に店からお返ししました。', en: '{amount} went back to you from us on {date}.' },
  },
  waived: {
    asked: { ja: '{amount}は、お支払いいただく必要がなくなりました。', en: 'You need not pay {amount} of it.' },
    done: { ja: '{amount}は、お支払いいただく必要がなくなりました。', en: 'You need not pay {amount} of it.' },
  },
} as const satisfies Record<string, Record<RefundState, Text>>;
