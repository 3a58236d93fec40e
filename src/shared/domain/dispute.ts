/** What is contested of a charge, and what a mall can say to it: classes, so that neither side writes what was bought. */

/** Why a customer contests a charge. */
export const DISPUTE_ABOUT = [
  /** Somebody else used the card. */
  'not-mine',
  'not-received',
  'not-as-ordered',
  'charged-twice',
  'wrong-amount',
  'other',
] as const;
export type DisputeAbout = (typeof DISPUTE_ABOUT)[number];

/** What a mall has to show for a charge. */
export const DISPUTE_EVIDENCE = ['sent', 'delivered', 'given-back', 'as-ordered', 'agreed'] as const;
export type DisputeEvidence = (typeof DISPUTE_EVIDENCE)[number];
