/**
 * Whom this party deals with. A card makes a partner known; only a compared safety number makes it trusted; new keys
 * that would let somebody else speak for it wait for another comparison (PROTOCOL.md §6).
 */
import type { ComparisonWay } from '#shared/desk/partners.ts';
import type { Variant } from '#shared/protocol/instruction.ts';
import { type Sendable, sendableTypes } from '#shared/protocol/may-send.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { type Readable, writeResult } from '#main/storage/index.ts';
import { findPartner } from './find-partner.ts';
import { isVouchedFor, partnerSafetyNumber, readPartyCard, storeCard } from './partner-card.ts';
import type { Post, PostTables } from './post.ts';

/** Registers a card that staff were handed: a new partner as pending, a known one as a change to compare. */
export async function addPartner(post: Post, who: string, cardJws: string): Promise<Result<{ id: PartyId }>> {
  const verified = await readPartyCard(post, cardJws);
  if (!verified.ok) return verified;
  if (verified.value.id === post.self) return fail('card-invalid', 'own card');
  const vouched = await isVouchedFor(post, cardJws, verified.value.id);
  return writeResult(post.storage, async (db) => {
    await recordDeed(db, { at: post.clock(), who, action: 'partner.added', subject: verified.value.id });
    const stored = await storeCard(post, db, verified.value, { vouched });
    return stored.ok ? ok({ id: verified.value.id }) : stored;
  });
}

/** Trusts a partner after staff compared its safety number; a wrong number fails with `card-invalid`. */
export async function approvePartner(
  post: Post,
  who: string,
  approval: { id: PartyId; safetyNumber: string; compared?: ComparisonWay },
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
      .set({ state: 'approved', card: cardText, name: card.name, next_card: null, suspended_for: null })
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
    const { id: subject, compared } = approval;
    await recordDeed(db, {
      at: post.clock(),
      who,
      action: 'partner.approved',
      subject,
      ...(compared && { detail: compared }),
    });
    post.changes.announce('partners');
    return ok();
  });
}

/** No message of a suspended partner is taken or brought; its open connections are closed by the partner door. */
export async function suspendPartner(post: Post, who: string, id: PartyId, reason?: string): Promise<Result<void>> {
  return writeResult(post.storage, async (db) => {
    const updated = await db
      .updateTable('partner')
      .set({ state: 'suspended', suspended_for: reason ?? null })
      .where('id', '=', id)
      .where('state', '!=', 'pending')
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return failUnless(db, id);
    await recordDeed(db, { at: post.clock(), who, action: 'partner.suspended', subject: id, ...withReason(reason) });
    post.changes.announce('partners');
    return ok();
  });
}

/**
 * Goes on with a suspended partner as it was known. Fails with `wrong-state` where another card came in meanwhile: that
 * has to be compared, and approving it ends the suspension too.
 */
export async function resumePartner(
  post: Post,
  who: string,
  { id, reason }: { readonly id: PartyId; readonly reason: string },
): Promise<Result<void>> {
  return writeResult(post.storage, async (db) => {
    const updated = await db
      .updateTable('partner')
      .set({ state: 'approved', suspended_for: null })
      .where('id', '=', id)
      .where('state', '=', 'suspended')
      .where('next_card', 'is', null)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return failUnless(db, id);
    await recordDeed(db, { at: post.clock(), who, action: 'partner.resumed', subject: id, detail: reason });
    post.changes.announce('partners');
    return ok();
  });
}

const withReason = (detail: string | undefined): { detail?: string } => (detail === undefined ? {} : { detail });

async function failUnless(db: Readable<PostTables>, id: string): Promise<Result<never>> {
  return (await findPartner(db, id)) ? fail('wrong-state') : fail('partner-unknown');
}

/** What a partner may send from now on; what its role has nothing to say with is left out. */
export async function allowPartner(
  post: Post,
  who: string,
  { id, types }: { readonly id: PartyId; readonly types: readonly Sendable[] },
): Promise<Result<void>> {
  return writeResult(post.storage, async (db) => {
    const partner = await findPartner(db, id);
    if (!partner) return fail('partner-unknown');
    const known = sendableTypes(partner.role, post.role);
    const allowed = known.filter((type) => types.includes(type));
    const may_send = allowed.length === known.length ? null : JSON.stringify(allowed);
    await db.updateTable('partner').set({ may_send }).where('id', '=', id).execute();
    const detail = `${allowed.length}/${known.length}`;
    await recordDeed(db, { at: post.clock(), who, action: 'partner.allowed', subject: id, detail });
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
