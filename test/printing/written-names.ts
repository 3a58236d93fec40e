/** Names and addresses as customers write them, and the faces that their parts belong in, by hand. */
import type { Face, Weight } from '#main/printing/fonts.ts';

export interface WrittenText {
  readonly script: string;
  readonly country: string;
  readonly weight: Weight;
  /** In the order in which they are read. */
  readonly parts: readonly (readonly [Face, string])[];
}

const written = (
  script: string,
  country: string,
  name: WrittenText['parts'],
  address: WrittenText['parts'],
): readonly WrittenText[] => [
  { script: `${script}, name`, country, weight: 'bold', parts: name },
  { script: `${script}, address`, country, weight: 'regular', parts: address },
];

export const WRITTEN_NAMES: readonly WrittenText[] = [
  ...written(
    'Japanese',
    'JP',
    [['jp', '髙橋 ひなた（株式会社みなと）']],
    [['jp', '神奈川県横浜市中区尾上町1-2-3 見本マンション405号室']],
  ),
  ...written(
    'Greek',
    'GR',
    [['sans', 'Παναγιώτης Αγγελόπουλος']],
    [['sans', 'Λεωφόρος Βασιλίσσης Σοφίας 12, 106 74 Αθήνα']],
  ),
  ...written('Russian', 'RU', [['sans', 'Фёдор Щербаков-Юрьев']], [['sans', 'ул. Большая Дмитровка, д. 7/5, кв. 12']]),
  ...written('Ukrainian', 'UA', [['sans', 'Їжакевич Ґанна']], [['sans', 'вул. Хрещатик, буд. 22']]),
  ...written(
    'Polish',
    'PL',
    [['sans', 'Łucja Gołębiewska-Źdźbło']],
    [['sans', 'ul. Świętokrzyska 31/33, 00-049 Łódź']],
  ),
  ...written(
    'Romanian',
    'RO',
    [['sans', 'Ștefan Țăranu']],
    [['sans', 'Bulevardul Unirii nr. 5, București, județul Iași']],
  ),
  ...written('Vietnamese', 'VN', [['sans', 'Nguyễn Thị Phượng']], [['sans', '72 Lê Thánh Tôn, Bến Nghé, Quận 1']]),
  ...written('Chinese', 'CN', [['sc', '张骁 简直']], [['sc', '上海市浦东新区陆家嘴环路1000号，8楼']]),
  ...written('Korean', 'KR', [['kr', '김서연 (金瑞姸)']], [['kr', '서울특별시 종로구 사직로 161, 101동 202호']]),
  ...written(
    'Arabic',
    'SA',
    [['arabic', 'محمد عبد الله الأنصاريّ']],
    [
      ['arabic', 'شارع الملك فهد 125، '],
      ['sans', 'Tower B, 7F '],
      ['arabic', '(الطابق السابع)، الرياض 11564'],
    ],
  ),
  ...written(
    'Arabic among Latin',
    'AE',
    [
      ['sans', 'Layla '],
      ['arabic', 'ليلى بنت عمر'],
    ],
    [
      ['sans', 'Villa 8, '],
      ['arabic', 'حي النخيل 42، دبي'],
    ],
  ),
];
