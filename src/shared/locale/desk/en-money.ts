/** Payouts and invoices, at mall and carrier, in English. */
export const enMoney = {};
