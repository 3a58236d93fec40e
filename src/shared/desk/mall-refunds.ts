/** The mall's desk: orders called off, parcels that came back, money on its way to customers. */

export const mallRefundCommands = {};
