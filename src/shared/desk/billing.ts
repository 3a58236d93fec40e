/** The credit company's desk: statements, what customers paid, what malls get. */

export const billingCommands = {};
