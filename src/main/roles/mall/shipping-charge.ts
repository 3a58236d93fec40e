/** What the mall adds to an order for its parcel: a flat charge per size class, none until staff set one. */
import { z } from 'zod';
import type { ShippingCharges } from '#shared/desk/catalogue.ts';
import { type Money, yen } from '#shared/domain/money.ts';
import { type ParcelSize, SIZE_CLASSES, type SizeClass } from '#shared/domain/parcel-size.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, readSetting, type SettingTables, writeSetting } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';

/** The standard rate: carriage of food is no food. */
export const CHARGE_TAX_PERCENT = 10;

const SETTING = 'shipping-charges';
const chargesSchema = z
  .partialRecord(z.literal(SIZE_CLASSES.map(String) as `${SizeClass}`[]), z.int().min(0))
  .default({});

export async function readCharges(db: Readable<SettingTables>): Promise<ShippingCharges> {
  return readSetting(db, SETTING, chargesSchema);
}

/** Orders that are placed already keep theirs. */
export async function changeCharges(mall: Mall, who: string, charges: ShippingCharges): Promise<Result<void>> {
  const detail = Object.entries(charges).map(([size, charge]) => `${size}:${charge}`);
  await mall.storage.write(async (db) => {
    await writeSetting(db, SETTING, chargesSchema.parse(charges));
    await recordDeed(db, {
      at: mall.clock(),
      who,
      action: 'charges.changed',
      subject: mall.self,
      detail: detail.join(' '),
    });
    mall.changes.announce('catalogue');
  });
  return ok();
}

/** With tax. */
export function chargeFor(charges: ShippingCharges, { size }: ParcelSize): Money {
  return yen(charges[size] ?? 0);
}
