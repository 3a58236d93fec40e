/** The manifest is closed: what was counted leaves with the carrier's driver, and the carrier is told of each parcel. */
import type { ClosedManifest } from '#shared/desk/handover.ts';
import { manifestCsv, manifestNumber, MOST_ON_MANIFEST, type ManifestParcel } from '#shared/domain/manifest.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed, recordDeeds } from '#main/audit/index.ts';
import { sendEvent } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import { packedParcels } from './count-parcels.ts';
import type { Mall } from './mall.ts';
import { claimParcel } from './payment.ts';
import type { MallTables, PurchaseTable } from './tables.ts';

export const MANIFEST_TYPE = 'tokumei-manifest+jws';

/** Claims in one unit of work: other writers wait no longer than for these. */
const CLAIMS = 50;
/** Rows in one statement. */
const ROWS = 500;
/** Other benches may count or call off meanwhile. */
const TRIES = 4;

type Counted = ManifestParcel & Pick<PurchaseTable, 'order_id' | 'pay' | 'total'> & { readonly purchase: string };
type Refused = ClosedManifest['refused'][number];

/**
 * Closes the manifest of everything counted for a carrier. Prices are claimed first, some at a time; a claim is made
 * once, so that a crash between them and the rest claims nothing twice. Then, in one unit of work: the manifest, the
 * parcels' state, the trail, and the message. Fails with `nothing-counted`.
 */
export async function closeManifest(mall: Mall, who: string, carrier: string): Promise<Result<ClosedManifest>> {
  for (let turn = 1; ; turn++) {
    const counted = await wholeParcels(mall, carrier);
    const refused = await claimAll(mall, counted);
    const parcels = counted.filter(({ purchase }) => !refused.some((one) => one.purchase === purchase));
    if (parcels.length === 0) return refused[0] ? fail(refused[0].code, refused[0].purchase) : fail('nothing-counted');
    const closed = await writeManifest(mall, who, carrier, parcels);
    if (!closed.ok && closed.error.about === CHANGED && turn < TRIES) continue;
    if (!closed.ok) return closed;
    const packed = await packedParcels(mall.storage.read, carrier).execute();
    return ok({ ...closed.value, left: packed.length, refused });
  }
}

const CHANGED = 'changed';

/** By shipping number: their order says nothing about when they were bought. */
async function wholeParcels(mall: Mall, carrier: string): Promise<Counted[]> {
  const db = mall.storage.read;
  const rows = await db
    .selectFrom(packedParcels(db, carrier).as('parcel'))
    .selectAll()
    .whereRef('counted', '>=', 'pieces')
    .orderBy('shipping')
    .limit(MOST_ON_MANIFEST)
    .execute();
  return rows.map((row) => ({ ...row, shipping: row.shipping!, pieces: Number(row.pieces) }));
}

/** What is settled is paid for by a claim at the latest now; a parcel whose price nobody would pay stays here. */
async function claimAll(mall: Mall, parcels: readonly Counted[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  const settled = parcels.filter(({ pay }) => pay === 'settled');
  for (let at = 0; at < settled.length; at += CLAIMS) {
    const page = settled.slice(at, at + CLAIMS);
    refused.push(...(await mall.storage.write((db) => claimPage(mall, db, page))));
  }
  return refused;
}

async function claimPage(mall: Mall, db: Writable<MallTables>, page: readonly Counted[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  const here = await db
    .selectFrom('purchase')
    .select('number')
    .where(
      'number',
      'in',
      page.map(({ purchase }) => purchase),
    )
    .where('state', '=', 'packed')
    .execute();
  const packed = new Set(here.map(({ number }) => number));
  for (const { purchase, ...parcel } of page.filter((one) => packed.has(one.purchase))) {
    const claimed = await claimParcel(mall, db, { ...parcel, number: purchase });
    if (!claimed.ok) refused.push({ purchase, code: claimed.error.code });
  }
  return refused;
}

async function writeManifest(
  mall: Mall,
  who: string,
  carrier: string,
  parcels: readonly Counted[],
): Promise<Result<Pick<ClosedManifest, 'manifest' | 'number' | 'parcels' | 'pieces'>>> {
  const manifest = randomUuid();
  const number = manifestNumber(manifest);
  const now = mall.clock();
  const at = now.toISOString();
  const date = at.slice(0, 10);
  const told = parcels.map(({ shipping, pieces, size }) => ({ shipping, pieces, size }));
  const csv = manifestCsv({ manifest, date, mall: mall.self, carrier, parcels: told });
  const jws = await signDetached(mall, carrier, csv);
  const pieces = parcels.reduce((sum, parcel) => sum + parcel.pieces, 0);
  return writeResult(mall.storage, async (db) => {
    let moved = 0n;
    let counts = 0n;
    for (let from = 0; from < parcels.length; from += ROWS) {
      const page = parcels.slice(from, from + ROWS).map(({ purchase }) => purchase);
      const updated = await db
        .updateTable('purchase')
        .set({ state: 'handed-over', changed_at: at })
        .where('number', 'in', page)
        .where('state', '=', 'packed')
        .executeTakeFirst();
      const counted = await db.deleteFrom('handover_count').where('purchase', 'in', page).executeTakeFirst();
      moved += updated.numUpdatedRows;
      counts += counted.numDeletedRows;
    }
    if (moved !== BigInt(parcels.length) || counts !== BigInt(pieces)) return fail('wrong-state', CHANGED);
    await db
      .insertInto('manifest')
      .values({
        manifest,
        number,
        carrier,
        date,
        closed_at: at,
        who,
        parcels: parcels.length,
        pieces,
        csv,
        jws,
        answered_on: null,
        final: 0,
      })
      .execute();
    for (let from = 0; from < parcels.length; from += ROWS) {
      const rows = parcels.slice(from, from + ROWS).map((parcel) => ({
        manifest,
        purchase: parcel.purchase,
        shipping: parcel.shipping,
        pieces: parcel.pieces,
        size: parcel.size,
        taken: 0,
        found_at: null,
        found_by: null,
      }));
      await db.insertInto('manifest_parcel').values(rows).execute();
    }
    await sendEvent(mall.post, db, {
      to: carrier,
      type: 'handover.manifest',
      subject: manifest,
      data: { manifest, date, parcels: told },
    });
    await recordDeeds(
      db,
      parcels.map(({ purchase }) => ({
        at: now,
        who,
        action: 'purchase.handed-over',
        subject: purchase,
        detail: number,
      })),
    );
    await recordDeed(db, { at: now, who, action: 'manifest.closed', subject: number, detail: String(parcels.length) });
    mall.changes.announce('handover');
    mall.changes.announce('packing');
    return ok({ manifest, number, parcels: parcels.length, pieces });
  });
}

/** A JWS whose payload is left out (RFC 7515, appendix F): the file itself is it. */
async function signDetached(mall: Mall, carrier: string, csv: string): Promise<string> {
  const [header, , signature] = (await mall.vault.sign(MANIFEST_TYPE, csv, { aud: carrier })).split('.');
  return `${header}..${signature}`;
}
