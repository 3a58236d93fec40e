/**
 * Japan's prefectures by the first two digits of the postal code, for whoever cuts zones by prefecture. A few places
 * near a border have their neighbour's digits; a longer row puts those right.
 */

export interface Prefecture {
  readonly ja: string;
  readonly en: string;
  /** First and last two digits, both included. */
  readonly codes: readonly (readonly [from: string, to: string])[];
}

const one = (ja: string, en: string, from: string, to = from): Prefecture => ({ ja, en, codes: [[from, to]] });

/** North to south. */
export const PREFECTURES: readonly Prefecture[] = [
  {
    ja: '北海道',
    en: 'Hokkaido',
    codes: [
      ['00', '00'],
      ['04', '09'],
    ],
  },
  one('青森県', 'Aomori', '03'),
  one('岩手県', 'Iwate', '02'),
  one('宮城県', 'Miyagi', '98'),
  one('秋田県', 'Akita', '01'),
  one('山形県', 'Yamagata', '99'),
  one('福島県', 'Fukushima', '96', '97'),
  one('茨城県', 'Ibaraki', '30', '31'),
  one('栃木県', 'Tochigi', '32'),
  one('群馬県', 'Gunma', '37'),
  one('埼玉県', 'Saitama', '33', '36'),
  one('千葉県', 'Chiba', '26', '29'),
  one('東京都', 'Tokyo', '10', '20'),
  one('神奈川県', 'Kanagawa', '21', '25'),
  one('新潟県', 'Niigata', '94', '95'),
  one('富山県', 'Toyama', '93'),
  one('石川県', 'Ishikawa', '92'),
  one('福井県', 'Fukui', '91'),
  one('山梨県', 'Yamanashi', '40'),
  one('長野県', 'Nagano', '38', '39'),
  one('岐阜県', 'Gifu', '50'),
  one('静岡県', 'Shizuoka', '41', '43'),
  one('愛知県', 'Aichi', '44', '49'),
  one('三重県', 'Mie', '51'),
  one('滋賀県', 'Shiga', '52'),
  one('京都府', 'Kyoto', '60', '62'),
  one('大阪府', 'Osaka', '53', '59'),
  one('兵庫県', 'Hyogo', '65', '67'),
  one('奈良県', 'Nara', '63'),
  one('和歌山県', 'Wakayama', '64'),
  one('鳥取県', 'Tottori', '68'),
  one('島根県', 'Shimane', '69'),
  one('岡山県', 'Okayama', '70', '71'),
  one('広島県', 'Hiroshima', '72', '73'),
  one('山口県', 'Yamaguchi', '74', '75'),
  one('徳島県', 'Tokushima', '77'),
  one('香川県', 'Kagawa', '76'),
  one('愛媛県', 'Ehime', '79'),
  one('高知県', 'Kochi', '78'),
  one('福岡県', 'Fukuoka', '80', '83'),
  one('佐賀県', 'Saga', '84'),
  one('長崎県', 'Nagasaki', '85'),
  one('熊本県', 'Kumamoto', '86'),
  one('大分県', 'Oita', '87'),
  one('宮崎県', 'Miyazaki', '88'),
  one('鹿児島県', 'Kagoshima', '89'),
  one('沖縄県', 'Okinawa', '90'),
];
