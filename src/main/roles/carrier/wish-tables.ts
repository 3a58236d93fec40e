/** What customers wish: a day and a time of day, or to fetch the parcel themselves. The mall is told none of it. */
import type { DeliverySlot } from '#shared/domain/delivery-slot.ts';
import type { Migrations } from '#main/storage/index.ts';

export interface WishColumns {
  /** `YYYY-MM-DD` in Japan; null: as soon as possible. */
  wish_day: string | null;
  wish_slot: DeliverySlot | null;
  /** Depot at whose counter it waits for the customer; empty until the parcel's depot is known; null: it is brought. */
  hold_depot: string | null;
  /** When that was asked for: a load that was scanned before is no mistake. */
  hold_asked_at: string | null;
}

/** The order in which a tour is driven, as somebody arranged it or as its sheet was printed. */
export interface TourOrderTable {
  depot: string;
  route: string;
  /** `YYYY-MM-DD` */
  date: string;
  position: number;
  number: string;
}

export interface WishTables {
  tour_order: TourOrderTable;
}

export const wishMigrations: Migrations = {
  'carrier-0014-wishes': {
    up: async (db) => {
      for (const column of ['wish_day', 'wish_slot', 'hold_depot', 'hold_asked_at']) {
        await db.schema.alterTable('parcel').addColumn(column, 'text').execute();
      }
      await db.schema.alterTable('parcel_step').addColumn('asked', 'text').execute();
      await db.schema.createIndex('parcel_tour').on('parcel').columns(['depot', 'route', 'state']).execute();
      await db.schema
        .createTable('tour_order')
        .addColumn('depot', 'text', (column) => column.notNull())
        .addColumn('route', 'text', (column) => column.notNull())
        .addColumn('date', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('number', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('tour_order_key', ['depot', 'route', 'date', 'number'])
        .execute();
    },
  },
};
