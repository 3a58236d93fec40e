/** Electronic goods on their whole way: bought, settled, sealed, announced, brought, claimed – with the real parties. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { lookupLocalhost } from '#main/localhost.ts';
import { addPartner, startPackageCourier } from '#main/post/index.ts';
import { packageOffset, receivePackage } from '#main/roles/credit/goods-in.ts';
import { findGoods } from '#main/roles/mall/goods.ts';
import { sealGoods } from '#main/roles/mall/seal-goods.ts';
import { packageSource } from '#main/roles/mall/send-goods.ts';
import { attachFile, someBytes } from '../builders/a-goods-order.ts';
import { atEnd } from '../builders/a-folder.ts';
import { aBuyerKey } from '../builders/an-order.ts';
import { aPartnerDoor } from '../builders/a-partner-door.ts';
import { aSettledOrder, aSettlingGroup } from '../builders/a-payment.ts';
import { approveNow } from '../builders/a-group.ts';
import { openPackage } from '../builders/open-package.ts';
import { until } from '../builders/until.ts';

test.each(['a', 'b', 'c'] as const)(
  'in variant %s a package reaches the forwarding station whole, and its buyer opens it from there',
  async (creditVariant) => {
    const group = await aSettlingGroup({ creditVariant });
    const { mall, credit } = group;
    const company = credit.credit;
    const open = await aPartnerDoor(credit, {
      goods: {
        offset: (partner, receipt) => packageOffset(company, partner, receipt),
        receive: (partner, receipt, part, body) => receivePackage(company, partner, receipt, part, body),
      },
    });
    // Where the door listens stands on a newer card than the one that was introduced.
    expectOk(await addPartner(mall.post, 'staff', await credit.card()));
    expectOk(await approveNow(mall, credit));

    const buyer = aBuyerKey();
    const book = someBytes(400_000, 5);
    const { orderId, receipt } = await aSettledOrder(group, { items: { 'EB-1': 1 }, buyer });
    await attachFile(mall, 'EB-1', '海図のない航海.epub', book);
    const { number } = await mall.storage.read
      .selectFrom('goods')
      .select('number')
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
    expect((await findGoods(mall.mall, number))?.state).toBe('ready');
    expectOk(await sealGoods(mall.mall, 'mori', number));

    const reports: unknown[] = [];
    const courier = startPackageCourier(
      mall.post,
      () => ({ authorities: mall.authority.rootPem, lookup: lookupLocalhost }),
      packageSource(mall.mall),
      (error) => reports.push(error),
    );
    atEnd(() => courier.stop());
    // Brought before it is announced: not yet.
    await until('the first try', async () => (await findGoods(mall.mall, number))?.last_error === 'HTTP 503');
    await group.exchange();
    group.clock.advance({ seconds: 5 });
    await until('it arrives', async () => (await findGoods(mall.mall, number))?.state === 'sent');
    await group.exchange();

    const arrived = await credit.storage.read.selectFrom('forwarding').selectAll().executeTakeFirstOrThrow();
    expect(arrived).toMatchObject({ receipt, mall: mall.id, state: 'arrived' });
    const settlement = await credit.storage.read.selectFrom('settlement').select('state').executeTakeFirstOrThrow();
    expect(settlement.state).toBe('captured');
    const bytes = new Uint8Array(readFileSync(company.packages.pathOf(receipt)));
    const files = await openPackage(bytes, buyer, { issuer: credit.id, receipt });
    expect(files).toEqual([{ name: '海図のない航海.epub', bytes: book }]);
    expect([...reports, ...open.reports]).toEqual([]);
  },
);
