/**
 * The composition root: opens storage and vault, builds the role, opens the doors. Plain calls; the only file that
 * wires. The desktop app and the headless service run exactly this.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeskPort } from '#shared/desk/bridge.ts';
import type { PartyOffice } from '#shared/desk/office.ts';
import type { Flow } from '#shared/protocol/party-card.ts';
import { openLog } from '#main/audit/index.ts';
import { askForWhatWasMissed, clearLeftCopy } from '#main/backup/index.ts';
import type { DeskTable } from '#main/doors/desk/desk-calls.ts';
import { buildDeskDoor, serveDeskPort } from '#main/doors/desk/desk-door.ts';
import { buildPartnerDoor, type PartnerDoorSetting, renewPartnerDoor } from '#main/doors/partner/partner-door.ts';
import { buildPublicDoor, renewPublicDoor } from '#main/doors/public/public-door.ts';
import { readTerminalPage, type TerminalPage } from '#main/doors/public/terminal-page.ts';
import { openLabelPress } from '#main/labels/index.ts';
import {
  type CardProfile,
  dropOldMessages,
  ownCard,
  type PartnerNetwork,
  type Post,
  sendChangedCard,
  sendOwnCard,
  startCourier,
} from '#main/post/index.ts';
import type { PrintShell } from '#main/printing/printers/index.ts';
import { firstLabelDesk } from '#main/roles/office/first-label.ts';
import { renewInTime } from '#main/roles/office/certificates.ts';
import { keysDesk } from '#main/roles/office/keys-desk.ts';
import { openBrand, type BrandKeeper } from '#main/roles/office/brand/brand.ts';
import { renewKeys } from '#main/roles/office/keys.ts';
import { dropDecided, exceptionsDesk } from '#main/roles/office/exceptions-desk.ts';
import { listsDesk } from '#main/roles/office/lists-desk.ts';
import { officeDesk } from '#main/roles/office/office.ts';
import { partnersDesk } from '#main/roles/office/partners-desk.ts';
import { scannerDesk } from '#main/roles/office/scanner-desk.ts';
import { accountsDesk, openSeats, seatPlayers } from '#main/staff/index.ts';
import type { Vault } from '#main/vault/index.ts';
import { buildAgency } from './build-agency.ts';
import { buildCarrier } from './build-carrier.ts';
import { buildCredit } from './build-credit.ts';
import { buildMall } from './build-mall.ts';
import { buildWrapper } from './build-wrapper.ts';
import type { PartyConfig } from './config.ts';
import { openKeyRoom } from './open-keys.ts';
import { openStations } from './open-stations.ts';
import { openUpkeep } from './open-upkeep.ts';
import { readNetwork, warnOfEnds, watchRevocations } from './network.ts';
import { type Built, type Foundation, openStaff, type Report, type Role } from './role.ts';

export interface Party {
  /** Adds a desk connection of the desktop shell. */
  serveDeskPort(port: DeskPort): void;
  stop(): Promise<void>;
}

export interface PartyOptions {
  /** Told a fresh one-time desk link once every door listens, and whenever one was used. */
  readonly offerDeskLink: (link: string) => void;
  readonly clock?: () => Date;
  /** Hashes of desk sessions that go on: of the screens that set this party up. */
  readonly sessions?: Set<string>;
  /** Prints on the desktop app's computer. */
  readonly shell?: PrintShell;
}

// `src/main` in source and `dist/main` in a bundle both lie two folders below the project.
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const CUSTOMER_PAGES = join(DIST, 'customer');
const HOUSEKEEPING_MS = 60_000;

/** Starts a party in a folder that the caller has locked; rejects when a door can't open (port taken, no certificate). */
export async function startParty(
  folder: string,
  config: PartyConfig,
  vault: Vault,
  options: PartyOptions,
): Promise<Party> {
  const clock = options.clock ?? ((): Date => new Date());
  const log = openLog(folder, clock);
  const press = openLabelPress({ reportCrash: (cause) => log.error('labels', cause) });
  const { shell } = options;
  const foundation: Foundation = { folder, config, vault, press, clock, ...(shell && { shell }) };

  // Before anything is opened: without it nothing may.
  let network = await readNetwork(folder, config);
  await clearLeftCopy(folder);
  const { role, post, storage } = await BUILD[config.role](foundation);
  const terminal =
    config.role === 'credit' && config.public.listen ? await readTerminalPage(CUSTOMER_PAGES) : undefined;
  const profile = cardProfile(config, terminal);
  const card = (): Promise<string> => ownCard(post, profile);
  await renewKeys(post, profile);
  // Partners may have a card that is newer than this party itself.
  await askForWhatWasMissed(post, () => sendOwnCard(post, profile));

  const office: PartyOffice = {
    id: config.id,
    role: config.role,
    name: config.name,
    place: config.place,
    ...(config.public.listen && { publicUrl: config.public.url }),
    ...(config.agency && { agency: true }),
    demo: config.demo,
  };
  const staff = openStaff(foundation, post);
  if (config.demo) await seatPlayers(staff);
  const seats = openSeats(staff, office);
  const stations = openStations(post, config, office, seats);
  const report: Report = (room) => (error) => log.error(room, error);
  const upkeep = openUpkeep(folder, post, role, report);
  const keyRoom = openKeyRoom(post, role, {
    folder,
    config,
    currentNetwork: () => network,
    takeIntoUse: async (use) => {
      if (use === 'public') return publicDoor && renewPublicDoor(publicDoor, vault.tlsContext('public')!);
      for (const { door } of partnerDoors) renewPartnerDoor(door, partnerSetting(network));
      await sendChangedCard(post, profile);
    },
    tellPartners: () => sendChangedCard(post, profile),
  });
  const brand = await openBrand(post.storage, { self: config.id, name: config.name, accent: config.accent }, clock);
  const rooms: DeskTable = {
    ...officeDesk(post, card),
    ...brand.desk,
    ...partnersDesk(post, () => network),
    ...keysDesk(keyRoom),
    ...accountsDesk(staff, office),
    ...stations.desk,
    ...exceptionsDesk(post),
    ...upkeep.desk,
    ...scannerDesk({ role: config.role, name: config.name, press, clock }),
    ...firstLabelDesk({ self: config.id, role: config.role, name: config.name, vault, press, clock }),
    ...role.desk,
  };
  const desk: DeskTable = { ...rooms, ...listsDesk(post, rooms) };

  if (!vault.tlsContext('partner')) throw new Error('the partner door has no certificate');
  const publicDoor =
    config.public.listen && (await openPublicDoor(foundation, role, { card, terminal, brand }, report('public')));
  const partnerSetting = (current: PartnerNetwork): PartnerDoorSetting => ({
    tls: vault.tlsContext('partner')!,
    authorities: current.authorities,
    ...(current.revoked !== undefined && { revoked: current.revoked }),
    report: report('partner'),
    ...(config.capture !== undefined && { capture: captureTo(config.capture) }),
  });
  // One for each address: a network that is pulled down takes no other with it.
  const partnerDoors = await Promise.all(
    [config.partner.listen, ...(config.partner.also ?? [])].map(async (listen) => ({
      listen,
      door: await buildPartnerDoor(post, role.events, partnerSetting(network), role.goods),
    })),
  );
  const deskSetting = { table: desk, seats, changes: post.changes, report: report('desk') };
  const deskDoor = await buildDeskDoor({
    ...deskSetting,
    assets: join(DIST, 'staff'),
    port: config.desk.port,
    ...(options.sessions && { sessions: options.sessions }),
    ...(config.demo && config.desk.shownBy !== undefined && { frames: { by: config.desk.shownBy } }),
    offerToken: (token) => options.offerDeskLink(`http://127.0.0.1:${config.desk.port}/#token=${token}`),
  });
  const stationDoor = await stations.openDoor(desk, report('stations'));
  if (config.public.listen) await publicDoor?.listen(config.public.listen);
  for (const { door, listen } of partnerDoors) await door.listen(listen);
  if (config.stations) await stationDoor?.listen(config.stations.listen);
  await deskDoor.listen({ host: '127.0.0.1', port: config.desk.port });
  const doors = [publicDoor, ...partnerDoors.map(({ door }) => door), stationDoor, deskDoor].filter(
    (door) => door !== undefined,
  );
  const couriers = [
    startCourier(post, () => network, report('courier')),
    ...(role.couriers?.(() => network, report) ?? []),
  ];

  const renewNetwork = async (): Promise<void> => {
    // One that is missing, broken or half written is not taken into use: what was good before goes on.
    const renewed = await readNetwork(folder, config);
    if (renewed.revoked === network.revoked) return;
    for (const { door } of partnerDoors) renewPartnerDoor(door, partnerSetting(renewed));
    network = renewed;
  };
  const stopWatching = watchRevocations(folder, renewNetwork, report('revocations'));
  const warn = warnOfEnds(
    vault,
    () => network,
    clock,
    (error) => log.look('certificates', error),
  );
  const housekeeping = setInterval(() => {
    void warn().catch(report('housekeeping'));
    void keepHouse(role, post, profile, report('housekeeping'));
    void renewInTime(keyRoom).catch(report('certificates'));
    void upkeep.keep().catch(report('backup'));
  }, HOUSEKEEPING_MS);

  log.note('party', 'started');
  return {
    serveDeskPort: (port) => serveDeskPort(port, deskSetting),
    stop: async () => {
      clearInterval(housekeeping);
      stopWatching();
      await upkeep.stop();
      await Promise.all(couriers.map((courier) => courier.stop()));
      for (const door of doors) {
        door.server.closeAllConnections();
        await door.close();
      }
      await press.close();
      await storage.close();
      log.note('party', 'stopped');
    },
  };
}

const BUILD: Readonly<Record<PartyConfig['role'], (foundation: Foundation) => Promise<Built>>> = {
  mall: buildMall,
  credit: buildCredit,
  carrier: buildCarrier,
  agency: buildAgency,
  wrapper: buildWrapper,
};

/** What the card says beside keys: how orders may reach this party, and the services that partners can use. */
function cardProfile(config: PartyConfig, terminal: TerminalPage | undefined): CardProfile {
  const flows: readonly Flow[] = config.public.listen === undefined ? ['closed'] : FLOWS_OF[config.role];
  return {
    id: config.id,
    role: config.role,
    name: config.name,
    public: config.public.url,
    partner: config.partner.url,
    services: config.services,
    flows: [...flows],
    ...(terminal && { terminal: terminal.fingerprint }),
    ...(config.agency && { agency: config.agency }),
  };
}

const FLOWS_OF: Readonly<Record<PartyConfig['role'], readonly Flow[]>> = {
  mall: [],
  credit: ['window', 'sealed'],
  carrier: ['window', 'sealed'],
  agency: [],
  wrapper: ['sealed'],
};

async function openPublicDoor(
  { config, vault }: Foundation,
  role: Role,
  {
    card,
    terminal,
    brand,
  }: {
    readonly card: () => Promise<string>;
    readonly terminal: TerminalPage | undefined;
    readonly brand: BrandKeeper;
  },
  report: (error: unknown) => void,
): ReturnType<typeof buildPublicDoor> {
  const tls = vault.tlsContext('public');
  if (!tls) throw new Error('the public door has no certificate');
  const { name: party, accent, demo } = config;
  const setting = {
    party,
    accent,
    brand: brand.current,
    demo,
    publicUrl: config.public.url,
    tls,
    assets: CUSTOMER_PAGES,
    card,
    ...(terminal && { terminal }),
    report,
  };
  return buildPublicDoor(setting, role.routes);
}

/** One after another; what fails is reported and keeps nothing else from being done. */
async function keepHouse(
  role: Role,
  post: Post,
  profile: CardProfile,
  report: (error: unknown) => void,
): Promise<void> {
  const steps = [
    () => renewKeys(post, profile),
    ...role.housekeeping,
    () => dropOldMessages(post),
    () => dropDecided(post),
  ];
  for (const step of steps) await step().catch(report);
}

function captureTo(file: string): (partner: string, body: string) => void {
  return (partner, body) => {
    const payload = Buffer.from(body.split('.')[1] ?? '', 'base64url').toString('utf8');
    appendFileSync(file, `${JSON.stringify({ partner, body, payload })}\n`);
  };
}
