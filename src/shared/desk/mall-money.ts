/** The mall's desk: what credit companies paid out and what carriers billed, against its own books. */

export const mallMoneyCommands = {};
