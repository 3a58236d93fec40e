/** ギフト包装の画面。 */
import type { enGifts } from './en-gifts.ts';

export const jaGifts: typeof enGifts = {
  open: 'これから書くカード',
  openEmpty: '書くカードはありません',
  openEmptyExplain: 'お客様がカードに添える言葉は、封印注文と一緒に届き、ここに並びます。',
  done: '書いたカード',
  doneEmpty: 'この35日間はありません。',
  number: '番号',
  mall: 'モール',
  received: '受付',
  doneAt: '記入',
  pickTitle: 'カードを選んでください',
  pickExplain: 'エンターキーで一度だけ言葉を開きます。誰がいつ見たかは操作記録に残ります。',
  words: 'カードの言葉',
  stay: '1分間キー操作がないとき、またはエスケープキーで画面から消えます。',
  hidden: '言葉は隠してあります。',
  show: '言葉を表示',
  finish: '書きました',
  finished: '記入済みにしました',
  finishedDo: '言葉は35日間見直せます。',
  writtenAt: (time: string) => `記入 ${time}`,
  none: 'この番号のカードはありません',
  noneDo: 'モールがギフト包装に付けた14桁の番号です。書いたカードは35日で消えます。',
  keys: {
    move: '行を選ぶ',
    look: '行の言葉を開く',
    hide: '言葉を隠す',
  },
};
