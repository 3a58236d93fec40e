/** The group's mail server: takes what a party sends, over STARTTLS alone, and keeps each mail as a file. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SMTPServer } from 'smtp-server';
import { expectOk } from '#shared/result.ts';
import { newTlsPrivateKey, requestCertificate } from '#main/vault/certificates.ts';
import type { Authority } from '#main/vault/index.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** Paths of the mails that came in so far, oldest first. */
  received(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const CERTIFICATE_DAYS = 30;
const MAIL_FILE = /^(\d+)\.eml$/;

/**
 * Listens on a free port. A mail that was acknowledged is a file as a whole, `1.eml` and on; those of earlier runs stay.
 *
 * @param folder where mails are kept
 * @param authority certifies the server's own key, which is made anew each time and kept nowhere
 */
export async function startMailServer(folder: string, authority: Authority): Promise<MailServer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let last = Math.max(0, ...(await mailNumbers(folder)));
  const key = await newTlsPrivateKey('p256');
  const hosts = [HOST];
  const request = expectOk(await requestCertificate(key, hosts));
  const { chainPem } = expectOk(await authority.issue(request, { hosts, days: CERTIFICATE_DAYS }));
  const server = new SMTPServer({
    key,
    cert: chainPem,
    authOptional: true,
    disableReverseLookup: true,
    onMailFrom: (_, { secure }, answer) => answer(secure ? null : new Error('530 STARTTLS first')),
    onData: (stream, _, answer) => {
      const name = `${++last}.eml`;
      const unfinished = join(folder, `${name}.part`);
      pipeline(stream, createWriteStream(unfinished, { mode: 0o600 }))
        .then(() => rename(unfinished, join(folder, name)))
        .then(
          () => answer(null),
          () => answer(new Error('451 not stored')),
        );
    },
  });
  // Clients that hang up in the middle: what they sent was never acknowledged.
  server.on('error', () => {});
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const listening = server.listen(0, HOST, () => resolve((listening.address() as { port: number }).port));
  });
  return {
    host: HOST,
    port,
    received: async () =>
      (await mailNumbers(folder)).sort((a, b) => a - b).map((number) => join(folder, `${number}.eml`)),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function mailNumbers(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => {
    const number = MAIL_FILE.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}
