/**
 * Print jobs: what was given to a printer, how far it is, and that nothing comes out twice unseen. The roles say how
 * their papers are made and what it means that one came out; in here an item is a number. It must never know what is
 * on a paper.
 */
export { addJob, findLive, type NewJob } from './add-job.ts';
export { printingDesk } from './desk.ts';
export { dropOldJobs, expireJobs } from './expiry.ts';
export { readPrinter, savePrinter } from './printer-settings.ts';
export type { PrinterRack } from './rack.ts';
export {
  type MadePaper,
  type MadePapers,
  openPrintRoom,
  type PrintMaker,
  type PrintMakers,
  type PrintRoom,
  type PrintWish,
} from './room.ts';
export { type PrintRunner, startPrinting } from './runner.ts';
export { printMigrations, type PrintTables } from './tables.ts';
