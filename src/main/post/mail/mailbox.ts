import { ImapFlow } from 'imapflow';
import type { MailFollowers, Mailroom } from './mail.ts';
import { endMail } from './queue.ts';
import { type DeliveryReport, readDeliveryReport } from './report.ts';
import { MAIL_SECRETS, type MailSetting } from './setting.ts';
import { readTls } from './transport.ts';

export interface MailboxWatch {
  /** Reads the mailbox now; resolves when everything that was in it has been noted. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_MS = 60_000;
const TIMEOUT_MS = 30_000;
/** What a report says stands in front; what it returns of the mail may be long. */
const MOST_BYTES = 256 * 1024;
const BATCH = 200;

/**
 * Reads reports of mails that came back, each minute, from the mailbox that is our sender's address. A report of ours
 * is noted and marked as seen; every other mail is left as it is, for whoever reads that mailbox.
 *
 * @param folder the party's data folder
 * @param report told when the mailbox can't be read
 */
export function watchMailbox<DB>(
  room: Mailroom,
  imap: NonNullable<MailSetting['imap']>,
  folder: string,
  followers: MailFollowers<DB>,
  report: (error: unknown) => void,
): MailboxWatch {
  /** Up to here everything has been looked at; begins anew with another numbering of the mailbox. */
  let read = { validity: 0n, next: 1 };
  let looking: Promise<void> | undefined;
  let open: ImapFlow | undefined;
  let stopped = false;

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => (looking = undefined));
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const client = new ImapFlow({
      host: imap.host,
      port: imap.port,
      secure: imap.security === 'tls',
      doSTARTTLS: imap.security === 'starttls',
      tls: await readTls(folder, imap),
      ...(imap.serverName !== undefined && { servername: imap.serverName }),
      auth: { user: imap.user, pass: room.vault.secret(MAIL_SECRETS.imap) ?? '' },
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // Its log would hold addresses.
      logger: false,
    });
    // A line that breaks also rejects what waits for it.
    client.on('error', () => undefined);
    open = client;
    try {
      await client.connect();
      const lock = await client.getMailboxLock(imap.mailbox);
      try {
        await readNew(client);
      } finally {
        lock.release();
      }
      await client.logout();
    } finally {
      client.close();
      open = undefined;
    }
  }

  async function readNew(client: ImapFlow): Promise<void> {
    const mailbox = client.mailbox;
    if (!mailbox) return;
    if (mailbox.uidValidity !== read.validity) read = { validity: mailbox.uidValidity, next: 1 };
    const found = (await client.search({ seen: false, uid: `${read.next}:*` }, { uid: true })) || [];
    // `n:*` names the last one also when it is older than n.
    const fresh = found.filter((uid) => uid >= read.next).sort((a, b) => a - b);
    for (const uid of fresh.slice(0, BATCH)) {
      if (stopped) return;
      // Peeks: what is not ours must stay unseen.
      const message = await client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: MOST_BYTES } },
        { uid: true },
      );
      const told = message && message.source ? await readDeliveryReport(message.source) : undefined;
      if (told && (await noteReport(told))) await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
      read = { ...read, next: uid + 1 };
    }
  }

  /** False where it is not about a mail of ours. */
  function noteReport({ ids, action }: DeliveryReport): Promise<boolean> {
    if (ids.length === 0) return Promise.resolve(false);
    return room.storage.write(async (db) => {
      const mail = await db.selectFrom('mail').selectAll().where('id', 'in', ids).executeTakeFirst();
      if (!mail) return false;
      const { id, kind, subject, customer } = mail;
      if (action === 'failed') {
        const bounced = { id, kind, subject, customer, state: 'bounced', error: 'bounced' } as const;
        await endMail(room, db, followers, bounced);
      } else if (action === 'delayed') {
        const at = room.clock().toISOString();
        await db.updateTable('mail').set({ delayed_at: at }).where('id', '=', id).where('state', '=', 'sent').execute();
        room.changes.announce('forwarding');
      }
      return true;
    });
  }

  const lookNow = (): void => void look().catch(report);
  const timer = setInterval(lookNow, LOOK_MS);
  lookNow();
  return {
    look,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      open?.close();
      await looking?.catch(() => undefined);
    },
  };
}
