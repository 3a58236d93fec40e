/**
 * The exceptions workbench: scans that did not open or match, until somebody decided what becomes of them. The roles
 * file them where they refuse a scan; every role's desk lists and decides them. It keeps numbers, codes and an encrypted
 * picture of the label, and must never hold what was read inside one.
 */
export { fileException, type Incident, type SealedPicture } from './file-exception.ts';
export { LARGEST_PICTURE, readPicture, sealPicture } from './picture.ts';
export { exceptionMigrations, type ExceptionTables } from './tables.ts';
export { countOpen, decideException, dropOldExceptions, listExceptions } from './workbench.ts';
