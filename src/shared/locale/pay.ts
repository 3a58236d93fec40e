/** What the credit company's customer pages say: pay form, check words, result. */
import type { Text } from './text.ts';

export const PAY = {
  formTitle: { ja: 'お支払い', en: 'Payment' },
  youAreAt: {
    ja: 'ここはクレジット会社「{credit}」の {host} です。お店「{mall}」の画面ではありません。',
    en: 'You are at {host}, the credit company {credit} – not at the shop, {mall}.',
  },
  checkBar: {
    ja: 'アドレス欄のホスト名が、これと一字一句同じかお確かめください。',
    en: 'Please check that the address bar shows exactly this host.',
  },

  order: { ja: 'お支払いの内容', en: 'What you are paying' },
  mall: { ja: 'お店', en: 'Shop' },
  amount: { ja: '合計（税込）', en: 'Total, tax included' },
  contents: { ja: '商品名（暗号）', en: 'Goods, encrypted' },
  contentsHow: {
    ja: 'お店だけが開けます。当社には、何をお買いになるか読めません。',
    en: 'Only the shop can open this. We can’t read what you are buying.',
  },

  wordsTitle: { ja: '本物のクレジット会社かを確かめる', en: 'Check that this is really your credit company' },
  wordsLead: {
    ja: 'カード番号と、当社にご登録の合言葉を入力してください。いくつかは、わざと間違えてください。合っている言葉には○、違う言葉には×をお返しします。偽のサイトは合言葉を知らないため、正しく答えられません。',
    en: 'Type your card number and the check words you registered with us – some of them wrong on purpose. We answer each with ○ for right and × for wrong. A fake site doesn’t know your words and can’t answer the pattern right.',
  },
  wordsAside: { ja: 'お支払いの前に。省いてもかまいません。', en: 'Before you pay, if you like.' },
  wordsSkip: { ja: '支払いへ進む', en: 'Go on to pay' },
  wordsLegend: { ja: '合言葉', en: 'Check words' },
  word: { ja: '{n}つ目', en: 'Word {n}' },
  addWord: { ja: '言葉を増やす', en: 'Add a word' },
  ask: { ja: '答えを見る', en: 'Show the answers' },
  asking: { ja: '問い合わせています', en: 'Asking' },
  answersTitle: { ja: '当社の答え', en: 'Our answers' },
  answerRight: { ja: '合っています', en: 'right' },
  answerWrong: { ja: '違います', en: 'wrong' },
  answersRead: {
    ja: 'わざと間違えた言葉だけが×なら、答えているのは「{credit}」です。アドレス欄が {host} であることもお確かめください。一つでも違っていたら、パスワードを入力せずにこの窓を閉じてください。',
    en: 'If × stands at exactly the words you got wrong on purpose, it is {credit} that answers. Check that the address bar says {host}, too. If a single answer differs, close this window and type no password.',
  },
  wordsLimits: {
    ja: '偽のサイトが、入力された言葉をその場で本物に取り次げば、正しい答えを見せることもできます。アドレス欄も必ずお確かめください。確かめられるのは、1枚のカードにつき1時間に5回までです。',
    en: 'A fake site that passes your words on to us at that moment can show you our answers. So always check the address bar too. Each card has five checks an hour.',
  },

  entry: { ja: 'カードで支払う', en: 'Pay by card' },
  card: { ja: 'カード番号', en: 'Card number' },
  cardHint: {
    ja: '空白は入れても入れなくてもかまいません。',
    en: 'With or without spaces.',
  },
  password: { ja: 'パスワード', en: 'Password' },
  showPassword: { ja: '表示する', en: 'Show' },
  hidePassword: { ja: '隠す', en: 'Hide' },
  payMeans: {
    ja: '「買う」を押すと {amount} のお支払いが確保され、「{mall}」に伝わります。お店が発送するまで、請求は確定しません。',
    en: 'Pressing “Buy” sets {amount} aside, and {mall} is told so. It is charged when the shop dispatches your order.',
  },
  buy: { ja: '買う', en: 'Buy' },
  buying: { ja: '手続きしています', en: 'Paying' },
  refuse: { ja: 'やめる', en: 'Refuse' },

  passkeyWay: {
    ja: 'パスキーをご登録の方は、カード番号を入力し、端末の指紋・顔・暗証番号でお支払いになれます。パスキーは当社のページでしか働かないため、偽のサイトには応じません。',
    en: 'If you added a passkey, type the card number and pay with this device’s fingerprint, face or PIN. A passkey answers this host alone, never a fake site.',
  },
  usePasskey: { ja: 'パスキーで買う', en: 'Buy with a passkey' },
  askingPasskey: { ja: '端末の確認を待っています', en: 'Waiting for your device' },
  passkeyUnused: {
    ja: 'パスキーは使われませんでした。もう一度お試しいただくか、パスワードでお支払いください。',
    en: 'No passkey was used. Please try again, or pay with your password.',
  },
  passkeyBroken: {
    ja: '手続きできませんでした。もう一度お試しいただくか、パスワードでお支払いください。',
    en: 'This didn’t work. Please try again, or pay with your password.',
  },

  passkeyTitle: { ja: '次からはパスキーで', en: 'Next time with a passkey' },
  passkeyOffer: {
    ja: 'この端末の指紋・顔・暗証番号で支払えるようになります。パスワードを打たずに済み、偽のサイトには応じません。パスワードもこれまでどおり使えます。',
    en: 'You can pay with this device’s fingerprint, face or PIN instead of the password. It answers no fake site. Your password goes on working too.',
  },
  addPasskey: { ja: 'パスキーを登録する', en: 'Add a passkey' },
  passkeyAdded: {
    ja: 'パスキーを登録しました。次のお支払いからお使いになれます。',
    en: 'The passkey is added. You can use it from your next payment on.',
  },
  passkeyKnown: { ja: 'この端末のパスキーは登録済みです。', en: 'This device has a passkey already.' },
  passkeyNotAdded: {
    ja: 'パスキーは登録されませんでした。もう一度お試しになるか、このままパスワードをお使いください。',
    en: 'No passkey was added. Try again, or go on using your password.',
  },

  limitsTitle: { ja: 'この仕組みで守れないこと', en: 'What this can’t protect' },
  limits: {
    ja: 'お店と当社が示し合わせれば、注文とお名前を結びつけられます。配送会社と当社も、お名前とお店と時刻から結びつけられます。金額やお店の名から商品が推し量られることもあります。このページは当社が配るものなので、当社を信頼していただく必要があります。',
    en: 'A shop and a credit company that conspire can join an order to a name; so can a carrier and a credit company, by name, shop and time. Amount and shop may hint at the goods. This page comes from us, so you trust us with it.',
  },

  doneOkTitle: { ja: 'お支払いを承りました', en: 'Your payment is arranged' },
  doneOk: {
    ja: '「{mall}」の窓に戻り、続きをお進めください。品物をお届けする場合のお届け先は、そこから開く配送会社の窓口で入力していただきます。この窓は閉じてかまいません。',
    en: 'Please go on in the window of {mall}. If something is to be delivered, you say where in the carrier’s own window, which opens from there. You may close this one.',
  },
  doneNoTitle: { ja: 'お支払いを承れませんでした', en: 'We could not take this payment' },
  doneNo: {
    ja: '代金は請求されません。安全のため、理由はここに表示していません。お店の窓から、もう一度お選びください。',
    en: 'Nothing will be charged. For your safety this page doesn’t say why. Please choose again in the shop’s window.',
  },
  doneRefusedTitle: { ja: 'お取りやめになりました', en: 'You refused' },
  doneRefused: {
    ja: '代金は請求されません。ご入力の内容は残していません。',
    en: 'Nothing will be charged, and nothing you typed was kept.',
  },
  mallTold: { ja: 'お店には結果をお伝えしました。', en: 'The shop has been told.' },
  mallNotTold: {
    ja: 'お店にまだつながりません。つながりしだい、当社から結果をお伝えします。',
    en: 'The shop can’t be reached yet. We will tell it as soon as it can.',
  },
  receipt: { ja: '受付番号', en: 'Receipt number' },
  keepReceipt: {
    ja: 'お問い合わせのときのためにお控えください。お店にも、この番号が伝わります。お名前は伝わりません。',
    en: 'Please note it for questions about this payment. The shop is given this number, too, and not your name.',
  },
  toMall: { ja: '「{mall}」に戻る', en: 'Back to {mall}' },

  toldTitle: { ja: '誰に何が伝わるか', en: 'Who learns what' },
  mallLearns: {
    ja: 'お支払いの結果、受付番号、封緘されたままのお名前（お店には開けません）',
    en: 'the result, a receipt number, your name still sealed (the shop can’t open it)',
  },
  mallNot: {
    ja: 'お名前、カード番号、パスワード、ご登録の住所や連絡先',
    en: 'your name, card number, password, the address and contacts you registered with us',
  },
  creditLearns: { ja: '金額、お店の名、日時', en: 'amount, the shop’s name, date and time' },
  creditNot: { ja: '商品名、荷物のお届け先', en: 'what the goods are, where a parcel goes' },
} as const satisfies Record<string, Text>;
