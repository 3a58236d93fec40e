import type { Topic } from '#shared/desk/contract.ts';
import type { PartyId, Role } from '#shared/protocol/party.ts';
import type { TrailTables } from '#main/audit/index.ts';
import type { Changes, SettingTables, Storage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { InboxTable, OutboxTable, PartnerPinTable, PartnerTable, RefusedMessageTable } from './tables.ts';

export interface PostTables extends TrailTables, SettingTables {
  partner: PartnerTable;
  partner_pin: PartnerPinTable;
  outbox: OutboxTable;
  inbox: InboxTable;
  refused_message: RefusedMessageTable;
}

/** What every function of the post works with: the party's own cellar, keys and identity. */
export interface Post {
  readonly self: PartyId;
  readonly role: Role;
  readonly storage: Storage<PostTables>;
  readonly vault: Vault;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
}
