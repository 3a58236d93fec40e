/** Labels of many orders at once: packed by list, each parcel one piece. An order is packed once its label came out. */
import type { BulkOutcome } from '#shared/desk/list.ts';
import { type BatchFilter, type BatchPreview, LARGEST_BATCH } from '#shared/desk/batch.ts';
import type { QueuedJob } from '#shared/desk/printing.ts';
import { labelIdText } from '#shared/domain/label-id.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import { addJob, findLive, type PrintRoom, type PrintWish, readPrinter } from '#main/printing/jobs/index.ts';
import { RECORDED } from './label-maker.ts';
import type { Mall } from './mall.ts';

const PAGE = 250;
const HOUR = 3_600_000;

interface Candidate {
  readonly number: string;
  readonly placed_at: string;
  readonly carrier: string;
  readonly reference: string;
}

const firstLabel = (number: string): string => labelIdText({ number, piece: 1, of: 1, copy: 1 });

/** Orders that wait on the bench with nothing missing, oldest first, a page at a time. */
async function* candidates(mall: Mall, filter: BatchFilter): AsyncGenerator<readonly Candidate[]> {
  let last: Candidate | undefined;
  for (;;) {
    let query = mall.storage.read
      .selectFrom('purchase')
      .leftJoin('set_aside', 'set_aside.purchase', 'purchase.number')
      .select(['purchase.number', 'purchase.placed_at', 'purchase.counterparty as carrier', 'purchase.shipping'])
      .where('purchase.state', '=', 'accepted')
      .where('purchase.shipping', 'is not', null)
      .where('set_aside.purchase', 'is', null)
      .orderBy('purchase.placed_at')
      .orderBy('purchase.number')
      .limit(PAGE);
    if (filter.carrier !== undefined) query = query.where('purchase.counterparty', '=', filter.carrier);
    if (filter.pay !== undefined) query = query.where('purchase.pay', '=', filter.pay);
    if (filter.olderThanHours !== undefined) {
      const before = new Date(mall.clock().getTime() - filter.olderThanHours * HOUR).toISOString();
      query = query.where('purchase.placed_at', '<=', before);
    }
    if (last) {
      const { placed_at: at, number } = last;
      // The first condition lets the index begin there.
      query = query
        .where('purchase.placed_at', '>=', at)
        .where((eb) => eb.or([eb('purchase.placed_at', '>', at), eb('purchase.number', '>', number)]));
    }
    const rows = await query.execute();
    if (rows.length === 0) return;
    const page = rows.map(({ shipping, ...row }) => ({ ...row, reference: firstLabel(shipping!) }));
    last = page.at(-1);
    yield page;
    // Whoever waits at a door comes in between.
    await new Promise(setImmediate);
  }
}

export async function previewBatch(mall: Mall, room: PrintRoom, filter: BatchFilter): Promise<BatchPreview> {
  const labels = new Map<string, number>();
  let fitting = 0;
  let queued = 0;
  for await (const page of candidates(mall, filter)) {
    const live = await liveOf(room, page);
    for (const { carrier, reference } of page) {
      if (live.has(reference)) queued += 1;
      else if (++fitting <= LARGEST_BATCH) labels.set(carrier, (labels.get(carrier) ?? 0) + 1);
    }
  }
  const names = await carrierNames(mall);
  return {
    labels: Math.min(fitting, LARGEST_BATCH),
    byCarrier: [...labels]
      .map(([carrier, count]) => ({ carrier, carrierName: names.get(carrier) ?? carrier, labels: count }))
      .sort((a, b) => b.labels - a.labels),
    leftOut: { queued, beyond: Math.max(0, fitting - LARGEST_BATCH) },
  };
}

function liveOf(room: PrintRoom, page: readonly Candidate[]): Promise<ReadonlyMap<string, string>> {
  return findLive(
    room.storage.read,
    page.map(({ reference }) => reference),
  );
}

async function carrierNames(mall: Mall): Promise<ReadonlyMap<string, string>> {
  const rows = await mall.storage.read
    .selectFrom('partner')
    .select(['id', 'name'])
    .where('role', '=', 'carrier')
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The first label of the batch as it will print. */
export async function sampleBatch(
  mall: Mall,
  room: PrintRoom,
  { filter, printer }: { filter: BatchFilter; printer: string },
): Promise<Result<{ preview?: string }>> {
  const setting = await readPrinter(room.storage.read, printer);
  if (!setting) return fail('printer-unknown');
  for await (const page of candidates(mall, filter)) {
    const live = await liveOf(room, page);
    const first = page.find(({ reference }) => !live.has(reference));
    if (!first) continue;
    const png = await room.makers.labels!.preview({ reference: first.reference }, setting);
    return png.ok ? ok({ preview: Buffer.from(png.value).toString('base64') }) : png;
  }
  return ok({});
}

/** One job for all that fits; given twice, the second finds the first. */
export function queueBatch(
  mall: Mall,
  room: PrintRoom,
  who: string,
  { filter, printer, startAt }: { filter: BatchFilter; printer: string; startAt: number },
): Promise<Result<QueuedJob>> {
  return addJob(room, { printer, kind: 'labels', who, startAt }, wishes(mall, room, filter));
}

async function* wishes(mall: Mall, room: PrintRoom, filter: BatchFilter): AsyncGenerator<readonly PrintWish[]> {
  let left = LARGEST_BATCH;
  for await (const page of candidates(mall, filter)) {
    const live = await liveOf(room, page);
    const fresh = page.filter(({ reference }) => !live.has(reference)).slice(0, left);
    left -= fresh.length;
    const known = page.filter(({ reference }) => live.has(reference));
    yield [...fresh, ...known].map(({ reference }) => ({ reference }));
    if (left === 0) return;
  }
}

/** Labels that the bench has just made, on its own printer. One that came out before is printed as another copy only. */
export async function printLabels(
  room: PrintRoom,
  who: string,
  { printer, labels }: { printer: string; labels: readonly string[] },
): Promise<Result<QueuedJob>> {
  const known = await (room.storage.read as Mall['storage']['read'])
    .selectFrom('label')
    .select('label')
    .where('label', 'in', labels)
    .where('voided_at', 'is', null)
    .execute();
  if (known.length < new Set(labels).size) return fail('not-found');
  const out = await room.storage.read
    .selectFrom('print_job_item')
    .select('reference')
    .where('reference', 'in', labels)
    .where('state', '=', 'printed')
    .limit(1)
    .executeTakeFirst();
  if (out) return fail('wrong-state', 'printed');
  return addJob(room, { printer, kind: 'labels', who }, [labels.map((reference) => ({ reference, detail: RECORDED }))]);
}

/** One job for the orders that wait with nothing missing; the others are named. */
export async function queueChosen(
  mall: Mall,
  room: PrintRoom,
  who: string,
  { purchases, printer }: { readonly purchases: readonly string[]; readonly printer: string },
): Promise<Result<BulkOutcome>> {
  const rows = await mall.storage.read
    .selectFrom('purchase')
    .leftJoin('set_aside', 'set_aside.purchase', 'purchase.number')
    .select(['purchase.number', 'purchase.state', 'purchase.shipping', 'set_aside.at as aside'])
    .where('purchase.number', 'in', purchases)
    .orderBy('purchase.placed_at')
    .orderBy('purchase.number')
    .execute();
  const known = new Map(rows.map((row) => [row.number, row]));
  const fitting = rows.filter(({ state, shipping, aside }) => state === 'accepted' && shipping !== null && !aside);
  const live = await findLive(
    room.storage.read,
    fitting.map(({ shipping }) => firstLabel(shipping!)),
  );
  const fresh = fitting.filter(({ shipping }) => !live.has(firstLabel(shipping!)));
  const refused = purchases
    .filter((number) => !fresh.some((row) => row.number === number))
    .map((id) => ({ id, ...whyNot(known.get(id), live) }));
  if (fresh.length === 0) return ok({ done: 0, refused });
  const wishes = fresh.map(({ shipping }) => ({ reference: firstLabel(shipping!) }));
  const queued = await addJob(room, { printer, kind: 'labels', who }, [wishes]);
  return queued.ok ? ok({ done: queued.value.queued, refused }) : queued;
}

function whyNot(
  row: { readonly state: string; readonly shipping: string | null; readonly aside: string | null } | undefined,
  live: ReadonlyMap<string, string>,
): Failure {
  if (!row) return { code: 'purchase-unknown' };
  if (row.shipping !== null && live.has(firstLabel(row.shipping))) return { code: 'already-queued' };
  return row.aside === null ? { code: 'wrong-state', about: row.state } : { code: 'label-not-wanted' };
}
