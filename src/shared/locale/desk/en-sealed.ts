/** Sealed orders at the mall’s desk, in English. */
export const enSealed = {
  title: 'Who has which part',
};
