/** The gift-wrapper’s desk, in English. */
export const enGifts = {
  title: 'No gift cards',
};
