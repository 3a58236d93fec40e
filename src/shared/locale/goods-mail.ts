/** The mail that brings a package of sealed goods, and the page that hands out a large one. No mall, no product. */
import type { Text } from './text.ts';

export const GOODS_MAIL = {
  subject: { ja: 'お届け物（受付番号 {number}）', en: 'Delivery for receipt {number}' },
  opening: {
    ja: '{party}でお支払いいただいた電子商品をお届けします。',
    en: 'This brings the electronic goods that you paid for through {party}.',
  },
  receipt: { ja: '受付番号：{number}', en: 'Receipt number: {number}' },
  attached: {
    ja: 'お届け物は、添付のファイル {file} です。',
    en: 'They are in the attached file {file}.',
  },
  linked: {
    ja: '大きいため、次のページからお受け取りください（{day}まで）。\n{url}',
    en: 'They are too large for a mail. Fetch them from this page, until {day}:\n{url}',
  },
  how: {
    ja: '開くには、ご購入になったお店のページに戻り、「開く」を選んで、このファイルをお渡しください。ご購入のときと同じブラウザ、またはそのとき保存した鍵のファイルが必要です。',
    en: 'To open them, go back to the page of the shop where you bought them, choose “open”, and give it this file. You need the browser that you bought with, or the key file that you saved then.',
  },
  sealed: {
    ja: 'ファイルはお客様だけが開けるように封緘されています。当社は中身を知りません。',
    en: 'The file is sealed to you. We do not know what is in it.',
  },
} as const satisfies Record<string, Text>;

export const GOODS_PAGE = {
  title: { ja: 'お届け物の受け取り', en: 'Fetch your delivery' },
  lead: {
    ja: 'お支払いいただいた電子商品の封緘されたファイルです。',
    en: 'The sealed file with the electronic goods that you paid for.',
  },
  receipt: { ja: '受付番号', en: 'Receipt number' },
  size: { ja: '大きさ', en: 'Size' },
  until: { ja: '受け取り期限', en: 'Available until' },
  megabytes: { ja: '{size} MB', en: '{size} MB' },
  fetch: { ja: 'ファイルを受け取る', en: 'Fetch the file' },
  again: {
    ja: '途中で切れたときは、続きから受け取れます。',
    en: 'If it breaks off, it can go on from there.',
  },
} as const satisfies Record<string, Text>;
