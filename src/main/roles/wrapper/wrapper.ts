/**
 * The gift-wrapper: a further party of sealed orders (MISSION.md C7). Called by the partner door and its own desk. It
 * knows the words on a card and which mall asks; never what is in the parcel, who sends it, who gets it, or a price.
 */
import type { Topic } from '#shared/desk/contract.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Post } from '#main/post/index.ts';
import type { Changes, Storage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { WrapperTables } from './tables.ts';

/** What every use case of the gift-wrapper works with. */
export interface Wrapper {
  readonly self: PartyId;
  readonly storage: Storage<WrapperTables>;
  readonly vault: Vault;
  readonly post: Post;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
}
