/** What a customer is told when something did not happen: the codes that a customer can meet, in words. */
import type { ErrorCode } from '../errors.ts';
import type { Failure } from '../result.ts';
import { FIELD_TEXTS } from './customer.ts';
import { type Language, say, type Text } from './text.ts';

/** Fields of the other forms that a failure can name. */
const OTHER_FIELDS: ReadonlyMap<string, Text> = new Map([
  ['number', { ja: '番号', en: 'Number' }],
  ['quantity', { ja: '数量', en: 'Quantity' }],
  ['carrier', { ja: '配送会社', en: 'Carrier' }],
  ['pay', { ja: 'お支払い方法', en: 'Payment' }],
  ['credit', { ja: 'クレジット会社', en: 'Credit company' }],
  ['buyerKey', { ja: '電子商品の鍵', en: 'Key for electronic goods' }],
  ['flow', { ja: 'カードを使うところ', en: 'Where you use your card' }],
  ['reason', { ja: '返品の理由', en: 'Reason of your return' }],
  ['wrapper', { ja: 'ギフト包装', en: 'Gift-wrapping' }],
  ['card', { ja: 'カード番号', en: 'Card number' }],
  ['gift', { ja: 'カードに添える言葉', en: 'Words for the gift card' }],
  ['code', { ja: '注文コード', en: 'Order code' }],
  ['expiry', { ja: '有効期限', en: 'Expiry' }],
  ['password', { ja: 'パスワード', en: 'Password' }],
  ['word', { ja: '合言葉', en: 'Check word' }],
  ['newPassword', { ja: '新しいパスワード', en: 'New password' }],
  ['again', { ja: '新しいパスワード（もう一度）', en: 'New password, once more' }],
  ['day', { ja: 'お届け希望日', en: 'Day' }],
  ['slot', { ja: '時間帯', en: 'Time of day' }],
  ['newWord', { ja: '合言葉', en: 'Check words' }],
]);

const NAMELESS_FIELD: Text = { ja: 'この欄', en: 'This field' };

/** Failures of a field; `{field}` is its label. */
const FIELD_FAILURES = {
  'field-missing': { ja: '「{field}」を入力してください。', en: '{field}: please fill this in.' },
  'field-too-long': {
    ja: '「{field}」が長すぎます。短くしてください。',
    en: '{field}: this is too long. Please shorten it.',
  },
  'field-characters': {
    ja: '「{field}」に使えない文字（絵文字など）があります。取り除いてください。',
    en: '{field}: this has characters that can’t be printed, such as emoji. Please remove them.',
  },
  'field-invalid': {
    ja: '「{field}」の形が正しくありません。見直してください。',
    en: '{field}: this doesn’t look right. Please check it.',
  },
} as const satisfies Partial<Record<ErrorCode, Text>>;

/** Where a field has a form of its own to tell. */
const EXACT_FAILURES: ReadonlyMap<string, Text> = new Map([
  [
    'field-invalid postalCode',
    {
      ja: '「郵便番号」の形が正しくありません。日本国内は 231-0015 のように7桁で入力してください。',
      en: 'Postal code: this doesn’t look right. In Japan it has seven digits, like 231-0015.',
    },
  ],
  [
    'field-invalid phone',
    {
      ja: '「電話番号」は数字と + - ( ) だけで入力してください。',
      en: 'Phone: please use digits and + - ( ) only.',
    },
  ],
  ['field-missing carrier', { ja: '配送会社を選んでください。', en: 'Please choose a carrier.' }],
  ['field-missing pay', { ja: 'お支払い方法を選んでください。', en: 'Please choose how to pay.' }],
  ['field-missing credit', { ja: 'クレジット会社を選んでください。', en: 'Please choose a credit company.' }],
  [
    'field-missing buyerKey',
    {
      ja: '電子商品を封緘するための鍵がありません。このページのスクリプトを許可して、もう一度お進みください。まだ何も注文されていません。',
      en: 'There is no key to seal your electronic goods to. Please allow this page’s scripts and try again. Nothing has been ordered.',
    },
  ],
  [
    'field-invalid buyerKey',
    {
      ja: '電子商品を封緘するための鍵が正しく届きませんでした。ページを読み込み直して、もう一度お進みください。まだ何も注文されていません。',
      en: 'The key to seal your electronic goods to did not arrive as it should. Please reload the page and try again. Nothing has been ordered.',
    },
  ],
  [
    'field-invalid pay',
    {
      ja: 'この注文でご利用いただけるお支払い方法を選んでください。',
      en: 'Please choose one of the ways to pay that are offered for this order.',
    },
  ],
  [
    'field-invalid expiry',
    {
      ja: '「有効期限」は、カードにあるとおり月と年で入力してください。例：07/29',
      en: 'Expiry: please type month and year as on the card, like 07/29.',
    },
  ],
  [
    'flow-missing wrapper',
    {
      ja: 'ギフト包装は、封印注文だけでお選びいただけます。',
      en: 'Gift-wrapping goes with sealed orders only. Please choose that way, or no gift-wrapping.',
    },
  ],
  ['field-missing word', { ja: '合言葉を1つ以上入力してください。', en: 'Please type at least one check word.' }],
  [
    'field-too-long word',
    {
      ja: '一度に確かめられる合言葉は6つまでです。減らしてください。',
      en: 'Check words: please ask for six at a time at most.',
    },
  ],
  [
    'bad-number card',
    {
      ja: '「カード番号」の形が正しくありません。カードの数字と一桁ずつ見比べてください。',
      en: 'Card number: this doesn’t look right. Please compare it with your card, digit by digit.',
    },
  ],
  [
    'too-many word',
    {
      ja: 'このカードで確かめられるのは、1時間に5回までです。しばらくしてからお試しください。',
      en: 'Each card has five checks an hour, and they are used up. Please try again later.',
    },
  ],
  [
    'too-many card',
    {
      ja: 'このカード番号での操作が続いたため、しばらくお受けできません。1時間ほどおいてからお試しください。',
      en: 'There have been too many attempts with this card number. Please wait an hour or so and try again.',
    },
  ],
  [
    'too-many address',
    {
      ja: 'お使いの回線からの操作が続いたため、しばらくお受けできません。1時間ほどおいてからお試しください。',
      en: 'There have been too many attempts from your network. Please wait an hour or so and try again.',
    },
  ],
  [
    'too-many passkey',
    {
      ja: 'このカードには、これ以上パスキーを登録できません。使っていないものを外すには、当社へお申し付けください。',
      en: 'This card has as many passkeys as it can have. Ask us to remove those that you no longer use.',
    },
  ],
  [
    'field-invalid newPassword',
    { ja: 'パスワードは8文字以上にしてください。', en: 'New password: please use at least 8 characters.' },
  ],
  [
    'field-invalid again',
    {
      ja: '2つのパスワードが違います。もう一度、同じものを入力してください。',
      en: 'The two passwords differ. Please type the same one twice.',
    },
  ],
  ['field-missing newWord', { ja: '合言葉を1つ以上入力してください。', en: 'Please type at least one check word.' }],
  [
    'field-too-long newWord',
    {
      ja: '合言葉は20個まで、1つ64文字までです。減らすか、短くしてください。',
      en: 'Check words: 20 at most, each of 64 characters at most. Please use fewer or shorter ones.',
    },
  ],
  [
    'field-invalid newWord',
    {
      ja: '合言葉は、パスワードとは別の言葉にしてください。',
      en: 'Check words: please don’t use your password as one.',
    },
  ],
  [
    'field-invalid form',
    {
      ja: '送られた内容を読み取れませんでした。前のページに戻って、もう一度お試しください。',
      en: 'What was sent couldn’t be read. Please go back and try again.',
    },
  ],
  [
    'field-invalid day',
    {
      ja: 'お選びの日は、もう承れません。別の日をお選びください。',
      en: 'Day: this one can’t be chosen any more. Please choose another.',
    },
  ],
  [
    'field-invalid quantity',
    {
      ja: '数量は1以上の数字で入力してください。',
      en: 'Quantity: please enter a number from 1 up.',
    },
  ],
]);

/** Failures that a customer can meet. */
const FAILURES: Partial<Record<ErrorCode, Text>> = {
  'basket-empty': {
    ja: '商品が選ばれていません。1点以上を選んでください。',
    en: 'Nothing is chosen yet. Please tick at least one item.',
  },
  'product-unknown': {
    ja: '選ばれた商品のうち、取り扱いの終わったものがあります。もう一度お選びください。',
    en: 'One of the chosen items is no longer sold. Please choose again.',
  },
  'out-of-stock': {
    ja: '選ばれた商品のうち、在庫が足りないものがあります。まだ何も注文されていません。数量を減らすか、ほかの商品をお選びください。',
    en: 'There is not enough left of one of the chosen items. Nothing has been ordered. Please take fewer, or choose another.',
  },
  'parcel-too-big': {
    ja: '1個の荷物（3辺の合計170 cm、25 kgまで）に収まりません。数量を減らしてください。',
    en: 'This doesn’t fit into one parcel (170 cm in all, 25 kg). Please take fewer items.',
  },
  'card-refused': {
    ja: 'お支払いを承れませんでした。カード番号とパスワードをもう一度お確かめください。安全のため、くわしい理由は表示していません。',
    en: 'This payment couldn’t be taken. Please check card number and password once more. For your safety this page doesn’t say what was wrong.',
  },
  'passkey-refused': {
    ja: 'パスキーを登録できませんでした。もう一度お試しいただくか、このままパスワードをお使いください。',
    en: 'The passkey couldn’t be added. Please try again, or go on using your password.',
  },
  'carrier-missing': { ja: '配送会社を選んでください。', en: 'Please choose a carrier.' },
  'flow-missing': {
    ja: 'お選びの方法は、お選びの会社では使えません。別の方法か、別の会社をお選びください。',
    en: 'The companies that you chose don’t take orders this way. Please choose another way, or other companies.',
  },
  'order-changed': {
    ja: 'ご確認のあいだに、商品か金額、配送・お支払いの選択が変わりました（ほかの画面で選び直したときなど）。まだ何も注文されていません。下の内容をもう一度お確かめください。',
    en: 'Goods, prices or your choices changed meanwhile, for example in another tab. Nothing has been ordered. Please check the order below once more.',
  },
  'too-large': {
    ja: 'お届け先が長すぎて、封緘できる大きさを超えています。住所か伝言を短くしてください。',
    en: 'The address is too long to be sealed. Please shorten the address lines or the note.',
  },
  'bundle-invalid': {
    ja: '封緘されたデータが途中で壊れました。もう一度入力してください。',
    en: 'The sealed data was damaged on its way. Please enter it again.',
  },
  damaged: {
    ja: '封緘されたデータが途中で壊れました。もう一度入力してください。',
    en: 'The sealed data was damaged on its way. Please enter it again.',
  },
  'unknown-key': {
    ja: '封緘の鍵が新しくなりました。お店の画面からもう一度お進みください。',
    en: 'The sealing key has been renewed. Please start again from the shop’s page.',
  },
  'not-authentic': {
    ja: '封緘されたデータが途中で壊れました。もう一度入力してください。',
    en: 'The sealed data was damaged on its way. Please enter it again.',
  },
  'bad-number': {
    ja: '番号が正しくありません。桁を確かめてもう一度入力してください。',
    en: 'This is not a valid number. Please check the digits.',
  },
  'instruction-invalid': {
    ja: 'お店からの依頼を確認できませんでした。何も手配されていません。お店の画面からもう一度お進みください。',
    en: 'The shop’s order couldn’t be verified. Nothing has been arranged. Please start again from the shop’s page.',
  },
  'instruction-foreign': {
    ja: 'この依頼は別の会社に宛てたものです。何も手配されていません。お店の画面からもう一度お進みください。',
    en: 'This order is meant for another company. Nothing has been arranged. Please start again from the shop’s page.',
  },
  'instruction-expired': {
    ja: '依頼の期限（15分）が過ぎました。何も手配されていません。お店の画面からもう一度お進みください。',
    en: 'The order has run out after 15 minutes. Nothing has been arranged. Please start again from the shop’s page.',
  },
  'instruction-reused': {
    ja: 'この依頼の番号は、内容の違う依頼にすでに使われています。お店の画面からもう一度お進みください。',
    en: 'This order’s number was used before for something else. Please start again from the shop’s page.',
  },
  'partner-unknown': {
    ja: 'このお店とは取引がありません。何も手配されていません。',
    en: 'We don’t work with this shop. Nothing has been arranged.',
  },
  'partner-suspended': {
    ja: 'ただいまこの会社との取引を止めています。しばらくしてからお試しください。',
    en: 'Business with this company is suspended at the moment. Please try again later.',
  },
  'session-missing': {
    ja: 'このブラウザでの手続きが見つかりません。Cookieを許可し、お店の画面からもう一度お進みください。',
    en: 'We can’t find this order in your browser. Please allow cookies and start again from the shop’s page.',
  },
  'already-decided': {
    ja: 'この手続きはすでに終わっています。お店の画面で結果をご覧ください。',
    en: 'This has been decided already. The shop’s page shows the result.',
  },
  'return-too-late': {
    ja: '返品を承る期間が過ぎています。',
    en: 'The time for returns is over.',
  },
  'purchase-unknown': {
    ja: 'ご注文が見つかりません。商品一覧からもう一度お選びください。',
    en: 'We can’t find this order. Please choose again from the list.',
  },
  'parcel-unknown': {
    ja: 'この番号の荷物は見つかりません。番号を確かめてください。',
    en: 'There is no parcel with this number. Please check it.',
  },
  'parcel-underway': {
    ja: 'お荷物はすでに配達に出ているため、変更を承れませんでした。ご不在だったときは、このページで改めて日時をお選びいただけます。',
    en: 'Your parcel is on the van already, so this could not be changed. If we miss you, you can choose another time here.',
  },
  'parcel-ended': {
    ja: 'お荷物はすでにお届け済みか返送済みのため、変更を承れませんでした。',
    en: 'This parcel was delivered or sent back already, so nothing can be changed.',
  },
  'wrong-state': {
    ja: 'この手続きは、いまの段階ではできません。ページを読み込み直してください。',
    en: 'This can’t be done at this stage. Please reload the page.',
  },
  'not-found': { ja: 'このページはありません。', en: 'There is no such page.' },
  'link-expired': {
    ja: 'このリンクは使えません。期限が過ぎたか、一度使われたか、新しいリンクに替わっています。必要なときは、送り主にもう一度お申し付けください。',
    en: 'This link can’t be used: it has run out, was used once already, or was replaced by a newer one. If you need it, ask whoever sent it for another.',
  },
  'too-many': {
    ja: '短い間に操作が集中しました。1分ほど待ってからお試しください。',
    en: 'Too many attempts in a short time. Please wait a minute and try again.',
  },
  unavailable: {
    ja: 'ただいまつながりにくくなっています。しばらくしてからお試しください。',
    en: 'This service can’t be reached at the moment. Please try again later.',
  },
};

const ANY_FAILURE: Text = {
  ja: '手続きを進められませんでした。時間をおいて、もう一度お試しください。',
  en: 'This could not be done. Please try again in a while.',
};

function isFieldFailure(code: ErrorCode): code is keyof typeof FIELD_FAILURES {
  return Object.hasOwn(FIELD_FAILURES, code);
}

function labelOf(field: string): Text {
  if (Object.hasOwn(FIELD_TEXTS, field)) return FIELD_TEXTS[field as keyof typeof FIELD_TEXTS];
  return OTHER_FIELDS.get(field) ?? NAMELESS_FIELD;
}

/** The form field that a failure names: `quantity` of `quantity:BK-0001`. */
export function failedField(failure: Failure): string {
  return failure.about?.split(':', 1)[0] ?? '';
}

/** What happened and what to do next. The code stands beside it in small type; `about` is never shown as it is. */
export function messageOf(failure: Failure, language: Language): string {
  const { code } = failure;
  const field = failedField(failure);
  const exact = EXACT_FAILURES.get(`${code} ${field}`);
  if (exact !== undefined) return say(exact, language);
  if (isFieldFailure(code)) return say(FIELD_FAILURES[code], language, { field: labelOf(field)[language] });
  return say(FAILURES[code] ?? ANY_FAILURE, language);
}
