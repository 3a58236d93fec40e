/** What a statement says. What was bought has no place in it: the credit company does not know. */

export interface StatementPaperLine {
  readonly kind: 'claim' | 'refund' | 'carried';
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Trade name. */
  readonly mall?: string;
  readonly receipt?: string;
  /** Minor currency units; below zero for what goes back. */
  readonly amount: number;
}

export interface StatementPaper {
  readonly language: 'ja' | 'en';
  readonly company: {
    /** Trade name. */
    readonly name: string;
    /** Its public pages, where it has any. */
    readonly url?: string;
  };
  /** Stands where a window envelope shows it. */
  readonly addressee: { readonly name: string; readonly postalCode: string; readonly address: string };
  /** 13 digits. */
  readonly reference: string;
  /** `YYYY-MM`. */
  readonly month: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly dueOn: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly lines: readonly StatementPaperLine[];
  /** So much of it is paid or credited since. */
  readonly paid: number;
  /** Where to pay to; absent until the desk entered it. */
  readonly account?: string;
  /** A letter about a statement that was not paid in time: the statement again, under other words. */
  readonly notice?: 'reminder' | 'warning';
}
