/** What the credit company says when a customer sets password and check words anew: mail, letter, page. */
import type { Text } from './text.ts';

export const RESET = {
  title: { ja: 'パスワードの再設定', en: 'Choose a new password' },
  youAreAt: {
    ja: 'ここはクレジット会社「{credit}」の {host} です。アドレス欄のホスト名が、これと一字一句同じかお確かめください。',
    en: 'You are at {host}, the credit company {credit}. Please check that the address bar shows exactly this host.',
  },
  lead: {
    ja: '末尾 {lastFour} のカードのパスワードと合言葉を、新しくお決めください。このリンクが使えるのは一度だけです。',
    en: 'Choose a new password and new check words for the card ending in {lastFour}. This link works once.',
  },
  password: { ja: '新しいパスワード', en: 'New password' },
  passwordHint: {
    ja: '8文字以上。ほかで使っていない、いくつかの言葉をつなげた長いものをおすすめします。',
    en: 'At least 8 characters. Best is a long one that you use nowhere else: a few words in a row.',
  },
  again: { ja: '新しいパスワード（もう一度）', en: 'New password, once more' },
  words: { ja: '合言葉（1行に1つ、20個まで）', en: 'Check words, one to a line, up to 20' },
  wordsHint: {
    ja: '当社が本物かをお確かめになるための言葉です。パスワードとは別の言葉にしてください。大文字と小文字、全角と半角は区別しません。',
    en: 'With these you make sure that it is us. Don’t use your password as one. Capitals make no difference.',
  },
  means: {
    ja: '決めると、これまでのパスワードと合言葉は使えなくなり、登録済みのパスキーは外れます。',
    en: 'Your old password and check words end, and passkeys are removed. You can add them again when you next pay.',
  },
  save: { ja: 'これに決める', en: 'Use these' },
  saving: { ja: '手続きしています', en: 'Saving' },
  show: { ja: '表示する', en: 'Show' },
  hide: { ja: '隠す', en: 'Hide' },
  tooShort: { ja: 'あと{n}文字', en: '{n} more to go' },
  weak: { ja: '推し量られやすい', en: 'easy to guess' },
  fair: { ja: 'まずまず', en: 'fair' },
  strong: { ja: '推し量られにくい', en: 'hard to guess' },
  differs: { ja: '2つのパスワードが違います', en: 'The two passwords differ' },

  doneTitle: { ja: '新しいパスワードに変わりました', en: 'Your new password is set' },
  done: {
    ja: '次のお支払いから、新しいパスワードと合言葉をお使いください。この窓は閉じてかまいません。',
    en: 'Use the new password and check words from now on. You may close this window.',
  },
  donePasskeys: {
    ja: '登録済みのパスキーは外れました。次にパスワードでお支払いになったあと、また登録できます。',
    en: 'Passkeys were removed. You can add one again after you next pay with the password.',
  },

  mailSubject: { ja: 'パスワードと合言葉の再設定（{credit}）', en: 'Choose a new password – {credit}' },
  mailLead: {
    ja: '末尾 {lastFour} のカードについて、パスワードと合言葉の再設定を承りました。{until}までに次のページを開き、新しいパスワードと合言葉をお決めください。使えるのは一度だけです。',
    en: 'You asked to choose a new password and new check words for the card ending in {lastFour}. Please open this page by {until}. It works once.',
  },
  checkHost: {
    ja: '開いたページのアドレスが {host} であることをお確かめください。当社がメールや電話でパスワードや合言葉をお尋ねすることはありません。',
    en: 'Make sure that the address bar shows {host}. We never ask for your password or check words by mail or phone.',
  },
  notYou: {
    ja: 'お心当たりがないときは、このリンクを開かずに当社へお知らせください。開かないかぎり、何も変わりません。',
    en: 'If you did not ask for this, don’t open the link and tell us. Nothing changes unless it is used.',
  },

  letterTitle: { ja: 'パスワードと合言葉の再設定のご案内', en: 'Choose a new password and check words' },
  letterLead: {
    ja: '末尾 {lastFour} のカードについて、パスワードと合言葉の再設定を承りました。{until}までに、この紙のコードを読み取るか、その下のアドレスを入力してページを開き、新しいパスワードと合言葉をお決めください。使えるのは一度だけです。',
    en: 'You asked to choose a new password and new check words for the card ending in {lastFour}. By {until}, please scan the code on this sheet or type the address beneath it, and choose them on the page that opens. It works once.',
  },
  letterTyping: {
    ja: 'アドレスの大文字と小文字、ハイフンの有無は問いません。',
    en: 'Capitals and hyphens in the last part of the address make no difference.',
  },

  passwordTitle: { ja: '新しいパスワードのお知らせ', en: 'Your new password' },
  passwordLead: {
    ja: '末尾 {lastFour} のカードのパスワードを、下のものに替えました。これまでのパスワードは使えません。お店のページでカードをお使いになるときに入力してください。',
    en: 'The password of the card ending in {lastFour} is now the one on this sheet. The old one has ended. You need it when you pay with the card on a shop’s page.',
  },
  passwordKeep: {
    ja: 'この紙はカードと別の場所に保管してください。当社がメールや電話でパスワードをお尋ねすることはありません。',
    en: 'Keep this sheet apart from the card. We never ask for your password by mail or phone.',
  },
  passwordTyping: {
    ja: '小文字で、ハイフンも含めて、印刷のとおりに入力してください。丸い字は数字のゼロ、縦棒の字は数字のいちです。',
    en: 'Type it as it is printed: in small letters, with its hyphens. What looks like a ring is a zero; what looks like a stroke is a one.',
  },
  passwordNotYou: {
    ja: 'お心当たりがないとき、または封が開いていたときは、すぐに当社へお知らせください。',
    en: 'If you did not ask for this, or the envelope had been opened, tell us at once.',
  },
} as const satisfies Record<string, Text>;
