/** Every number this party ever issued: random, unique, never reused, also when the order came to nothing. */
import { mintNumber, type NumberKind, type NumberOfKind, type RandomDigit } from '#shared/domain/number.ts';
import type { Migrations, Writable } from './storage.ts';

export interface NumberTables {
  issued_number: { number: string };
}

export const numberMigrations: Migrations = {
  'number-0001-issued': {
    up: async (db) => {
      await db.schema
        .createTable('issued_number')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .execute();
    },
  },
};

/** Mints and claims a fresh number. */
export async function claimNumber<K extends NumberKind>(
  db: Writable<NumberTables>,
  kind: K,
  randomDigit: RandomDigit,
): Promise<NumberOfKind[K]> {
  for (;;) {
    const number = mintNumber(kind, randomDigit);
    if (await reserveNumber(db, number)) return number;
  }
}

/** Claims a given number; false when it was issued before. */
export async function reserveNumber(db: Writable<NumberTables>, number: string): Promise<boolean> {
  const inserted = await db
    .insertInto('issued_number')
    .values({ number })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
