/** The mall's electronic goods, in English. */
export const enGoods = {};
