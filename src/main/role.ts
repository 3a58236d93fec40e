/** What a role brings to its party, and what it is built from; one `build-<role>.ts` for each. Called by `party.ts`. */
import { join } from 'node:path';
import type { Topic } from '#shared/desk/contract.ts';
import type { RoleOverview } from '#shared/desk/overview.ts';
import { trailMigrations } from '#main/audit/index.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import type { GoodsReceiver } from '#main/doors/partner/goods-route.ts';
import type { PublicRoutes } from '#main/doors/public/public-door.ts';
import type { LabelPress } from '#main/labels/index.ts';
import {
  type Courier,
  type EventHandlers,
  type PartnerNetwork,
  type Post,
  postMigrations,
  type PostTables,
} from '#main/post/index.ts';
import type { PrintShell } from '#main/printing/printers/index.ts';
import { exceptionMigrations } from '#main/exceptions/index.ts';
import { type Staff, staffMigrations, type StaffTables } from '#main/staff/index.ts';
import { stationMigrations } from '#main/stations/index.ts';
import {
  type Changes,
  type Migrations,
  numberMigrations,
  openChanges,
  openSqliteStorage,
  settingMigrations,
  type Storage,
} from '#main/storage/index.ts';
import { DEMO_COST, type Vault } from '#main/vault/index.ts';
import { FILES, type PartyConfig } from './config.ts';

/** One role's contribution: its commands, its pages, its messages, and what it does from time to time. */
export interface Role {
  readonly desk: DeskTable;
  readonly routes: PublicRoutes;
  readonly events: EventHandlers<PostTables>;
  readonly housekeeping: readonly (() => Promise<void>)[];
  /** What is sealed to each of its keys and not at its end, by key id; absent: nothing lies here. */
  readonly inFlight?: () => Promise<ReadonlyMap<string, number>>;
  /** Its day in figures; `days` are first instants of days, oldest first, and the end of the last. */
  readonly overview: (days: readonly string[]) => Promise<RoleOverview>;
  /** Takes packages of sealed goods at the partner door. */
  readonly goods?: GoodsReceiver;
  /** What else leaves by itself, or is done without being asked; started once the doors listen. */
  readonly couriers?: (network: () => PartnerNetwork, report: Report) => readonly Courier[];
}

/** Where a room says what broke on our own side. */
export type Report = (room: string) => (error: unknown) => void;

export interface Built {
  readonly role: Role;
  readonly post: Post;
  readonly storage: Storage<PostTables>;
}

/** What every role is built from. */
export interface Foundation {
  readonly folder: string;
  readonly config: PartyConfig;
  readonly vault: Vault;
  readonly press: LabelPress;
  readonly clock: () => Date;
  /** Prints on the desktop app's computer; absent where the service runs without one. */
  readonly shell?: PrintShell;
}

/** What every party's database has, whatever its role. */
export const COMMON_MIGRATIONS: Migrations = {
  ...trailMigrations,
  ...settingMigrations,
  ...numberMigrations,
  ...postMigrations,
  ...stationMigrations,
  ...staffMigrations,
  ...exceptionMigrations,
};

/** The party's accounts. A demo's PINs stand on its screens: nothing is gained by making them dear to guess. */
export function openStaff({ config }: Pick<Foundation, 'config'>, { storage, changes, clock }: Post): Staff {
  return {
    storage: storage as unknown as Storage<StaffTables>,
    changes,
    clock,
    ...(config.demo && { cost: DEMO_COST }),
  };
}

export async function openCellar<DB extends PostTables>(
  { folder, config, vault, clock }: Foundation,
  migrations: Migrations,
): Promise<{ storage: Storage<DB>; changes: Changes<Topic>; post: Post }> {
  const storage = await openSqliteStorage<DB>(join(folder, FILES.database), { ...COMMON_MIGRATIONS, ...migrations });
  const changes = openChanges<Topic, DB>(storage);
  const post: Post = {
    self: config.id,
    role: config.role,
    storage: storage as unknown as Storage<PostTables>,
    vault,
    changes,
    clock,
  };
  return { storage, changes, post };
}
