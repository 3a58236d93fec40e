/** The columns of a party's database, for the privacy claim as a schema: those that every party has, and all it has. */
import Database from 'better-sqlite3';
import { join } from 'node:path';

/** Tables of every party: partners, messages, the trail of deeds, settings, numbers. */
export const COMMON_COLUMNS: Readonly<Record<string, string>> = {
  partner:
    'id role name state card next_card variant added_at last_sent_at last_received_at last_sent_type last_received_type may_send suspended_for told_at clock_offset clock_at certificate_until pin_met',
  partner_pin: 'pin partner',
  outbox: 'id partner type subject event created_at attempts next_at accepted_at rejected_at last_error newest_key',
  refused_message: 'source id at type code times',
  inbox: 'source id digest received_at',
  trail: 'id at who action subject detail kind',
  // Of staff alone; the secret is a hash.
  staff_account:
    'id name folded rank more less state secret kind given version made_at closed_at entered_at wrong locked_until',
  setting: 'name value',
  issued_number: 'number',
  exception:
    'id at who station place code number step times picture picture_type decision entered decided_by decided_at',
  // Computers of the party's own people: what they are called, where they stand, their keys' public halves.
  station: 'id name kind depot pin sealing_key state paired_at seen_at',
  station_pairing: 'secret_hash name kind depot who ends_at wrong',
  station_call: 'station call made_at answered_at refused',
  kysely_migration: 'name timestamp',
  kysely_migration_lock: 'id is_locked',
};

/** By table: its columns in order, parted by blanks. */
export function columnsOf({ folder }: { readonly folder: string }): Record<string, string> {
  const database = new Database(join(folder, 'tokumei.db'), { readonly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  const columns = Object.fromEntries(
    (tables.all() as { name: string }[]).map(({ name }) => [
      name,
      (database.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name).join(' '),
    ]),
  );
  database.close();
  return columns;
}
