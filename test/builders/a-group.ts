/** A mall and a carrier that know and trust each other. */
import type { Variant } from '#shared/protocol/instruction.ts';
import { ERRORS } from '#shared/errors.ts';
import { EVENT_TYPE } from '#shared/protocol/event.ts';
import { expectOk, type Result } from '#shared/result.ts';
import {
  addPartner,
  approvePartner,
  choosePartnerVariant,
  findPartner,
  partnerRows,
  receiveEvent,
} from '#main/post/index.ts';
import { bodyOf } from '#main/post/passing.ts';
import { aClock, type TestClock } from './a-clock.ts';
import { aCarrier, aMall, type PartyChoice, type TestCarrier, type TestMall, type TestParty } from './a-party.ts';

export interface TestGroup {
  readonly mall: TestMall;
  readonly carrier: TestCarrier;
  readonly clock: TestClock;
  /** Carries every message that waits, both ways, until none is left that would be taken. */
  exchange(): Promise<void>;
}

export interface GroupChoice {
  readonly variant?: Variant;
  readonly clock?: TestClock;
  readonly mall?: PartyChoice;
  readonly carrier?: PartyChoice;
  /** Before the cards are handed over: where doors listen is on them. */
  readonly prepare?: (parties: readonly TestParty[]) => Promise<void>;
}

export async function aGroup(choice: GroupChoice = {}): Promise<TestGroup> {
  const clock = choice.clock ?? aClock();
  const mall = await aMall({ clock, ...choice.mall });
  const carrier = await aCarrier({ clock, ...choice.carrier });
  await choice.prepare?.([mall, carrier]);
  await introduce(mall, carrier);
  const { variant } = choice;
  if (variant) expectOk(await choosePartnerVariant(mall.post, 'staff', { id: carrier.id, variant }));
  return { mall, carrier, clock, exchange: () => exchange(mall, carrier) };
}

/** Both hand over their cards and compare safety numbers. */
export async function introduce(a: TestParty, b: TestParty): Promise<void> {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    expectOk(await addPartner(to.post, 'staff', await from.card()));
    expectOk(await approveNow(to, from));
  }
}

export async function approveNow(at: TestParty, partner: TestParty): Promise<Result<void>> {
  const row = (await partnerRows(at.post)).find(({ id }) => id === partner.id)!;
  return approvePartner(at.post, 'staff', { id: partner.id, safetyNumber: row.safetyNumber });
}

async function exchange(a: TestParty, b: TestParty): Promise<void> {
  let moved = true;
  while (moved) moved = (await carryMessages(a, b)) + (await carryMessages(b, a)) > 0;
}

/** As the courier and the partner door do, without a network. Returns how many were accepted. */
export async function carryMessages(from: TestParty, to: TestParty): Promise<number> {
  const waiting = await from.post.storage.read
    .selectFrom('outbox')
    .selectAll()
    .where('partner', '=', to.id)
    .where('accepted_at', 'is', null)
    .where('rejected_at', 'is', null)
    .orderBy('created_at')
    .execute();
  let accepted = 0;
  for (const row of waiting) {
    const { id } = row;
    const sign = row.newest_key === 1 ? from.vault.signNewest : from.vault.sign;
    const taken = await bringEvent(from, to, bodyOf(from.post, row)!, sign);
    const at = from.clock().toISOString();
    if (taken.ok) accepted++;
    else if (ERRORS[taken.error.code].status >= 500 || row.newest_key === 1) continue;
    const noted = taken.ok ? { accepted_at: at } : { rejected_at: at, last_error: taken.error.code };
    await from.post.storage.write((db) => db.updateTable('outbox').set(noted).where('id', '=', id).execute());
  }
  return accepted;
}

/** One event's JSON, signed by its sender, put into the receiver's inbox. */
export async function bringEvent(
  from: TestParty,
  to: TestParty,
  event: string,
  sign = from.vault.sign,
): Promise<Result<void>> {
  const partner = (await findPartner(to.post.storage.read, from.id))!;
  return receiveEvent(to.post, to.events, partner, await sign(EVENT_TYPE, event, { aud: to.id }));
}

/** What lies in a party's outbox for a partner, oldest first. */
export async function sentEvents(
  from: TestParty,
  type?: string,
): Promise<{ type: string; subject: string; data: Record<string, unknown>; json: string }[]> {
  const rows = await from.post.storage.read.selectFrom('outbox').selectAll().orderBy('created_at').execute();
  return rows
    .filter((row) => type === undefined || row.type === type)
    .map((row) => {
      const json = bodyOf(from.post, row)!;
      const { data } = JSON.parse(json) as { data: Record<string, unknown> };
      return { type: row.type, subject: row.subject, data, json };
    });
}
