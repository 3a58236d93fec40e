/** The words of statements and letters in both languages. */
import type { StatementPaper } from './statement-model.ts';

export interface StatementWords {
  readonly title: (month: string) => string;
  readonly notices: Readonly<Record<NonNullable<StatementPaper['notice']>, string>>;
  readonly intro: Readonly<Record<'bill' | 'credit' | NonNullable<StatementPaper['notice']>, string>>;
  readonly honour: (name: string) => string;
  readonly postal: (code: string) => string;
  readonly total: string;
  readonly credit: string;
  readonly paid: string;
  readonly rest: string;
  readonly due: string;
  readonly reference: string;
  readonly issued: string;
  readonly payTo: string;
  readonly askUs: string;
  readonly payHint: string;
  readonly date: string;
  readonly mall: string;
  readonly receipt: string;
  readonly amount: string;
  readonly carried: string;
  readonly carriedCredit: string;
  readonly refund: string;
  readonly sum: string;
  readonly nameless: string;
  readonly interest: string;
  readonly continued: string;
  readonly formatDate: (date: string) => string;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const STATEMENT_WORDS: Readonly<Record<StatementPaper['language'], StatementWords>> = {
  ja: {
    title: (month) => `${month.replace(/^(\d+)-0?(\d+)$/, '$1年$2月分')} ご利用明細書`,
    notices: { reminder: 'お支払いのお願い', warning: '督促状' },
    intro: {
      bill: 'いつもご利用いただきありがとうございます。今回のご請求は次のとおりです。',
      credit:
        'いつもご利用いただきありがとうございます。今回お支払いいただく金額はありません。お預りしている金額は次回のご利用分に充てます。',
      reminder:
        '下記のご請求について、お支払期限を過ぎてもご入金を確認できておりません。行き違いでお支払い済みの場合はご容赦ください。お手数ですが、お早めにお支払いください。',
      warning:
        '先にお願いいたしましたご請求について、いまだご入金を確認できておりません。お支払いいただけない場合は、カードのご利用を止めることがあります。至急お支払いいただくか、当社までご連絡ください。',
    },
    honour: (name) => `${name} 様`,
    postal: (code) => `〒${code}`,
    total: 'ご請求金額',
    credit: 'お預り金額',
    paid: 'ご入金・ご返金済み',
    rest: '未払い金額',
    due: 'お支払期限',
    reference: 'お支払番号',
    issued: '発行日',
    payTo: 'お振込先',
    askUs: 'お振込先は当社までお問い合わせください。',
    payHint: 'お振込の際は、お支払番号（13桁）を振込人名の前にご入力ください。',
    date: 'ご利用日',
    mall: 'ご利用先',
    receipt: '受付番号',
    amount: '金額',
    carried: '前回までの未払い分',
    carriedCredit: '前回までのお預り分',
    refund: '返金',
    sum: '合計',
    nameless: 'お買い上げの品名は記載しておりません。当社は存じ上げないためです。',
    interest: '遅延損害金・利息はいただいておりません。',
    continued: '次のページへ続きます',
    formatDate: (date) => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'),
  },
  en: {
    title: (month) =>
      `Statement for ${month.replace(/^(\d+)-(\d+)$/, (_, year, at) => `${MONTHS[Number(at) - 1]} ${year}`)}`,
    notices: { reminder: 'A reminder', warning: 'Payment overdue' },
    intro: {
      bill: 'Thank you for using your card. This is what we ask you to pay for the month.',
      credit:
        'Thank you for using your card. There is nothing to pay. What stands to your credit goes towards your next purchases.',
      reminder:
        'The date to pay this statement by has passed and we have not seen your payment yet. If you have paid in the meantime, please disregard this letter; otherwise please pay soon.',
      warning:
        'We have asked you to pay this statement and have still not received your payment. If it stays unpaid your cards may be blocked. Please pay at once, or get in touch with us.',
    },
    honour: (name) => name,
    postal: (code) => code,
    total: 'Amount due',
    credit: 'Your credit with us',
    paid: 'Paid or credited since',
    rest: 'Still unpaid',
    due: 'Please pay by',
    reference: 'Payment reference',
    issued: 'Date',
    payTo: 'Pay to',
    askUs: 'Please ask us for our bank account.',
    payHint: 'Put the payment reference (13 digits) in front of your name when you pay.',
    date: 'Date',
    mall: 'Shop',
    receipt: 'Receipt number',
    amount: 'Amount',
    carried: 'Unpaid from before',
    carriedCredit: 'Credit from before',
    refund: 'Refund',
    sum: 'Total',
    nameless: 'What you bought is not printed here: we do not know it.',
    interest: 'We charge no interest and no late fees.',
    continued: 'continued on the next page',
    formatDate: (date) => date,
  },
};
