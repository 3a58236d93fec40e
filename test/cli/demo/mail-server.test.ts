import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { startMailServer } from '#main/cli/demo/mail-server.ts';
import { aFolder, atEnd } from '../../builders/a-folder.ts';
import { anAuthority } from '../../builders/a-party.ts';

const MAIL = { from: 'noreply@card.example', to: 'hanako@mail.example', subject: '件名' };

async function aMailServer(folder = join(aFolder(), 'mail')) {
  const authority = await anAuthority('Demo group');
  const server = await startMailServer(folder, authority);
  atEnd(() => server.stop());
  const { host, port } = server;
  const send = (text: string, ca = authority.rootPem): Promise<unknown> =>
    createTransport({ host, port, requireTLS: true, tls: { ca } }).sendMail({ ...MAIL, text });
  return { folder, server, send };
}

test('mails come over STARTTLS with a certificate of the group’s authority, each a file as a whole', async () => {
  const { folder, server, send } = await aMailServer();
  await Promise.all(['one', 'two', 'three'].map((text) => send(text)));
  const received = await server.received();
  expect(received).toEqual([1, 2, 3].map((n) => join(folder, `${n}.eml`)));
  const bodies = received.map((file) => readFileSync(file, 'utf8').split('\r\n\r\n')[1]!.trim());
  expect(bodies.sort()).toEqual(['one', 'three', 'two']);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('a sender that does not trust the authority sends nothing, and one that does not encrypt neither', async () => {
  const { server, send } = await aMailServer();
  const other = await anAuthority('Another group');
  await expect(send('secret', other.rootPem)).rejects.toThrow(/certificate/);
  const { host, port } = server;
  const open = createTransport({ host, port, ignoreTLS: true });
  await expect(open.sendMail({ ...MAIL, text: 'secret' })).rejects.toThrow(/STARTTLS/);
  expect(await server.received()).toEqual([]);
});

test('mails of an earlier run stay, and the next ones are numbered on', async () => {
  const first = await aMailServer();
  for (let n = 0; n < 10; n++) await first.send(`mail ${n}`);
  await first.server.stop();
  const second = await aMailServer(first.folder);
  await second.send('the last');
  const received = await second.server.received();
  expect(received).toHaveLength(11);
  expect(readFileSync(received.at(-1)!, 'utf8')).toContain('the last');
});
