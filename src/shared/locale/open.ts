/** What the shop's page for opening electronic goods says. It works in the buyer's browser alone. */
import type { ErrorCode } from '../errors.ts';
import type { Text } from './text.ts';

export const OPEN = {
  title: { ja: '電子商品を開く', en: 'Open electronic goods' },
  lead: {
    ja: 'クレジット会社から届いたファイル（.tokumei）を、このブラウザの中だけで開きます。',
    en: 'The file that your credit company sent you (.tokumei) is opened here, inside this browser.',
  },
  local: {
    ja: 'ファイルも鍵も、このブラウザの外には出ません。この店にも、クレジット会社にも送られません。',
    en: 'Nothing leaves this browser: neither the file nor your key is sent to this shop or to anyone.',
  },
  noScript: {
    ja: '電子商品を開くには、ブラウザのJavaScriptを有効にしてください。中身はこの店にも読めないため、ここで開くしかありません。',
    en: 'Please turn on JavaScript to open your goods. This shop can’t read them either, so they can only be opened here.',
  },
  chooseFile: { ja: 'ファイルを選ぶ', en: 'Choose the file' },
  dropFile: { ja: 'ここにドロップしても開けます', en: 'Or drop it here' },
  noFile: { ja: 'まだ選ばれていません', en: 'Not chosen yet' },
  receipt: { ja: '受付番号', en: 'Receipt number' },
  receiptHint: {
    ja: 'ファイルの名前にあります。名前を変えた場合は、ご注文のページかメールの「2」で始まる14桁の番号を入力してください。',
    en: 'It is in the file’s name. If that was changed, type the 14 digits beginning with 2 from your order’s page or the mail.',
  },
  key: { ja: '鍵', en: 'Your key' },
  keyHow: {
    ja: 'ご注文のときに、このブラウザが作った鍵で開きます。',
    en: 'It opens with the key that your browser made when you ordered.',
  },
  keyFound: { ja: 'このブラウザにありました', en: 'Found in this browser' },
  keyFromFile: { ja: '鍵のファイルを使います', en: 'Taken from your key file' },
  keyMissing: {
    ja: 'この商品の鍵は、このブラウザにありません。ご注文のときに保存した鍵のファイルを選ぶか、ご注文に使ったブラウザで開いてください。',
    en: 'The key for these goods is not in this browser. Choose the key file that you saved when you ordered, or open this page in the browser you ordered with.',
  },
  chooseKey: { ja: '鍵のファイルを選ぶ', en: 'Choose the key file' },
  open: { ja: '開く', en: 'Open' },
  opening: { ja: '開いています', en: 'Opening' },

  files: { ja: '中身', en: 'What is inside' },
  filesSome: { ja: '{count}個のファイル', en: '{count} files' },
  filesOne: { ja: '1個のファイル', en: '1 file' },
  filesHow: {
    ja: '封緘は破られていません。保存する間に、一つひとつの部分も確かめます。',
    en: 'The seal is whole. Every part is checked once more while it is saved.',
  },
  save: { ja: '保存', en: 'Save' },
  saveNamed: { ja: '「{name}」を保存', en: 'Save {name}' },
  saveAll: { ja: 'すべてフォルダーに保存', en: 'Save all to a folder' },
  saving: { ja: '「{name}」を保存中：{done} / {size}', en: 'Saving {name}: {done} of {size}' },
  saved: { ja: '「{name}」を保存しました', en: '{name} is saved' },
  savedAll: { ja: '{count}個のファイルを保存しました', en: '{count} files are saved' },
  stop: { ja: 'やめる', en: 'Stop' },
  stopped: { ja: '保存をやめました。何も残っていません。', en: 'Stopped. Nothing of the file was kept.' },
  nothing: { ja: 'この包みは空です。店に知らせてください。', en: 'There is nothing in it. Please tell the shop.' },
} as const satisfies Record<string, Text>;

/** Why it did not open, where that means something of its own here. */
export const OPEN_FAILURES = {
  damaged: {
    ja: 'ファイルが途中で切れているか、壊れています。もう一度ダウンロードしてください。',
    en: 'The file is cut off or damaged. Please download it again.',
  },
  'wrong-kind': {
    ja: 'これは電子商品のファイルではありません。メールで届いた .tokumei のファイルを選んでください。',
    en: 'This is not a file of electronic goods. Choose the .tokumei file that came by mail.',
  },
  'unknown-version': {
    ja: 'このページはこのファイルの形式を知りません。ページを読み込み直してからお試しください。',
    en: 'This page does not know this form of file. Reload the page and try again.',
  },
  'not-authentic': {
    ja: '受付番号が違うか、ファイルが書き換えられています。番号を確かめ、もう一度ダウンロードしてください。',
    en: 'The receipt number is another, or the file was changed. Compare the number, and download the file again.',
  },
  'unknown-key': {
    ja: 'この鍵は別のご注文のものです。この商品の鍵のファイルを選んでください。',
    en: 'This key belongs to another order. Choose the key file of these goods.',
  },
  'field-invalid': {
    ja: 'これは鍵のファイルではありません。ご注文のときに保存した .json のファイルを選んでください。',
    en: 'This is not a key file. Choose the .json file that you saved when you ordered.',
  },
  'bad-number': {
    ja: '受付番号が正しくありません。「2」で始まる14桁の番号を、一桁ずつ見比べてください。',
    en: 'This is not a receipt number. It has 14 digits and begins with 2; compare it digit by digit.',
  },
  'disk-full': {
    ja: '保存する場所に空きがありません。何も残っていません。',
    en: 'There is no room where it was to be saved. Nothing of it was kept.',
  },
  unavailable: {
    ja: 'このブラウザは電子商品を開けません。新しい版のブラウザをお使いください。',
    en: 'This browser can’t open the goods. Please use a newer one.',
  },
  internal: {
    ja: '開けませんでした。ページを読み込み直してからお試しください。',
    en: 'It could not be opened. Reload the page and try again.',
  },
} as const satisfies Partial<Record<ErrorCode, Text>>;
