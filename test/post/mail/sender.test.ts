import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok } from '#shared/result.ts';
import {
  type ComposedMail,
  MAIL_SECRETS,
  type MailOutcome,
  type MailSender,
  type MailSetting,
  mailSettingSchema,
  type MailTable,
  queueMail,
  startMailSender,
} from '#main/post/mail/index.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { aClock } from '../../builders/a-clock.ts';
import { aMailServer, type TestMailServer } from '../../builders/a-mail-server.ts';
import { aCredit, anAuthority, type TestCredit } from '../../builders/a-party.ts';
import { until } from '../../builders/until.ts';

let credit: TestCredit;
let server: TestMailServer;
beforeAll(async () => {
  server = await aMailServer();
});
beforeEach(async () => {
  credit = await aCredit({ clock: aClock() });
  server.received.splice(0);
  server.refusals.splice(0);
});

const MAIL: ComposedMail = {
  to: 'hanako@mail.example',
  subject: '受取 2 0000 / Receipt',
  text: '匿名でお届けします。\nこれは本文です。',
};

interface Sending {
  readonly sender: MailSender;
  readonly outcomes: MailOutcome[];
  readonly reports: unknown[];
}

function start(setting: MailSetting, mail: (() => ComposedMail | undefined) | ComposedMail = MAIL): Sending {
  const outcomes: MailOutcome[] = [];
  const reports: unknown[] = [];
  const sender = startMailSender<CreditTables>(
    credit.credit.mailroom,
    setting,
    credit.folder,
    {
      composers: {
        goods: async () => {
          const made = typeof mail === 'function' ? mail() : mail;
          return made ? ok(made) : fail('not-found');
        },
      },
      followers: { goods: async (_, outcome) => void outcomes.push(outcome) },
    },
    (error) => reports.push(error),
  );
  atEnd(() => sender.stop());
  return { sender, outcomes, reports };
}

function queue(subject = '20000'): Promise<string> {
  const { mailroom } = credit.credit;
  return mailroom.storage.write((db) => queueMail(mailroom, db, { kind: 'goods', subject, customer: 'c-1' }));
}

async function row(id: string): Promise<MailTable> {
  return credit.storage.read.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

const inState = (id: string, state: MailTable['state']): Promise<MailTable> =>
  until(`mail ${state}`, async () => {
    const found = await row(id);
    return found.state === state && found;
  });
const tried = (id: string, times = 1): Promise<MailTable> =>
  until(`${times} tries`, async () => {
    const found = await row(id);
    return found.attempts >= times && found;
  });

describe('a mail', () => {
  test('leaves after its unit of work, encrypted, with text, attachment and envelope id', async () => {
    const file = join(credit.folder, 'package');
    writeFileSync(file, Buffer.alloc(300_000, 7));
    const { outcomes } = start(await server.configure(credit), {
      ...MAIL,
      attachments: [{ name: '20000.tokumei', type: 'application/octet-stream', file }],
    });
    const id = await queue();
    const sent = await inState(id, 'sent');
    expect(sent).toMatchObject({ attempts: 1, last_error: null, sent_at: '2026-11-21T03:00:00.000Z' });
    expect(outcomes).toEqual([{ id, kind: 'goods', subject: '20000', customer: 'c-1', state: 'sent' }]);
    const [received] = server.received;
    expect(received).toMatchObject({ to: ['hanako@mail.example'], from: 'post@credit.example', envelopeId: id });
    const { mail } = received!;
    expect(mail.messageId).toBe(`<${id}@credit.localhost>`);
    expect(mail.subject).toBe(MAIL.subject);
    expect(mail.text!.trim()).toBe(MAIL.text);
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({ filename: '20000.tokumei', mimeType: 'application/octet-stream' });
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer)).toEqual(Buffer.alloc(300_000, 7));
  });

  test('that was never committed never leaves', async () => {
    start(await server.configure(credit));
    const { mailroom } = credit.credit;
    const failed = mailroom.storage.write(async (db) => {
      await queueMail(mailroom, db, { kind: 'goods', subject: '1', customer: 'c-1' });
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    await inState(await queue('2'), 'sent');
    expect(server.received).toHaveLength(1);
  });

  test('of many goes out once each, over few connections', async () => {
    const before = server.connections();
    start(await server.configure(credit));
    const { mailroom } = credit.credit;
    await mailroom.storage.write(async (db) => {
      for (let n = 0; n < 60; n++) await queueMail(mailroom, db, { kind: 'goods', subject: `${n}`, customer: 'c' });
    });
    await until('all sent', async () => server.received.length === 60);
    expect(new Set(server.received.map(({ envelopeId }) => envelopeId)).size).toBe(60);
    expect(server.connections() - before).toBeLessThanOrEqual(4);
  });

  test('whose matter is gone fails for good', async () => {
    const { outcomes } = start(await server.configure(credit), () => undefined);
    const id = await queue();
    expect(await inState(id, 'failed')).toMatchObject({ last_error: 'gone' });
    expect(outcomes).toMatchObject([{ state: 'failed', error: 'gone' }]);
  });

  test('that its own program can’t write is tried again, and does not hold up the others', async () => {
    let broken = true;
    const { reports } = start(await server.configure(credit), () => {
      if (broken) throw new Error('a bug with hanako@mail.example');
      return MAIL;
    });
    const id = await queue();
    await tried(id);
    expect(reports).toHaveLength(1);
    broken = false;
    credit.clock.advance({ minutes: 5 });
    await queue('another');
    await inState(id, 'sent');
  });
});

describe('a mail server', () => {
  test('that refuses ends it at once; its words stay outside', async () => {
    server.refusals.push({ code: 550 });
    const { outcomes } = start(await server.configure(credit));
    const id = await queue();
    expect(await inState(id, 'failed')).toMatchObject({ last_error: 'refused', attempts: 1 });
    expect(outcomes).toMatchObject([{ state: 'failed', error: 'refused' }]);
    expect(JSON.stringify(await row(id))).not.toContain('見本');
  });

  test('that greylists is asked again later, and then takes it', async () => {
    server.refusals.push({ code: 451 });
    const { outcomes } = start(await server.configure(credit));
    const id = await queue();
    expect(await tried(id)).toMatchObject({ state: 'waiting', last_error: 'greylisted' });
    const wait = Date.parse((await row(id)).next_at) - credit.clock().getTime();
    expect(wait).toBeGreaterThanOrEqual(45_000);
    expect(wait).toBeLessThanOrEqual(75_000);
    credit.clock.advance({ minutes: 2 });
    expect(await inState(id, 'sent')).toMatchObject({ attempts: 2, last_error: null });
    expect(outcomes).toHaveLength(1);
  });

  test('that never takes it is given up after three days', async () => {
    const { outcomes } = start(await server.configure(credit));
    server.refusals.push({ code: 451 }, { code: 451 });
    const id = await queue();
    await tried(id);
    credit.clock.advance({ days: 3, minutes: 1 });
    expect(await inState(id, 'failed')).toMatchObject({ last_error: 'greylisted' });
    expect(outcomes).toHaveLength(1);
  });

  test('that is down is tried once for all that wait', async () => {
    const setting = await server.configure(credit);
    const { outcomes, reports } = start({ ...setting, smtp: { ...setting.smtp, port: 9 } });
    const ids = await Promise.all(['1', '2', '3'].map((subject) => queue(subject)));
    for (const id of ids) expect(await tried(id)).toMatchObject({ state: 'waiting', last_error: 'unreachable' });
    expect(outcomes).toEqual([]);
    expect(reports).toEqual([]);
  });

  test('whose certificate is of no accepted authority gets nothing, not even our password', async () => {
    const stranger = await aMailServer({ authority: await anAuthority('Some other root') });
    const setting = await server.configure(credit);
    start({ ...setting, smtp: { ...setting.smtp, port: stranger.port } });
    const id = await queue();
    expect(await tried(id)).toMatchObject({ state: 'waiting', last_error: 'not-encrypted' });
    expect(stranger.received).toEqual([]);
  });

  test('that offers no encryption gets nothing', async () => {
    const plain = await aMailServer({ plain: true });
    start(await plain.configure(credit));
    const id = await queue();
    expect(await tried(id)).toMatchObject({ state: 'waiting', last_error: 'not-encrypted' });
    expect(plain.received).toEqual([]);
  });

  test('that refuses our password is asked again with the one that staff put right', async () => {
    const setting = await server.configure(credit);
    await credit.vault.setSecret(MAIL_SECRETS.smtp, 'wrong');
    start(setting);
    const id = await queue();
    expect(await tried(id)).toMatchObject({ state: 'waiting', last_error: 'login' });
    await server.configure(credit);
    credit.clock.advance({ minutes: 5 });
    await inState(id, 'sent');
  });

  test('that takes only small mails is not asked again', async () => {
    const small = await aMailServer({ size: 50_000 });
    start(await small.configure(credit), {
      ...MAIL,
      attachments: [{ name: 'x', type: 'application/octet-stream', bytes: new Uint8Array(90_000) }],
    });
    const id = await queue();
    expect(await inState(id, 'failed')).toMatchObject({ last_error: 'too-large' });
  });
});

test('stopping waits for what is on the line', async () => {
  const { sender } = start(await server.configure(credit));
  const id = await queue();
  await until('a mail on the line', () => server.connections() > 0);
  await sender.stop();
  const { state } = await row(id);
  expect(server.received).toHaveLength(state === 'sent' ? 1 : 0);
});

test('a mail server in the open is for this machine alone', () => {
  const smtp = { host: 'mail.example', port: 25, security: 'none' };
  expect(mailSettingSchema.safeParse({ from: 'a@b.example', smtp }).success).toBe(false);
  expect(mailSettingSchema.safeParse({ from: 'a@b.example', smtp: { ...smtp, host: '127.0.0.1' } }).success).toBe(true);
});
