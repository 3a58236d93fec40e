/**
 * The credit company: knows customers and cards, settles, pays the malls. Called by the pay page, the partner door and
 * the credit desk. It must never learn what was bought, nor where a parcel goes: it holds product names sealed to the
 * mall and has no field for a destination.
 */
import type { Topic } from '#shared/desk/contract.ts';
import type { EventData } from '#shared/protocol/event.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { LabelPress } from '#main/labels/index.ts';
import type { Post } from '#main/post/index.ts';
import type { Mailroom, MailSetting } from '#main/post/mail/index.ts';
import type { Changes, Storage, Writable } from '#main/storage/index.ts';
import type { ScryptCost, Vault } from '#main/vault/index.ts';
import type { PackageStore } from './package-store.ts';
import type { CreditTables } from './tables.ts';

/** What every use case of the credit company works with. */
export interface Credit {
  readonly self: PartyId;
  /** Trade name. */
  readonly name: string;
  /** Origin of the public pages; absent on a closed network, where nothing may lead to any. */
  readonly publicUrl?: string;
  readonly storage: Storage<CreditTables>;
  readonly vault: Vault;
  readonly post: Post;
  /** Mails to customers: see `queueMail`. */
  readonly mailroom: Mailroom;
  /** The mail server; without one mails wait. */
  readonly mail?: MailSetting;
  /** Reads labels from pictures and PDFs. */
  readonly press: LabelPress;
  /** Sealed goods on their way to customers. */
  readonly packages: PackageStore;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
  /** Where this installation runs an agency too: brings it a verdict in the unit of work that decided. */
  readonly tellAgency?: (
    db: Writable<CreditTables>,
    to: PartyId,
    verdict: EventData<'agency.verdict'>,
  ) => Promise<void>;
  /** Cost of hashing passwords and check words; the usual one when left out. */
  readonly scrypt?: ScryptCost;
}
