/** A mailbox of a real IMAP server (Dovecot) on loopback, in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { expectOk } from '#shared/result.ts';
import { MAIL_SECRETS, type MailSetting, mailSettingSchema } from '#main/post/mail/index.ts';
import { createVault } from '#main/vault/index.ts';
import { aFolder, atEnd } from './a-folder.ts';
import { MAIL_HOST, MAIL_USER } from './a-mail-server.ts';
import { certify, CHEAP, PASSPHRASE, type TestParty, theAuthority } from './a-party.ts';

const PASSWORD = 'sakura-7';
const DOVECOT = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find(existsSync);

/** Dovecot reads no mailbox as root. */
const IS_ROOT = userInfo().uid === 0;
const NOBODY = 65_534;

export interface TestMailbox {
  /** A mail comes in, unseen. */
  deliver(source: string): void;
  /** How many mails lie there, and how many of them somebody has seen. */
  count(): { readonly all: number; readonly seen: number };
  /** The `imap` section for `party.json`; the password goes into the party's vault. */
  configure(party: TestParty): Promise<NonNullable<MailSetting['imap']>>;
}

export async function aMailbox(): Promise<TestMailbox> {
  if (!DOVECOT) throw new Error('Install dovecot-imapd first (Debian’s name).');
  const authority = await theAuthority();
  const vault = expectOk(await createVault(aFolder(), PASSPHRASE, { scrypt: CHEAP }));
  await certify(vault, MAIL_HOST, authority);
  const folder = aFolder();
  const mail = join(folder, 'mail');
  for (const each of ['new', 'cur', 'tmp']) mkdirSync(join(mail, each), { recursive: true });
  if (IS_ROOT) {
    chmodSync(folder, 0o755);
    for (const each of [folder, mail, ...['new', 'cur', 'tmp'].map((name) => join(mail, name))]) {
      chownSync(each, NOBODY, NOBODY);
    }
  }
  const { key, cert } = vault.tlsContext('public')!;
  writeFileSync(join(folder, 'key.pem'), key);
  writeFileSync(join(folder, 'cert.pem'), cert);
  const port = await freePort();
  writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, port));
  const child = spawn(DOVECOT, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  atEnd(() => end(child));
  await listening(port, child);

  let delivered = 0;
  return {
    deliver: (source) => {
      const name = `${Date.now()}.${++delivered}.localhost`;
      writeFileSync(join(mail, 'new', name), source.replace(/\r?\n/g, '\r\n'));
    },
    count: () => {
      const names = [...readdirSync(join(mail, 'new')), ...readdirSync(join(mail, 'cur'))];
      return { all: names.length, seen: names.filter((name) => /:2,[A-Z]*S/.test(name)).length };
    },
    configure: async (party) => {
      writeFileSync(join(party.folder, 'authorities.pem'), authority.rootPem);
      await party.vault.setSecret(MAIL_SECRETS.imap, PASSWORD);
      return mailSettingSchema.shape.imap.unwrap().parse({
        host: '127.0.0.1',
        port,
        security: 'starttls',
        user: MAIL_USER,
        ca: 'authorities.pem',
        serverName: MAIL_HOST,
      });
    },
  };
}

function configuration(folder: string, port: number): string {
  const { uid, gid, username } = IS_ROOT ? { uid: NOBODY, gid: NOBODY, username: '' } : userInfo();
  // Run by an ordinary user, its parts can't change to users of their own.
  const users = IS_ROOT
    ? ''
    : `default_internal_user = ${username}\ndefault_login_user = ${username}\ndefault_internal_group = ${gid}`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
${users}
first_valid_uid = 0
mail_location = maildir:${folder}/mail
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error('the IMAP server did not start');
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await setTimeout(50);
  }
  throw new Error('the IMAP server does not listen');
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
