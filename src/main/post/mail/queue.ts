import type { MailFault, MailKind } from '#shared/desk/forwarding.ts';
import { canMove, MAIL, type MailState } from '#shared/domain/states.ts';
import type { Writable } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { MailFollowers, Mailroom, QueuedMail } from './mail.ts';
import type { MailTables } from './tables.ts';

/** How long a mail that has ended stays listed. */
const KEEP_DAYS = 120;

/**
 * Writes a mail into the queue, in the unit of work of the fact it tells. It leaves after the commit. Only what it is
 * about is kept: recipient and words are put together by the kind's `MailComposer` when it leaves. Sending something
 * again is another mail.
 *
 * @returns the mail's id
 */
export async function queueMail(
  room: Mailroom,
  db: Writable<MailTables>,
  mail: { readonly kind: MailKind; readonly subject: string; readonly customer: string },
): Promise<string> {
  const id = randomUuid();
  const now = room.clock().toISOString();
  await db
    .insertInto('mail')
    .values({
      id,
      kind: mail.kind,
      subject: mail.subject,
      customer: mail.customer,
      state: 'waiting',
      created_at: now,
      attempts: 0,
      tried_at: null,
      next_at: now,
      sent_at: null,
      delayed_at: null,
      last_error: null,
    })
    .execute();
  room.changes.announce('forwarding');
  return id;
}

/** Records what became of a mail and tells its role; without effect where it can't move on to that state any more. */
export async function endMail<DB>(
  room: Mailroom,
  db: Writable<MailTables>,
  followers: MailFollowers<DB>,
  mail: QueuedMail & { readonly state: Exclude<MailState, 'waiting'>; readonly error?: MailFault },
): Promise<void> {
  const row = await db.selectFrom('mail').select('state').where('id', '=', mail.id).executeTakeFirst();
  if (!row || !canMove(MAIL, row.state, mail.state)) return;
  await db
    .updateTable('mail')
    .set({
      state: mail.state,
      last_error: mail.error ?? null,
      ...(mail.state === 'sent' && { sent_at: room.clock().toISOString() }),
    })
    .where('id', '=', mail.id)
    .execute();
  await followers[mail.kind]?.(db as unknown as Writable<DB>, mail);
  room.changes.announce('forwarding');
}

/** Forgets mails whose story is over. */
export async function dropOldMails(room: Mailroom): Promise<void> {
  const before = new Date(room.clock().getTime() - KEEP_DAYS * 86_400_000).toISOString();
  await room.storage.write((db) =>
    db.deleteFrom('mail').where('created_at', '<', before).where('state', '!=', 'waiting').execute(),
  );
}
