/** What the agency's customer pages say: enrolment, and the wallet with which orders are confirmed. */
import type { ErrorCode } from '../errors.ts';
import type { Text } from './text.ts';

export const ENROL = {
  title: { ja: 'ウォレットを作る', en: 'Make your wallet' },
  lead: {
    ja: 'お名前とカードの情報を、このブラウザの中で封緘し、ウォレットにします。ウォレットはお客様だけがお持ちになり、当社には何も残りません。お店では、ウォレットと暗証番号で注文を確認できます。',
    en: 'Your name and card data are sealed in this browser and become your wallet. You alone keep it; nothing of it stays with us. In shops you then confirm an order with the wallet and a PIN.',
  },
  youAreAt: {
    ja: 'ここは認証代行会社「{agency}」の {host} です。カードでのお支払いは「{settlement}」が扱います。',
    en: 'You are at {host}, the authentication agency {agency}. Payments are settled by {settlement}.',
  },
  checkBar: {
    ja: 'アドレス欄のホスト名が、これと一字一句同じかお確かめください。',
    en: 'Please check that the address bar shows exactly this host.',
  },
  noScript: {
    ja: '封緘するのはこのブラウザです。JavaScriptを有効にしてください。封緘されていないカードの情報は、お受けしません。',
    en: 'It is your browser that seals. Please turn on JavaScript: we don’t take card data that isn’t sealed.',
  },
  cannotSeal: {
    ja: 'このブラウザは封緘するための暗号（X25519）に対応していません。新しいブラウザでお開きください。何も送られていません。',
    en: 'This browser lacks the cipher that seals (X25519). Please use a newer one. Nothing has been sent.',
  },

  entry: { ja: 'お客様とカード', en: 'You and your card' },
  name: { ja: 'お名前', en: 'Name' },
  nameHint: { ja: 'カード会社にご登録のお名前', en: 'As your credit company knows it' },
  card: { ja: 'カード番号', en: 'Card number' },
  expiry: { ja: '有効期限', en: 'Expiry' },
  expiryHint: { ja: 'カードにあるとおり（例：07/29）', en: 'As on the card, e.g. 07/29' },
  password: { ja: 'カードのパスワード', en: 'Card password' },
  passwordHint: { ja: '「{settlement}」にご登録のもの', en: 'The one you have with {settlement}' },

  pinTitle: { ja: '暗証番号を決める', en: 'Choose a PIN' },
  pinHow: {
    ja: '注文を確認するたびに入力する、4〜12桁の数字です。暗証番号を確かめるのは「{settlement}」だけで、当社は読めません。5回続けて間違えると、ウォレットは使えなくなります。暗証番号はウォレットの暗号鍵ではないので、ウォレットを拾った人が手元で暗証番号を試すことはできません。',
    en: 'Four to twelve digits that you type whenever you confirm an order. {settlement} alone checks it; we can’t read it. Five wrong ones in a row lock the wallet. The PIN is not the key of the wallet, so whoever finds the file can’t try PINs on it.',
  },
  pin: { ja: '暗証番号', en: 'PIN' },
  again: { ja: '暗証番号（もう一度）', en: 'PIN, once more' },

  make: { ja: '封緘して作る', en: 'Seal and make the wallet' },
  making: { ja: '封緘しています', en: 'Sealing' },

  keepTitle: { ja: 'ウォレットができました', en: 'Your wallet is made' },
  keepLead: {
    ja: '当社には残っていません。次のどちらか（または両方）で、いま保管してください。この画面を閉じると、もう取り出せません。',
    en: 'We have kept nothing of it. Keep it now, in one of these ways or both: once this page is closed, nobody can bring it back.',
  },
  keepHere: { ja: 'このブラウザに保管する', en: 'Keep it in this browser' },
  keepHereHow: {
    ja: 'ご自分だけがお使いの端末で。',
    en: 'On a device that only you use.',
  },
  keptHere: { ja: 'このブラウザに保管しました', en: 'Kept in this browser' },
  notKept: {
    ja: 'このブラウザには保管できませんでした。ファイルに保存してください。',
    en: 'This browser can’t keep it. Please save the file.',
  },
  save: { ja: 'ファイルに保存する', en: 'Save it as a file' },
  saveHow: {
    ja: 'USBメモリーなどに。別の端末へ移すときも、このファイルをお使いください。',
    en: 'On a stick, say. The same file takes it to another device.',
  },
  saved: { ja: 'ファイルを保存しました', en: 'The file is saved' },
  serial: { ja: 'ウォレット番号', en: 'Wallet number' },
  serialHow: {
    ja: '控えておいてください。なくしたときに、この番号で当社が失効させます。',
    en: 'Write it down. If the wallet is lost, we withdraw it by this number.',
  },
  until: { ja: '使える期限', en: 'Good until' },
  leaving: {
    ja: 'まだ保管されていません。このページを離れると、ウォレットは失われます。',
    en: 'It is not kept yet. If you leave this page, the wallet is lost.',
  },
  toWallet: { ja: 'ウォレットのページへ', en: 'To the wallet page' },
} as const satisfies Record<string, Text>;

/** Which of the two ways a wallet's data go, in plain words. */
export const VARIANTS = {
  reseal: {
    title: { ja: '当社が開いて封緘し直す方式', en: 'We open the seal and close it anew' },
    how: {
      ja: '注文のたびに、当社のプログラムがお客様の情報を一瞬だけ開き、その注文かぎりの新しい封緘をして「{settlement}」へ渡します。ディスクにも記録にも残しません。ただし、その一瞬は当社が読める形になります。',
      en: 'For each order our program opens your data for a moment and seals them anew, for this one order, to {settlement}. Nothing is written to a disk or a log. But for that moment they are readable here.',
    },
  },
  pass: {
    title: { ja: '当社は開かずに渡す方式', en: 'We pass it on unopened' },
    how: {
      ja: 'お客様の情報は「{settlement}」だけが開けるように封緘してあります。当社はそのまま渡すだけで、開けません。',
      en: 'Your data are sealed so that {settlement} alone can open them. We hand them on as they are and can’t open them.',
    },
  },
} as const satisfies Record<'reseal' | 'pass', Record<'title' | 'how', Text>>;

export const AGENCY_TOLD = {
  title: { ja: '誰に何が伝わるか', en: 'Who learns what' },
  mallLearns: { ja: '確認できたかどうかだけ', en: 'whether it was confirmed: yes or no' },
  mallNot: { ja: 'お名前、カード番号、暗証番号', en: 'name, card number, PIN' },
  mall: { ja: 'お店', en: 'The shop' },
  agencyLearnsReseal: {
    ja: 'お店、金額、個数。お客様の情報は、封緘し直す一瞬だけ',
    en: 'shop, amount, number of pieces; your data for the moment of sealing anew',
  },
  agencyLearnsPass: { ja: 'お店、金額、個数', en: 'shop, amount, number of pieces' },
  agencyNotReseal: { ja: '暗証番号、商品名、お届け先', en: 'PIN, product names, destination' },
  agencyNotPass: {
    ja: 'お名前、カード番号、パスワード、暗証番号、商品名、お届け先',
    en: 'name, card number, password, PIN, product names, destination',
  },
  creditLearns: {
    ja: 'お名前、カード、暗証番号、お店、金額、個数',
    en: 'name, card, PIN, shop, amount, number of pieces',
  },
  creditNot: { ja: '商品名、お届け先', en: 'product names, destination' },
  limitsTitle: { ja: '守りきれないこと', en: 'What this can’t protect' },
  limits: {
    ja: 'このページは当社のサーバーから届きます。サーバーが乗っ取られれば、ページそのものが書き換えられ、入力を盗まれるおそれがあります。アドレス欄のホスト名を必ずお確かめください。また、お使いの端末が乗っ取られている場合、入力した内容は守れません。',
    en: 'This page comes from our server. Whoever takes over the server can change the page and take what you type: always check the host in the address bar. And nothing you type is safe on a device that somebody else controls.',
  },
} as const satisfies Record<string, Text>;

export const WALLET = {
  title: { ja: 'ウォレット', en: 'Wallet' },
  confirmTitle: { ja: '注文の確認', en: 'Confirm your order' },
  youAreAt: {
    ja: 'ここは認証代行会社「{agency}」の {host} です。お店の画面ではありません。',
    en: 'You are at {host}, the authentication agency {agency} – not at the shop.',
  },
  noScript: {
    ja: 'ウォレットはこのブラウザの中で働きます。JavaScriptを有効にしてください。',
    en: 'The wallet works inside your browser. Please turn on JavaScript.',
  },
  lead: {
    ja: 'このブラウザに保管したウォレットと、ファイルのウォレットを扱います。お店で注文すると、確認のためにこのページが開きます。',
    en: 'Wallets kept in this browser, and wallet files. When you order in a shop, it leads here to have you confirm.',
  },

  order: { ja: 'ご注文', en: 'The order' },
  looking: { ja: 'お店からの知らせを待っています', en: 'Waiting for the shop’s message' },
  mall: { ja: 'お店', en: 'Shop' },
  amount: { ja: '合計（税込）', en: 'Total, tax included' },
  quantity: { ja: '個数', en: 'Pieces' },
  pieces: { ja: '{count}点', en: '{count}' },
  until: { ja: '確認の期限', en: 'Confirm by' },
  settles: { ja: 'お支払い先', en: 'Settled by' },
  contentsHow: {
    ja: '何をお買いになるかは、当社には伝わっていません。',
    en: 'What you are buying has not been told to us.',
  },

  yours: { ja: 'ウォレット', en: 'Your wallet' },
  here: { ja: 'このブラウザのウォレット', en: 'In this browser' },
  fromFile: { ja: 'ファイルから', en: 'From a file' },
  chooseFile: { ja: 'ファイルを選ぶ', en: 'Choose a wallet file' },
  otherFile: { ja: '別のファイルを選ぶ', en: 'Choose another file' },
  dropFile: { ja: 'ここにドロップしても開けます', en: 'Or drop it here' },
  none: {
    ja: 'このブラウザにウォレットはありません。ファイルをお選びいただくか、はじめての方は作ってください。',
    en: 'There is no wallet in this browser. Choose your file, or make a wallet if you have none.',
  },
  madeOn: { ja: '{date} 作成', en: 'made {date}' },
  goodUntil: { ja: '{date} まで', en: 'good until {date}' },
  expired: { ja: '期限切れ', en: 'expired' },
  serial: { ja: '番号 {serial}', en: 'No. {serial}' },
  makeOne: { ja: 'ウォレットを作る', en: 'Make a wallet' },

  pin: { ja: '暗証番号', en: 'PIN' },
  pinHow: {
    ja: '「{settlement}」だけが確かめます。当社には読めません。',
    en: '{settlement} alone checks it. We can’t read it.',
  },
  means: {
    ja: '「確認する」を押すと、{mall} への {amount}（{count}点）のお支払いが確定の手続きに入ります。表示と違う金額が請求されることはありません。',
    en: 'Pressing “Confirm” has {amount} to {mall} ({count} pieces) settled. No other amount can be charged by it.',
  },
  confirm: { ja: '確認する', en: 'Confirm' },
  confirming: { ja: '送っています', en: 'Sending' },
  notMine: {
    ja: 'お心当たりがなければ、暗証番号を入力せずにこのページを閉じてください。',
    en: 'If this is not your order, type no PIN and close this page.',
  },

  sentTitle: { ja: '審査を待っています', en: 'Waiting for the answer' },
  sent: {
    ja: '「{settlement}」に確認を送りました。ふつうは数秒で終わります。',
    en: 'Your confirmation is with {settlement}. This usually takes a few seconds.',
  },
  yesTitle: { ja: '確認できました', en: 'Confirmed' },
  yes: {
    ja: 'お支払いが承認され、お店に伝わりました。お店の画面へお戻りください。この画面は閉じてかまいません。',
    en: 'The payment is approved and the shop has been told. Go back to the shop’s page; you may close this one.',
  },
  noTitle: { ja: '承認されませんでした', en: 'Not approved' },
  no: {
    ja: 'このお支払いは承認されませんでした。何も請求されません。お店の画面で、別のお支払い方法をお選びください。ウォレットが停止された場合は「{settlement}」へお問い合わせください。',
    en: 'This payment was not approved and nothing is charged. Choose another way to pay in the shop. If your wallet is locked, ask {settlement}.',
  },
  expiredTitle: { ja: '期限が過ぎました', en: 'The time is over' },
  expiredText: {
    ja: 'この注文の確認の期限が過ぎました。何も請求されません。お店でもう一度ご注文ください。',
    en: 'The time to confirm this order is over. Nothing is charged. Please order again in the shop.',
  },

  manage: { ja: 'このウォレットについて', en: 'This wallet' },
  save: { ja: 'ファイルに保存する', en: 'Save as a file' },
  saveHow: {
    ja: '別の端末へ移すときや、控えとして。移した先のこのページで開けば、そのまま使えます。',
    en: 'To take it to another device, or as a spare. Open it on this page there, and it works.',
  },
  saved: { ja: 'ファイルを保存しました', en: 'The file is saved' },
  keep: { ja: 'このブラウザに保管する', en: 'Keep it in this browser' },
  kept: { ja: 'このブラウザに保管しました', en: 'Kept in this browser' },
  notKept: { ja: 'このブラウザには保管できません', en: 'This browser can’t keep it' },
  forget: { ja: 'このブラウザから消す', en: 'Remove from this browser' },
  forgotten: {
    ja: 'このブラウザから消しました。ファイルがあれば、これからも使えます。',
    en: 'Removed from this browser. A file of it still works.',
  },
  revoke: { ja: '失効させる', en: 'Withdraw this wallet' },
  revokeHow: {
    ja: 'ファイルや控えを含め、このウォレットはどこでも使えなくなります。元には戻せません。',
    en: 'It then works nowhere, copies and files included. This can’t be undone.',
  },
  revokeSure: { ja: '本当に失効させる', en: 'Yes, withdraw it for good' },
  revoked: { ja: 'このウォレットを失効させました', en: 'This wallet is withdrawn' },
} as const satisfies Record<string, Text>;

/** What these pages say instead of the usual, by code or by code and field. */
export const AGENCY_FAILURES = {
  'wallet-invalid': {
    ja: 'ウォレットのファイルではないか、欠けたり変わったりしています。保存したままのファイルをお選びください。',
    en: 'This is no wallet, or it was cut or changed. Please choose the file as it was saved.',
  },
  'wallet-invalid expired': {
    ja: 'このウォレットの期限が過ぎました。新しく作ってください。',
    en: 'This wallet’s time is over. Please make a new one.',
  },
  'wallet-foreign': {
    ja: 'このウォレットは別の認証代行会社のものです。作った会社のページで開いてください。',
    en: 'This wallet was made by another agency. It works on that agency’s page.',
  },
  'wallet-revoked': {
    ja: 'このウォレットは失効しています。新しく作ってください。',
    en: 'This wallet has been withdrawn. Please make a new one.',
  },
  'confirmation-refused': {
    ja: '確認が通りませんでした。暗証番号かカードの情報が合わないか、途中で失われました。もう一度お試しください。5回続けて間違えると、ウォレットは使えなくなります。',
    en: 'This did not go through: PIN or card data did not fit, or it was lost on its way. Please try again. Five wrong PINs in a row lock the wallet.',
  },
  'confirmation-expired': {
    ja: 'この注文の確認の期限が過ぎました。お店でもう一度ご注文ください。',
    en: 'The time to confirm this order is over. Please order again in the shop.',
  },
  'already-decided': {
    ja: 'この注文の確認は、すでに送られています。',
    en: 'This order has been confirmed already.',
  },
  'agency-unavailable': {
    ja: 'この注文の知らせが、お店からまだ届いていません。お店の画面のリンクから開き直すか、しばらくしてからお試しください。',
    en: 'The shop has not told us about this order. Please open the link on the shop’s page again, or try in a while.',
  },
  'link-expired': {
    ja: 'このページを開いてから時間がたちすぎました。読み込み直して、もう一度入力してください。何も残っていません。',
    en: 'This page has been open for too long. Please reload it and type again. Nothing was kept.',
  },
  'too-large': {
    ja: 'お名前かパスワードが長すぎて、封緘できる大きさを超えています。お名前を短くしてください。',
    en: 'Name or password is too long to be sealed. Please shorten the name.',
  },
  'field-invalid cardExpired': {
    ja: 'このカードの有効期限は過ぎています。',
    en: 'This card’s time is over. Please check the expiry.',
  },
  'field-invalid expiry': {
    ja: '「有効期限」は、カードにあるとおりに入力してください（例：07/29）。',
    en: 'Expiry: please type it as on the card, e.g. 07/29.',
  },
  'field-invalid pin': { ja: '暗証番号は4〜12桁の数字にしてください。', en: 'PIN: please use four to twelve digits.' },
  'field-missing pin': { ja: '暗証番号を入力してください。', en: 'Please type your PIN.' },
  'field-invalid easyPin': {
    ja: '同じ数字や順に並ぶ数字は、まっさきに試されます。別の暗証番号にしてください。',
    en: 'Equal digits, or digits in a row, are tried first by a finder. Please choose another PIN.',
  },
  'field-invalid pinAgain': {
    ja: '2つの暗証番号が違います。もう一度、同じものを入力してください。',
    en: 'The two PINs differ. Please type the same one twice.',
  },
  unavailable: {
    ja: 'ただいまつながりません。しばらくしてからお試しください。',
    en: 'We can’t be reached at the moment. Please try again in a while.',
  },
} as const satisfies Readonly<Partial<Record<ErrorCode | `${ErrorCode} ${string}`, Text>>>;
