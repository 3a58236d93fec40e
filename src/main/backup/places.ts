/** Folders inside a data folder that backups use; none is ever in one. */
export const PLACES = {
  /** The copy of the database, as long as it takes to seal it. */
  copy: '.backup',
  /** What is being restored, until all of it is known to be right. */
  restoring: '.restoring',
  /** A finished one, until the screen that asked for it has taken it away. */
  outgoing: '.outgoing',
} as const;
