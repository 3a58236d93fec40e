/** Statements, payments, payouts at the credit company, in English. */
export const enBilling = {};
