/**
 * Whom this party deals with. A card makes a partner known; only a compared safety number makes it trusted; new keys
 * that would let somebody else speak for it wait for another comparison (PROTOCOL.md §6).
 */
import type { PartnerRow } from '#shared/desk/office.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import { type CardKey, currentKey, type PartyCard } from '#shared/protocol/party-card.ts';
import type { PartyId, Role } from '#shared/protocol/party.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, type Writable, writeResult } from '#main/storage/index.ts';
import { keyThumbprint, peekJws, safetyNumber, verifyPartyCard } from '#main/vault/index.ts';
import type { Post, PostTables } from './post.ts';
import type { PartnerTable } from './tables.ts';

/** A registered party, as the roles see it. */
export interface Partner {
  readonly id: PartyId;
  readonly role: Role;
  readonly name: string;
  readonly state: PartnerTable['state'];
  readonly variant: Variant;
  readonly card: PartyCard;
}

function toPartner(row: PartnerTable): Partner {
  const { role, name, state, variant } = row;
  return { id: row.id as PartyId, role, name, state, variant, card: JSON.parse(row.card) as PartyCard };
}

export async function findPartner(db: Readable<PostTables>, id: string): Promise<Partner | undefined> {
  const row = await db.selectFrom('partner').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toPartner(row);
}

/** The partner whose TLS key this is, whatever its state. */
export async function findPartnerByPin(db: Readable<PostTables>, pin: string): Promise<Partner | undefined> {
  const row = await db
    .selectFrom('partner')
    .innerJoin('partner_pin', 'partner_pin.partner', 'partner.id')
    .selectAll('partner')
    .where('pin', '=', pin)
    .executeTakeFirst();
  return row && toPartner(row);
}

/** Approved partners of one role, by trade name. */
export async function listPartners(db: Readable<PostTables>, role: Role): Promise<Partner[]> {
  const rows = await db
    .selectFrom('partner')
    .selectAll()
    .where('role', '=', role)
    .where('state', '=', 'approved')
    .orderBy('name')
    .execute();
  return rows.map(toPartner);
}

/** The key whose fingerprint staff compare: the one in force, or of a card that ran out its latest. */
function signingKey(card: { readonly keys: readonly CardKey[] }, at: Date): Uint8Array {
  const latest = card.keys.filter((key) => key.use === 'sign').sort((a, b) => Date.parse(b.nbf) - Date.parse(a.nbf))[0];
  const key = currentKey(card, 'sign', at) ?? latest;
  const bytes = key && fromBase64Url(key.x);
  if (!bytes) throw new Error('a card without a signing key');
  return bytes;
}

/** 60 digits that both parties' staff compare; of the card that waits, when one does. */
async function partnerSafetyNumber(post: Post, card: PartyCard): Promise<string> {
  const at = post.clock();
  const self = { id: post.self, role: post.role, signingKey: signingKey({ keys: post.vault.publicKeys() }, at) };
  return safetyNumber(self, { id: card.id, role: card.role, signingKey: signingKey(card, at) });
}

/**
 * A card that was signed by the very key whose fingerprint staff compare: signed by another of its keys, it could carry
 * a stranger's beside the one that everybody knows. Fails with `card-invalid`.
 */
export async function readPartyCard(post: Post, jws: string): Promise<Result<PartyCard>> {
  const card = await verifyPartyCard(jws);
  if (!card.ok) return card;
  const compared = currentKey(card.value, 'sign', post.clock());
  const signed = peekJws(jws, 'card-invalid');
  if (!compared || !signed.ok || signed.value.header.kid !== (await keyThumbprint(compared))) {
    return fail('card-invalid', 'key');
  }
  return card;
}

/** Everything staff see of partners. */
export async function partnerRows(post: Post): Promise<PartnerRow[]> {
  const rows = await post.storage.read.selectFrom('partner').selectAll().orderBy('name').execute();
  const waiting = await post.storage.read
    .selectFrom('outbox')
    .select(['partner', (eb) => eb.fn.countAll<number>().as('count')])
    .where('accepted_at', 'is', null)
    .groupBy('partner')
    .execute();
  const waitingOf = new Map(waiting.map(({ partner, count }) => [partner, Number(count)]));
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      role: row.role,
      name: row.name,
      state: row.state,
      variant: row.variant,
      safetyNumber: await partnerSafetyNumber(post, JSON.parse(row.next_card ?? row.card) as PartyCard),
      changed: row.next_card !== null,
      ...(row.last_sent_at !== null && { lastSentAt: row.last_sent_at }),
      ...(row.last_received_at !== null && { lastReceivedAt: row.last_received_at }),
      waiting: waitingOf.get(row.id) ?? 0,
    })),
  );
}

/** Registers a card that staff were handed: a new partner as pending, a known one as a change to compare. */
export async function addPartner(post: Post, who: string, cardJws: string): Promise<Result<{ id: PartyId }>> {
  const verified = await readPartyCard(post, cardJws);
  if (!verified.ok) return verified;
  if (verified.value.id === post.self) return fail('card-invalid', 'own card');
  return writeResult(post.storage, async (db) => {
    await recordDeed(db, { at: post.clock(), who, action: 'partner.added', subject: verified.value.id });
    const stored = await storeCard(post, db, verified.value);
    return stored.ok ? ok({ id: verified.value.id }) : stored;
  });
}

/**
 * Takes in a card whose signature was checked. The same signing keys and pins: in force at once. Others: it waits for
 * a comparison. A party never changes its role.
 */
export async function storeCard(post: Post, db: Writable<PostTables>, card: PartyCard): Promise<Result<void>> {
  post.changes.announce('partners');
  const known = await findPartner(db, card.id);
  if (!known) {
    await db
      .insertInto('partner')
      .values({
        id: card.id,
        role: card.role,
        name: card.name,
        state: 'pending',
        card: JSON.stringify(card),
        next_card: null,
        variant: 'a',
        added_at: post.clock().toISOString(),
        last_sent_at: null,
        last_received_at: null,
      })
      .execute();
    return ok();
  }
  if (known.role !== card.role) return fail('card-invalid', 'role');
  // Order of arrival is not order of sending: the newer keys stay.
  if (latestSealingKey(card) < latestSealingKey(known.card)) return ok();
  const trusted = known.state === 'approved' && bringsNothingToCompare(known.card, card);
  await db
    .updateTable('partner')
    .set(
      trusted
        ? { card: JSON.stringify(card), name: card.name, next_card: null }
        : known.state === 'pending'
          ? { card: JSON.stringify(card), name: card.name }
          : { next_card: JSON.stringify(card) },
    )
    .where('id', '=', card.id)
    .execute();
  // It may bring no pin by itself, but one that it has dropped opens the door no more.
  if (trusted)
    await db.deleteFrom('partner_pin').where('partner', '=', card.id).where('pin', 'not in', card.tls).execute();
  return ok();
}

/** When the newest sealing key of a card begins; each month brings a later one. */
function latestSealingKey(card: PartyCard): number {
  return Math.max(...card.keys.filter((key) => key.use === 'seal').map((key) => Date.parse(key.nbf)));
}

function bringsNothingToCompare(trusted: PartyCard, next: PartyCard): boolean {
  const signingKeys = new Set(trusted.keys.filter((key) => key.use === 'sign').map((key) => key.x));
  const knownKeys = next.keys.every((key) => key.use !== 'sign' || signingKeys.has(key.x));
  const samePlaces = next.partner === trusted.partner && next.public === trusted.public;
  return knownKeys && samePlaces && next.tls.every((pin) => trusted.tls.includes(pin));
}

/** Trusts a partner after staff compared its safety number; a wrong number fails with `card-invalid`. */
export async function approvePartner(
  post: Post,
  who: string,
  approval: { id: PartyId; safetyNumber: string },
): Promise<Result<void>> {
  const row = await post.storage.read
    .selectFrom('partner')
    .selectAll()
    .where('id', '=', approval.id)
    .executeTakeFirst();
  if (!row) return fail('partner-unknown');
  const cardText = row.next_card ?? row.card;
  const card = JSON.parse(cardText) as PartyCard;
  if ((await partnerSafetyNumber(post, card)) !== approval.safetyNumber) return fail('card-invalid', 'safety number');
  return writeResult(post.storage, async (db) => {
    const updated = await db
      .updateTable('partner')
      .set({ state: 'approved', card: cardText, name: card.name, next_card: null })
      .where('id', '=', approval.id)
      // The card that was compared, not one that came in meanwhile.
      .where((eb) => eb(eb.fn.coalesce('next_card', 'card'), '=', cardText))
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return fail('wrong-state');
    await db.deleteFrom('partner_pin').where('partner', '=', approval.id).execute();
    for (const pin of card.tls) {
      const taken = await db.selectFrom('partner_pin').select('partner').where('pin', '=', pin).executeTakeFirst();
      if (taken) return fail('card-invalid', 'pin in use');
      await db.insertInto('partner_pin').values({ pin, partner: approval.id }).execute();
    }
    await recordDeed(db, { at: post.clock(), who, action: 'partner.approved', subject: approval.id });
    post.changes.announce('partners');
    return ok();
  });
}

/** No message of a suspended partner is taken or brought; its open connections are closed by the partner door. */
export async function suspendPartner(post: Post, who: string, id: PartyId): Promise<Result<void>> {
  return writeResult(post.storage, async (db) => {
    const updated = await db.updateTable('partner').set({ state: 'suspended' }).where('id', '=', id).executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return fail('partner-unknown');
    await recordDeed(db, { at: post.clock(), who, action: 'partner.suspended', subject: id });
    post.changes.announce('partners');
    return ok();
  });
}

export async function choosePartnerVariant(
  post: Post,
  who: string,
  choice: { id: PartyId; variant: Variant },
): Promise<Result<void>> {
  return writeResult(post.storage, async (db) => {
    const updated = await db
      .updateTable('partner')
      .set({ variant: choice.variant })
      .where('id', '=', choice.id)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return fail('partner-unknown');
    const { id: subject, variant: detail } = choice;
    await recordDeed(db, { at: post.clock(), who, action: 'partner.variant', subject, detail });
    post.changes.announce('partners');
    return ok();
  });
}
