/** The words of route sheets and delivery slips in both languages. */
export type PaperLanguage = 'ja' | 'en';

export interface PaperWords {
  readonly routeSheet: string;
  readonly depot: string;
  readonly tour: string;
  readonly date: string;
  readonly driver: string;
  readonly stops: string;
  readonly pieces: string;
  readonly cash: string;
  readonly slip: string;
  readonly signature: string;
  readonly receivedOn: string;
  /** Blanks to write the day into. */
  readonly day: string;
  readonly honour: string;
  readonly pieceCount: (n: number) => string;
  readonly collect: string;
  readonly nothing: string;
}

export const PAPER_WORDS: Readonly<Record<PaperLanguage, PaperWords>> = {
  ja: {
    routeSheet: '配達表',
    depot: '営業所',
    tour: 'コース',
    date: '配達日',
    driver: '担当',
    stops: '件数',
    pieces: '個数',
    cash: '代引合計',
    slip: '配達伝票（受領控）',
    signature: '受領印・サイン',
    receivedOn: '受領日',
    day: '年　　　月　　　日',
    honour: '様',
    pieceCount: (n) => `${n}個`,
    collect: '代引',
    nothing: 'なし',
  },
  en: {
    routeSheet: 'Route sheet',
    depot: 'Depot',
    tour: 'Tour',
    date: 'Date',
    driver: 'Driver',
    stops: 'Stops',
    pieces: 'Pieces',
    cash: 'Cash to collect',
    slip: 'Delivery slip',
    signature: 'Received: signature',
    receivedOn: 'Date',
    day: '',
    honour: '',
    pieceCount: (n) => (n === 1 ? '1 piece' : `${n} pieces`),
    collect: 'Collect',
    nothing: 'none',
  },
};
