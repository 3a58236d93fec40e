/** Malls, carriers and credit companies on real storage, real vaults and certificates of a real authority, in temporary folders. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Topic } from '#shared/desk/contract.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import { type LabelPress, openLabelPress } from '#main/labels/index.ts';
import { type CardProfile, type EventHandlers, ownCard, type Post, type PostTables } from '#main/post/index.ts';
import type { MailTables } from '#main/post/mail/index.ts';
import { openSpool } from '#main/printing/spool.ts';
import { COMMON_MIGRATIONS } from '#main/role.ts';
import type { Carrier } from '#main/roles/carrier/carrier.ts';
import { carrierEvents } from '#main/roles/carrier/events.ts';
import { carrierMigrations, type CarrierTables } from '#main/roles/carrier/tables.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { creditEvents } from '#main/roles/credit/events.ts';
import { openPackageStore } from '#main/roles/credit/package-store.ts';
import { creditMigrations, type CreditTables } from '#main/roles/credit/tables.ts';
import { mallEvents } from '#main/roles/mall/events.ts';
import { openGoodsRoom } from '#main/roles/mall/goods-room.ts';
import type { Mall } from '#main/roles/mall/mall.ts';
import { mallMigrations, type MallTables } from '#main/roles/mall/tables.ts';
import { wrapperEvents } from '#main/roles/wrapper/events.ts';
import { wrapperMigrations, type WrapperTables } from '#main/roles/wrapper/tables.ts';
import type { Wrapper } from '#main/roles/wrapper/wrapper.ts';
import { makeFirstKeys } from '#main/roles/office/keys.ts';
import type { StaffTables } from '#main/staff/index.ts';
import { type Changes, type Migrations, openChanges, openSqliteStorage, type Storage } from '#main/storage/index.ts';
import { type Authority, createAuthority, createVault, type Vault } from '#main/vault/index.ts';
import { aClock, type TestClock } from './a-clock.ts';
import { aFolder, atEnd } from './a-folder.ts';

/** A hash too cheap for anything but tests. */
export const CHEAP = { N: 2 ** 8, r: 8, p: 1 } as const;
export const PASSPHRASE = 'correct horse battery staple';

/** What every party has, whatever its role. */
export interface TestParty {
  readonly id: PartyId;
  readonly folder: string;
  readonly vault: Vault;
  readonly post: Post;
  readonly changes: Changes<Topic>;
  readonly clock: TestClock;
  /** Its addresses may still change until the card is handed over. */
  readonly profile: { -readonly [Member in keyof CardProfile]: CardProfile[Member] };
  readonly authority: Authority;
  readonly events: EventHandlers<PostTables>;
  /** The party's card, signed now. */
  card(): Promise<string>;
}

export interface TestMall extends TestParty {
  readonly mall: Mall;
  readonly storage: Storage<MallTables>;
}

export interface TestCarrier extends TestParty {
  readonly carrier: Carrier;
  readonly storage: Storage<CarrierTables>;
}

export interface TestCredit extends TestParty {
  readonly credit: Credit;
  readonly storage: Storage<CreditTables>;
}

export interface TestWrapper extends TestParty {
  readonly wrapper: Wrapper;
  readonly storage: Storage<WrapperTables>;
}

export interface PartyChoice {
  readonly id?: string;
  readonly name?: string;
  readonly clock?: TestClock;
  readonly authority?: Authority;
  /** `thePress` when left out. */
  readonly press?: LabelPress;
}

let groupAuthority: Promise<Authority> | undefined;

/** The authority that all parties of a test file share. */
export function theAuthority(): Promise<Authority> {
  if (!groupAuthority) {
    groupAuthority = anAuthority('Example group root');
    atEnd(() => (groupAuthority = undefined));
  }
  return groupAuthority;
}

let groupPress: LabelPress | undefined;

/** The press that all parties of a test file share: its thread takes longer to start than most tests. */
export function thePress(): LabelPress {
  if (!groupPress) {
    const press = (groupPress = openLabelPress());
    atEnd(() => {
      groupPress = undefined;
      return press.close();
    });
  }
  return groupPress;
}

/** Certifies by the machine's clock, as TLS needs it; a test about the ends of certificates gives its own. */
export async function anAuthority(name: string, now?: () => Date): Promise<Authority> {
  return expectOk(await createAuthority(aFolder(), PASSPHRASE, { name, scrypt: CHEAP, ...(now && { now }) }));
}

/** Certificates for both listeners, from an authority. */
export async function certify(vault: Vault, host: string, authority: Authority): Promise<void> {
  for (const use of ['public', 'partner'] as const) {
    await vault.newTlsKey(use);
    const request = expectOk(await vault.certificateRequest(use, [host]));
    const issued = expectOk(await authority.issue(request, { hosts: [host], days: 30 }));
    expectOk(await vault.installCertificate(use, issued.chainPem));
  }
}

export async function openParty<DB extends PostTables>(
  role: 'mall' | 'carrier' | 'credit' | 'wrapper' | 'agency',
  usualName: string,
  migrations: Migrations,
  choice: PartyChoice,
) {
  const clock = choice.clock ?? aClock();
  const id = (choice.id ?? `${role}.localhost`) as PartyId;
  const folder = aFolder();
  const authority = choice.authority ?? (await theAuthority());
  const vault = expectOk(await createVault(folder, PASSPHRASE, { scrypt: CHEAP, now: clock }));
  await makeFirstKeys(vault, clock());
  await certify(vault, id, authority);
  const storage = await openDatabase<DB>(folder, role, { ...COMMON_MIGRATIONS, ...migrations });
  atEnd(() => storage.close());
  const changes = openChanges<Topic, DB>(storage);
  const post: Post = {
    self: id,
    role,
    storage: storage as unknown as Storage<PostTables>,
    vault,
    changes,
    clock,
  };
  const profile = {
    id,
    role,
    name: choice.name ?? usualName,
    public: `https://${id}`,
    partner: `https://${id}:8453`,
    services: ['横浜市', '全国配達'],
  };
  const press = choice.press ?? thePress();
  const shared = {
    self: id,
    name: profile.name,
    publicUrl: profile.public,
    storage,
    vault,
    post,
    press,
    changes,
    clock,
    staff: { storage: storage as unknown as Storage<StaffTables>, changes, clock, cost: CHEAP },
  };
  const party = { id, folder, vault, post, changes, clock, profile, authority, card: () => ownCard(post, profile) };
  return { shared, party, storage };
}

const emptyDatabases = new Map<string, Promise<Uint8Array>>();

/** A role's tables are made once and copied for each party: they take longer than most tests. */
async function openDatabase<DB>(folder: string, role: string, migrations: Migrations): Promise<Storage<DB>> {
  const made = emptyDatabases.get(role) ?? makeDatabase(migrations);
  emptyDatabases.set(role, made);
  const file = join(folder, 'tokumei.db');
  await writeFile(file, await made);
  return openSqliteStorage<DB>(file, migrations);
}

async function makeDatabase(migrations: Migrations): Promise<Uint8Array> {
  const file = join(aFolder(), 'empty.db');
  await (await openSqliteStorage(file, migrations)).close();
  return readFile(file);
}

export async function aMall(choice: PartyChoice = {}): Promise<TestMall> {
  const { shared, party, storage } = await openParty<MallTables>('mall', '見本マーケット', mallMigrations, choice);
  const mall: Mall = {
    ...shared,
    spool: await openSpool(join(party.folder, 'spool')),
    goods: await openGoodsRoom(party.folder),
  };
  return { ...party, storage, mall, events: mallEvents(mall) as EventHandlers<PostTables> };
}

export async function aCarrier(choice: PartyChoice = {}): Promise<TestCarrier> {
  const { shared, party, storage } = await openParty<CarrierTables>('carrier', 'みほん運輸', carrierMigrations, choice);
  const carrier: Carrier = shared;
  return { ...party, storage, carrier, events: carrierEvents(carrier) as EventHandlers<PostTables> };
}

export async function aCredit(choice: PartyChoice = {}): Promise<TestCredit> {
  const { shared, party, storage } = await openParty<CreditTables>(
    'credit',
    '見本クレジット',
    creditMigrations,
    choice,
  );
  const mailroom = { ...shared, storage: storage as unknown as Storage<MailTables> };
  const packages = await openPackageStore(join(party.folder, 'packages'));
  const credit: Credit = { ...shared, mailroom, packages, scrypt: CHEAP };
  return { ...party, storage, credit, events: creditEvents(credit) as EventHandlers<PostTables> };
}

export async function aWrapper(choice: PartyChoice = {}): Promise<TestWrapper> {
  const { shared, party, storage } = await openParty<WrapperTables>('wrapper', '見本ギフト', wrapperMigrations, choice);
  const wrapper: Wrapper = shared;
  return { ...party, storage, wrapper, events: wrapperEvents(wrapper) as EventHandlers<PostTables> };
}
