import type { MailState } from '#shared/domain/states.ts';
import type { MailFault, MailKind } from '#shared/desk/forwarding.ts';
import type { Topic } from '#shared/desk/contract.ts';
import type { PartyId } from '#shared/protocol/party.ts';
import type { Result } from '#shared/result.ts';
import type { Changes, Storage, Writable } from '#main/storage/index.ts';
import type { Vault } from '#main/vault/index.ts';
import type { MailTables } from './tables.ts';

/** What every function of the mail works with. */
export interface Mailroom {
  readonly self: PartyId;
  readonly storage: Storage<MailTables>;
  readonly vault: Vault;
  readonly changes: Changes<Topic>;
  readonly clock: () => Date;
}

/** A mail in the queue: what it is about and for whom, nothing that it says. */
export interface QueuedMail {
  /** UUID; also the mail's envelope id (RFC 3461) and the left side of its Message-ID. */
  readonly id: string;
  readonly kind: MailKind;
  /** What it is about: a receipt number, a statement, a reset. */
  readonly subject: string;
  /** The customer's internal reference. */
  readonly customer: string;
}

/** A file that goes with a mail; one of `file` (absolute path, streamed from there) and `bytes` is given. */
export interface MailAttachment {
  readonly name: string;
  /** Media type (RFC 6838). */
  readonly type: string;
  readonly file?: string;
  readonly bytes?: Uint8Array;
}

export interface ComposedMail {
  /** Address alone: a name in the header would travel further than it needs to. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
}

/**
 * Writes a mail at the moment it leaves: recipient and words are looked up then, so that none of them lies in the
 * queue. Called again for every try. A failure means that there is nothing to send any more: the mail fails for good.
 */
export type MailComposer = (mail: QueuedMail) => Promise<Result<ComposedMail>>;

/** The composers of a role, by kind; mails of a kind without one wait. */
export type MailComposers = { readonly [Kind in MailKind]?: MailComposer };

/** What became of a mail, told in the unit of work that records it. `bounced` may come days after `sent`. */
export interface MailOutcome extends QueuedMail {
  readonly state: Exclude<MailState, 'waiting'>;
  readonly error?: MailFault;
}

/** What a role does when a mail of a kind was sent, failed or came back. */
export type MailFollowers<DB> = {
  readonly [Kind in MailKind]?: (db: Writable<DB>, outcome: MailOutcome) => Promise<void>;
};
