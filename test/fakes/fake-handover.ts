/** A mall's end of the day in memory: packed parcels of two carriers, the count, manifests with real papers. */
import { encodeCode128Text } from '#main/labels/index.ts';
import { drawHandoverManifest, previewPng } from '#main/printing/index.ts';
import type { CommandName, Topic } from '#shared/desk/contract.ts';
import type { ClosedManifest, CountSums, ManifestDetail, ManifestGap, ManifestRow } from '#shared/desk/handover.ts';
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { manifestCsv, manifestNumber } from '#shared/domain/manifest.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import type { PurchaseState } from '#shared/domain/states.ts';
import { expectOk, fail, ok } from '#shared/result.ts';
import { type FakeOffice, minter, minutesAgo } from './fake-office.ts';
import { fakeList } from './fake-list.ts';

const AOZORA = { carrier: 'aozora.example', name: '青空運送' };
const KAMOME = { carrier: 'kamome.example', name: 'かもめ急便' };

interface FakePacked {
  readonly purchase: string;
  readonly shipping: string;
  readonly carrier: string;
  readonly pieces: number;
  readonly size: SizeClass;
  readonly voided?: true;
  state: PurchaseState;
  readonly counted: Set<number>;
}

type FakeManifest = ManifestDetail & { readonly all: readonly FakePacked[] };

const SIZES: readonly SizeClass[] = [60, 80, 100];

function makeParcels(count: number, seed: number, carrier: string): FakePacked[] {
  const mint = minter(seed);
  return Array.from({ length: count }, (_, at) => ({
    purchase: mint('purchase'),
    shipping: mint('shipping'),
    carrier,
    pieces: at === 1 ? 2 : 1,
    size: SIZES[at % SIZES.length]!,
    ...(at === 3 && { voided: true as const }),
    state: at === 4 ? 'accepted' : at === 5 ? 'cancelled' : 'packed',
    counted: new Set<number>(),
  }));
}

/** Shipping numbers of the first carrier: one piece, two pieces, one, a void label, not packed, called off; then packed. */
export function fakeHandoverNumbers(): readonly string[] {
  return makeParcels(9, 601, AOZORA.carrier).map(({ shipping }) => shipping);
}
/** One that goes with the other carrier. */
export function fakeOtherCarriersNumber(): string {
  return makeParcels(1, 602, KAMOME.carrier)[0]!.shipping;
}

export function fakeHandover(
  office: FakeOffice,
  announce: (topic: Topic) => void,
  empty: boolean,
): Pick<DeskHandlers, Extract<CommandName, `handover.${string}`>> {
  const parcels = empty ? [] : [...makeParcels(9, 601, AOZORA.carrier), ...makeParcels(4, 602, KAMOME.carrier)];
  const last: { parcel: FakePacked; piece: number; who: string; at: string }[] = [];
  const manifests: FakeManifest[] = empty ? [] : [anAnswered()];
  const packed = (carrier: string): FakePacked[] =>
    parcels.filter((parcel) => parcel.carrier === carrier && parcel.state === 'packed');
  const isWhole = ({ counted, pieces }: FakePacked): boolean => counted.size >= pieces;
  const sum = (rows: readonly FakePacked[], of: (row: FakePacked) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const sums = (rows: readonly FakePacked[]): CountSums => ({
    parcels: rows.length,
    pieces: sum(rows, ({ pieces }) => pieces),
    countedParcels: rows.filter(isWhole).length,
    countedPieces: sum(rows, ({ counted }) => counted.size),
  });
  const rowOf = ({ all: _all, gaps: _gaps, gapCount: _count, extras: _extras, ...row }: FakeManifest): ManifestRow =>
    row;

  return {
    'handover.carriers': async () =>
      ok([AOZORA, KAMOME].map((one) => ({ ...one, ...sums(packed(one.carrier)) })).filter((one) => one.parcels > 0)),
    'handover.read': async (_, { carrier }) => {
      const rows = packed(carrier);
      return ok({
        ...sums(rows),
        left: rows.filter((row) => !isWhole(row)).map((row) => ({ ...row, counted: row.counted.size })),
        last: last
          .filter(({ parcel, piece }) => parcel.carrier === carrier && parcel.counted.has(piece))
          .map(({ parcel: { purchase, shipping, pieces }, ...one }) => ({ ...one, purchase, shipping, pieces })),
      });
    },
    'handover.count': async ({ who }, { carrier, scan }) => {
      const label = parseLabelId(scan);
      const number = label.ok ? label.value.number : scan;
      const parcel = parcels.find(({ purchase, shipping }) => [purchase, shipping].includes(number));
      if (!parcel) return fail('parcel-unknown');
      if (parcel.carrier !== carrier) return fail('other-carrier', KAMOME.name);
      if (parcel.state !== 'packed') return fail('wrong-state', parcel.state);
      if (parcel.voided) return fail('label-voided');
      const { purchase, shipping, pieces, counted } = parcel;
      const piece = label.ok ? label.value.piece : [1, 2].find((one) => one <= pieces && !counted.has(one));
      if (piece === undefined || counted.has(piece)) return fail('already-scanned');
      counted.add(piece);
      last.unshift({ parcel, piece, who, at: new Date().toISOString() });
      announce('handover');
      return ok({ purchase, shipping, piece, pieces, counted: counted.size });
    },
    'handover.take-back': async (_, { purchase, piece }) => {
      if (!parcels.find((one) => one.purchase === purchase)?.counted.delete(piece)) return fail('not-found');
      announce('handover');
      return ok();
    },
    'handover.close': async ({ who }, { carrier }) => {
      const going = packed(carrier).filter(isWhole);
      if (going.length === 0) return fail('nothing-counted');
      const manifest = crypto.randomUUID();
      const number = manifestNumber(manifest);
      for (const parcel of going) parcel.state = 'handed-over';
      const closed: ClosedManifest = {
        manifest,
        number,
        parcels: going.length,
        pieces: sum(going, ({ pieces }) => pieces),
        left: packed(carrier).length,
        refused: [],
      };
      manifests.unshift({
        ...closed,
        carrierName: [AOZORA, KAMOME].find((one) => one.carrier === carrier)!.name,
        date: '2026-11-21',
        closedAt: new Date().toISOString(),
        who,
        taken: 0,
        extra: 0,
        state: 'closed',
        all: going,
        gaps: going.map((parcel) => ({ ...parcel, taken: 0, state: 'handed-over' })),
        gapCount: going.length,
        extras: [],
      });
      office.note(who, 'manifest.closed', number, String(going.length));
      announce('handover');
      return ok(closed);
    },
    'handover.manifests': async (_, asked) =>
      ok(
        fakeList(
          manifests.map(rowOf),
          {
            time: ({ closedAt }) => closedAt,
            id: ({ manifest }) => manifest,
            state: ({ state }) => state,
            texts: ({ number, carrierName, who }) => [number, carrierName, who],
          },
          asked,
        ),
      ),
    'handover.manifest': async (_, { manifest }) => {
      const found = manifests.find((one) => one.manifest === manifest);
      return found ? ok(found) : fail('not-found');
    },
    'handover.papers': async (_, { manifest, language }) => {
      const found = manifests.find((one) => one.manifest === manifest);
      if (!found) return fail('not-found');
      const { number, date, carrierName, all } = found;
      const pdf = await drawHandoverManifest({
        language,
        mall: 'みなと百貨',
        carrier: carrierName,
        number,
        bars: expectOk(encodeCode128Text(number)),
        date,
        parcels: all.map(({ shipping, pieces, size }) => ({ number: shipping, pieces, size })),
      });
      const preview = expectOk(await previewPng(pdf, 110));
      const csv = manifestCsv({ manifest, date, mall: 'minato.example', carrier: all[0]!.carrier, parcels: all });
      return ok({
        number,
        pdf: Buffer.from(pdf).toString('base64'),
        preview: Buffer.from(preview).toString('base64'),
        csv: Buffer.from(csv).toString('base64'),
        jws: 'e30..c2lnbmF0dXJl',
      });
    },
    'handover.found': async ({ who }, { purchase }) => {
      const at = new Date().toISOString();
      const index = manifests.findIndex(({ gaps }) => gaps.some((gap) => gap.purchase === purchase && !gap.found));
      const found = manifests[index];
      if (!found) return fail('wrong-state', 'handed-over');
      const mark = (gap: ManifestGap): ManifestGap =>
        gap.purchase === purchase ? { ...gap, state: 'packed', found: { at, who } } : gap;
      manifests[index] = { ...found, gaps: found.gaps.map(mark) };
      office.note(who, 'parcel.found-here', purchase);
      announce('handover');
      return ok();
    },
  };
}

/** Yesterday's: one missing, one in part, one beside it. */
function anAnswered(): FakeManifest {
  const all = makeParcels(24, 603, AOZORA.carrier);
  const manifest = '3b9c2a17-6f0d-4f5b-8a21-7c1f5d2e9b60';
  const gap = ({ purchase, shipping, pieces }: FakePacked, taken: number): ManifestGap => ({
    purchase,
    shipping,
    pieces,
    taken,
    state: taken > 0 ? 'shipped' : 'handed-over',
  });
  return {
    manifest,
    number: manifestNumber(manifest),
    carrierName: AOZORA.name,
    date: '2026-11-20',
    closedAt: minutesAgo(1440),
    who: '2',
    parcels: 24,
    pieces: 25,
    taken: 22,
    extra: 1,
    state: 'differs',
    all,
    gaps: [gap(all[1]!, 1), gap(all[7]!, 0)],
    gapCount: 2,
    extras: [{ shipping: minter(604)('shipping'), purchase: minter(605)('purchase') }],
  };
}
