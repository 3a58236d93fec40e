/** Packages of sealed goods on their way through a credit company. Their bytes are random, as sealed ones look. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { toBase64Url } from '#shared/bytes.ts';
import type { EventData } from '#shared/protocol/event.ts';
import { expectOk } from '#shared/result.ts';
import { sendEvent } from '#main/post/index.ts';
import { receivePackage } from '#main/roles/credit/goods-in.ts';
import { settle } from '#main/roles/credit/settle.ts';
import type { SettlementTable } from '#main/roles/credit/tables.ts';
import { sha256 } from '#main/vault/index.ts';
import { type CardEntry, HANAKO, aPayArrival, aPayInstruction, type SettlingGroup } from './a-payment.ts';
import type { TestParty } from './a-party.ts';

/** A settlement at the credit company, and the package that belongs to it. */
export interface TestPackage {
  readonly receipt: string;
  readonly settlement: SettlementTable;
  readonly bytes: Buffer;
  readonly sha256: Uint8Array;
}

export interface PackageChoice {
  readonly bytes?: number;
  readonly entry?: CardEntry;
  readonly by?: TestParty;
  readonly variant?: 'a' | 'b' | 'c';
}

/** Settled; nothing was announced. */
export async function aPackage(group: SettlingGroup, choice: PackageChoice = {}): Promise<TestPackage> {
  const { by, variant } = choice;
  const jws = await aPayInstruction(group, { yen: 480, ...(by && { by }), ...(variant && { variant }) });
  const arrival = await aPayArrival(group, jws);
  expectOk(await settle(group.credit.credit, arrival, choice.entry ?? HANAKO));
  const settlement = await group.credit.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('receipt', '=', arrival.number)
    .executeTakeFirstOrThrow();
  const bytes = randomBytes(choice.bytes ?? 1 << 20);
  return { receipt: arrival.number, settlement, bytes, sha256: sha256(bytes) };
}

/** The mall's message that it comes. */
export async function announce(
  group: SettlingGroup,
  { receipt, settlement, bytes, sha256: digest }: TestPackage,
  changes: Partial<EventData<'goods.forward'>> & { by?: TestParty } = {},
): Promise<void> {
  const { by = group.mall, ...others } = changes;
  const customer = settlement.contents === null ? {} : { customer: toBase64Url(settlement.sealed_customer) };
  const data = { receipt, bytes: bytes.length, sha256: toBase64Url(digest), ...customer, ...others };
  await by.post.storage.write((db) =>
    sendEvent(by.post, db, { to: group.credit.id, type: 'goods.forward', subject: receipt, data }),
  );
  await group.exchange();
}

export async function anAnnouncedPackage(group: SettlingGroup, choice: PackageChoice = {}): Promise<TestPackage> {
  const made = await aPackage(group, choice);
  await announce(group, made);
  return made;
}

/** Here and whole: it waits at the forwarding station. */
export async function anArrivedPackage(group: SettlingGroup, choice: PackageChoice = {}): Promise<TestPackage> {
  const made = await anAnnouncedPackage(group, choice);
  const part = { from: 0, total: made.bytes.length, sha256: made.sha256 };
  expectOk(await receivePackage(group.credit.credit, group.mall.id, made.receipt, part, Readable.from([made.bytes])));
  return made;
}
