/** What every customer page says, whichever party's it is. */
import type { AddresseeEntry } from '../domain/addressee.ts';
import type { PayMode } from '../protocol/instruction.ts';
import type { Text } from './text.ts';

export const CUSTOMER = {
  title: { ja: '{page} – {party}', en: '{page} – {party}' },
  skip: { ja: '本文へ', en: 'Skip to content' },
  demo: {
    ja: 'デモです。実際の販売や発送はありません。',
    en: 'Demonstration: nothing is sold or sent from here.',
  },
  language: { ja: '表示言語', en: 'Language' },
  host: { ja: 'このページの発信元：{host}', en: 'This page comes from {host}' },
  code: { ja: 'コード：{code}', en: 'Code: {code}' },
  optional: { ja: '任意', en: 'optional' },
  required: { ja: '必須', en: 'required' },
  requiredInJapan: { ja: '国内は必須', en: 'required in Japan' },
  size: { ja: '{size}サイズ（{weight} kgまで）', en: 'Size {size} (up to {weight} kg)' },
  newWindow: { ja: '（新しい窓で開きます）', en: '(opens in a new window)' },
} as const satisfies Record<string, Text>;

export const PAY_TEXTS = {
  settled: { ja: 'クレジット会社で支払う', en: 'Pay through a credit company' },
  'on-delivery': { ja: '代金引換', en: 'Cash on delivery' },
  later: { ja: '後払い', en: 'Pay later' },
} as const satisfies Record<PayMode, Text>;

/** The addressee's fields as labels and in messages. */
export const FIELD_TEXTS = {
  name: { ja: 'お名前', en: 'Name' },
  country: { ja: '国・地域', en: 'Country or region' },
  postalCode: { ja: '郵便番号', en: 'Postal code' },
  line1: { ja: '住所 1', en: 'Address line 1' },
  line2: { ja: '住所 2', en: 'Address line 2' },
  line3: { ja: '住所 3', en: 'Address line 3' },
  line4: { ja: '住所 4', en: 'Address line 4' },
  phone: { ja: '電話番号', en: 'Phone' },
  note: { ja: '配達員への伝言', en: 'Note to the driver' },
} as const satisfies Record<keyof AddresseeEntry, Text>;

export const PROBLEM = {
  title: { ja: '手続きを進められません', en: 'This could not be done' },
  missing: { ja: 'ページが見つかりません', en: 'There is no such page' },
  later: { ja: 'いまは表示できません', en: 'This can’t be shown just now' },
  wait: { ja: '少し時間をおいてください', en: 'Please wait a little' },
  goOn: { ja: '戻る', en: 'Go on' },
} as const satisfies Record<string, Text>;
