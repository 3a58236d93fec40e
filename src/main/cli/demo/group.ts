/**
 * A group on this machine: an authority, a mail server, a mall, a credit company and a carrier, each party with its own
 * folder, process and passphrase. The mall knows both others; credit company and carrier don't know each other.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expectOk } from '#shared/result.ts';
import { type FolderLock, LOCK_FILE, lockFolder } from '#main/storage/folder-lock.ts';
import { type Authority, createAuthority, openAuthority, openVault } from '#main/vault/index.ts';
import { FILES, type PartyConfig, partyConfigSchema, readConfig, writeConfig } from '#main/config.ts';
import { HOME } from '../built-pages.ts';
import { certify, makeParty, writeRevocations } from '../make-party.ts';
import { type DeskClient, openDesk } from './desk-client.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { attachSampleFiles } from './sample-files.ts';
import { type PartyProcess, startPartyProcess } from './party-process.ts';

/** Every passphrase of a demo group; also said on its screens. */
export const DEMO_PASSPHRASE = 'demo';

const ROLES = ['mall', 'credit', 'carrier'] as const;
export type DemoRole = (typeof ROLES)[number];

interface DemoParty {
  readonly folder: string;
  readonly config: PartyConfig;
  readonly process: PartyProcess;
  readonly desk: DeskClient;
}

export interface DemoGroup {
  readonly folder: string;
  /** PEM of the group's root certificate. */
  readonly rootPem: string;
  readonly parties: Readonly<Record<DemoRole, DemoParty>>;
  /** What the credit company mails ends here. */
  readonly mail: MailServer;
  stop(): Promise<void>;
}

export interface DemoGroupOptions {
  /** Asked for first; free ones are taken where they are in use. */
  readonly ports?: 'usual' | 'free';
  /** Writes what comes in at the partner doors after TLS, and what the processes print, beside the parties' folders. */
  readonly capture?: boolean;
  /** Of every party; `DEMO_PASSPHRASE` when left out. */
  readonly passphrase?: string;
  /** CSV; the sample catalogue, with files for what is electronic in it, when left out. */
  readonly catalogue?: string;
  /** CSV; the sample customers when left out, in a group that has none yet. */
  readonly customers?: string;
}

const PROFILES: Readonly<Record<DemoRole, Partial<PartyConfig>>> = {
  mall: {
    name: '見本マーケット',
    place: '第一倉庫',
    services: ['東京都', '文具・書籍・日用品'],
    accent: '#264B7D',
    registration: 'T1234567890123',
    payTo: '見本銀行 本店 普通 0000000 見本マーケット',
  },
  credit: {
    name: 'みほんカード',
    place: '本社',
    services: ['東京都', 'カード決済・電子商品の転送'],
    accent: '#1F5C45',
  },
  carrier: {
    name: 'みほん運輸',
    place: '横浜営業所',
    services: ['横浜市', '全国配達・代金引換・海外'],
    accent: '#7A3E12',
  },
};
/** How often a long import is looked at. */
const IMPORT_LOOK_MS = 500;
/** How long before its end a party's certificate is made anew. */
const RENEWED_BEFORE_MS = 60 * 86_400_000;
const USUAL_PORTS: Readonly<Record<DemoRole, readonly [number, number, number]>> = {
  mall: [8443, 8453, 8463],
  credit: [8445, 8455, 8465],
  carrier: [8444, 8454, 8464],
};

/** The folder can't be taken, or what was to be put into the group can't be read; for whoever typed the command. */
export class GroupNotStarted extends Error {}

/** Makes the group in an empty folder, or starts again the one that is there. Throws `GroupNotStarted`. */
export async function startDemoGroup(folder: string, options: DemoGroupOptions = {}): Promise<DemoGroup> {
  const lock = await takeGroup(folder);
  const started: Partial<Record<DemoRole, DemoParty>> = {};
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
  try {
    const passphrase = options.passphrase ?? DEMO_PASSPHRASE;
    const authority = await demoAuthority(folder, passphrase);
    const mailServer = (mail = await startMailServer(join(folder, 'mail'), authority));
    for (const role of ROLES) {
      const home = join(folder, role);
      const config = await demoConfig(home, role, mailServer, options);
      if (existsSync(join(home, FILES.config))) {
        await writeConfig(home, config);
        await renewParty(home, config, passphrase, authority);
      } else expectOk(await makeParty(home, config, passphrase, authority));
    }
    const starts = await Promise.allSettled(
      ROLES.map(async (role) => {
        const home = join(folder, role);
        const evidence = { output: `${home}-output.log`, temporary: `${home}-temporary` };
        const process = await startPartyProcess(home, passphrase, options.capture ? evidence : undefined);
        const desk = await openDesk(process.deskLink(), 'demo').catch(async (error: unknown) => {
          await process.stop();
          throw error;
        });
        started[role] = { folder: home, config: await readConfig(home), process, desk };
      }),
    );
    // Only when all have come up or given up can those that run be stopped.
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) throw failed.reason;
    const parties = started as Record<DemoRole, DemoParty>;
    await introduce(parties.mall, parties.carrier);
    await introduce(parties.mall, parties.credit);
    const catalogue = options.catalogue ?? (await readSample('catalogue.csv'));
    await parties.mall.desk.ask('catalogue.import', { csv: catalogue });
    if (options.catalogue === undefined) await attachSampleFiles(parties.mall.desk);
    await takeCustomers(parties.credit.desk, options.customers);
    return { folder, rootPem: authority.rootPem, parties, mail: mailServer, stop };
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
  for (const role of ROLES.filter((role) => found.includes(role))) {
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

/** What runs out by the calendar: the list of withdrawn certificates after a month, certificates after a year. */
async function renewParty(home: string, config: PartyConfig, passphrase: string, authority: Authority): Promise<void> {
  await writeRevocations(home, authority);
  const vault = expectOk(await openVault(home, passphrase));
  for (const use of ['public', 'partner'] as const) {
    const end = vault.certificate(use)?.notAfter.getTime() ?? 0;
    if (end - Date.now() < RENEWED_BEFORE_MS) expectOk(await certify(vault, use, config.id, authority));
  }
}

async function demoAuthority(folder: string, passphrase: string): Promise<Authority> {
  const home = join(folder, 'ca');
  if (existsSync(home)) return expectOk(await openAuthority(home, passphrase));
  return expectOk(await createAuthority(home, passphrase, { name: 'Tokumei demo group' }));
}

async function demoConfig(
  home: string,
  role: DemoRole,
  mail: MailServer,
  options: DemoGroupOptions,
): Promise<PartyConfig> {
  const [publicPort, partnerPort, deskPort] =
    options.ports === 'usual' && (await areFree(USUAL_PORTS[role])) ? USUAL_PORTS[role] : await freePorts();
  const id = `${role}.localhost`;
  return partyConfigSchema.parse({
    ...PROFILES[role],
    id,
    role,
    public: { url: `https://${id}:${publicPort}`, listen: { host: '127.0.0.1', port: publicPort } },
    partner: { url: `https://${id}:${partnerPort}`, listen: { host: '127.0.0.1', port: partnerPort } },
    desk: { port: deskPort },
    demo: true,
    ...(role === 'credit' && { mail: mailSetting(mail) }),
    ...(options.capture && { capture: `${home}-partner-traffic.jsonl` }),
  });
}

/** Its certificate comes from the authority that the party accepts anyway. */
function mailSetting({ host, port }: MailServer): object {
  return { from: 'noreply@card.example', smtp: { host, port, security: 'starttls', ca: FILES.authorities } };
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as { port: number };
      server.close(() => resolve(taken));
    });
  });
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const tries = await Promise.allSettled(ports.map(listenOnce));
  return tries.every(({ status }) => status === 'fulfilled');
}

async function freePorts(): Promise<[number, number, number]> {
  return (await Promise.all([0, 0, 0].map(listenOnce))) as [number, number, number];
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

function readSample(name: string): Promise<string> {
  return readFile(join(HOME, 'data', name), 'utf8');
}

/** Cards that the credit company has already are left as they are; any other row that it refuses is one too many. */
async function takeCustomers(desk: DeskClient, customers: string | undefined): Promise<void> {
  if (customers === undefined && (await desk.ask('customers.find', { text: '' })).length > 0) return;
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
