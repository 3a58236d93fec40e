/** The forwarding station over a real mail server: label in, package out, and what becomes of it. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { encodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { mintNumber } from '#shared/domain/number.ts';
import { expectOk, type Result } from '#shared/result.ts';
import { dropOldMails, type MailSender, type MailSetting, startMailSender } from '#main/post/mail/index.ts';
import {
  clearPackages,
  forwardPackages,
  listPackages,
  readReceiptFile,
  scanReceipt,
} from '#main/roles/credit/forwarding.ts';
import { composeGoodsMail, followGoodsMail } from '#main/roles/credit/goods-mail.ts';
import { listMails, mailServerState, resendMail, setMailPassword } from '#main/roles/credit/mails.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { randomDigit, sealTo } from '#main/vault/index.ts';
import { atEnd } from '../../builders/a-folder.ts';
import { sentEvents } from '../../builders/a-group.ts';
import { aMailServer, type TestMailServer } from '../../builders/a-mail-server.ts';
import {
  aPackage,
  anAnnouncedPackage,
  announce,
  anArrivedPackage,
  type TestPackage,
} from '../../builders/a-package.ts';
import { aSettlingGroup, HANAKO, SAMPLE_PERSON, type SettlingGroup } from '../../builders/a-payment.ts';
import { until } from '../../builders/until.ts';
import { aLabel } from '../../labels/a-label.ts';

const CLERK = 'abe';

let group: SettlingGroup;
let credit: Credit;
let server: TestMailServer;
let sender: MailSender | undefined;
beforeAll(async () => {
  server = await aMailServer();
});
beforeEach(async () => {
  await sender?.stop();
  sender = undefined;
  group = await aSettlingGroup();
  ({ credit } = group.credit);
  server.received.splice(0);
  server.refusals.splice(0);
});

async function startSending(more: Partial<MailSetting> = {}): Promise<void> {
  const mail = await server.configure(group.credit, more);
  credit = { ...credit, mail };
  const role = {
    composers: { goods: composeGoodsMail(credit) },
    followers: {
      goods: (db: Parameters<typeof followGoodsMail>[1], outcome: Parameters<typeof followGoodsMail>[2]) =>
        followGoodsMail(credit, db, outcome),
    },
  };
  sender = startMailSender<CreditTables>(credit.mailroom, mail, group.credit.folder, role, (error) => {
    throw error;
  });
  const { stop } = sender;
  atEnd(() => stop());
}

function labelOf({ receipt, settlement }: TestPackage, envelope = settlement.sealed_customer): string {
  return expectOk(
    encodeLabelText({
      kind: 'receipt',
      label: { number: receipt, piece: 1, of: 1, copy: 1 },
      envelope: new Uint8Array(envelope),
    }),
  );
}

async function stateOf({ receipt }: TestPackage): Promise<string> {
  const row = await credit.storage.read
    .selectFrom('forwarding')
    .select('state')
    .where('receipt', '=', receipt)
    .executeTakeFirstOrThrow();
  return row.state;
}

const become = (made: TestPackage, state: string): Promise<boolean> =>
  until(`package ${state}`, async () => (await stateOf(made)) === state);

async function trail(): Promise<string[]> {
  const rows = await credit.storage.read.selectFrom('trail').selectAll().orderBy('id').execute();
  return rows.map(({ action, subject, detail }) => [action, subject, detail].filter((part) => part !== null).join(' '));
}

const told = async (): Promise<unknown[]> =>
  (await sentEvents(group.credit, 'goods.forwarded')).map(({ data }) => data['result']);

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

describe('scanning a receipt label', () => {
  test('opens who it is for, and shows an address that nobody could write to', async () => {
    const made = await anArrivedPackage(group);
    const scanned = expectOk(await scanReceipt(credit, { who: CLERK }, labelOf(made)));
    expect(scanned).toEqual({
      receipt: made.receipt,
      mall: '見本マーケット',
      state: 'arrived',
      bytes: 1 << 20,
      customer: '見本 花子',
      email: 'h…@mail.example',
      warnings: [],
    });
    expect(await trail()).toContain(`goods.opened ${made.receipt} label`);
    expect(await stateOf(made)).toBe('arrived');
  });

  test.each([
    ['its Code 128', ({ receipt }: TestPackage) => `${receipt}010101`],
    ['the number as it is read aloud', ({ receipt }: TestPackage) => receipt.replace(/(\d)(\d{4})/, '$1 $2-')],
  ])('%s alone opens the table’s, and says so', async (_, textOf) => {
    const made = await anArrivedPackage(group);
    const scanned = expectOk(await scanReceipt(credit, { who: CLERK }, textOf(made)));
    expect(scanned).toMatchObject({ customer: '見本 花子', warnings: ['opened-from-table'] });
    expect(await trail()).toContain(`goods.opened ${made.receipt} table`);
  });

  test('from a PDF reads the same', async () => {
    const made = await anArrivedPackage(group);
    const label = { number: made.receipt, piece: 1, of: 1, copy: 1 };
    const { size: _, ...model } = aLabel({ kind: 'receipt', label, mainCode: labelOf(made), marks: [] });
    const { pdf } = expectOk(await credit.press.print(model));
    expect(expectOk(await readReceiptFile(credit, { who: CLERK }, pdf))).toMatchObject({
      receipt: made.receipt,
      warnings: [],
    });
    expect(codeOf(await readReceiptFile(credit, { who: CLERK }, Buffer.from('not a picture')))).toBe('scan-unreadable');
  });

  test('of goods on media shows where they go by post, and the trail says that it did', async () => {
    const made = await aPackage(group, { entry: SAMPLE_PERSON });
    const scanned = expectOk(await scanReceipt(credit, { who: CLERK }, labelOf(made)));
    expect(scanned.state).toBeUndefined();
    expect(scanned.warnings).toEqual(['no-package']);
    expect(scanned.postal?.address.length).toBeGreaterThan(5);
    expect(await trail()).toContain(`goods.opened ${made.receipt} address`);
    expect(codeOf(await forwardPackages(credit, CLERK, [made.receipt], 'first'))).toBe('not-arrived');
  });

  test('that is not ours, not whole or not real shows nothing', async () => {
    const made = await anArrivedPackage(group);
    const ours = currentKey({ keys: credit.vault.publicKeys() }, 'seal', credit.clock())!;
    const forged = expectOk(
      await sealTo(
        fromBase64Url(ours.x)!,
        { kind: 'customer', recipient: credit.self, number: made.receipt },
        encodeCustomer({ name: '偽 太郎', reference: made.settlement.customer }),
      ),
    );
    const theirs = currentKey({ keys: group.mall.vault.publicKeys() }, 'seal', credit.clock())!;
    const number = mintNumber('receipt', randomDigit);
    const elsewhere = expectOk(
      await sealTo(
        fromBase64Url(theirs.x)!,
        { kind: 'customer', recipient: 'other.example', number },
        encodeCustomer({ name: '誰か', reference: 'x' }),
      ),
    );
    const other = await anArrivedPackage(group);
    const broken = new Uint8Array(made.settlement.sealed_customer);
    broken[80]! ^= 1;
    const cases: [string, string, string][] = [
      ['sealed by somebody else for our receipt', labelOf(made, forged), 'envelope-conflict'],
      ['moved from another label', labelOf(made, other.settlement.sealed_customer), 'not-authentic'],
      ['with a bit turned', labelOf(made, broken), 'not-authentic'],
      ['cut off', labelOf(made).slice(0, 300), 'damaged'],
      ['of another company', labelOf({ ...made, receipt: number }, elsewhere), 'other-company'],
      ['of nobody', number, 'receipt-unknown'],
      ['mistyped', `${made.receipt.slice(0, 13)}${(Number(made.receipt[13]) + 1) % 10}`, 'bad-number'],
      [
        'a shipping label',
        expectOk(
          encodeLabelText({
            kind: 'shipping',
            label: { number: mintNumber('shipping', randomDigit), piece: 1, of: 1, copy: 1 },
            envelope: forged,
          }),
        ),
        'wrong-kind',
      ],
      ['a shipping number', mintNumber('shipping', randomDigit), 'wrong-kind'],
    ];
    for (const [what, text, code] of cases)
      expect(codeOf(await scanReceipt(credit, { who: CLERK }, text)), what).toBe(code);
    const refused = (await trail()).filter((line) => line.startsWith('scan.refused'));
    expect(refused).toHaveLength(cases.length);
    expect(refused.join()).not.toMatch(/[^ -~]/);
  });

  test('with a key that was destroyed says which', async () => {
    const made = await anArrivedPackage(group);
    const [id] = await credit.vault.destroyKeys(new Date('2099-01-01'));
    const scanned = await scanReceipt(credit, { who: CLERK }, labelOf(made));
    expect(scanned).toEqual({ ok: false, error: { code: 'unknown-key', about: id } });
  });
});

describe('forwarding', () => {
  test('brings the package by mail, without a word of the mall, and tells the mall', async () => {
    await startSending();
    const made = await anArrivedPackage(group);
    expect(expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'))).toEqual({ queued: 1, refused: [] });
    await become(made, 'sent');
    const [received] = server.received;
    expect(received!.to).toEqual(['hanako@mail.example']);
    const { mail } = received!;
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({
      filename: `${made.receipt}.tokumei`,
      mimeType: 'application/octet-stream',
    });
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).equals(made.bytes)).toBe(true);
    const text = `${mail.subject}\n${mail.text}`;
    expect(text).toContain(made.receipt.replace(/(\d)(\d{4})(\d{4})(\d{4})(\d)/, '$1 $2 $3 $4 $5'));
    expect(text).toMatch(/受付番号[\s\S]*Receipt number/);
    for (const word of ['見本マーケット', 'mall.localhost', '花子', made.settlement.customer]) {
      expect(text).not.toContain(word);
    }
    // The price; a number may hold these digits by chance.
    expect(text).not.toMatch(/[¥￥]\s*480|480\s*円/);
    expect(await told()).toEqual(['sent']);
    expect(await trail()).toContain(`goods.forwarded ${made.receipt}`);
  });

  test('keeps no address in its queue', async () => {
    const made = await anArrivedPackage(group);
    expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'));
    const [mail] = await credit.storage.read.selectFrom('mail').selectAll().execute();
    expect(JSON.stringify(mail)).not.toMatch(/hanako|花子|@/);
    expect((await listMails(credit, { limit: 10 })).rows).toMatchObject([
      { kind: 'goods', subject: made.receipt, state: 'waiting', to: 'h…@mail.example', attempts: 0 },
    ]);
  });

  test('of many sends what can go and names the rest', async () => {
    const here = await anArrivedPackage(group);
    const coming = await anAnnouncedPackage(group);
    const sent = await anArrivedPackage(group, { entry: SAMPLE_PERSON });
    expectOk(await forwardPackages(credit, CLERK, [sent.receipt], 'first'));
    const receipts = [here.receipt, coming.receipt, sent.receipt, here.receipt];
    expect(expectOk(await forwardPackages(credit, CLERK, receipts, 'first'))).toEqual({
      queued: 1,
      refused: [
        { receipt: coming.receipt, code: 'not-arrived' },
        { receipt: sent.receipt, code: 'wrong-state' },
        { receipt: here.receipt, code: 'wrong-state' },
      ],
    });
  });

  test('a large package goes as a link of our own', async () => {
    await startSending({ attachmentLimit: 1000 });
    const made = await anArrivedPackage(group);
    expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'));
    await become(made, 'sent');
    const { mail } = server.received[0]!;
    expect(mail.attachments).toEqual([]);
    expect(mail.text).toMatch(/https:\/\/credit\.localhost\/goods\/[\w-]{22}\s/);
    const token = /goods\/([\w-]{22})/.exec(mail.text!)![1]!;
    const stored = await credit.storage.read.selectFrom('goods_link').selectAll().execute();
    expect(stored).toMatchObject([{ receipt: made.receipt, expires_at: '2026-12-21T03:00:00.000Z' }]);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test('that is refused tells the mall; sent again to a better address it tells that too', async () => {
    await startSending();
    server.refusals.push({ code: 550 });
    const made = await anArrivedPackage(group);
    expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'));
    await become(made, 'failed');
    expect(await told()).toEqual(['failed']);
    expect((await listPackages(credit, { limit: 10 })).rows).toMatchObject([{ state: 'failed', fault: 'refused' }]);
    expect(codeOf(await forwardPackages(credit, CLERK, [made.receipt], 'first'))).toBe('wrong-state');
    await credit.storage.write((db) =>
      db
        .updateTable('customer')
        .set({ email: 'hana@mail.example' })
        .where('email', '=', 'hanako@mail.example')
        .execute(),
    );
    expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'again'));
    await become(made, 'sent');
    expect(server.received[0]!.to).toEqual(['hana@mail.example']);
    expect(await told()).toEqual(['failed', 'sent']);
    expect(await trail()).toContain(`goods.resent ${made.receipt}`);
  });

  test('scanned again says that it was sent', async () => {
    await startSending();
    const made = await anArrivedPackage(group);
    expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'));
    await become(made, 'sent');
    expect(expectOk(await scanReceipt(credit, { who: CLERK }, labelOf(made))).warnings).toEqual(['already-sent']);
  });

  test('that came back is not mixed up with what was sent since', async () => {
    await startSending();
    const made = await anArrivedPackage(group);
    expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'));
    await become(made, 'sent');
    const [first] = (await listMails(credit, { limit: 10 })).rows;
    const bounce = (id: string): Promise<void> =>
      credit.storage.write((db) =>
        followGoodsMail(credit, db, { id, kind: 'goods', subject: made.receipt, customer: 'c', state: 'bounced' }),
      );
    await bounce(first!.id);
    expect(await stateOf(made)).toBe('bounced');
    expect(await told()).toEqual(['sent', 'failed']);
    expectOk(await resendMail(credit, CLERK, first!.id));
    await become(made, 'sent');
    await bounce(first!.id);
    expect(await stateOf(made)).toBe('sent');
    expect(await told()).toEqual(['sent', 'failed', 'sent']);
  });

  test('never sends what was given back before it left', async () => {
    const made = await anArrivedPackage(group);
    await credit.storage.write((db) =>
      db.updateTable('settlement').set({ state: 'released' }).where('receipt', '=', made.receipt).execute(),
    );
    expect(codeOf(await forwardPackages(credit, CLERK, [made.receipt], 'first'))).toBe('wrong-state');
    await clearPackages(credit);
    expect(await stateOf(made)).toBe('withdrawn');
    expect(await credit.packages.durable(made.receipt)).toBe(0);
  });
});

describe('an announcement', () => {
  const rejected = async (): Promise<string[]> => {
    const rows = await group.mall.storage.read
      .selectFrom('outbox')
      .select('last_error')
      .where('type', '=', 'goods.forward')
      .where('rejected_at', 'is not', null)
      .execute();
    return rows.map(({ last_error }) => last_error ?? '');
  };

  test('that is not what we gave the mall is refused', async () => {
    const made = await aPackage(group);
    const other = await aPackage(group);
    await announce(group, made, { customer: toBase64Url(other.settlement.sealed_customer) });
    expect(await rejected()).toEqual(['contents-differ']);
    await announce(group, made, { customer: toBase64Url(made.settlement.sealed_customer).slice(0, -4) });
    expect(await rejected()).toEqual(['contents-differ', 'contents-differ']);
    await announce(group, made, { bytes: 2 ** 31 + 2 ** 28 });
    expect(await rejected()).toContain('too-large');
    await announce(group, made);
    expect(await stateOf(made)).toBe('announced');
    await announce(group, made, { bytes: made.bytes.length + 1 });
    expect(await rejected()).toContain('event-conflict');
  });

  test('may leave the customer out in variant b alone', async () => {
    const withNumber = await aPackage(group, { variant: 'b' });
    await announce(group, withNumber);
    expect(await stateOf(withNumber)).toBe('announced');
    const usual = await aPackage(group);
    const { settlement } = usual;
    await announce(group, { ...usual, settlement: { ...settlement, contents: null } });
    expect(await rejected()).toEqual(['contents-differ']);
  });

  test('of what was given back is refused', async () => {
    const made = await aPackage(group);
    await credit.storage.write((db) =>
      db.updateTable('settlement').set({ state: 'expired' }).where('receipt', '=', made.receipt).execute(),
    );
    await announce(group, made);
    expect(await rejected()).toEqual(['wrong-state']);
  });
});

test('the station’s list is narrowed by state, and shows no name', async () => {
  const waiting = await anArrivedPackage(group);
  const coming = await anAnnouncedPackage(group);
  const queued = await anArrivedPackage(group, { entry: HANAKO });
  expectOk(await forwardPackages(credit, CLERK, [queued.receipt], 'first'));
  await credit.storage.write((db) =>
    db.updateTable('forwarding').set({ state: 'bounced' }).where('receipt', '=', queued.receipt).execute(),
  );
  const { rows } = await listPackages(credit, { limit: 10, states: ['arrived', 'bounced'] });
  expect(rows.map(({ receipt }) => receipt).sort()).toEqual([queued.receipt, waiting.receipt].sort());
  const found = await listPackages(credit, { limit: 10, search: coming.receipt });
  expect(found.rows.map(({ receipt }) => receipt)).toEqual([coming.receipt]);
  expect(JSON.stringify([rows, found])).not.toContain('花子');
});

test('after thirty days a package is deleted with its links; the mail is forgotten later', async () => {
  await startSending({ attachmentLimit: 1000 });
  const made = await anArrivedPackage(group);
  expectOk(await forwardPackages(credit, CLERK, [made.receipt], 'first'));
  await become(made, 'sent');
  group.clock.advance({ days: 29 });
  await clearPackages(credit);
  expect(await stateOf(made)).toBe('sent');
  group.clock.advance({ days: 2 });
  await clearPackages(credit);
  expect(await stateOf(made)).toBe('closed');
  expect(await credit.storage.read.selectFrom('goods_link').selectAll().execute()).toEqual([]);
  expect(codeOf(await forwardPackages(credit, CLERK, [made.receipt], 'again'))).toBe('wrong-state');
  expect((await listPackages(credit, { limit: 10 })).rows).toMatchObject([{ state: 'closed' }]);
  group.clock.advance({ days: 100 });
  await dropOldMails(credit.mailroom);
  expect((await listMails(credit, { limit: 10 })).rows).toEqual([]);
});

test('the mail server’s password goes into the vault and comes out nowhere', async () => {
  expect(await mailServerState(credit)).toEqual({
    configured: false,
    hasPassword: false,
    readsBounces: false,
    waiting: 0,
  });
  await setMailPassword(credit, CLERK, { server: 'smtp', password: 'very secret' });
  expect(await mailServerState(credit)).toMatchObject({ hasPassword: true });
  expect((await trail()).join()).not.toContain('secret');
  expect(await trail()).toContain('mail.password credit.localhost smtp');
});
