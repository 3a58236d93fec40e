import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MailboxWatch, type MailOutcome, type MailTable, queueMail, watchMailbox } from '#main/post/mail/index.ts';
import { readDeliveryReport } from '#main/post/mail/report.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { aClock } from '../../builders/a-clock.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { aMailbox, type TestMailbox } from '../../builders/a-mailbox.ts';
import { aReport } from '../../builders/a-report.ts';
import { aCredit, type TestCredit } from '../../builders/a-party.ts';

const LETTER =
  'From: somebody@mail.example\nTo: post@credit.example\nSubject: question\n\nWhen is my birthday, 見本 花子?\n';

describe('a report', () => {
  test.each([
    ['by its envelope id', { envelopeId: true, returned: 'nothing' }],
    ['by the headers it returns', { envelopeId: false, returned: 'headers' }],
    ['by the whole mail it returns', { envelopeId: false, returned: 'mail' }],
  ] as const)('says which mail it is about, %s', async (_, choice) => {
    const id = randomUUID();
    const read = await readDeliveryReport(Buffer.from(aReport(id, choice)));
    expect(read).toEqual({ ids: expect.arrayContaining([id]), action: 'failed' });
  });

  test.each(['failed', 'delayed'] as const)('says that it %s', async (action) => {
    expect(await readDeliveryReport(Buffer.from(aReport(randomUUID(), { action })))).toMatchObject({ action });
  });

  test('that it was delivered is neither', async () => {
    const read = await readDeliveryReport(Buffer.from(aReport(randomUUID(), { action: 'delivered' })));
    expect(read).toMatchObject({ action: 'other' });
  });

  test('is a report of its kind, not a letter, not noise', async () => {
    expect(await readDeliveryReport(Buffer.from(LETTER))).toBeUndefined();
    expect(await readDeliveryReport(Buffer.from([0xff, 0, 1, 2, 3]))).toBeUndefined();
    expect(await readDeliveryReport(Buffer.alloc(0))).toBeUndefined();
  });

  test('cut off in the mail that it returns still says so', async () => {
    const id = randomUUID();
    const whole = aReport(id, { envelopeId: true, returned: 'mail' });
    const cut = whole.slice(0, whole.lastIndexOf('Message-ID: <') + 10);
    expect(await readDeliveryReport(Buffer.from(cut))).toEqual({ ids: [id], action: 'failed' });
  });
});

let mailbox: TestMailbox;
let credit: TestCredit;
let outcomes: MailOutcome[];
let reports: unknown[];
beforeAll(async () => {
  mailbox = await aMailbox();
});
beforeEach(async () => {
  credit = await aCredit({ clock: aClock() });
  outcomes = [];
  reports = [];
});

async function watch(change: { host?: string; mailbox?: string } = {}): Promise<MailboxWatch> {
  const imap = { ...(await mailbox.configure(credit)), ...change };
  const followers = { goods: async (_: unknown, outcome: MailOutcome) => void outcomes.push(outcome) };
  const { mailroom } = credit.credit;
  const watching = watchMailbox<CreditTables>(mailroom, imap, credit.folder, followers, (error) => reports.push(error));
  atEnd(() => watching.stop());
  return watching;
}

async function aSentMail(): Promise<string> {
  const { mailroom } = credit.credit;
  return mailroom.storage.write(async (db) => {
    const id = await queueMail(mailroom, db, { kind: 'goods', subject: '2', customer: 'c' });
    await db.updateTable('mail').set({ state: 'sent', attempts: 1 }).where('id', '=', id).execute();
    return id;
  });
}

async function row(id: string): Promise<MailTable> {
  return credit.storage.read.selectFrom('mail').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

describe('the mailbox', () => {
  test('is read over an encrypted line; what came back is noted and marked as seen, the rest left alone', async () => {
    const before = mailbox.count();
    const id = await aSentMail();
    mailbox.deliver(LETTER);
    mailbox.deliver(aReport(id));
    mailbox.deliver(aReport(randomUUID()));
    const watching = await watch();
    await watching.look();
    expect(await row(id)).toMatchObject({ state: 'bounced', last_error: 'bounced' });
    expect(outcomes).toEqual([{ id, kind: 'goods', subject: '2', customer: 'c', state: 'bounced', error: 'bounced' }]);
    expect(mailbox.count()).toEqual({ all: before.all + 3, seen: before.seen + 1 });
    expect(reports).toEqual([]);
  });

  test('is read again and again; a report counts once', async () => {
    const watching = await watch();
    await watching.look();
    const id = await aSentMail();
    mailbox.deliver(aReport(id));
    await watching.look();
    mailbox.deliver(aReport(id));
    await watching.look();
    expect(outcomes).toHaveLength(1);
  });

  test('tells of a mail that is late without ending it', async () => {
    const id = await aSentMail();
    mailbox.deliver(aReport(id, { action: 'delayed' }));
    await (await watch()).look();
    expect(await row(id)).toMatchObject({ state: 'sent', delayed_at: '2026-11-21T03:00:00.000Z' });
    expect(outcomes).toEqual([]);
  });

  test('can’t be used to call back a mail that is waiting, or to end one twice', async () => {
    const { mailroom } = credit.credit;
    const id = await mailroom.storage.write((db) =>
      queueMail(mailroom, db, { kind: 'goods', subject: '2', customer: 'c' }),
    );
    mailbox.deliver(aReport(id));
    await (await watch()).look();
    expect(await row(id)).toMatchObject({ state: 'waiting' });
    expect(outcomes).toEqual([]);
  });

  test('that can’t be opened is reported and changes nothing', async () => {
    const watching = await watch({ mailbox: 'No such' });
    await expect(watching.look()).rejects.toThrow();
    expect(reports.length).toBeGreaterThan(0);
  });
});
