import type { MailRow, MailServerState } from '#shared/desk/forwarding.ts';
import { type ListAsked, type ListPage, mapPage } from '#shared/desk/list.ts';
import type { MailState } from '#shared/domain/states.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { MAIL_SECRETS, queueMail } from '#main/post/mail/index.ts';
import { listRows, writeResult } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';
import { forwardPackages } from './forwarding.ts';
import { maskEmail } from './mask-email.ts';

/** Addresses stand in the answer masked, and nobody finds a mail by one. */
export async function listMails(credit: Credit, asked: ListAsked<MailState>): Promise<ListPage<MailRow>> {
  const shape = { time: 'mail.created_at', id: 'mail.id', state: 'mail.state', numbers: ['mail.subject'] } as const;
  const page = await listRows(credit.storage.read.selectFrom('mail'), shape, asked, (found) =>
    found.leftJoin('customer', 'customer.id', 'mail.customer').selectAll('mail').select('customer.email'),
  );
  return mapPage(page, (row) => ({
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
