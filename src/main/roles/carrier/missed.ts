/** The notice that a driver leaves at a door. It names nobody, so that anybody may find it. */
import type { PrintedNotice } from '#shared/desk/tours.ts';
import { dayInJapan, timeInJapan } from '#shared/domain/day.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { drawMissedNotices, previewPng } from '#main/printing/index.ts';
import type { Carrier } from './carrier.ts';
import { parcelHistory } from './parcels.ts';
import { findParcel } from './find-parcel.ts';
import { findDepot } from './find-depot.ts';

const PREVIEW_DPI = 203;

/** Of the last attempt. Fails with `parcel-unknown`, and with `not-attempted` where there was none, or it ended since. */
export async function printNotice(carrier: Carrier, who: string, typed: string): Promise<Result<PrintedNotice>> {
  const number = normalizeNumber(typed);
  const { read } = carrier.storage;
  const parcel = await findParcel(read, number);
  const history = await parcelHistory(carrier, number);
  if (!parcel || !history.ok) return fail('parcel-unknown');
  const attempt = history.value.findLast(({ state, late, asked }) => state === 'attempted' && !late && !asked);
  if (!attempt || parcel.state === 'delivered' || parcel.state === 'returned') return fail('not-attempted');

  const code = parcel.depot ?? attempt.depot;
  const depot = code === undefined ? undefined : await findDepot(read, code);
  const at = new Date(attempt.at);
  const pdf = await drawMissedNotices([
    {
      carrier: carrier.name,
      number,
      date: dayInJapan(at),
      time: timeInJapan(at),
      tracking: `${carrier.publicUrl}/track?number=${number}`,
      depot: depot ?? { name: code ?? carrier.name, address: '' },
    },
  ]);
  const preview = await previewPng(pdf, PREVIEW_DPI);
  if (!preview.ok) return preview;
  await carrier.storage.write((db) =>
    recordDeed(db, { at: carrier.clock(), who, action: 'notice.printed', subject: number }),
  );
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return ok({ pdf: base64(pdf), preview: base64(preview.value) });
}
