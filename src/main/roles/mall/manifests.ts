/** Closed manifests: what the carrier answered, their papers, and parcels that were missing and are here after all. */
import { sql } from 'kysely';
import type { Input } from '#shared/desk/contract.ts';
import type { ManifestDetail, ManifestPapers, ManifestRow, ManifestState } from '#shared/desk/handover.ts';
import { MOST_ROWS } from '#shared/desk/handover.ts';
import { type ListPage, mapPage } from '#shared/desk/list.ts';
import { readManifestCsv } from '#shared/domain/manifest.ts';
import { utf8 } from '#shared/bytes.ts';
import { expectOk, fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { encodeCode128Text } from '#main/labels/index.ts';
import { findPartner, type IncomingEvent } from '#main/post/index.ts';
import { drawHandoverManifest, previewPng } from '#main/printing/index.ts';
import { listRows, type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';
import type { MallTables } from './tables.ts';

const PREVIEW_DPI = 110;

/** What the carrier has, by its answer, or by what it said of the parcel itself since. */
const isTaken = sql<boolean>`(manifest_parcel.taken >= manifest_parcel.pieces
  or (manifest.final = 0 and purchase.state in ('shipped', 'delivered', 'returned')))`;

function manifestRows(db: Readable<MallTables>) {
  return db
    .selectFrom('manifest')
    .leftJoin('partner', 'partner.id', 'manifest.carrier')
    .selectAll('manifest')
    .select((eb) => [
      'partner.name as carrier_name',
      eb
        .selectFrom('manifest_parcel')
        .innerJoin('purchase', 'purchase.number', 'manifest_parcel.purchase')
        .select((row) => row.fn.countAll<number>().as('taken'))
        .whereRef('manifest_parcel.manifest', '=', 'manifest.manifest')
        .where(isTaken)
        .as('taken'),
      eb
        .selectFrom('manifest_extra')
        .select((row) => row.fn.countAll<number>().as('extra'))
        .whereRef('manifest_extra.manifest', '=', 'manifest.manifest')
        .as('extra'),
      eb
        .selectFrom('outbox')
        .select((row) => row.fn.countAll<number>().as('waiting'))
        .where('outbox.type', '=', 'handover.manifest')
        .whereRef('outbox.subject', '=', 'manifest.manifest')
        .where('outbox.accepted_at', 'is', null)
        .as('waiting'),
    ]);
}

type Joined = Awaited<ReturnType<ReturnType<typeof manifestRows>['execute']>>[number];

function stateOf(row: Joined): ManifestState {
  if (row.final === 1) return Number(row.taken) === row.parcels && Number(row.extra) === 0 ? 'agreed' : 'differs';
  return Number(row.waiting) > 0 ? 'closed' : 'waiting';
}

function toRow(row: Joined): ManifestRow {
  return {
    manifest: row.manifest,
    number: row.number,
    carrierName: row.carrier_name ?? row.carrier,
    date: row.date,
    closedAt: row.closed_at,
    who: row.who,
    parcels: row.parcels,
    pieces: row.pieces,
    taken: Number(row.taken),
    extra: Number(row.extra),
    state: stateOf(row),
  };
}

export async function listManifests(mall: Mall, asked: Input<'handover.manifests'>): Promise<ListPage<ManifestRow>> {
  const manifests = mall.storage.read.selectFrom(manifestRows(mall.storage.read).as('closed')).selectAll();
  const page = await listRows(
    manifests,
    {
      time: 'closed.closed_at',
      id: 'closed.manifest',
      partner: 'closed.carrier',
      numbers: ['closed.number'],
      names: ['closed.who'],
      // As `stateOf` tells it.
      state: sql`case when closed.final = 1
        then (case when closed.taken = closed.parcels and closed.extra = 0 then 'agreed' else 'differs' end)
        else (case when closed.waiting > 0 then 'closed' else 'waiting' end) end`,
    },
    asked,
  );
  return mapPage(page, toRow);
}

export async function readManifest(mall: Mall, manifest: string): Promise<Result<ManifestDetail>> {
  const db = mall.storage.read;
  const row = await manifestRows(db).where('manifest.manifest', '=', manifest).executeTakeFirst();
  if (!row) return fail('not-found');
  const open = db
    .selectFrom('manifest_parcel')
    .innerJoin('manifest', 'manifest.manifest', 'manifest_parcel.manifest')
    .innerJoin('purchase', 'purchase.number', 'manifest_parcel.purchase')
    .where('manifest_parcel.manifest', '=', manifest)
    .where((eb) => eb.not(isTaken));
  const { gapCount } = await open.select(({ fn }) => fn.countAll<number>().as('gapCount')).executeTakeFirstOrThrow();
  const gaps = await open
    .selectAll('manifest_parcel')
    .select('purchase.state')
    .orderBy('manifest_parcel.shipping')
    .limit(MOST_ROWS)
    .execute();
  const extras = await db
    .selectFrom('manifest_extra')
    .leftJoin('purchase', (join) =>
      join.onRef('purchase.shipping', '=', 'manifest_extra.shipping').on('purchase.counterparty', '=', row.carrier),
    )
    .select(['manifest_extra.shipping', 'purchase.number as purchase'])
    .where('manifest', '=', manifest)
    .orderBy('manifest_extra.shipping')
    .execute();
  return ok({
    ...toRow(row),
    gaps: gaps.map(({ purchase, shipping, pieces, taken, state, found_at, found_by }) => ({
      purchase,
      shipping,
      pieces,
      taken,
      state,
      ...(found_at !== null && { found: { at: found_at, who: found_by ?? '' } }),
    })),
    gapCount: Number(gapCount),
    extras: extras.map(({ shipping, purchase }) => ({ shipping, ...(purchase !== null && { purchase }) })),
  });
}

/** The paper, drawn of the signed file and nothing else; and that file with its signature. */
export async function manifestPapers(
  mall: Mall,
  { manifest, language }: { readonly manifest: string; readonly language: 'ja' | 'en' },
): Promise<Result<ManifestPapers>> {
  const db = mall.storage.read;
  const row = await db.selectFrom('manifest').selectAll().where('manifest', '=', manifest).executeTakeFirst();
  if (!row) return fail('not-found');
  const carrier = await findPartner(db, row.carrier);
  const { parcels } = expectOk(readManifestCsv(row.csv));
  const pdf = await drawHandoverManifest({
    language,
    mall: mall.name,
    carrier: carrier?.name ?? row.carrier,
    number: row.number,
    bars: expectOk(encodeCode128Text(row.number)),
    date: row.date,
    parcels: parcels.map(({ shipping, pieces, size }) => ({ number: shipping, pieces, size })),
  });
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return ok({
    number: row.number,
    pdf: base64(pdf),
    preview: base64(expectOk(await previewPng(pdf, PREVIEW_DPI))),
    csv: base64(utf8(row.csv)),
    jws: row.jws,
  });
}

/**
 * What the carrier took. Answers add up, whatever their order: a piece that one of them names stays taken, and what a
 * final one leaves is missing until another names it.
 */
export async function noteHandoverAnswer(
  mall: Mall,
  db: Writable<MallTables>,
  { partner, subject, data }: IncomingEvent<'handover.answer'>,
): Promise<Result<void>> {
  const { manifest, taken, missing, extra, final, date } = data;
  if (subject !== manifest) return fail('event-invalid', 'manifest');
  const row = await db
    .selectFrom('manifest')
    .select(['manifest', 'answered_on'])
    .where('manifest', '=', manifest)
    .where('carrier', '=', partner.id)
    .executeTakeFirst();
  if (!row) return fail('event-unknown-number');
  const told = await db
    .selectFrom('manifest_parcel')
    .select(['shipping', 'taken'])
    .where('manifest', '=', manifest)
    .execute();
  const known = new Map(told.map((parcel) => [parcel.shipping, parcel.taken]));
  if ([...taken.map(({ shipping }) => shipping), ...missing].some((shipping) => !known.has(shipping))) {
    return fail('event-invalid', 'shipping');
  }
  if (extra.some((shipping) => known.has(shipping))) return fail('event-invalid', 'extra');
  for (const pieces of new Set(taken.map((parcel) => parcel.pieces))) {
    const more = taken.filter((parcel) => parcel.pieces === pieces && known.get(parcel.shipping)! < pieces);
    for (let at = 0; at < more.length; at += 500) {
      const page = more.slice(at, at + 500).map(({ shipping }) => shipping);
      await db
        .updateTable('manifest_parcel')
        .set({ taken: pieces })
        .where('manifest', '=', manifest)
        .where('shipping', 'in', page)
        .execute();
    }
  }
  for (let at = 0; at < extra.length; at += 500) {
    await db
      .insertInto('manifest_extra')
      .values(extra.slice(at, at + 500).map((shipping) => ({ manifest, shipping })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const answered_on = row.answered_on !== null && row.answered_on > date ? row.answered_on : date;
  await db
    .updateTable('manifest')
    .set({ answered_on, ...(final && { final: 1 }) })
    .where('manifest', '=', manifest)
    .execute();
  mall.changes.announce('handover');
  mall.changes.announce('packing');
  return ok();
}

/**
 * A parcel that the carrier did not find at its pick-up is still here: packed again, with the labels that it has. Its
 * price stays claimed, once; calling the order off now gives back what was claimed. Fails with `wrong-state` where the
 * carrier has it, or has not ended the pick-up.
 */
export async function foundHere(mall: Mall, who: string, number: string): Promise<Result<void>> {
  return writeResult(mall.storage, async (db) => {
    const purchase = await db.selectFrom('purchase').select('state').where('number', '=', number).executeTakeFirst();
    if (!purchase) return fail('purchase-unknown');
    if (purchase.state !== 'handed-over') return fail('wrong-state', purchase.state);
    const now = mall.clock();
    const missed = await db
      .updateTable('manifest_parcel')
      .set({ found_at: now.toISOString(), found_by: who })
      .where('purchase', '=', number)
      .where('taken', '=', 0)
      .where('found_at', 'is', null)
      .where('manifest', 'in', (eb) => eb.selectFrom('manifest').select('manifest').where('final', '=', 1))
      .executeTakeFirst();
    if (missed.numUpdatedRows === 0n) return fail('wrong-state', 'handed-over');
    await db
      .updateTable('purchase')
      .set({ state: 'packed', changed_at: now.toISOString() })
      .where('number', '=', number)
      .execute();
    await recordDeed(db, { at: now, who, action: 'parcel.found-here', subject: number });
    mall.changes.announce('handover');
    mall.changes.announce('packing');
    return ok();
  });
}
