/** Cancelling, returns and refunds, at mall and carrier, in English. */
export const enRefunds = {};
