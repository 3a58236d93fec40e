/**
 * The authentication agency: seals a customer's data once and keeps nothing of it; later has the customer confirm an order
 * and passes the confirmation on to the settlement server (MISSION.md D1–D6). Called by its own pages, the partner door
 * and its desk. It must never read a PIN, nor keep a name or a card anywhere; what it opens for a moment stays in the vault.
 */
import type { Topic } from '#shared/desk/contract.ts';
import type { EventData } from '#shared/protocol/event.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { WalletVariant } from '#shared/protocol/wallet.ts';
import type { Result } from '#shared/result.ts';
import type { Post } from '#main/post/index.ts';
import type { Changes, Storage, Writable } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { AgencyTables } from './tables.ts';

/** What was confirmed, on its way to the settlement server. */
export type ConfirmedRequest = Extract<EventData<'agency.request'>, { readonly step: 'confirmed' }>;

/** What every use case of the agency works with. */
export interface Agency {
  readonly self: PartyId;
  /** Trade name. */
  readonly name: string;
  readonly publicUrl: string;
  /** Where confirmations are settled; the agency itself, where it stands beside a settlement server. */
  readonly settlement: PartyId;
  /** Of wallets made from now on; one that was made otherwise stays as it is. */
  readonly variant: WalletVariant;
  readonly storage: Storage<AgencyTables>;
  readonly vault: Vault;
  readonly post: Post;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
  /**
   * Brings a confirmation to the settlement server, in the unit of work that notes it: by post – then with the message's
   * id – or next door. Nothing of it is written down at the agency.
   */
  readonly passOn: (db: Writable<AgencyTables>, request: ConfirmedRequest) => Promise<Result<{ message?: string }>>;
}
