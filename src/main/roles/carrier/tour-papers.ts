/**
 * The driver's papers: addresses are opened for them, each with its line in the trail before anything leaves, and drawn
 * in memory. They go to the screen that asked and are kept nowhere: no spool, no file, no printer's queue of ours.
 */
import { setImmediate } from 'node:timers/promises';
import type { DeskCaller } from '#shared/desk/handlers.ts';
import type { PrintedTour, TourPaper } from '#shared/desk/tours.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { slotHours } from '#shared/domain/delivery-slot.ts';
import { plainPostalCode } from '#shared/domain/zone.ts';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeeds } from '#main/audit/index.ts';
import type { Carrier } from './carrier.ts';
import { cashDue } from './cash-due.ts';
import { findDepot } from './find-depot.ts';
import { drawDeliverySlips, drawRouteSheet, type PaperStop } from './paper/index.ts';
import { compare, findTour, isOwnDepot, keepOrder, slotOf, type TourKey, type TourParcel } from './tours.ts';

export interface TourPrint extends TourKey {
  readonly paper: TourPaper;
  readonly driver: string;
  readonly language: 'ja' | 'en';
}

interface OpenedStop {
  readonly parcel: TourParcel;
  readonly addressee: Addressee;
}

/** Told how much is done – each stop is opened, then drawn; false stops it. */
export type TourWatch = (done: number, of: number) => boolean;

/** Its own way out of the drawing. */
class Stopped extends Error {}

/** Opened before others have their turn. */
const SLICE = 20;

/**
 * Fails with `not-found` where there is nothing to print. What does not open is named, and the rest printed. Stopped it
 * answers `null`, with every opening in the trail all the same.
 */
export async function printTour(
  carrier: Carrier,
  caller: DeskCaller,
  print: TourPrint,
  watch: TourWatch = () => true,
): Promise<Result<PrintedTour | null>> {
  if (!isOwnDepot(caller, print.depot)) return fail('not-found');
  const { parcels, arranged } = await findTour(carrier.storage.read, print);
  if (parcels.length === 0) return fail('not-found');

  const opened: OpenedStop[] = [];
  const refused: PrintedTour['refused'][number][] = [];
  const steps = parcels.length * 2;
  let goesOn = true;
  for (let at = 0; at < parcels.length && goesOn; at += SLICE) {
    for (const parcel of parcels.slice(at, at + SLICE)) {
      const addressee = await openAddress(carrier, parcel);
      if (addressee.ok) opened.push({ parcel, addressee: addressee.value });
      else refused.push({ number: parcel.number, code: addressee.error.code });
    }
    await setImmediate();
    goesOn = watch(opened.length + refused.length, steps);
  }
  const stops = arranged ? opened : [...opened].sort(byPostalCode);
  await carrier.storage.write(async (db) => {
    const at = carrier.clock();
    const deed = { at, who: caller.who, action: 'address.opened', detail: print.paper } as const;
    await recordDeeds(
      db,
      stops.map(({ parcel: { number } }) => ({ ...deed, subject: number })),
    );
    // Somebody may have arranged it while addresses were being opened: that stays.
    if (arranged || !goesOn || (await findTour(db, print)).arranged) return;
    // The screen shows the order of the sheet.
    const numbers = [...stops.map(({ parcel }) => parcel.number), ...refused.map(({ number }) => number)];
    await keepOrder(carrier, db, print, numbers);
    carrier.changes.announce('parcels');
  });
  if (!goesOn) return ok(null);
  if (stops.length === 0) return fail('not-found');
  try {
    const pdf = await draw(carrier, print, stops, async (drawn) => {
      await setImmediate();
      if (!watch(parcels.length + drawn, steps)) throw new Stopped();
    });
    return ok({ pdf: Buffer.from(pdf).toString('base64'), stops: stops.length, refused });
  } catch (error) {
    if (error instanceof Stopped) return ok(null);
    throw error;
  }
}

/** Only the envelope that was agreed on lies in the table. */
async function openAddress(carrier: Carrier, { number, addressee }: TourParcel): Promise<Result<Addressee>> {
  const opened = await carrier.vault.open(addressee, { kind: 'addressee', recipient: carrier.self, number });
  return opened.ok ? decodeAddressee(opened.value) : opened;
}

function byPostalCode(a: OpenedStop, b: OpenedStop): number {
  const codeOf = ({ addressee }: OpenedStop): string => plainPostalCode(addressee.postalCode);
  return (
    slotOf(a.parcel) - slotOf(b.parcel) ||
    compare(codeOf(a), codeOf(b)) ||
    compare(a.addressee.lines.join(), b.addressee.lines.join()) ||
    compare(a.parcel.number, b.parcel.number)
  );
}

async function draw(
  carrier: Carrier,
  { paper, language, depot: code, route, date, driver }: TourPrint,
  stops: readonly OpenedStop[],
  rest: (drawn: number) => Promise<void>,
): Promise<Uint8Array> {
  const depot = (await findDepot(carrier.storage.read, code))?.name ?? code;
  const common = { language, carrier: carrier.name, depot, date };
  if (paper === 'route-sheet') {
    return drawRouteSheet({ ...common, tour: route, driver, stops: stops.map((stop) => paperStop(stop)) }, rest);
  }
  const slips = stops.map((stop, at) => ({ ...paperStop(stop), stop: at + 1 }));
  return drawDeliverySlips({ ...common, slips }, rest);
}

function paperStop({ parcel, addressee }: OpenedStop): PaperStop {
  const { number, pieces, wish_slot: slot, currency } = parcel;
  const { name, postalCode, lines, country, phone, note } = addressee;
  const due = cashDue(parcel);
  return {
    number,
    name,
    postalCode,
    lines,
    country,
    phone,
    pieces: Math.max(pieces, 1),
    ...(due > 0 && { collect: { value: due, currency } }),
    ...(slot !== null && { slot: slotHours(slot) }),
    ...(note !== undefined && note !== '' && { note }),
  };
}
