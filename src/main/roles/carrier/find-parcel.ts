import type { Readable } from '#main/storage/index.ts';
import { tokenHash } from '#main/vault/index.ts';
import type { CarrierTables, ParcelTable } from './tables.ts';

export function findParcel(db: Readable<CarrierTables>, number: string): Promise<ParcelTable | undefined> {
  return db.selectFrom('parcel').selectAll().where('number', '=', number).executeTakeFirst();
}

/** By the 128-bit token that the customer's own window got. */
export function findByToken(db: Readable<CarrierTables>, token: string): Promise<ParcelTable | undefined> {
  return db.selectFrom('parcel').selectAll().where('tracking_hash', '=', tokenHash(token)).executeTakeFirst();
}
