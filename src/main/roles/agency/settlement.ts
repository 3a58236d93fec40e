/** Whom wallets are made for and confirmations go to: a partner, or the settlement server of this very installation. */
import { type CardKey, currentKey } from '#shared/protocol/party-card.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner } from '#main/post/index.ts';
import type { Agency } from './agency.ts';

export interface SettlementServer {
  readonly id: PartyId;
  readonly name: string;
  readonly keys: readonly CardKey[];
  /** What is sealed to it now. */
  readonly sealingKey: CardKey;
}

/** Fails with `unavailable` (about: settlement) until staff have approved it, or without a key in force. */
export async function findSettlement(agency: Agency): Promise<Result<SettlementServer>> {
  const { settlement: id, self, vault, post, clock } = agency;
  const partner = id === self ? undefined : await findPartner(post.storage.read, id);
  const keys = id === self ? vault.publicKeys() : partner?.state === 'approved' ? partner.card.keys : [];
  const sealingKey = currentKey({ keys }, 'seal', clock());
  if (!sealingKey) return fail('unavailable', 'settlement');
  return ok({ id, name: partner?.name ?? agency.name, keys, sealingKey });
}
