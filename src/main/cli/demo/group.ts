/**
 * A group on this machine: an authority, a mail server, a mall, a credit company and a carrier, each party with its own
 * folder, process and passphrase; and an agency, a gift-wrapper or a key centre where they are asked for. The mall knows
 * all others; of these the agency and the credit company alone know each other.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expectOk } from '#shared/result.ts';
import { type FolderLock, LOCK_FILE, lockFolder } from '#main/storage/folder-lock.ts';
import { type Authority, createAuthority, DEMO_COST, openAuthority, type Vault } from '#main/vault/index.ts';
import { type PartyConfig, writeConfig } from '#main/config.ts';
import { ensurePages } from '../built-pages.ts';
import { type DemoKeys, issueDemoKeys } from './demo-keys.ts';
import {
  CORE_ROLES,
  type CoreRole,
  type DemoParty,
  type DemoPartyOptions,
  type DemoRole,
  GUEST_ROLES,
  type GuestRole,
  idOf,
  prepareParty,
  startDemoParty,
} from './demo-party.ts';
import type { DeskClient } from './desk-client.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { attachSampleFiles } from './sample-files.ts';
import { readSample } from './read-sample.ts';
import { bringSampleRoutes } from './sample-routes.ts';

export type { DemoRole } from './demo-party.ts';

/** Every passphrase of a demo group; also said on its screens. */
export const DEMO_PASSPHRASE = 'demo';

export type DemoParties = Readonly<Record<CoreRole, DemoParty>> & Readonly<Partial<Record<GuestRole, DemoParty>>>;

export interface DemoGroup {
  readonly folder: string;
  /** PEM of the group's root certificate. */
  readonly rootPem: string;
  readonly parties: DemoParties;
  /** What the credit company mails ends here. */
  readonly mail: MailServer;
  /** What the customer has of the key centre, where there is one. */
  readonly keys?: DemoKeys;
  /** Stops a party and starts it with another setting; `parties` has the new process then. */
  restart(role: DemoRole, change: Partial<Pick<PartyConfig, 'public' | 'agency'>>): Promise<void>;
  /** Stops a party, and starts it again once something was done without it. */
  whileStopped(role: DemoRole, act: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface DemoGroupOptions extends DemoPartyOptions {
  /** Of every party; `DEMO_PASSPHRASE` when left out. */
  readonly passphrase?: string;
  /** CSV; the sample catalogue, with files for what is electronic in it, when left out. */
  readonly catalogue?: string;
  /** CSV; the sample customers when left out, in a group that has none yet. */
  readonly customers?: string;
  /** A gift-wrapper takes part. */
  readonly wrapper?: boolean;
  /** A key centre issues pairwise keys to everyone who may get a part of a sealed order. */
  readonly keyCentre?: boolean;
}

/** How often a long import is looked at. */
const IMPORT_LOOK_MS = 500;
/** Nobody seals a part for an agency. */
const KEY_HOLDERS: readonly DemoRole[] = ['mall', 'credit', 'carrier', 'wrapper'];

/** The folder can't be taken, or what was to be put into the group can't be read; for whoever typed the command. */
export class GroupNotStarted extends Error {}

/** Makes the group in an empty folder, or starts again the one that is there. Throws `GroupNotStarted`. */
export async function startDemoGroup(folder: string, options: DemoGroupOptions = {}): Promise<DemoGroup> {
  // Before anything runs: the credit company's card names the hash of a page.
  await ensurePages();
  const lock = await takeGroup(folder);
  const started: { -readonly [Role in DemoRole]?: DemoParty } = {};
  let mail: MailServer | undefined;
  const stop = async (): Promise<void> => {
    for (const party of Object.values(started)) {
      party.desk.close();
      await party.process.stop();
    }
    await mail?.stop();
    mail = undefined;
    lock.release();
  };
  const passphrase = options.passphrase ?? DEMO_PASSPHRASE;
  const whileStopped: DemoGroup['whileStopped'] = async (role, act) => {
    const { folder: home, desk, process } = started[role]!;
    desk.close();
    await process.stop();
    await act();
    started[role] = await startDemoParty(home, passphrase, options);
  };
  const restart: DemoGroup['restart'] = async (role, change) => {
    const { folder: home, config } = started[role]!;
    await whileStopped(role, () => writeConfig(home, { ...config, ...change }));
  };
  try {
    const authority = await demoAuthority(folder, passphrase);
    const mailServer = (mail = await startMailServer(join(folder, 'mail'), authority));
    const roles = rolesOf(options);
    const vaults = new Map<DemoRole, Vault>();
    for (const role of roles) {
      const cellar = { passphrase, authority, mail: mailServer };
      vaults.set(role, await prepareParty(join(folder, role), role, cellar, options));
    }
    const holders = KEY_HOLDERS.flatMap((role) => (vaults.has(role) ? [[idOf(role), vaults.get(role)!] as const] : []));
    const keys = options.keyCentre ? await issueDemoKeys(folder, passphrase, new Map(holders)) : undefined;
    const starts = await Promise.allSettled(
      roles.map(async (role) => (started[role] = await startDemoParty(join(folder, role), passphrase, options))),
    );
    // Only when all have come up or given up can those that run be stopped.
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) throw failed.reason;
    const parties = started as DemoParties;
    await introduceAll(parties);
    const catalogue = options.catalogue ?? (await readSample('catalogue.csv'));
    await parties.mall.desk.ask('catalogue.import', { csv: catalogue });
    if (options.catalogue === undefined) await attachSampleFiles(parties.mall.desk);
    await bringSampleRoutes(parties.carrier.desk);
    await takeCustomers(parties.credit.desk, options.customers);
    const { rootPem } = authority;
    return { folder, rootPem, parties, mail: mailServer, ...(keys && { keys }), restart, whileStopped, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nobody else runs the group or one of its parties, nor will while the lock is held. */
async function takeGroup(folder: string): Promise<FolderLock> {
  const found = existsSync(folder) ? await readdir(folder) : [];
  if (found.some((name) => name !== LOCK_FILE) && !found.includes('ca')) {
    throw new GroupNotStarted(`${folder} is not empty and holds no demo group`);
  }
  const lock = lockFolder(folder);
  if (!lock.ok) throw new GroupNotStarted(`the group in ${folder} is running already`);
  for (const role of [...CORE_ROLES, ...GUEST_ROLES].filter((role) => found.includes(role))) {
    const party = lockFolder(join(folder, role));
    if (party.ok) {
      // Its own process takes it in a moment.
      party.value.release();
      continue;
    }
    lock.value.release();
    throw new GroupNotStarted(`the ${role} in ${folder} is running already`);
  }
  return lock.value;
}

async function demoAuthority(folder: string, passphrase: string): Promise<Authority> {
  const home = join(folder, 'ca');
  if (existsSync(home)) return expectOk(await openAuthority(home, passphrase));
  return expectOk(await createAuthority(home, passphrase, { name: 'Tokumei demo group', scrypt: DEMO_COST }));
}

function rolesOf({ agency, wrapper }: DemoGroupOptions): readonly DemoRole[] {
  return [
    ...CORE_ROLES,
    ...(agency === undefined ? [] : ['agency' as const]),
    ...(wrapper ? ['wrapper' as const] : []),
  ];
}

async function introduceAll({ mall, credit, carrier, agency, wrapper }: DemoParties): Promise<void> {
  const others = [carrier, credit, agency, wrapper].filter((party) => party !== undefined);
  for (const other of others) await introduce(mall, other);
  if (agency) await introduce(agency, credit);
}

/** Both desks register the other's card and compare safety numbers, as two people on the telephone would. */
async function introduce(a: DemoParty, b: DemoParty): Promise<void> {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const { card } = await from.desk.ask('office.card', {});
    await to.desk.ask('partners.add', { card });
  }
  const atA = (await a.desk.ask('partners.list', {})).find(({ id }) => id === b.config.id);
  const atB = (await b.desk.ask('partners.list', {})).find(({ id }) => id === a.config.id);
  if (!atA || !atB || atA.safetyNumber !== atB.safetyNumber) throw new Error('the safety numbers differ');
  for (const [{ desk }, { config }, partner] of [
    [a, b, atA],
    [b, a, atB],
  ] as const) {
    if (partner.state === 'approved' && !partner.changed) continue;
    await desk.ask('partners.approve', { id: config.id, safetyNumber: partner.safetyNumber });
  }
}

/** Cards that the credit company has already are left as they are; any other row that it refuses is one too many. */
async function takeCustomers(desk: DeskClient, customers: string | undefined): Promise<void> {
  if (customers === undefined && (await desk.ask('customers.list', { limit: 1 })).rows.length > 0) return;
  const begun = await desk.call('customers.import', { csv: customers ?? (await readSample('customers.csv')) });
  if (!begun.ok) throw new GroupNotStarted(`the customers can’t be taken in: ${begun.error.code}`);
  let report = begun.value;
  while (report.state === 'running') {
    await setTimeout(IMPORT_LOOK_MS);
    report = (await desk.ask('customers.import-state', {})).last ?? report;
  }
  const refused = report.refused.filter(({ code }) => code !== 'card-known');
  if (refused.length === 0) return;
  const lines = refused.map(({ line, code, field }) => `line ${line}: ${code} (${field})`);
  throw new GroupNotStarted(`the customers can’t be taken in: ${lines.join(', ')}`);
}
