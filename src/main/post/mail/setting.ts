/** The `mail` section of `party.json`. Passwords are not in it: they lie in the vault (`MAIL_SECRETS`). */
import { z } from 'zod';

/** Names under which the vault keeps the passwords. */
export const MAIL_SECRETS = { smtp: 'mail.smtp', imap: 'mail.imap' } as const;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

const serverSchema = z
  .object({
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65535),
    /** `starttls` is required, not tried; `none` is for a server on this very machine alone. */
    security: z.enum(['starttls', 'tls', 'none']),
    user: z.string().max(254).optional(),
    /** A file in the data folder with the authorities (PEM) that its certificate may come from; else the system's. */
    ca: z
      .string()
      .regex(/^[\w.-]+$/)
      .optional(),
    /** The name in its certificate where that is not `host`. */
    serverName: z.string().max(253).optional(),
  })
  .refine(({ security, host }) => security !== 'none' || LOOPBACK.test(host), {
    message: 'security "none" is for loopback alone',
  });
export type MailServerSetting = z.infer<typeof serverSchema>;

export const mailSettingSchema = z.object({
  /** Address that mails come from, and that reports of failure go to. */
  from: z.email().max(254),
  smtp: serverSchema,
  /** Where reports of failure (RFC 3464) are read; without it nobody learns of a mail that comes back. */
  imap: serverSchema
    .and(z.object({ user: z.string().min(1).max(254), mailbox: z.string().min(1).max(254).default('INBOX') }))
    .optional(),
  /** Larger packages go as a link, in bytes. */
  attachmentLimit: z
    .int()
    .min(0)
    .max(64 * 1024 * 1024)
    .default(8 * 1024 * 1024),
});
export type MailSetting = z.infer<typeof mailSettingSchema>;
export const ATTACHMENT_LIMIT = mailSettingSchema.shape.attachmentLimit.parse(undefined);
