import type { MailRow, MailServerState } from '#shared/desk/forwarding.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { MAIL_SECRETS, queueMail } from '#main/post/mail/index.ts';
import { writeResult } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { forwardPackages } from './forwarding.ts';
import { readCursor } from './lists.ts';
import { maskEmail } from './mask-email.ts';

/** Newest first, and within one instant by id: mails of one unit of work have the same. */
export async function listMails(
  credit: Credit,
  page: { readonly limit: number; readonly before?: string | undefined },
): Promise<MailRow[]> {
  let query = credit.storage.read
    .selectFrom('mail')
    .leftJoin('customer', 'customer.id', 'mail.customer')
    .selectAll('mail')
    .select('customer.email')
    .orderBy('mail.created_at', 'desc')
    .orderBy('mail.id', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) {
    const [time, id] = readCursor(page.before);
    query = query
      .where('mail.created_at', '<=', time)
      .where((eb) => eb.or([eb('mail.created_at', '<', time), eb('mail.id', '<', id)]));
  }
  return (await query.execute()).map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    state: row.state,
    to: row.email === null ? '…' : maskEmail(row.email),
    attempts: row.attempts,
    createdAt: row.created_at,
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.state === 'waiting' && { nextAt: row.next_at }),
    ...(row.last_error !== null && { fault: row.last_error }),
    delayed: row.delayed_at !== null,
  }));
}

/** Another mail about the same thing. Goods go through the forwarding station's own way: a package may be gone. */
export async function resendMail(credit: Credit, who: string, id: string): Promise<Result<void>> {
  const mail = await credit.storage.read.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirst();
  if (!mail) return fail('not-found');
  if (mail.kind === 'goods') {
    const sent = await forwardPackages(credit, who, [mail.subject], 'again');
    return sent.ok ? ok() : sent;
  }
  return writeResult(credit.storage, async (db) => {
    const row = await db.selectFrom('mail').select('state').where('id', '=', id).executeTakeFirst();
    if (row?.state === 'waiting') return fail('wrong-state', 'waiting');
    const { kind, subject, customer } = mail;
    await queueMail(credit.mailroom, db, { kind, subject, customer });
    await recordDeed(db, { at: credit.clock(), who, action: 'mail.resent', subject, detail: kind });
    return ok();
  });
}

export async function retryMails(credit: Credit, who: string): Promise<void> {
  await credit.storage.write(async (db) => {
    const at = credit.clock();
    await db.updateTable('mail').set({ next_at: at.toISOString() }).where('state', '=', 'waiting').execute();
    await recordDeed(db, { at, who, action: 'mail.retried', subject: credit.self });
    credit.changes.announce('forwarding');
  });
}

export async function mailServerState(credit: Credit): Promise<MailServerState> {
  const { waiting } = await credit.storage.read
    .selectFrom('mail')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  const { smtp, imap } = credit.mail ?? {};
  return {
    configured: smtp !== undefined,
    ...(smtp && { host: smtp.host }),
    ...(smtp?.user !== undefined && { user: smtp.user }),
    hasPassword: credit.vault.secret(MAIL_SECRETS.smtp) !== undefined,
    readsBounces: imap !== undefined,
    waiting: Number(waiting),
  };
}

/** The trail says for which server, never what. */
export async function setMailPassword(
  credit: Credit,
  who: string,
  { server, password }: { readonly server: keyof typeof MAIL_SECRETS; readonly password: string },
): Promise<void> {
  await credit.vault.setSecret(MAIL_SECRETS[server], password);
  await credit.storage.write((db) =>
    recordDeed(db, { at: credit.clock(), who, action: 'mail.password', subject: credit.self, detail: server }),
  );
  credit.changes.announce('forwarding');
}
