/** Marked words and numbers: each stands for one piece of knowledge and occurs nowhere by chance. */
import { verifyLuhn } from '#shared/domain/card.ts';

/** Kinds of knowledge; `rules.ts` says who may hold which. */
export const KINDS = {
  product: 'product names, specifications and article numbers',
  price: 'single prices, and totals that nobody but the mall collects',
  cash: 'totals to collect at the door, and what of them goes back',
  charge: 'totals that the credit company settles',
  name: "the addressee's name",
  address: "the addressee's address",
  postal: "the addressee's postal code",
  phone: "the addressee's telephone number",
  note: 'the note to the driver',
  zone: 'the delivery zone',
  depot: 'the depot that delivers',
  route: 'the tour of the driver',
  wish: 'the day that a customer wishes for',
  receiver: 'who took a parcel at the door, and their signature',
  photo: 'what stands on the picture of a refused scan',
  surcharge: 'the zone surcharge, and the cash that includes it',
  file: 'names of the files of electronic products',
  content: 'what is in the files of electronic products',
  holder: "the card holder's name",
  home: "the card holder's address and telephone number",
  email: "the card holder's mail address",
  employer: "the card holder's employer",
  limit: "the card's limit",
  reference: "the credit company's own references of customers and cards",
  card: 'card numbers',
  password: 'passwords of cards',
  word: 'check words',
  token: "the tokens in a customer's browser",
  code: "the codes with which a customer's other device finds an order",
  gift: 'the words on gift cards',
  pin: 'PINs of wallets',
  wallet: 'what is sealed in wallets',
  order: "the mall's own number that joins the purchases of one order",
  browser: "how a customer's browser names itself",
  passphrase: "the passphrase to a party's vault",
  staff: 'PINs and passwords of staff',
  camera: 'what the file of a picture says beside its picture: who made it, where, with what',
} as const;
export type Kind = keyof typeof KINDS;

export interface Mark {
  readonly kind: Kind;
  /** What is planted. */
  readonly text: string;
  /** Parts that give it away alone, so that a text cut short on either side is found all the same. */
  readonly cores: readonly string[];
  /** A number that counts only where it does not stand within longer digits. */
  readonly isNumber: boolean;
}

/** From 0 below 1. */
export type Random = () => number;

/** All have another form in NFD. */
const VOICED = 'がぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽガギグゲゴザジズゼゾダデドバビブベボパピプペポ';
const PLAIN =
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロ';
const LATIN = 'abcdefghijklmnopqrstuvwxyz0123456789';
const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Characters of a core: fewer of the larger alphabet make it as rare. */
const JAPANESE_CORE = 6;
const LATIN_CORE = 10;
const DIGITS_CORE = 12;
const CODE_LENGTH = 12;

/** Makes marks and remembers them. */
export interface MarkBook {
  readonly marks: readonly Mark[];
  /** Hiragana and katakana, half of them voiced. */
  japanese(kind: Kind): string;
  latin(kind: Kind): string;
  /** Twenty digits. */
  phone(kind: Kind): string;
  /** Sixteen digits with a right check digit, looked for in groups of four too. Its last four alone are no mark. */
  cardNumber(kind: Kind): string;
  /** Twelve digits, looked for as a whole. */
  pin(kind: Kind): string;
  /** `123-4567`, looked for without its hyphen too. */
  postalCode(kind: Kind): string;
  /** Twelve capitals and digits, looked for as a whole: a code that people give to a place or a tour. */
  placeCode(kind: Kind): string;
  /** Seven digits, looked for with grouping commas too. */
  amount(kind: Kind): number;
  /** As `amount`, from `least` below twice as much. */
  amountFrom(kind: Kind, least: number): number;
  /** Takes note of something that was not made here: a sum, a token. Shorter than 20 characters it is looked for whole. */
  learn(kind: Kind, text: string): void;
  learnAmount(kind: Kind, amount: number): void;
  /** `YYYY-MM-DD`, no digit before or after it. */
  learnDay(kind: Kind, day: string): void;
}

export function openMarkBook(random: Random = Math.random): MarkBook {
  const marks: Mark[] = [];
  const pick = (from: string): string => from[Math.floor(random() * from.length)]!;
  const some = (count: number, from: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => pick(from(at))).join('');
  const add = (kind: Kind, text: string, cores: readonly string[], isNumber = false): string => {
    marks.push({ kind, text, cores: [...new Set(cores)], isNumber });
    return text;
  };
  const addEnds = (kind: Kind, text: string, core: number): string =>
    add(kind, text, [text.slice(0, core), text.slice(-core)]);
  const learnAmount = (kind: Kind, amount: number): void => {
    const text = String(amount);
    if (text.length < 7) throw new Error('an amount that small occurs by chance');
    add(kind, text, [text, amount.toLocaleString('en')], true);
  };

  return {
    marks,
    japanese: (kind) => {
      const text = some(2 * JAPANESE_CORE, (at) => (at % 2 === 0 ? VOICED : PLAIN));
      return addEnds(kind, text, JAPANESE_CORE);
    },
    latin: (kind) =>
      addEnds(
        kind,
        some(LATIN_CORE + 6, () => LATIN),
        LATIN_CORE,
      ),
    phone: (kind) => addEnds(kind, `0${some(19, () => DIGITS)}`, DIGITS_CORE),
    cardNumber: (kind) => {
      const digits = `4${some(14, () => DIGITS)}`;
      const number = [...DIGITS].map((check) => digits + check).find(verifyLuhn)!;
      const grouped = ['', ' ', '-'].map((gap) => number.replace(/(\d{4})(?=\d)/g, `$1${gap}`));
      const cores = grouped.flatMap((text) => [text.slice(0, DIGITS_CORE), text.slice(-DIGITS_CORE)]);
      return add(kind, number, cores);
    },
    pin: (kind) => {
      const text = some(DIGITS_CORE, () => DIGITS);
      return add(kind, text, [text]);
    },
    postalCode: (kind) => {
      // Few amounts begin like that: one that happens to be the same would pass for a leak.
      const digits = pick('09') + some(6, () => DIGITS);
      const text = `${digits.slice(0, 3)}-${digits.slice(3)}`;
      return add(kind, text, [text, digits], true);
    },
    placeCode: (kind) => {
      const text = some(CODE_LENGTH, () => CAPITALS);
      return add(kind, text, [text]);
    },
    amount: (kind) => {
      const amount = 1_000_000 + Math.floor(random() * 3_999_999);
      learnAmount(kind, amount);
      return amount;
    },
    amountFrom: (kind, least) => {
      const amount = least + Math.floor(random() * least);
      learnAmount(kind, amount);
      return amount;
    },
    learn: (kind, text) => void addEnds(kind, text, text.length < 20 ? text.length : LATIN_CORE),
    learnAmount,
    learnDay: (kind, day) => void add(kind, day, [day], true),
  };
}
