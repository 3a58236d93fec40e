/** Messages as partners send them, well-formed unless a test asks for something else. */
import { EVENT_TYPE } from '#shared/protocol/event.ts';
import { ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type EventHandlers, findPartner, type Partner, type PostTables, receiveEvent } from '#main/post/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { TestParty } from '../builders/a-party.ts';

export interface EventJson {
  readonly [member: string]: unknown;
}

/** A cancellation, by a mall to a carrier. */
export function anEvent(from: TestParty, changes: EventJson = {}): EventJson {
  return {
    specversion: '1.0',
    id: randomUuid(),
    source: from.id,
    type: 'shipping.cancel',
    time: from.clock().toISOString(),
    subject: '30482771930569',
    datacontenttype: 'application/json',
    data: { purchase: '10482771930561', reason: 'expired' },
    ...changes,
  };
}

export function signEvent(from: TestParty, to: TestParty, event: EventJson | string): Promise<string> {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  return from.vault.sign(EVENT_TYPE, payload, { aud: to.id });
}

export async function partnerOf(at: TestParty, id: string): Promise<Partner> {
  return (await findPartner(at.post.storage.read, id))!;
}

/** A role that writes every cancellation into the trail. */
export const notingHandlers: EventHandlers<PostTables> = {
  'shipping.cancel': async (db, event) => {
    const { subject, data } = event;
    await recordDeed(db, { at: new Date(), who: 'role', action: 'scan.refused', subject, detail: data.reason });
    return ok();
  },
};

/** How often the role acted. */
export async function effects(at: TestParty): Promise<string[]> {
  const rows = await at.post.storage.read.selectFrom('trail').selectAll().where('who', '=', 'role').execute();
  return rows.map(({ subject }) => subject);
}

export async function receive(
  at: TestParty,
  from: TestParty,
  event: EventJson | string,
  handlers = notingHandlers,
): Promise<Result<void>> {
  return receiveEvent(at.post, handlers, await partnerOf(at, from.id), await signEvent(from, at, event));
}
