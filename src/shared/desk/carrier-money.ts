/** The carrier's desk: cash given back for malls, and the monthly invoices to them. */

export const carrierMoneyCommands = {};
