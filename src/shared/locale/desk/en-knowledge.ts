/** Who knows what, in English. */
import { FACT_TEXTS, OPENER_TEXTS } from '../knowledge.ts';
import { textsIn } from '../text.ts';

export const enKnowledge = {
  open: 'Who knows what',
  title: 'Who knows what of this order',
  explain:
    'Read from this party’s database just now. It tells kinds of things, never what they are: nothing is opened by looking.',
  fact: 'What',
  here: 'Here',
  opens: 'Opens for',
  with: 'Who else has it',
  since: 'Since',
  until: 'Until',
  columns: 'Where it lies',
  own: 'ourselves, at work',
  nobodyElse: 'nobody else',
  withRecord: 'as long as the record',
  facts: textsIn('en', FACT_TEXTS),
  holdings: {
    clear: 'In clear',
    hashed: 'Hash only',
    sealed: 'Sealed',
    erased: 'Erased',
    passed: 'Passed through',
    never: 'Never came here',
  },
  openers: textsIn('en', OPENER_TEXTS),
};
