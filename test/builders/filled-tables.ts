/** Rows by the thousand, written past the use cases: for what counts them and lists them. */
import Database from 'better-sqlite3';

type Value = string | number | null | Uint8Array;

/**
 * Columns that are left out get something of their type, where they may not be empty; foreign keys are not looked at.
 *
 * @param rows columns that matter, from a row's place
 */
export function fillTable(
  database: Database.Database,
  table: string,
  count: number,
  rowOf: (at: number) => Readonly<Record<string, Value>>,
): void {
  const columns = database.pragma(`table_info('${table}')`) as {
    name: string;
    type: string;
    notnull: number;
    dflt_value: unknown;
    pk: number;
  }[];
  const needed = columns.filter(({ notnull, dflt_value, pk, type }) =>
    pk > 0 ? type !== 'INTEGER' && type !== 'integer' : notnull === 1 && dflt_value === null,
  );
  const sample = rowOf(0);
  const names = [...new Set([...needed.map(({ name }) => name), ...Object.keys(sample)])];
  const insert = database.prepare(
    `insert into "${table}" (${names.map((name) => `"${name}"`).join()}) values (${names.map(() => '?').join()})`,
  );
  const typeOf = new Map(columns.map(({ name, type }) => [name, type.toLowerCase()]));
  const plain = (name: string, at: number): Value => {
    const type = typeOf.get(name) ?? 'text';
    return type === 'blob' ? new Uint8Array(64) : /int/.test(type) ? 0 : `${name} ${at}`;
  };
  database.transaction(() => {
    for (let at = 0; at < count; at++) {
      const row = rowOf(at);
      insert.run(...names.map((name) => row[name] ?? (name in row ? null : plain(name, at))));
    }
  })();
}

/** A connection of its own that looks at no foreign key. */
export function openForFilling(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('foreign_keys = off');
  database.pragma('synchronous = off');
  return database;
}
