/**
 * Mail to customers. Roles write a mail in the same unit of work as the fact it tells (`queueMail`); the sender has it
 * composed and brings it to the mail server until it is taken; reports of what did not arrive are read from a mailbox.
 * The queue knows what a mail is about and for which customer; it must never hold an address or a word of it.
 */
export type {
  ComposedMail,
  MailAttachment,
  MailComposer,
  MailComposers,
  MailFollowers,
  MailOutcome,
  Mailroom,
  QueuedMail,
} from './mail.ts';
export { type MailboxWatch, watchMailbox } from './mailbox.ts';
export { dropOldMails, queueMail } from './queue.ts';
export { type MailRole, type MailSender, startMailSender } from './sender.ts';
export {
  ATTACHMENT_LIMIT,
  MAIL_SECRETS,
  type MailServerSetting,
  type MailSetting,
  mailSettingSchema,
} from './setting.ts';
export { mailMigrations, type MailTable, type MailTables } from './tables.ts';
