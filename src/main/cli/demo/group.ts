/** A group on this machine: an authority, a mall and a carrier, each party with its own folder, process and passphrase. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expectOk } from '#shared/result.ts';
import { type Authority, createAuthority, openAuthority } from '#main/vault/index.ts';
import { FILES, type PartyConfig, partyConfigSchema, readConfig, writeConfig } from '#main/config.ts';
import { HOME } from '../built-pages.ts';
import { makeParty } from '../make-party.ts';
import { type DeskClient, openDesk } from './desk-client.ts';
import { type PartyProcess, startPartyProcess } from './party-process.ts';

/** Every passphrase of a demo group; also said on its screens. */
export const DEMO_PASSPHRASE = 'demo';

const ROLES = ['mall', 'carrier'] as const;
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
  stop(): Promise<void>;
}

export interface DemoGroupOptions {
  /** Asked for first; free ones are taken where they are in use. */
  readonly ports?: 'usual' | 'free';
  /** Writes what comes in at the partner doors after TLS, and what the processes print, beside the parties' folders. */
  readonly capture?: boolean;
  /** Of every party; `DEMO_PASSPHRASE` when left out. */
  readonly passphrase?: string;
  /** CSV; the sample catalogue when left out. */
  readonly catalogue?: string;
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
  carrier: {
    name: 'みほん運輸',
    place: '横浜営業所',
    services: ['横浜市', '全国配達・代金引換・海外'],
    accent: '#7A3E12',
  },
};
const USUAL_PORTS: Readonly<Record<DemoRole, readonly [number, number, number]>> = {
  mall: [8443, 8453, 8463],
  carrier: [8444, 8454, 8464],
};

/** Makes the group in an empty folder, or starts again the one that is there. */
export async function startDemoGroup(folder: string, options: DemoGroupOptions = {}): Promise<DemoGroup> {
  const passphrase = options.passphrase ?? DEMO_PASSPHRASE;
  const authority = await demoAuthority(folder, passphrase);
  const started: Partial<Record<DemoRole, DemoParty>> = {};
  const stop = async (): Promise<void> => {
    for (const party of Object.values(started)) {
      party.desk.close();
      await party.process.stop();
    }
  };
  try {
    for (const role of ROLES) {
      const home = join(folder, role);
      const config = await demoConfig(home, role, options);
      if (existsSync(join(home, FILES.config))) await writeConfig(home, config);
      else expectOk(await makeParty(home, config, passphrase, authority));
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
    await introduce(parties.mall.desk, parties.carrier.desk);
    const catalogue = options.catalogue ?? (await readFile(join(HOME, 'data/catalogue.csv'), 'utf8'));
    await parties.mall.desk.ask('catalogue.import', { csv: catalogue });
    return { folder, rootPem: authority.rootPem, parties, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function demoAuthority(folder: string, passphrase: string): Promise<Authority> {
  const home = join(folder, 'ca');
  if (existsSync(home)) return expectOk(await openAuthority(home, passphrase));
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new Error(`${folder} is not empty and holds no demo group`);
  }
  await mkdir(folder, { recursive: true });
  return expectOk(await createAuthority(home, passphrase, { name: 'Tokumei demo group' }));
}

async function demoConfig(home: string, role: DemoRole, options: DemoGroupOptions): Promise<PartyConfig> {
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
    ...(options.capture && { capture: `${home}-partner-traffic.jsonl` }),
  });
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
async function introduce(a: DeskClient, b: DeskClient): Promise<void> {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const { card } = await from.ask('office.card', {});
    await to.ask('partners.add', { card });
  }
  const [atA] = await a.ask('partners.list', {});
  const [atB] = await b.ask('partners.list', {});
  if (!atA || !atB || atA.safetyNumber !== atB.safetyNumber) throw new Error('the safety numbers differ');
  for (const [desk, partner] of [
    [a, atA],
    [b, atB],
  ] as const) {
    if (partner.state === 'approved' && !partner.changed) continue;
    await desk.ask('partners.approve', { id: partner.id as never, safetyNumber: partner.safetyNumber });
  }
}
