/** What staff see of partners: the list, one in full, and how far clocks are apart. */
import type { PartnerRow } from '#shared/desk/office.ts';
import type { PartnerKey, PartnerLook, PartnerPin } from '#shared/desk/partners.ts';
import { type ClockReading, type ClockVerdict, judgeClocks } from '#shared/domain/clock-skew.ts';
import { maySend, sendableTypes } from '#shared/protocol/may-send.ts';
import { type CardKey, currentKey, type PartyCard } from '#shared/protocol/party-card.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { keyIdOf, keyThumbprint } from '#main/vault/index.ts';
import { findPartner } from './find-partner.ts';
import { listWaiting } from './outbox.ts';
import { changesOf, partnerSafetyNumber } from './partner-card.ts';
import type { Post } from './post.ts';
import { listRefused } from './refused.ts';
import type { PartnerTable } from './tables.ts';

/** Messages of one partner that are shown with it. */
const SHOWN = 50;
/** Characters of a thumbprint that people tell two keys apart by. */
const THUMBPRINT = 12;

/** Everything staff see of partners, by name. */
export async function partnerRows(post: Post): Promise<PartnerRow[]> {
  const { read } = post.storage;
  const rows = await read.selectFrom('partner').selectAll().orderBy('name').execute();
  const unaccepted = await read
    .selectFrom('outbox')
    .select(({ fn, eb }) => [
      'partner',
      fn.countAll<number>().as('all'),
      fn.sum<number>(eb.case().when('rejected_at', 'is not', null).then(1).else(0).end()).as('rejected'),
    ])
    .where('accepted_at', 'is', null)
    .where('newest_key', '=', 0)
    .groupBy('partner')
    .execute();
  const refused = await read
    .selectFrom('refused_message')
    .select(({ fn }) => ['source', fn.countAll<number>().as('count')])
    .groupBy('source')
    .execute();
  const outgoing = new Map(unaccepted.map((row) => [row.partner, row]));
  const incoming = new Map(refused.map(({ source, count }) => [source, Number(count)]));
  return Promise.all(
    rows.map(async (row) => {
      const rejected = Number(outgoing.get(row.id)?.rejected ?? 0);
      const refusedHere = incoming.get(row.id) ?? 0;
      return {
        id: row.id,
        role: row.role,
        name: row.name,
        state: row.state,
        variant: row.variant,
        safetyNumber: await partnerSafetyNumber(post, JSON.parse(row.next_card ?? row.card) as PartyCard),
        changed: row.next_card !== null,
        ...(row.last_sent_at !== null && { lastSentAt: row.last_sent_at }),
        ...(row.last_sent_type !== null && { lastSentType: row.last_sent_type }),
        ...(row.last_received_at !== null && { lastReceivedAt: row.last_received_at }),
        ...(row.last_received_type !== null && { lastReceivedType: row.last_received_type }),
        waiting: Number(outgoing.get(row.id)?.all ?? 0),
        ...(rejected > 0 && { rejected }),
        ...(refusedHere > 0 && { refused: refusedHere }),
      };
    }),
  );
}

/** One partner in full, but for its code. Fails with `partner-unknown`. */
export async function lookAtPartner(post: Post, id: string): Promise<Result<Omit<PartnerLook, 'code'>>> {
  const { read } = post.storage;
  const row = await read.selectFrom('partner').selectAll().where('id', '=', id).executeTakeFirst();
  const partner = row && (await findPartner(read, id));
  if (!row || !partner) return fail('partner-unknown');
  const { card } = partner;
  const next = row.next_card === null ? undefined : (JSON.parse(row.next_card) as PartyCard);
  const registered = await read.selectFrom('partner_pin').select('pin').where('partner', '=', id).execute();
  return ok({
    publicUrl: (next ?? card).public,
    partnerUrl: (next ?? card).partner,
    services: card.services,
    addedAt: row.added_at,
    ...(row.suspended_for !== null && { suspendedFor: row.suspended_for }),
    maySend: sendableTypes(partner.role, post.role).map((type) => ({
      type,
      allowed: maySend(partner, post.role, type),
    })),
    keys: await keysOf(card, next, post.clock()),
    pins: pinsOf(
      registered.map(({ pin }) => pin),
      row,
      next ?? card,
    ),
    ...(row.certificate_until !== null && { certificateUntil: row.certificate_until }),
    changes: next ? changesOf(card, next) : [],
    outgoing: (await listWaiting(post, { partner: id, order: 'oldest', limit: SHOWN })).rows,
    refused: await listRefused(post, id, SHOWN),
  });
}

async function keysOf(card: PartyCard, next: PartyCard | undefined, now: Date): Promise<PartnerKey[]> {
  const known = new Set(card.keys.map(({ x }) => x));
  const current = [currentKey(card, 'seal', now), currentKey(card, 'sign', now)];
  const stateOf = (key: CardKey): PartnerKey['state'] => {
    if (!known.has(key.x)) return 'to-compare';
    if (Date.parse(key.exp) <= now.getTime()) return 'ended';
    if (Date.parse(key.nbf) > now.getTime()) return 'coming';
    // A second signing key that was compared speaks for the partner as the first does.
    return key.use === 'sign' || current.includes(key) ? 'current' : 'ended';
  };
  const unknown = next?.keys.filter(({ x, use }) => use === 'sign' && !known.has(x)) ?? [];
  const all = [...card.keys, ...unknown].sort((a, b) => a.use.localeCompare(b.use) || b.nbf.localeCompare(a.nbf));
  return Promise.all(
    all.map(async (key) => ({
      use: key.use,
      id: key.use === 'seal' ? keyIdOf(key) : (await keyThumbprint(key)).slice(0, THUMBPRINT),
      from: key.nbf,
      until: key.exp,
      state: stateOf(key),
    })),
  );
}

function pinsOf(
  registered: readonly string[],
  { pin_met }: Pick<PartnerTable, 'pin_met'>,
  card: PartyCard,
): PartnerPin[] {
  const stateOf = (pin: string): PartnerPin['state'] => {
    if (!registered.includes(pin)) return 'to-compare';
    if (!card.tls.includes(pin)) return 'dropped';
    if (pin === pin_met) return 'in-use';
    return pin_met !== null && registered.includes(pin_met) ? 'coming' : 'registered';
  };
  return [...new Set([...registered, ...card.tls])].map((pin) => ({ pin, state: stateOf(pin) }));
}

/** How far our clock and partners' clocks are apart, by their last answers. */
export async function judgePartnerClocks(post: Post): Promise<ClockVerdict> {
  const rows = await post.storage.read
    .selectFrom('partner')
    .select(['id', 'clock_offset', 'clock_at'])
    .where('state', '=', 'approved')
    .where('clock_offset', 'is not', null)
    .execute();
  const readings = rows.map(({ id, clock_offset, clock_at }): ClockReading => {
    return { partner: id, offset: clock_offset!, at: clock_at! };
  });
  return judgeClocks(readings, post.clock());
}
