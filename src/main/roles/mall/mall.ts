/**
 * The mall: sells, packs and labels. Called by the shop pages, the partner door and the packing station. It must never
 * learn a name, an address or a card: it holds the addressee sealed to the carrier and can't open it.
 */
import type { Topic } from '#shared/desk/contract.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { LabelPress } from '#main/labels/index.ts';
import type { Post } from '#main/post/index.ts';
import type { Spool } from '#main/printing/spool.ts';
import type { Staff } from '#main/staff/index.ts';
import type { Changes, Storage } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { GoodsRoom } from './goods-room.ts';
import type { MallTables } from './tables.ts';

/** What every use case of the mall works with. */
export interface Mall {
  readonly self: PartyId;
  /** Trade name, printed as the sender. */
  readonly name: string;
  /** Origin of the shop. */
  readonly publicUrl: string;
  /** Registration number for invoices: `T` and 13 digits. */
  readonly registration?: string;
  /** Where pay-later orders are paid, printed on the slip. */
  readonly payTo?: string;
  readonly storage: Storage<MallTables>;
  /** Whose PIN counts where somebody else must agree. */
  readonly staff: Staff;
  readonly vault: Vault;
  readonly post: Post;
  readonly press: LabelPress;
  readonly spool: Spool;
  readonly goods: GoodsRoom;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
}
