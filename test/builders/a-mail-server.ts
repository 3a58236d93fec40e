/** A mail server on loopback with STARTTLS, a certificate of the group's authority and a user; and what it received. */
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';
import { expectOk } from '#shared/result.ts';
import { MAIL_SECRETS, type MailSetting, mailSettingSchema } from '#main/post/mail/index.ts';
import { type Authority, createVault } from '#main/vault/index.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { certify, CHEAP, PASSPHRASE, type TestParty, theAuthority } from './a-party.ts';

export const MAIL_HOST = 'mail.localhost';
export const MAIL_USER = 'post@credit.example';
export const MAIL_PASSWORD = 'ume-no-hana 4';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** RFC 3461, when the sender gave one. */
  readonly envelopeId: string | undefined;
  readonly source: Buffer;
  readonly mail: Email;
}

export interface TestMailServer {
  readonly port: number;
  /** What it took, oldest first. */
  readonly received: ReceivedMail[];
  /** Refusals for the next recipients, one after another: `{ code: 451 }` greylists, `{ code: 550 }` refuses. */
  readonly refusals: { code: number }[];
  /** Connections that were opened. */
  readonly connections: () => number;
  /** For `party.json`, and for `Credit.mail`; the party's folder and vault get what belongs there. */
  configure(party: TestParty, choice?: Partial<MailSetting>): Promise<MailSetting>;
  close(): Promise<void>;
}

export interface MailServerChoice {
  readonly authority?: Authority;
  /** No encryption is offered. */
  readonly plain?: boolean;
  /** Largest mail in bytes. */
  readonly size?: number;
  readonly port?: number;
}

export async function aMailServer(choice: MailServerChoice = {}): Promise<TestMailServer> {
  const authority = choice.authority ?? (await theAuthority());
  const vault = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  await certify(vault, MAIL_HOST, authority);
  const received: ReceivedMail[] = [];
  const refusals: { code: number }[] = [];
  let connections = 0;

  const server = new SMTPServer({
    ...vault.tlsContext('public')!,
    hideDSN: false,
    ...(choice.plain && { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
    ...(choice.size !== undefined && { size: choice.size }),
    authMethods: ['PLAIN'],
    onConnect: (_, done) => {
      connections++;
      done();
    },
    onAuth: ({ username, password }, _, done) =>
      username === MAIL_USER && password === MAIL_PASSWORD
        ? done(null, { user: username })
        : done(Object.assign(new Error('who are you, hanako@mail.example'), { responseCode: 535 })),
    onRcptTo: (_, __, done) => {
      const refusal = refusals.shift();
      if (!refusal) return done();
      // Words that must not come out anywhere.
      return done(Object.assign(new Error('no such user 見本 花子'), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('too big'), { responseCode: 552 }));
        const source = Buffer.concat(chunks);
        const { mailFrom, rcptTo, dsn } = session.envelope as typeof session.envelope & { dsn?: { envid?: string } };
        const keep = async (): Promise<void> => {
          received.push({
            from: (mailFrom as SMTPServerAddress).address,
            to: rcptTo.map(({ address }) => address),
            envelopeId: dsn?.envid ?? undefined,
            source,
            mail: await PostalMime.parse(source),
          });
          done();
        };
        void keep();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(choice.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  atEnd(close);

  return {
    port,
    received,
    refusals,
    connections: () => connections,
    configure: async (party, more = {}) => {
      writeFileSync(join(party.folder, 'authorities.pem'), authority.rootPem);
      await party.vault.setSecret(MAIL_SECRETS.smtp, MAIL_PASSWORD);
      return mailSettingSchema.parse({
        from: MAIL_USER,
        smtp: {
          host: '127.0.0.1',
          port,
          security: 'starttls',
          user: MAIL_USER,
          ca: 'authorities.pem',
          serverName: MAIL_HOST,
        },
        ...more,
      });
    },
    close,
  };
}
