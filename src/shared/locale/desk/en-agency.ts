/** The agency’s desk, in English. */
export const enAgency = {
  title: 'Nothing has been asked yet',
};
