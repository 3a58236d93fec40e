/**
 * The cellar: one database per party. Roles and abilities bring their tables and migrations and talk Kysely; this
 * folder knows the engines. It must never know what a table means.
 */
export { type CsvRows, type CsvTable, readCsvRows, readCsvTable } from './csv-rows.ts';
export { checkSqliteFile, copySqliteFile } from './copy-sqlite.ts';
export { type Changes, openChanges } from './changes.ts';
export { checkDatabase, type RunningCheck } from './check-database.ts';
export { countByKey, endsOf, keyOfEnvelope } from './envelope-keys.ts';
export { type FolderLock, LOCK_FILE, lockFolder } from './folder-lock.ts';
export { claimNumber, type NumberTables, numberMigrations, reserveNumber } from './issued-number.ts';
export { readSetting, type SettingTables, settingMigrations, writeSetting } from './setting.ts';
export { containing, type ListShape, listRows } from './list-rows.ts';
export { openSqliteStorage, visitSqliteStorage } from './sqlite-storage.ts';
export { countHours, countSpans, countStates, type StateCount, type StateCounts } from './state-counts.ts';
export type { Migrations, Readable, Storage, Writable } from './storage.ts';
export { StorageFull, writeResult } from './storage.ts';
export { cellsOf, samplesOf, takenColumns } from './draft-columns.ts';
export { type DraftLook, type DraftRoom, type DraftRules, openDraftRoom, TableDraft } from './table-draft.ts';
export { readStoredValues, type StoredValue } from './stored-values.ts';
