/**
 * The carrier: agrees with the customer where a parcel goes, scans, delivers, collects cash. Called by the ship and
 * tracking pages, the partner door and the stations. It must never learn what is in a parcel, a card, or a price when
 * it collects nothing; and at rest it holds addressees sealed only.
 */
import type { Topic } from '#shared/desk/contract.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { LabelPress } from '#main/labels/index.ts';
import type { Post } from '#main/post/index.ts';
import type { Changes, Storage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { CarrierTables } from './tables.ts';

/** What every use case of the carrier works with. */
export interface Carrier {
  readonly self: PartyId;
  /** Trade name. */
  readonly name: string;
  /** Origin of the ship and tracking pages. */
  readonly publicUrl: string;
  readonly storage: Storage<CarrierTables>;
  readonly vault: Vault;
  readonly post: Post;
  readonly press: LabelPress;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
}
