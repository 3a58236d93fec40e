/** The words of mails about statements. Amounts stand in the attached PDF alone: a mail is read by many servers. */
import type { StatementPaper } from './statement-model.ts';

export interface MailWords {
  readonly subject: (company: string, month: string) => string;
  readonly text: (company: string) => string;
}

type Kind = 'statement' | NonNullable<StatementPaper['notice']>;

const japaneseMonth = (month: string): string => month.replace(/^(\d+)-0?(\d+)$/, '$1年$2月分');

export const MAIL_WORDS: Readonly<Record<StatementPaper['language'], Readonly<Record<Kind, MailWords>>>> = {
  ja: {
    statement: {
      subject: (company, month) => `${company} ${japaneseMonth(month)} ご利用明細書`,
      text: (company) =>
        `いつもご利用いただきありがとうございます。\n\nご利用明細書を添付いたします。ご請求金額・お支払期限・お支払番号は添付の明細書をご覧ください。\n\n${company}\n`,
    },
    reminder: {
      subject: (company, month) => `${company} お支払いのお願い（${japaneseMonth(month)}）`,
      text: (company) =>
        `添付のご請求について、お支払期限を過ぎてもご入金を確認できておりません。\n行き違いでお支払い済みの場合はご容赦ください。お手数ですが、お早めにお支払いください。\n\n${company}\n`,
    },
    warning: {
      subject: (company, month) => `${company} 重要：お支払いの確認ができておりません（${japaneseMonth(month)}）`,
      text: (company) =>
        `添付のご請求について、いまだご入金を確認できておりません。\nお支払いいただけない場合は、カードのご利用を止めることがあります。至急お支払いいただくか、当社までご連絡ください。\n\n${company}\n`,
    },
  },
  en: {
    statement: {
      subject: (company, month) => `${company}: your statement for ${month}`,
      text: (company) =>
        `Thank you for using your card.\n\nYour statement is attached. It says how much to pay, until when, and by which reference.\n\n${company}\n`,
    },
    reminder: {
      subject: (company, month) => `${company}: a reminder of your statement for ${month}`,
      text: (company) =>
        `The date to pay the attached statement by has passed and we have not seen your payment yet.\nIf you have paid in the meantime, please disregard this mail; otherwise please pay soon.\n\n${company}\n`,
    },
    warning: {
      subject: (company, month) => `${company}: payment of your statement for ${month} is overdue`,
      text: (company) =>
        `We have asked you to pay the attached statement and have still not received your payment.\nIf it stays unpaid your cards may be blocked. Please pay at once, or get in touch with us.\n\n${company}\n`,
    },
  },
};
