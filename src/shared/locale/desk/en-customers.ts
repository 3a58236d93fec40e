/** Customers, cards, settlements, claims, in English. */
export const enCustomers = {};
