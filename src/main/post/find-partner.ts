/** Registered parties, as roles, couriers and doors look them up. */
import type { Variant } from '#shared/protocol/instruction.ts';
import type { Sendable } from '#shared/protocol/may-send.ts';
import type { PartyCard } from '#shared/protocol/party-card.ts';
import type { PartyId, Role } from '#shared/protocol/party.ts';
import type { Readable } from '#main/storage/index.ts';
import type { PostTables } from './post.ts';
import type { PartnerTable } from './tables.ts';

/** A registered party, as the roles see it. */
export interface Partner {
  readonly id: PartyId;
  readonly role: Role;
  readonly name: string;
  readonly state: PartnerTable['state'];
  readonly variant: Variant;
  readonly card: PartyCard;
  /** What it may send; absent: everything that its role has to say. */
  readonly allowed?: readonly Sendable[];
}

function toPartner(row: PartnerTable): Partner {
  const { role, name, state, variant, may_send } = row;
  return {
    id: row.id as PartyId,
    role,
    name,
    state,
    variant,
    card: JSON.parse(row.card) as PartyCard,
    ...(may_send !== null && { allowed: JSON.parse(may_send) as Sendable[] }),
  };
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
