/** The mall's desk: files of electronic products, and the station that seals and sends them. */

export const mallGoodsCommands = {};
