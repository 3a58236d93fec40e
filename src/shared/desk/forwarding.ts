/** The credit company's forwarding station: packages of sealed goods, and the mails that bring them. */
import { z } from 'zod';
import { FORWARDING, type ForwardingState, MAIL, type MailState } from '../domain/states.ts';
import type { ErrorCode } from '../errors.ts';
import { command, fileSchema, nothing } from './command.ts';
import { type BulkOutcome, LARGEST_BULK, type ListPage, listInput } from './list.ts';

/** What a mail is about; each kind has one composer at its role. */
export const MAIL_KINDS = ['goods', 'statement', 'reminder', 'reset'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Why a mail was not taken, or came back: a class, never a server's words. */
export const MAIL_FAULTS = [
  /** The address or the mail was refused for good. */
  'refused',
  /** Not now: the server wants to be asked again. */
  'greylisted',
  /** No connection to the mail server. */
  'unreachable',
  /** The mail server offered no encryption that can be trusted. */
  'not-encrypted',
  /** The mail server refused our user or password. */
  'login',
  'too-large',
  /** It would have to bring a link, and there are no pages to lead to. */
  'no-public-pages',
  /** A report came back later: it did not arrive. */
  'bounced',
  /** What it was to bring is gone. */
  'gone',
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

/** A package as it stands in the station's list: no name, no address. */
export interface PackageRow {
  readonly receipt: string;
  /** The mall's trade name. */
  readonly mall: string;
  readonly state: ForwardingState;
  readonly bytes: number;
  readonly announcedAt: string;
  readonly changedAt: string;
  /** Of the last mail, when it did not arrive. */
  readonly fault?: MailFault;
}

/** Something to look at, though the customer was found. */
export type ForwardingWarning =
  /** The number alone was scanned: the envelope is the table's, not the label's. */
  | 'opened-from-table'
  /** It was sent before. */
  | 'already-sent'
  /** The last mail to this address came back. */
  | 'address-bounced'
  /** No electronic package belongs to this label: its media go by post. */
  | 'no-package';

/** What a scan of a receipt label shows. */
export interface ScannedPackage {
  readonly receipt: string;
  readonly mall: string;
  /** Absent where no electronic package was announced. */
  readonly state?: ForwardingState;
  readonly bytes?: number;
  readonly customer: string;
  /** First letter and host alone: `h…@mail.example`. */
  readonly email: string;
  /** Where media go by post; given only where there is no electronic package. */
  readonly postal?: { readonly postalCode: string; readonly address: string };
  readonly warnings: readonly ForwardingWarning[];
}

export interface MailRow {
  readonly id: string;
  readonly kind: MailKind;
  /** What it is about: a receipt number, a statement. */
  readonly subject: string;
  readonly state: MailState;
  /** First letter and host alone. */
  readonly to: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly sentAt?: string;
  readonly nextAt?: string;
  readonly fault?: MailFault;
  /** A report said that it is still on its way. */
  readonly delayed: boolean;
}

export interface MailServerState {
  /** Whether a mail server is set up at all; without one mails wait. */
  readonly configured: boolean;
  readonly host?: string;
  readonly user?: string;
  readonly hasPassword: boolean;
  readonly waiting: number;
  /** Whether reports of mails that came back are read. */
  readonly readsBounces: boolean;
}

export interface SentPackages {
  readonly queued: number;
  /** Those that could not be; the others are on their way. */
  readonly refused: readonly { readonly receipt: string; readonly code: ErrorCode }[];
}

const receipt = z.string().max(64);
const receipts = z.array(receipt).min(1).max(500);

export const FORWARDING_STATES = Object.keys(FORWARDING.next) as ForwardingState[];
export const MAIL_STATES = Object.keys(MAIL.next) as MailState[];

export const forwardingCommands = {
  'forwarding.list': command<ListPage<PackageRow>>()(listInput(FORWARDING_STATES)),
  /** Label text, label id, or a receipt number typed by hand. Opens the customer's name; recorded in the trail. */
  'forwarding.scan': command<ScannedPackage>()(z.object({ scan: z.string().max(4000) })),
  /** The same from a picture or PDF of a label. */
  'forwarding.read-file': command<ScannedPackage>()(z.object({ file: fileSchema })),
  /** Gives packages that have arrived to the mail queue. */
  'forwarding.send': command<SentPackages>()(z.object({ receipts })),
  /** The same for packages that were sent before, came back or could not be sent. */
  'forwarding.resend': command<SentPackages>()(z.object({ receipts })),
  'mails.list': command<ListPage<MailRow>>()(listInput(MAIL_STATES)),
  /** Another mail of the same kind about the same thing. */
  'mails.resend': command<void>()(z.object({ id: z.uuid() })),
  /** Tries everything that waits at once. */
  /** The same of many. */
  'mails.resend-many': command<BulkOutcome>()(z.object({ ids: z.array(z.string().max(64)).min(1).max(LARGEST_BULK) })),
  'mails.retry': command<void>()(nothing),
  'mails.server': command<MailServerState>()(nothing),
  /** Of the mail server, or of the mailbox that reports come to. Kept in the vault; never shown again. */
  'mails.set-password': command<void>()(
    z.object({ server: z.enum(['smtp', 'imap']), password: z.string().min(1).max(256) }),
  ),
};
