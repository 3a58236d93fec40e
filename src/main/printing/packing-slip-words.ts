/** The words of the packing slip in both languages. */
import type { PackingSlip } from './packing-slip-model.ts';

export interface SlipWords {
  readonly slip: string;
  readonly invoice: string;
  readonly purchase: string;
  readonly date: string;
  readonly registration: string;
  readonly item: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly rate: string;
  readonly amount: string;
  readonly total: string;
  readonly taxIncluded: string;
  readonly subject: (percent: string) => string;
  readonly reduced: string;
  readonly inclusive: string;
  readonly nameless: string;
  readonly continued: string;
  readonly payHeading: string;
  readonly payAmount: string;
  readonly payNumber: string;
  readonly payDue: string;
  readonly payTo: string;
  readonly payHint: string;
  readonly missing: string;
  readonly missingFree: (amount: string) => string;
  readonly missingCash: (amount: string) => string;
  readonly formatDate: (date: string) => string;
}

export const SLIP_WORDS: Record<PackingSlip['language'], SlipWords> = {
  ja: {
    slip: '納品書',
    invoice: '納品書 兼 適格簡易請求書',
    purchase: '注文番号',
    date: '取引年月日',
    registration: '登録番号',
    item: '品名',
    quantity: '数量',
    unitPrice: '単価',
    rate: '税率',
    amount: '金額',
    total: '合計（税込）',
    taxIncluded: '内消費税',
    subject: (percent) => `${percent} 対象`,
    reduced: '※ は軽減税率（8%）の対象です。',
    inclusive: '単価と金額は税込みです。',
    nameless: 'お名前とご住所は記載しておりません。当店は存じ上げないためです。',
    continued: '次のページへ続きます',
    payHeading: 'お支払いのご案内',
    payAmount: 'ご請求額（税込）',
    payNumber: 'お支払番号',
    payDue: 'お支払期限',
    payTo: 'お支払先',
    payHint: 'お支払いの際は、お支払番号をお伝えください。お名前は要りません。',
    missing: '欠品のため入っていない品',
    missingFree: (amount) => `この分の ${amount} はご請求いたしません。お支払い済みの場合は返金します。`,
    missingCash: (amount) =>
      `配達時には全額をお預かりします。この分の ${amount} は、配送会社を通じて現金でお返しします。`,
    formatDate: (date) => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'),
  },
  en: {
    slip: 'Packing slip',
    invoice: 'Packing slip and simplified invoice',
    purchase: 'Order number',
    date: 'Date of sale',
    registration: 'Registration no.',
    item: 'Item',
    quantity: 'Qty',
    unitPrice: 'Unit price',
    rate: 'Tax',
    amount: 'Amount',
    total: 'Total, tax included',
    taxIncluded: 'incl. tax',
    subject: (percent) => `Total at ${percent}`,
    reduced: '※ Reduced tax rate (8%).',
    inclusive: 'Prices include tax.',
    nameless: 'No name or address is printed here: the shop does not know them.',
    continued: 'continued on the next page',
    payHeading: 'How to pay',
    payAmount: 'Amount due, tax included',
    payNumber: 'Payment number',
    payDue: 'Due date',
    payTo: 'Pay to',
    payHint: 'Give the payment number when you pay. No name is needed.',
    missing: 'Not in the parcel: out of stock',
    missingFree: (amount) => `Their price, ${amount}, is not charged; what was paid of it goes back.`,
    missingCash: (amount) =>
      `The driver collects the whole price. ${amount} of it comes back in cash through the carrier.`,
    formatDate: (date) => date,
  },
};
