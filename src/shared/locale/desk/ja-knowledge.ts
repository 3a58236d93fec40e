/** 誰が何を知っているか。 */
import { FACT_TEXTS, OPENER_TEXTS } from '../knowledge.ts';
import { textsIn } from '../text.ts';
import type { enKnowledge } from './en-knowledge.ts';

export const jaKnowledge: typeof enKnowledge = {
  open: '誰が何を知っているか',
  title: 'この注文について、誰が何を知っているか',
  explain: 'この会社のデータベースから、いま読んだものです。種類だけを示し、中身は示しません。見ても何も開かれません。',
  fact: '内容',
  here: 'ここでは',
  opens: '開けられるのは',
  with: 'ほかに持つところ',
  since: 'いつから',
  until: 'いつまで',
  columns: '入っている場所',
  own: '自社（作業のとき）',
  nobodyElse: 'どこにもない',
  withRecord: '記録がある間',
  facts: textsIn('ja', FACT_TEXTS),
  holdings: {
    clear: '見える',
    hashed: '照合だけ',
    sealed: '封をして保管',
    erased: '消去済み',
    passed: '通過のみ',
    never: '届いていない',
  },
  openers: textsIn('ja', OPENER_TEXTS),
};
