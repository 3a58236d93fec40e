/** Decisions at the credit desk, in English. */
export const enInquiries = {
  title: 'Nothing has been decided yet',
};
