/** A new password from the desk's command through a real mail server to the page that the mail's link opens. */
import { beforeAll, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { type MailSender, startMailSender } from '#main/post/mail/index.ts';
import { composeResetMail } from '#main/roles/credit/reset-mail.ts';
import { resetCard } from '#main/roles/credit/resets.ts';
import { settle } from '#main/roles/credit/settle.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { aBrowser, aPayWindow } from '../../builders/a-browser.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { aMailServer, type TestMailServer } from '../../builders/a-mail-server.ts';
import {
  aPayArrival,
  aPayInstruction,
  aSettlingGroup,
  cardRow,
  HANAKO,
  type SettlingGroup,
} from '../../builders/a-payment.ts';
import { until } from '../../builders/until.ts';

let group: SettlingGroup;
let server: TestMailServer;
let sender: MailSender;
beforeAll(async () => {
  group = await aSettlingGroup();
  server = await aMailServer();
  const { credit } = group.credit;
  const mail = await server.configure(group.credit);
  const role = { composers: { reset: composeResetMail(credit) }, followers: {} };
  sender = startMailSender<CreditTables>(credit.mailroom, mail, group.credit.folder, role, (error) => {
    throw error;
  });
  atEnd(() => sender.stop());
});

test('the link in the mail opens the page on which the customer chooses, and the new password pays', async () => {
  const { credit } = group.credit;
  const { id: card } = await cardRow(group, HANAKO);
  expectOk(await resetCard(credit, 'sato', { card, by: 'mail', reason: 'forgotten' }));
  const received = await until('the mail', () => server.received[0]);
  expect(received.to).toEqual(['hanako@mail.example']);
  const { text } = received.mail;
  expect(received.source.toString('latin1')).not.toMatch(/4111|tsubaki/);
  const link = /https:\/\/credit\.localhost(\/reset\/[\w-]+)/.exec(text!)![1]!;

  const browser = aBrowser(await aPayWindow(group.credit), 'credit.localhost');
  expect((await browser.get(link)).headers['location']).toBe('/reset');
  const own = { origin: 'https://credit.localhost', 'sec-fetch-site': 'same-origin' };
  const chosen = { password: 'ume-to-uguisu', again: 'ume-to-uguisu', words: 'sora' };
  expect((await browser.post('/reset', chosen, own)).headers['location']).toBe('/reset/done');
  const arrival = await aPayArrival(group, await aPayInstruction(group, { yen: 10 }));
  expect(await settle(credit, arrival, { ...HANAKO, password: chosen.password })).toMatchObject({ ok: true });
});
