/**
 * Backups: a whole party in one file that only its recovery key opens, and the way back onto an empty folder. Called by
 * the command line, and by the party when it starts. It must never know what a table or an envelope means, and leaves
 * no second copy of the database behind.
 */
export { noteBackup, readBackupRecord } from './backup-record.ts';
export { type BackupRoom, freeBytes, folderBytes, openBackupRoom } from './backup-room.ts';
export { askForWhatWasMissed, databaseId } from './resume.ts';
export { type BackupMade, type BackupSource, clearLeftCopy, writeBackup } from './write-backup.ts';
export { type Restored, restoreBackup } from './restore-backup.ts';
