import Database from 'better-sqlite3';

/** One value of one row: text and blobs as their bytes, numbers as decimal digits. */
export interface StoredValue {
  readonly table: string;
  readonly column: string;
  readonly bytes: Uint8Array;
}

/**
 * Every value in every table of a SQLite file, whoever wrote it, while its party runs or after. The file's raw bytes
 * are not the same: they break a long value over several pages.
 */
export function* readStoredValues(file: string): Generator<StoredValue> {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[];
    for (const table of tables) {
      const columns = database.prepare('select name from pragma_table_info(?)').pluck().all(table) as string[];
      for (const column of columns) {
        const values = database.prepare(`select cast(${quote(column)} as blob) from ${quote(table)}`).pluck();
        for (const bytes of values.iterate() as Iterable<Uint8Array | null>) {
          if (bytes !== null) yield { table, column, bytes };
        }
      }
    }
  } finally {
    database.close();
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
