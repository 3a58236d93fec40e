/**
 * The composition root: opens storage and vault, builds the role, opens the doors. Plain calls; the only file that
 * wires. The desktop app and the headless service run exactly this.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeskPort } from '#shared/desk/bridge.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { Office } from '#shared/desk/office.ts';
import { openLog, trailMigrations } from '#main/audit/index.ts';
import { askForWhatWasMissed, clearLeftCopy } from '#main/backup/index.ts';
import { type DeskTable } from '#main/doors/desk/desk-calls.ts';
import { buildDeskDoor, serveDeskPort } from '#main/doors/desk/desk-door.ts';
import type { GoodsReceiver } from '#main/doors/partner/goods-route.ts';
import { buildPartnerDoor, type PartnerDoorSetting, renewPartnerDoor } from '#main/doors/partner/partner-door.ts';
import { carrierRoutes } from '#main/doors/public/carrier-routes.ts';
import { creditRoutes } from '#main/doors/public/credit-routes.ts';
import { mallRoutes } from '#main/doors/public/mall-routes.ts';
import { openRoutes } from '#main/doors/public/open-routes.ts';
import { buildPublicDoor, type PublicRoutes } from '#main/doors/public/public-door.ts';
import { type LabelPress, openLabelPress } from '#main/labels/index.ts';
import {
  type CardProfile,
  type Courier,
  dropOldMessages,
  type EventHandlers,
  ownCard,
  type PartnerNetwork,
  type Post,
  postMigrations,
  type PostTables,
  sendOwnCard,
  startCourier,
  startPackageCourier,
} from '#main/post/index.ts';
import {
  dropOldMails,
  type MailRole,
  type Mailroom,
  type MailSetting,
  type MailTables,
  startMailSender,
  watchMailbox,
} from '#main/post/mail/index.ts';
import { openSpool } from '#main/printing/spool.ts';
import { carrierDesk } from '#main/roles/carrier/desk.ts';
import { sendInvoices } from '#main/roles/carrier/invoices.ts';
import { carrierMoneyDesk } from '#main/roles/carrier/money-desk.ts';
import { carrierEvents } from '#main/roles/carrier/events.ts';
import { endStaleRequests } from '#main/roles/carrier/ship.ts';
import { carrierMigrations, type CarrierTables } from '#main/roles/carrier/tables.ts';
import { forgetAttempts } from '#main/roles/credit/attempts.ts';
import { billingDesk } from '#main/roles/credit/billing-desk.ts';
import { creditDesk } from '#main/roles/credit/desk.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { clearPackages } from '#main/roles/credit/forwarding.ts';
import { packageOffset, receivePackage } from '#main/roles/credit/goods-in.ts';
import { composeGoodsMail, followGoodsMail } from '#main/roles/credit/goods-mail.ts';
import { openPackageStore } from '#main/roles/credit/package-store.ts';
import { forwardingDesk } from '#main/roles/credit/forwarding-desk.ts';
import { creditEvents } from '#main/roles/credit/events.ts';
import { keepBilling } from '#main/roles/credit/keep-billing.ts';
import { forgetPasskeyChallenges } from '#main/roles/credit/passkeys.ts';
import { composeResetMail } from '#main/roles/credit/reset-mail.ts';
import { forgetResets } from '#main/roles/credit/resets.ts';
import { endHolds, endStalePayments } from '#main/roles/credit/settle.ts';
import { statementFollowers, statementMails } from '#main/roles/credit/statement-paper.ts';
import { creditMigrations, type CreditTables } from '#main/roles/credit/tables.ts';
import { mallDesk } from '#main/roles/mall/desk.ts';
import { followReadyGoods } from '#main/roles/mall/automatic-goods.ts';
import { mallGoodsDesk } from '#main/roles/mall/goods-desk.ts';
import { bringPackagesAgain, withPackagesAgain } from '#main/roles/mall/bring-again.ts';
import { openGoodsRoom } from '#main/roles/mall/goods-room.ts';
import { dropSilentUploads } from '#main/roles/mall/product-files.ts';
import { dropOldPackages, packageSource } from '#main/roles/mall/send-goods.ts';
import { mallMoneyDesk } from '#main/roles/mall/money-desk.ts';
import { mallRefundsDesk } from '#main/roles/mall/refunds-desk.ts';
import { mallEvents } from '#main/roles/mall/events.ts';
import { endStaleOffers } from '#main/roles/mall/expiry.ts';
import { mallMigrations, type MallTables } from '#main/roles/mall/tables.ts';
import { renewKeys } from '#main/roles/office/keys.ts';
import { officeDesk } from '#main/roles/office/office.ts';
import {
  type Changes,
  type Migrations,
  numberMigrations,
  openChanges,
  openSqliteStorage,
  settingMigrations,
  type Storage,
} from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import { FILES, type PartyConfig } from './config.ts';
import { readNetwork, warnOfEnds, watchRevocations } from './network.ts';

export interface Party {
  /** Adds a desk connection of the desktop shell. */
  serveDeskPort(port: DeskPort): void;
  stop(): Promise<void>;
}

export interface PartyOptions {
  /** Told a fresh one-time desk link once every door listens, and whenever one was used. */
  readonly offerDeskLink: (link: string) => void;
  readonly clock?: () => Date;
}

/** One role's contribution: its commands, its pages, its messages, and what it does from time to time. */
interface Role {
  readonly desk: DeskTable;
  readonly routes: PublicRoutes;
  readonly events: EventHandlers<PostTables>;
  readonly housekeeping: readonly (() => Promise<void>)[];
  /** Takes packages of sealed goods at the partner door. */
  readonly goods?: GoodsReceiver;
  /** What else leaves by itself, or is done without being asked; started once the doors listen. */
  readonly couriers?: (network: () => PartnerNetwork, report: Report) => readonly Courier[];
}

/** Where a room says what broke on our own side. */
type Report = (room: string) => (error: unknown) => void;

interface Built {
  readonly role: Role;
  readonly post: Post;
  readonly storage: Storage<PostTables>;
}

/** What every role is built from. */
interface Foundation {
  readonly folder: string;
  readonly config: PartyConfig;
  readonly vault: Vault;
  readonly press: LabelPress;
  readonly clock: () => Date;
}

const COMMON_MIGRATIONS: Migrations = {
  ...trailMigrations,
  ...settingMigrations,
  ...numberMigrations,
  ...postMigrations,
};
// `src/main` in source and `dist/main` in a bundle both lie two folders below the project.
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
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
  const foundation: Foundation = { folder, config, vault, press, clock };

  // Before anything is opened: without it nothing may.
  let network = await readNetwork(folder, config);
  await clearLeftCopy(folder);
  const { role, post, storage } = await BUILD[config.role](foundation);
  const profile = {
    id: config.id,
    role: config.role,
    name: config.name,
    public: config.public.url,
    partner: config.partner.url,
    services: config.services,
  };
  const card = (): Promise<string> => ownCard(post, profile);
  await renewKeys(post, profile);
  // Partners may have a card that is newer than this party itself.
  await askForWhatWasMissed(post, () => sendOwnCard(post, profile));

  const office: Office = {
    id: config.id,
    role: config.role,
    name: config.name,
    place: config.place,
    publicUrl: config.public.url,
    demo: config.demo,
  };
  const desk: DeskTable = { ...officeDesk(post, office, card), ...role.desk };
  const report: Report = (room) => (error) => log.error(room, error);

  const publicTls = vault.tlsContext('public');
  if (!publicTls || !vault.tlsContext('partner')) throw new Error('a door has no certificate');
  const publicDoor = await buildPublicDoor(
    {
      party: config.name,
      accent: config.accent,
      demo: config.demo,
      publicUrl: config.public.url,
      tls: publicTls,
      assets: join(DIST, 'customer'),
      card,
      report: report('public'),
    },
    role.routes,
  );
  const partnerSetting = (current: PartnerNetwork): PartnerDoorSetting => ({
    tls: vault.tlsContext('partner')!,
    authorities: current.authorities,
    ...(current.revoked !== undefined && { revoked: current.revoked }),
    report: report('partner'),
    ...(config.capture !== undefined && { capture: captureTo(config.capture) }),
  });
  const partnerDoor = await buildPartnerDoor(post, role.events, partnerSetting(network), role.goods);
  const deskSetting = { table: desk, changes: post.changes, report: report('desk') };
  const deskDoor = await buildDeskDoor({
    ...deskSetting,
    assets: join(DIST, 'staff'),
    port: config.desk.port,
    offerToken: (token) => options.offerDeskLink(`http://127.0.0.1:${config.desk.port}/#token=${token}`),
  });
  await publicDoor.listen(config.public.listen);
  await partnerDoor.listen(config.partner.listen);
  await deskDoor.listen({ host: '127.0.0.1', port: config.desk.port });
  const doors = [publicDoor, partnerDoor, deskDoor];
  const couriers = [
    startCourier(post, () => network, report('courier')),
    ...(role.couriers?.(() => network, report) ?? []),
  ];

  const renewNetwork = async (): Promise<void> => {
    // One that is missing, broken or half written is not taken into use: what was good before goes on.
    const renewed = await readNetwork(folder, config);
    if (renewed.revoked === network.revoked) return;
    renewPartnerDoor(partnerDoor, partnerSetting(renewed));
    network = renewed;
  };
  const stopWatching = watchRevocations(folder, renewNetwork, report('revocations'));
  const warn = warnOfEnds(vault, () => network, clock, report('certificates'));
  const housekeeping = setInterval(() => {
    void warn().catch(report('housekeeping'));
    void keepHouse(role, post, profile, report('housekeeping'));
  }, HOUSEKEEPING_MS);

  return {
    serveDeskPort: (port) => serveDeskPort(port, deskSetting),
    stop: async () => {
      clearInterval(housekeeping);
      stopWatching();
      await Promise.all(couriers.map((courier) => courier.stop()));
      for (const door of doors) {
        door.server.closeAllConnections();
        await door.close();
      }
      await press.close();
      await storage.close();
    },
  };
}

async function buildMall(foundation: Foundation): Promise<Built> {
  const { folder, config, vault, press, clock } = foundation;
  const { storage, changes, post } = await openCellar<MallTables>(foundation, mallMigrations);
  const mall = {
    self: config.id,
    name: config.name,
    publicUrl: config.public.url,
    ...(config.registration !== undefined && { registration: config.registration }),
    ...(config.payTo !== undefined && { payTo: config.payTo }),
    storage,
    vault,
    post,
    press,
    spool: await openSpool(join(folder, FILES.spool)),
    goods: await openGoodsRoom(folder),
    changes,
    clock,
  };
  const role: Role = {
    desk: { ...mallDesk(mall), ...mallGoodsDesk(mall), ...mallMoneyDesk(mall), ...mallRefundsDesk(mall) },
    routes: (door, pages) => {
      mallRoutes(mall)(door, pages);
      openRoutes(mall)(door, pages);
    },
    events: {
      ...mallEvents(mall),
      'resync.request': (db, event) => bringPackagesAgain(mall, db, event),
    } as EventHandlers<MallTables> as EventHandlers<PostTables>,
    housekeeping: [() => endStaleOffers(mall), () => dropSilentUploads(mall), () => dropOldPackages(mall)],
    couriers: (network, report) => [
      startPackageCourier(post, network, withPackagesAgain(mall, packageSource(mall)), report('packages')),
      { stop: followReadyGoods(mall, report('goods')) },
    ],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}

async function buildCarrier(foundation: Foundation): Promise<Built> {
  const { config, vault, press, clock } = foundation;
  const { storage, changes, post } = await openCellar<CarrierTables>(foundation, carrierMigrations);
  const carrier = {
    self: config.id,
    name: config.name,
    publicUrl: config.public.url,
    storage,
    vault,
    post,
    press,
    changes,
    clock,
  };
  const role: Role = {
    desk: { ...carrierDesk(carrier), ...carrierMoneyDesk(carrier) },
    routes: carrierRoutes(carrier),
    events: carrierEvents(carrier) as EventHandlers<PostTables>,
    housekeeping: [() => endStaleRequests(carrier), () => sendInvoices(carrier)],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}

async function buildCredit(foundation: Foundation): Promise<Built> {
  const { folder, config, vault, press, clock } = foundation;
  const { storage, changes, post } = await openCellar<CreditTables>(foundation, creditMigrations);
  const { id: self, name } = config;
  const credit: Credit = {
    self,
    name,
    publicUrl: config.public.url,
    storage,
    vault,
    post,
    mailroom: { self, storage: storage as unknown as Storage<MailTables>, vault, changes, clock },
    ...(config.mail !== undefined && { mail: config.mail }),
    press,
    packages: await openPackageStore(join(folder, FILES.packages)),
    changes,
    clock,
  };
  const mails: MailRole<CreditTables> = {
    composers: {
      goods: composeGoodsMail(credit),
      ...statementMails(credit),
      reset: composeResetMail(credit),
    },
    followers: {
      goods: (db, outcome) => followGoodsMail(credit, db, outcome),
      ...statementFollowers(credit),
    },
  };
  const role: Role = {
    desk: { ...creditDesk(credit), ...forwardingDesk(credit), ...billingDesk(credit) },
    routes: creditRoutes(credit),
    events: creditEvents(credit) as EventHandlers<PostTables>,
    goods: {
      offset: (mall, receipt) => packageOffset(credit, mall, receipt),
      receive: (mall, receipt, part, body) => receivePackage(credit, mall, receipt, part, body),
    },
    couriers: (_, report) => startMail(credit.mailroom, folder, config.mail, mails, report),
    housekeeping: [
      () => endStalePayments(credit),
      () => endHolds(credit),
      () => forgetAttempts(credit),
      () => forgetPasskeyChallenges(credit),
      () => forgetResets(credit),
      () => keepBilling(credit),
      () => clearPackages(credit),
      () => dropOldMails(credit.mailroom),
    ],
  };
  return { role, post, storage: storage as unknown as Storage<PostTables> };
}

/** Without a mail server mails wait, and the desk says so. */
function startMail<DB>(
  room: Mailroom,
  folder: string,
  setting: MailSetting | undefined,
  role: MailRole<DB>,
  report: Report,
): readonly Courier[] {
  if (!setting) return [];
  const sender = startMailSender(room, setting, folder, role, report('mail'));
  if (!setting.imap) return [sender];
  return [sender, watchMailbox(room, setting.imap, folder, role.followers, report('mailbox'))];
}

const BUILD: Readonly<Record<PartyConfig['role'], (foundation: Foundation) => Promise<Built>>> = {
  mall: buildMall,
  credit: buildCredit,
  carrier: buildCarrier,
};

async function openCellar<DB extends PostTables>(
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

/** One after another; what fails is reported and keeps nothing else from being done. */
async function keepHouse(
  role: Role,
  post: Post,
  profile: CardProfile,
  report: (error: unknown) => void,
): Promise<void> {
  const steps = [() => renewKeys(post, profile), ...role.housekeeping, () => dropOldMessages(post)];
  for (const step of steps) await step().catch(report);
}

function captureTo(file: string): (partner: string, body: string) => void {
  return (partner, body) => {
    const payload = Buffer.from(body.split('.')[1] ?? '', 'base64url').toString('utf8');
    appendFileSync(file, `${JSON.stringify({ partner, body, payload })}\n`);
  };
}
