/** What the carrier's pages say of the day, the time and the place that a customer wishes. */
import type { AskedWish, AttemptReason } from '../desk/carrier.ts';
import type { DeliverySlot } from '../domain/delivery-slot.ts';
import type { Text } from './text.ts';

export const WISH = {
  title: { ja: 'お届け希望日時', en: 'When shall we come?' },
  how: {
    ja: '任意です。お店には伝わりません。',
    en: 'Optional. The shop isn’t told.',
  },
  day: { ja: 'お届け希望日', en: 'Day' },
  slot: { ja: '時間帯', en: 'Time of day' },
  anyDay: { ja: '最短の日', en: 'As soon as possible' },
  anySlot: { ja: '指定なし', en: 'Any time' },

  yours: { ja: 'ご希望', en: 'Your wish' },
  none: { ja: '指定なし（最短でお届けします）', en: 'None: we come as soon as we can' },
  notAsked: { ja: 'まだ承っていません', en: 'Nothing asked for yet' },
  held: { ja: '営業所で受け取る', en: 'You fetch it at the depot' },
  heldAt: { ja: 'お受け取りの営業所', en: 'Fetch it at' },
  heldUnknown: {
    ja: 'どの営業所になるかは、当社がお荷物を受け取ってお届け先を開封したときに決まり、このページに表示します。',
    en: 'Which depot it is we know once we have the parcel and open its address; it will then stand here.',
  },
  waits: {
    ja: 'お荷物は営業所でお待ちしています。送り状番号をお知らせください。',
    en: 'Your parcel waits at the counter. Tell us its shipping number there.',
  },
  comes: {
    ja: 'お荷物はまだ営業所に着いていません。着くと、下の「配送の状況」に表示されます。',
    en: 'It isn’t there yet. You will see it below when it is.',
  },

  noCounter: {
    ja: '営業所でのお受け取りを承りましたが、お届け先を担当する営業所の窓口ではこのお荷物をお渡しできません。代わりにお届けします。',
    en: 'You asked to fetch this parcel, but the depot that serves your address has no counter for it. We bring it instead.',
  },

  change: { ja: '日時を変える', en: 'Change day and time' },
  again: { ja: '再配達を頼む', en: 'Ask for another delivery' },
  againHow: {
    ja: 'お届けに伺いましたが、お渡しできませんでした。ご都合のよい日時をお選びください。',
    en: 'We came and could not hand the parcel over. Choose when we shall come again.',
  },
  changeButton: { ja: 'この日時で頼む', en: 'Ask for this time' },
  hold: { ja: '営業所で受け取る', en: 'Fetch it at the depot instead' },
  holdHow: {
    ja: '配達をやめて、営業所の窓口でお預かりします。',
    en: 'We don’t bring it: it waits for you at the counter.',
  },
  holdButton: { ja: '営業所で受け取る', en: 'Hold it at the depot' },
  bring: { ja: 'やはり届けてもらう', en: 'Have it brought after all' },
  bringHow: {
    ja: '日時をお選びいただくと、営業所でのお預かりをやめてお届けします。',
    en: 'Choose when, and we bring it instead of holding it.',
  },
  underway: {
    ja: 'お荷物は配達に出ています。いまは変更できません。ご不在だったときは、このページで改めて日時をお選びいただけます。',
    en: 'The parcel is on the van, so nothing can be changed now. If we miss you, choose another time here.',
  },
} as const satisfies Record<string, Text>;

export const SLOT_TEXTS = {
  morning: { ja: '午前中', en: 'Morning, until 12:00' },
  '12-14': { ja: '12時–14時', en: '12:00–14:00' },
  '14-16': { ja: '14時–16時', en: '14:00–16:00' },
  '16-18': { ja: '16時–18時', en: '16:00–18:00' },
  '18-20': { ja: '18時–20時', en: '18:00–20:00' },
  '19-21': { ja: '19時–21時', en: '19:00–21:00' },
} as const satisfies Record<DeliverySlot, Text>;

/** In the list of what happened. */
export const ASKED_TEXTS = {
  time: { ja: '日時のご希望を承りました', en: 'You chose another time' },
  redelivery: { ja: '再配達のご依頼を承りました', en: 'You asked for another delivery' },
  hold: { ja: '営業所でのお受け取りを承りました', en: 'You asked to fetch it at the depot' },
  bring: { ja: '営業所でのお受け取りを取りやめました', en: 'You asked to have it brought after all' },
  'no-counter': {
    ja: '営業所ではお受け取りいただけないため、お届けします',
    en: 'It can’t be fetched at your depot: we bring it',
  },
} as const satisfies Record<AskedWish, Text>;

/** Why it could not be handed over. */
export const ATTEMPT_TEXTS = {
  absent: { ja: 'ご不在でした', en: 'Nobody was there' },
  'cash-refused': { ja: '代金をお支払いいただけませんでした', en: 'The cash on delivery was not paid' },
  'no-access': { ja: '玄関先まで伺えませんでした', en: 'We could not get to the door' },
  other: { ja: 'お渡しできませんでした', en: 'It could not be handed over' },
} as const satisfies Record<AttemptReason, Text>;
