/** One party of a demo group: its folder as it must be before it starts, and its process with a clerk at the desk. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { STATION_KINDS_OF } from '#shared/desk/stations.ts';
import { expectOk } from '#shared/result.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import { type Authority, DEMO_COST, openVault, type Vault } from '#main/vault/index.ts';
import { FILES, type PartyConfig, partyConfigSchema, readConfig, writeConfig } from '#main/config.ts';
import { certify, listenersOf, makeParty, writeRevocations } from '#main/make-party.ts';
import { type DeskClient, openDesk } from './desk-client.ts';
import type { MailServer } from './mail-server.ts';
import { type PartyProcess, startPartyProcess } from './party-process.ts';

/** Every group has these. */
export const CORE_ROLES = ['mall', 'credit', 'carrier'] as const;
/** And these where a flow needs them. */
export const GUEST_ROLES = ['agency', 'wrapper'] as const;
export type CoreRole = (typeof CORE_ROLES)[number];
export type GuestRole = (typeof GUEST_ROLES)[number];
export type DemoRole = CoreRole | GuestRole;

export interface DemoParty {
  readonly folder: string;
  readonly config: PartyConfig;
  readonly process: PartyProcess;
  readonly desk: DeskClient;
}

/** How a party is set up and started; of the whole group. */
export interface DemoPartyOptions {
  /** Asked for first; free ones are taken where they are in use. */
  readonly ports?: 'usual' | 'free';
  /** Writes what comes in at the partner doors after TLS, and what the processes print, beside the parties' folders. */
  readonly capture?: boolean;
  /** The credit company has no public door: the mall alone reaches it. */
  readonly closed?: boolean;
  /** Origin of the one window that may show the desks in frames. */
  readonly shownBy?: string;
  /** What the agency does with the customers' data, where the group has one. */
  readonly agency?: WalletVariant;
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
  agency: {
    name: 'みほん認証',
    place: '本社',
    services: ['東京都', '本人確認の代行'],
    accent: '#5B3A7A',
  },
  wrapper: {
    name: 'みほんギフト工房',
    place: '川崎工房',
    services: ['川崎市', 'ギフト包装・メッセージカード'],
    accent: '#8A2F4F',
  },
};
/** Public, partner, desk and station door. */
const USUAL_PORTS: Readonly<Record<DemoRole, Ports>> = {
  mall: [8443, 8453, 8463, 8473],
  credit: [8445, 8455, 8465, 8475],
  carrier: [8444, 8454, 8464, 8474],
  agency: [8446, 8456, 8466, 8476],
  wrapper: [8447, 8457, 8467, 8477],
};
type Ports = readonly [number, number, number, number];
const LOOPBACK = '127.0.0.1';
/** How long before its end a party's certificate is made anew. */
const RENEWED_BEFORE_MS = 60 * 86_400_000;

export function idOf(role: DemoRole): string {
  return `${role}.localhost`;
}

interface Cellar {
  readonly passphrase: string;
  readonly authority: Authority;
  readonly mail: MailServer;
}

/** Makes the party in its folder, or makes the one that is there fit to start again. */
export async function prepareParty(
  home: string,
  role: DemoRole,
  { passphrase, authority, mail }: Cellar,
  options: DemoPartyOptions,
): Promise<Vault> {
  const config = await demoConfig(home, role, mail, options);
  if (!existsSync(join(home, FILES.config))) {
    return expectOk(await makeParty(home, config, passphrase, authority, { scrypt: DEMO_COST }));
  }
  await writeConfig(home, config);
  return renewParty(home, config, passphrase, authority);
}

/** What runs out by the calendar: the list of withdrawn certificates after a month, certificates after a year. */
async function renewParty(home: string, config: PartyConfig, passphrase: string, authority: Authority): Promise<Vault> {
  await writeRevocations(home, authority);
  const vault = expectOk(await openVault(home, passphrase));
  for (const use of listenersOf(config)) {
    const current = vault.certificate(use);
    // A credit company that was on a closed network has none for browsers.
    if (!current) await vault.newTlsKey(use);
    const end = current?.notAfter.getTime() ?? 0;
    if (end - Date.now() < RENEWED_BEFORE_MS) expectOk(await certify(vault, use, config.id, authority));
  }
  return vault;
}

export async function startDemoParty(
  home: string,
  passphrase: string,
  { capture }: Pick<DemoPartyOptions, 'capture'>,
): Promise<DemoParty> {
  const evidence = { output: `${home}-output.log`, temporary: `${home}-temporary` };
  const process = await startPartyProcess(home, passphrase, capture ? evidence : undefined);
  const desk = await openDesk(process.deskLink(), 'demo').catch(async (error: unknown) => {
    await process.stop();
    throw error;
  });
  return { folder: home, config: await readConfig(home), process, desk };
}

async function demoConfig(
  home: string,
  role: DemoRole,
  mail: MailServer,
  options: DemoPartyOptions,
): Promise<PartyConfig> {
  const [publicPort, partnerPort, deskPort, stationPort] =
    options.ports === 'usual' && (await areFree(USUAL_PORTS[role])) ? USUAL_PORTS[role] : await freePorts();
  const id = idOf(role);
  const isClosed = role === 'credit' && options.closed === true;
  return partyConfigSchema.parse({
    ...PROFILES[role],
    id,
    role,
    public: {
      url: `https://${id}:${publicPort}`,
      ...(!isClosed && { listen: { host: '127.0.0.1', port: publicPort } }),
    },
    partner: { url: `https://${id}:${partnerPort}`, listen: { host: '127.0.0.1', port: partnerPort } },
    desk: { port: deskPort, ...(options.shownBy !== undefined && { shownBy: options.shownBy }) },
    ...(STATION_KINDS_OF[role].length > 0 && {
      stations: {
        listen: { host: LOOPBACK, port: stationPort },
        hosts: [LOOPBACK],
        ...(options.capture && { capture: dirname(home) }),
      },
    }),
    demo: true,
    ...(role === 'agency' && { agency: { settlement: idOf('credit'), variant: options.agency } }),
    ...(role === 'credit' && { mail: mailSetting(mail) }),
    ...(options.capture && { capture: `${home}-partner-traffic.jsonl` }),
  });
}

/** Its certificate comes from the authority that the party accepts anyway. */
function mailSetting({ host, port }: MailServer): object {
  return { from: 'noreply@card.example', smtp: { host, port, security: 'starttls', ca: FILES.authorities } };
}

function listenOnce(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const tries = await Promise.allSettled(ports.map(listenOnce));
  return tries.every(({ status }) => status === 'fulfilled');
}

/** Handed out, though nobody may listen there yet. */
const taken = new Set<number>();
/** Below those that the system gives to whoever connects: until the party listens, nobody is likely to come between. */
const FREE_FROM = 20_000;
const FREE_TO = 32_000;
const MOST_TRIES = 1000;

async function freePorts(): Promise<Ports> {
  return [await freePort(), await freePort(), await freePort(), await freePort()];
}

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = FREE_FROM + Math.floor(Math.random() * (FREE_TO - FREE_FROM));
    if (taken.has(port) || !(await areFree([port]))) continue;
    taken.add(port);
    return port;
  }
  throw new Error('no port is free');
}
