/** Shipping numbers in the carrier's own format or out of a range in another (PROTOCOL.md §1): random, never reused. */
import type { BarPreview, FormatsView, formatCommands, RangeRow } from '#shared/desk/formats.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { numberFormat } from '#shared/domain/carrier-number.ts';
import {
  checkRange,
  isRunningOut,
  numberAt,
  type NumberRange,
  randomSerial,
  rangeSize,
  rangesMeet,
} from '#shared/domain/number-range.ts';
import { formatNumber, normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { code128Text, encodeCode128 } from '#main/labels/index.ts';
import {
  claimNumber,
  type NumberTables,
  type Readable,
  reserveNumber,
  type Writable,
  writeResult,
} from '#main/storage/index.ts';
import { randomDigit, randomUuid } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import type { NumberRangeTable, NumberRangeTables } from './number-tables.ts';

type Tables = NumberTables & NumberRangeTables;

/** Tries by chance before the free numbers of a nearly used range are looked for. */
const TRIES = 40;
/** Serials looked through at once. */
const WINDOW = 2000;

/** Mints and claims a fresh shipping number: of the oldest range in use that has any left, else of our own kind. */
export async function claimShippingNumber(db: Writable<Tables>): Promise<string> {
  const ranges = await db
    .selectFrom('number_range')
    .selectAll()
    .where('in_use', '=', 1)
    .orderBy('added_at')
    .orderBy('range')
    .execute();
  for (const range of ranges) {
    const number = range.issued < rangeSize(range) ? await claimOf(db, range) : undefined;
    if (number !== undefined) return number;
  }
  return claimNumber(db, 'shipping', randomDigit);
}

async function claimOf(db: Writable<Tables>, range: NumberRangeTable): Promise<string | undefined> {
  const number = (await byChance(db, range)) ?? (await byLooking(db, range));
  // Where none is free any more the range counts as used up, whatever was counted.
  const issued = number === undefined ? rangeSize(range) : range.issued + 1;
  await db.updateTable('number_range').set({ issued }).where('range', '=', range.range).execute();
  return number;
}

async function byChance(db: Writable<Tables>, range: NumberRangeTable): Promise<string | undefined> {
  for (let at = 0; at < TRIES; at++) {
    const number = numberAt(range, randomSerial(range, randomDigit));
    if (number !== undefined && (await reserveNumber(db, number))) return number;
  }
  return undefined;
}

/** From anywhere in the range on, and around: still no order that anybody could read anything from. */
async function byLooking(db: Writable<Tables>, range: NumberRangeTable): Promise<string | undefined> {
  const start = randomSerial(range, randomDigit);
  const size = rangeSize(range);
  for (let done = 0; done < size; done += WINDOW) {
    const serials = Array.from(
      { length: Math.min(WINDOW, size - done) },
      (_, at) => range.first + ((start - range.first + done + at) % size),
    );
    const numbers = serials.flatMap((serial) => numberAt(range, serial) ?? []);
    const issued = new Set(
      (await db.selectFrom('issued_number').select('number').where('number', 'in', numbers).execute()).map(
        (row) => row.number,
      ),
    );
    for (const number of numbers) if (!issued.has(number) && (await reserveNumber(db, number))) return number;
  }
  return undefined;
}

async function listFormats(db: Readable<NumberRangeTables>): Promise<FormatsView> {
  const rows = await db.selectFrom('number_range').selectAll().orderBy('added_at').orderBy('range').execute();
  const ranges = rows.map(toRow);
  const inUse = ranges.filter((range) => range.inUse);
  const next = inUse.find(({ left }) => left > 0);
  return { ranges, next: next?.format ?? 'own', usedUp: inUse.length > 0 && next === undefined };
}

function toRow({ in_use, added_at, issued, ...range }: NumberRangeTable): RangeRow {
  const left = Math.max(0, rangeSize(range) - issued);
  return {
    ...range,
    issued,
    inUse: in_use === 1,
    left,
    low: isRunningOut(range, left),
    example: formatNumber(numberAt(range, range.first) ?? ''),
    addedAt: added_at,
  };
}

async function addRange(carrier: Carrier, who: string, entry: NumberRange): Promise<Result<{ range: string }>> {
  const checked = checkRange({
    ...entry,
    lead: normalizeNumber(entry.lead).toUpperCase(),
    country: entry.country.toUpperCase(),
  });
  if (!checked.ok) return checked;
  return writeResult(carrier.storage, async (db) => {
    const known = await db.selectFrom('number_range').selectAll().execute();
    if (known.some((range) => rangesMeet(range, checked.value))) return fail('field-invalid', 'first');
    const range = randomUuid();
    const at = carrier.clock();
    const row = { range, ...checked.value, issued: 0, in_use: 0, added_at: at.toISOString(), who };
    await db.insertInto('number_range').values(row).execute();
    await recordDeed(db, { at, who, action: 'formats.added', subject: numberAt(checked.value, entry.first) ?? '-' });
    carrier.changes.announce('parcels');
    return ok({ range });
  });
}

async function useRange(
  carrier: Carrier,
  who: string,
  { range, inUse }: { range: string; inUse: boolean },
): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const row = await db.selectFrom('number_range').selectAll().where('range', '=', range).executeTakeFirst();
    if (!row) return fail('not-found');
    await db
      .updateTable('number_range')
      .set({ in_use: inUse ? 1 : 0 })
      .where('range', '=', range)
      .execute();
    const subject = numberAt(row, row.first) ?? '-';
    await recordDeed(db, { at: carrier.clock(), who, action: inUse ? 'formats.used' : 'formats.left', subject });
    carrier.changes.announce('parcels');
    return ok();
  });
}

async function removeRange(carrier: Carrier, who: string, range: string): Promise<Result<void>> {
  return writeResult(carrier.storage, async (db) => {
    const row = await db.selectFrom('number_range').selectAll().where('range', '=', range).executeTakeFirst();
    if (!row) return fail('not-found');
    if (row.issued > 0) return fail('wrong-state');
    await db.deleteFrom('number_range').where('range', '=', range).execute();
    const subject = numberAt(row, row.first) ?? '-';
    await recordDeed(db, { at: carrier.clock(), who, action: 'formats.removed', subject });
    carrier.changes.announce('parcels');
    return ok();
  });
}

/** Of the first copy of a parcel's only piece. */
function previewBars(typed: string): Result<BarPreview> {
  const number = normalizeNumber(typed).toUpperCase();
  if (numberFormat(number) === undefined) return fail('bad-number');
  const label = { number, piece: 1, of: 1, copy: 1 };
  const bars = encodeCode128(label);
  return bars.ok ? ok({ bars: bars.value.map((dark) => (dark ? '1' : '0')).join(''), text: code128Text(label) }) : bars;
}

export function formatsDesk(carrier: Carrier): DeskHandlers<keyof typeof formatCommands> {
  return {
    'formats.list': async () => ok(await listFormats(carrier.storage.read)),
    'formats.add': ({ who }, entry) => addRange(carrier, who, entry),
    'formats.use': ({ who }, order) => useRange(carrier, who, order),
    'formats.remove': ({ who }, { range }) => removeRange(carrier, who, range),
    'formats.preview': async (_, { number }) => previewBars(number),
  };
}
