/** The printers of a party: one setting with all of them, in the order in which they were set up. */
import { z } from 'zod';
import { type PrinterSetting, printerSettingSchema } from '#shared/domain/printer.ts';
import { type Readable, readSetting, type SettingTables, type Writable, writeSetting } from '#main/storage/index.ts';

const NAME = 'printers';
const printersSchema = z.array(printerSettingSchema).default([]);

export function readPrinters(db: Readable<SettingTables>): Promise<readonly PrinterSetting[]> {
  return readSetting(db, NAME, printersSchema);
}

export async function readPrinter(db: Readable<SettingTables>, id: string): Promise<PrinterSetting | undefined> {
  return (await readPrinters(db)).find((printer) => printer.id === id);
}

/** A new one, or another setting of one that is there. */
export async function savePrinter(db: Writable<SettingTables>, setting: PrinterSetting): Promise<void> {
  const known = await readPrinters(db);
  const changed = known.map((printer) => (printer.id === setting.id ? setting : printer));
  await writeSetting(db, NAME, changed.includes(setting) ? changed : [...known, setting]);
}

export async function removePrinter(db: Writable<SettingTables>, id: string): Promise<void> {
  const known = await readPrinters(db);
  await writeSetting(
    db,
    NAME,
    known.filter((printer) => printer.id !== id),
  );
}
