/**
 * Electronic goods from the mall's bench to the buyer's own key (MISSION.md A12, A13): sealed, brought over mutual TLS,
 * forwarded from their label, mailed over STARTTLS, opened; and what comes back in the mailbox is told to the mall.
 */
import { beforeAll, expect, test } from 'vitest';
import { fromBase64Url } from '#shared/bytes.ts';
import { encodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import { currentKey } from '#shared/protocol/party-card.ts';
import { expectOk } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { startPackageCourier } from '#main/post/index.ts';
import { type MailboxWatch, startMailSender, watchMailbox } from '#main/post/mail/index.ts';
import type { Credit } from '#main/roles/credit/credit.ts';
import { importCustomers } from '#main/roles/credit/customer-import.ts';
import { forwardPackages, readReceiptFile, scanReceipt } from '#main/roles/credit/forwarding.ts';
import { packageOffset, receivePackage } from '#main/roles/credit/goods-in.ts';
import { composeGoodsMail, followGoodsMail } from '#main/roles/credit/goods-mail.ts';
import type { CreditTables } from '#main/roles/credit/tables.ts';
import { sealGoods } from '#main/roles/mall/seal-goods.ts';
import { packageSource } from '#main/roles/mall/send-goods.ts';
import { sealTo } from '#main/vault/index.ts';
import { atEnd } from '../../builders/a-folder.ts';
import {
  aGoodsGroup,
  GOODS_FILES,
  type GoodsGroup,
  type SettledGoods,
  someSettledGoods,
} from '../../builders/a-goods-order.ts';
import { carryMessages, sentEvents } from '../../builders/a-group.ts';
import { aMailServer, type TestMailServer } from '../../builders/a-mail-server.ts';
import { aMailbox, type TestMailbox } from '../../builders/a-mailbox.ts';
import { aPartnerDoor } from '../../builders/a-partner-door.ts';
import type { TestParty } from '../../builders/a-party.ts';
import { CUSTOMERS } from '../../builders/a-payment.ts';
import { aReport } from '../../builders/a-report.ts';
import { openPackage } from '../../builders/open-package.ts';
import { until } from '../../builders/until.ts';

let group: GoodsGroup;
let credit: Credit;
let mails: TestMailServer;
let mailbox: TestMailbox;
let watch: MailboxWatch;
const reports: unknown[] = [];
const report = (error: unknown): void => void reports.push(error);

beforeAll(async () => {
  mails = await aMailServer();
  mailbox = await aMailbox();
  group = await aGoodsGroup({
    prepare: async ([, party]) => {
      await aPartnerDoor(party as TestParty, {
        goods: {
          offset: (mall, receipt) => packageOffset(credit, mall, receipt),
          receive: (mall, receipt, part, body) => receivePackage(credit, mall, receipt, part, body),
        },
      });
    },
  });
  const mail = { ...(await mails.configure(group.credit)), imap: await mailbox.configure(group.credit) };
  credit = { ...group.credit.credit, mail };
  expectOk(await importCustomers(credit, 'staff', CUSTOMERS));
  const role = {
    composers: { goods: composeGoodsMail(credit) },
    followers: {
      goods: (db: Parameters<typeof followGoodsMail>[1], outcome: Parameters<typeof followGoodsMail>[2]) =>
        followGoodsMail(credit, db, outcome),
    },
  };
  const sender = startMailSender<CreditTables>(credit.mailroom, mail, group.credit.folder, role, report);
  watch = watchMailbox<CreditTables>(credit.mailroom, mail.imap, group.credit.folder, role.followers, report);
  const authorities = group.mall.authority.rootPem;
  const courier = startPackageCourier(
    group.mall.post,
    () => ({ authorities, lookup: lookupLocalhost }),
    packageSource(group.mall.mall),
    report,
  );
  for (const running of [sender, watch, courier]) atEnd(() => running.stop());
});

/** What settling left at both: the mall's rows come from its builder, ours from here. */
async function aSettledOrder(): Promise<SettledGoods> {
  const goods = await someSettledGoods(group);
  const { id: customer, name } = await credit.storage.read
    .selectFrom('customer')
    .select(['id', 'name'])
    .where('email', '=', 'hanako@mail.example')
    .executeTakeFirstOrThrow();
  const card = await credit.storage.read
    .selectFrom('card')
    .select('id')
    .where('customer', '=', customer)
    .executeTakeFirstOrThrow();
  const key = currentKey({ keys: credit.vault.publicKeys() }, 'seal', credit.clock())!;
  const binding = { kind: 'customer', recipient: credit.self, number: goods.receipt } as const;
  const sealed = expectOk(await sealTo(fromBase64Url(key.x)!, binding, encodeCustomer({ name, reference: customer })));
  const row = await group.mall.storage.read
    .selectFrom('settlement')
    .selectAll()
    .where('number', '=', goods.number)
    .executeTakeFirstOrThrow();
  await group.mall.storage.write((db) =>
    db.updateTable('settlement').set({ customer: sealed }).where('number', '=', goods.number).execute(),
  );
  await credit.storage.write((db) =>
    db
      .insertInto('settlement')
      .values({
        receipt: goods.receipt,
        mall: group.mall.id,
        jti: row.jti,
        card: card.id,
        customer,
        contents: row.contents,
        sealed_customer: sealed,
        amount: goods.amount,
        captured: 0,
        released: 0,
        refunded: 0,
        currency: 'JPY',
        state: 'held',
        held_at: credit.clock().toISOString(),
        hold_until: row.hold_until!,
      })
      .execute(),
  );
  return goods;
}

async function exchange(): Promise<void> {
  while ((await carryMessages(group.mall, group.credit)) + (await carryMessages(group.credit, group.mall)) > 0);
}

const ours = async (receipt: string): Promise<string | undefined> =>
  (await credit.storage.read.selectFrom('forwarding').select('state').where('receipt', '=', receipt).executeTakeFirst())
    ?.state;
const theirs = async ({ number }: SettledGoods): Promise<string> =>
  (
    await group.mall.storage.read
      .selectFrom('goods')
      .select('state')
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
  ).state;

test('reach the buyer’s own key, and nobody’s on the way', async () => {
  const goods = await aSettledOrder();
  const label = expectOk(await sealGoods(group.mall.mall, 'mori', goods.number));
  await until('the announcement', async () => {
    await exchange();
    return (await ours(goods.receipt)) !== undefined;
  });
  await until('the package', async () => {
    group.clock.advance({ seconds: 20 });
    await exchange();
    return (await ours(goods.receipt)) === 'arrived' && (await theirs(goods)) === 'sent';
  });
  // Its price is claimed the moment it is here.
  expect(await sentEvents(group.mall, 'claim')).toHaveLength(1);

  const scanned = expectOk(await readReceiptFile(credit, { who: 'abe' }, Buffer.from(label.pdf, 'base64')));
  expect(scanned).toMatchObject({ receipt: goods.receipt, customer: '見本 花子', warnings: [] });
  expectOk(await forwardPackages(credit, 'abe', [goods.receipt], 'first'));
  await until('the mail', async () => (await ours(goods.receipt)) === 'sent');
  await exchange();
  expect(await theirs(goods)).toBe('forwarded');

  const received = mails.received.at(-1)!;
  const attached = new Uint8Array(received.mail.attachments[0]!.content as ArrayBuffer);
  const files = await openPackage(attached, goods.buyer, { issuer: credit.self, receipt: goods.receipt });
  expect(files).toEqual(
    Object.values(GOODS_FILES)
      .flat()
      .map(([name, bytes]) => ({ name, bytes })),
  );
  for (const word of ['海図', 'coastal birds', group.mall.id]) expect(received.source.includes(word)).toBe(false);

  // The customer's mail server took it, and gave it back an hour later.
  mailbox.deliver(aReport(received.envelopeId!));
  await watch.look();
  expect(await ours(goods.receipt)).toBe('bounced');
  await exchange();
  expect(await theirs(goods)).toBe('failed');
  const again = expectOk(await scanReceipt(credit, { who: 'abe' }, goods.receipt));
  expect(again.warnings).toEqual(['opened-from-table', 'already-sent', 'address-bounced']);

  expectOk(await forwardPackages(credit, 'abe', [goods.receipt], 'again'));
  await until('the second mail', async () => (await ours(goods.receipt)) === 'sent');
  await exchange();
  expect(await theirs(goods)).toBe('forwarded');
  expect(reports).toEqual([]);
});
