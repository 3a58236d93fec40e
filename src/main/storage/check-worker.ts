/** Reads a whole database, table by table, beside the service: its own connection, nothing written. */
import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckMessage } from './check-database.ts';

const { file } = workerData as { readonly file: string };
const port = parentPort;
if (port === null) throw new Error('check-worker runs as a worker thread only');
const say = (message: CheckMessage): void => port.postMessage(message, []);

const database = new Database(file, { readonly: true, fileMustExist: true });
try {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .all() as { name: string }[];
  let sound = true;
  for (const [done, { name }] of tables.entries()) {
    say({ done, of: tables.length });
    const quoted = `'${name.replaceAll("'", "''")}'`;
    sound = database.pragma(`integrity_check(${quoted})`, { simple: true }) === 'ok' && sound;
  }
  const torn = database.pragma('foreign_key_check') as unknown[];
  say({ sound: sound && torn.length === 0, tables: tables.length });
} finally {
  database.close();
}
