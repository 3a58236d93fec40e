/** The carrier's desk: depots, and which of them delivers where on which tour. None of it reaches a mall. */
import { z } from 'zod';
import { type Counter, COUNTERS, type OpeningHours, openingHoursSchema } from '../domain/depot.ts';
import type { RoutePrefix } from '../domain/route.ts';
import type { ErrorCode } from '../errors.ts';
import { command, nothing } from './command.ts';
import { DRAFT_KINDS, type FileDraft, type FileRow } from './file-draft.ts';
import { listInput, type ListPage } from './list.ts';

export interface DepotRow {
  /** `YOK` */
  readonly code: string;
  readonly name: string;
  /** Where customers fetch parcels that are held for them; may stand on notices. */
  readonly address: string;
  readonly hours: OpeningHours;
  readonly counter: Counter;
}

export type RouteRow = RoutePrefix;

export const ROUTE_FIELDS = ['country', 'prefix', 'depot', 'route'] as const;
export type RouteField = (typeof ROUTE_FIELDS)[number];

export type RouteDraft = FileDraft<RouteField>;
export type RouteDraftRow = FileRow<RouteField>;

export interface RouteImportReport {
  /** Rows that stand now; none when one was refused. */
  readonly imported: number;
  readonly refused: readonly { readonly line: number; readonly code: ErrorCode; readonly field: string }[];
}

/** `import` names it for taking it back; absent where it was stopped and nothing was changed. */
export interface RouteImportOutcome {
  readonly import?: string;
  readonly rows: number;
}

const code = z
  .string()
  .trim()
  .regex(/^[A-Z0-9-]{1,12}$/);
const country = z.string().regex(/^[A-Z]{2}$/);
const prefix = z.string().regex(/^[A-Z0-9]{0,10}$/);
const key = z.object({ country, prefix });
const tour = z.string().trim().min(1).max(12);
/** The whole row, so that what somebody else made of it meanwhile is not written over. */
const asSeen = key.extend({ depot: code, route: tour });
const place = { name: z.string().trim().min(1).max(40), address: z.string().trim().max(200) };
const depotAsSeen = z.object({ ...place, hours: openingHoursSchema, counter: z.enum(COUNTERS) });
const csv = z.string().max(20_000_000);
const draft = z.string().max(64);
const field = z.enum(ROUTE_FIELDS);

export const routeCommands = {
  'depots.list': command<DepotRow[]>()(nothing),
  /** The same page by page, by code: for the file of them. */
  'depots.rows': command<ListPage<DepotRow>>()(listInput([])),
  /**
   * Without hours nobody has said when it is open, without a counter parcels are fetched and cash taken. `isNew`: fails
   * with `already-there` where a depot has the code. `was`: fails with `changed-since` where it is another by now.
   */
  'depots.save': command<void>()(
    z.object({
      code,
      ...place,
      hours: openingHoursSchema.optional(),
      counter: z.enum(COUNTERS).optional(),
      isNew: z.boolean().optional(),
      was: depotAsSeen.optional(),
    }),
  ),
  /** Fails with `depot-in-use` as long as a route, a station, a mall's returns or a held parcel names it. */
  'depots.remove': command<void>()(z.object({ code, was: depotAsSeen.optional() })),

  /** By country and prefix; its time is none. */
  'routes.list': command<ListPage<RouteRow>>()(listInput([]).extend({ depot: z.string().max(12).optional() })),
  /**
   * One row: new, or in place of `was`. Parcels that it may concern are sorted anew by their next scan. Fails with
   * `already-there` where another row has these postal codes, `not-found` about `depot`, and with `changed-since` where
   * `was` is another by now.
   */
  'routes.save': command<void>()(asSeen.extend({ was: asSeen.optional() })),
  'routes.remove': command<void>()(asSeen),
  /**
   * In one go, without a preview: for other programs. CSV with the columns `country`, `prefix`, `depot`, `route`;
   * replaces the table when every row of it can stand.
   */
  'routes.import': command<RouteImportReport>()(z.object({ csv })),
  /** Begins to read a file: text parted by commas, semicolons or tabs. */
  'routes.read-file': command<RouteDraft>()(z.object({ csv })),
  'routes.draft': command<RouteDraft>()(z.object({ draft })),
  /** Forgets it; while it is being written, nothing of it is. */
  'routes.drop-draft': command<void>()(z.object({ draft })),
  'routes.map-columns': command<RouteDraft>()(z.object({ draft, columns: z.array(field.nullable()).max(200) })),
  'routes.draft-rows': command<{ rows: RouteDraftRow[]; total: number }>()(
    z.object({
      draft,
      kind: z.enum(DRAFT_KINDS),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(200).default(50),
    }),
  ),
  /** Cells put right in a row of the draft, or the row left out; checked at once. */
  'routes.repair-row': command<{ row: RouteDraftRow; counts: RouteDraft['counts'] }>()(
    z.object({
      draft,
      line: z.int().min(1),
      cells: z.partialRecord(field, z.string().max(200)),
      leaveOut: z.boolean().default(false),
    }),
  ),
  /**
   * The file's rows in place of the table. Fails with `wrong-state` while any row is refused, and with `changed-since`
   * where the table is not the one any more that they were held against: they are looked at again.
   */
  'routes.run-import': command<RouteImportOutcome>()(z.object({ draft })),
  /** The table as it was before that import. Fails with `routes-changed` where somebody changed it since. */
  'routes.undo-import': command<void>()(z.object({ import: z.string().max(64) })),
};
