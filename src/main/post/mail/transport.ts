import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import type { MailFault } from '#shared/desk/forwarding.ts';
import type { ComposedMail, Mailroom } from './mail.ts';
import { MAIL_SECRETS, type MailServerSetting, type MailSetting } from './setting.ts';

const TIMEOUT_MS = 30_000;
/** A server that scans what it takes may think for long at the end. */
const SOCKET_TIMEOUT_MS = 120_000;
const CONNECTIONS = 4;

/** A pool of connections to the mail server. */
export interface MailLine {
  /** Resolves when the server has taken it. Rejects with the library's error: see `faultOf`. */
  send(id: string, mail: ComposedMail): Promise<void>;
  close(): void;
}

/** Our own identity towards a mail server: the private authorities to trust, and the name to find in its certificate. */
export async function readTls(
  folder: string,
  { ca, serverName }: MailServerSetting,
): Promise<{ ca?: string; servername?: string; minVersion: 'TLSv1.2' }> {
  return {
    minVersion: 'TLSv1.2',
    ...(ca !== undefined && { ca: await readFile(join(folder, ca), 'utf8') }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}

/** @param folder the party's data folder, where a private authority's file lies */
export async function openMailLine(room: Mailroom, folder: string, { from, smtp }: MailSetting): Promise<MailLine> {
  const password = room.vault.secret(MAIL_SECRETS.smtp);
  const options: SMTPPool.Options = {
    pool: true,
    maxConnections: CONNECTIONS,
    host: smtp.host,
    port: smtp.port,
    name: room.self,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    tls: await readTls(folder, smtp),
    ...(smtp.user !== undefined && { auth: { user: smtp.user, pass: password ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableUrlAccess: true,
    logger: false,
  };
  const transport: Transporter<SMTPPool.SentMessageInfo> = createTransport(options);
  return {
    send: async (id, { to, subject, text, html, attachments = [] }) => {
      await transport.sendMail({
        from: { name: '', address: from },
        to: { name: '', address: to },
        envelope: { from, to },
        messageId: messageIdOf(room, id),
        subject,
        text,
        ...(html !== undefined && { html }),
        // Nobody's answering machine need reply.
        headers: { 'Auto-Submitted': 'auto-generated' },
        dsn: { id, return: 'headers', notify: ['failure', 'delay'] },
        attachments: attachments.map(({ name, type, file, bytes }) => ({
          filename: name,
          contentType: type,
          ...(file === undefined ? { content: Buffer.from(bytes ?? []) } : { path: file }),
        })),
      });
    },
    close: () => transport.close(),
  };
}

/** RFC 5322 §3.6.4. */
export function messageIdOf({ self }: Pick<Mailroom, 'self'>, id: string): string {
  return `<${id}@${self}>`;
}

/** What a failed try means. */
export interface Fault {
  readonly fault: MailFault;
  /** No later try can change it. */
  readonly final: boolean;
  /** It is about the server, not about this mail: the others need not be tried. */
  readonly ofServer: boolean;
  /** Something on our own side broke. */
  readonly ours: boolean;
}

/** SMTP replies about ourselves (RFC 4954 §6): login needed, too weak, refused. */
const LOGIN_REPLIES = new Set([432, 454, 530, 534, 535, 538]);
/** The library's own codes for a line that did not come about or broke; all else without a reply is ours. */
const LINE_FAULTS = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EPROTOCOL', 'EHOSTUNREACH', 'ECONNRESET']);

/** The class of what the mail library threw; its words, which repeat the server's, go no further. */
export function faultOf(error: unknown): Fault {
  const { code, responseCode: reply, command } = error as { code?: string; responseCode?: number; command?: string };
  const ofServer = (fault: MailFault): Fault => ({ fault, final: false, ofServer: true, ours: false });
  const ofMail = (fault: MailFault, final: boolean): Fault => ({ fault, final, ofServer: false, ours: false });

  if (code === 'ETLS' || isCertificateFault(error)) return ofServer('not-encrypted');
  if (code === 'EAUTH' || (reply !== undefined && LOGIN_REPLIES.has(reply))) return ofServer('login');
  if (reply === undefined) {
    if (code === 'EMESSAGE' && command === 'MAIL FROM') return ofMail('too-large', true);
    if (code === 'EENVELOPE') return ofMail('refused', true);
    if (code !== undefined && (LINE_FAULTS.has(code) || command === 'CONN')) return ofServer('unreachable');
    return { fault: 'gone', final: false, ofServer: false, ours: true };
  }
  // Replies to our greeting, and 421 at any time, are the server's own trouble.
  if (reply === 421 || command === 'CONN' || command === 'EHLO' || command === 'HELO') return ofServer('unreachable');
  if (reply === 552) return ofMail('too-large', true);
  return reply >= 500 ? ofMail('refused', true) : ofMail('greylisted', false);
}

/** Names of certificate failures in Node, OpenSSL and BoringSSL; the library keeps them beside a code of its own. */
function isCertificateFault(error: unknown): boolean {
  const { code, originalCode } = error as { code?: unknown; originalCode?: unknown };
  const names = [code, originalCode].filter((name) => typeof name === 'string');
  return names.some((name) => /CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH/.test(name));
}
