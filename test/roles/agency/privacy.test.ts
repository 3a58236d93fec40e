/**
 * The agency's side of the privacy claim as a schema: every column of its database stands here. A new one makes this test
 * fail until somebody has thought about whether an agency that keeps nothing of its customers may know it.
 */
import { describe, expect, test } from 'vitest';
import { expectOk } from '#shared/result.ts';
import { confirmOrder } from '#main/roles/agency/confirm.ts';
import { giveUpWallet } from '#main/roles/agency/wallets.ts';
import { aConfirmation, anAgencyGroup, anAskedOrder, aWallet, OWNER } from '../../builders/an-agency.ts';
import { COMMON_COLUMNS, columnsOf } from '../../builders/database-columns.ts';

const AGENCY: Record<string, string> = {
  ...COMMON_COLUMNS,
  // What a mall asked to have confirmed, and how it ended. Of the code that the customer's device has a hash alone, of the
  // product names the mall's own ciphertext; no serial: which wallet confirmed which order stands nowhere.
  agency_request:
    'id mall purchase amount currency quantity code contents state tries message expires_at received_at changed_at',
  // A random number that its holder gave up, or that somebody lost: whose it was is not known here.
  revoked_wallet: 'serial at who reason',
};

describe('the agency’s database', () => {
  test('has these columns and no other, and none for a person or a card', async () => {
    const { agency } = await anAgencyGroup('reseal');
    expect(columnsOf(agency)).toEqual(AGENCY);
    const own = `${AGENCY['agency_request']} ${AGENCY['revoked_wallet']}`.split(' ');
    expect(own.filter((name) => /name|card|customer|holder|address|mail|phone|pin|wallet/i.test(name))).toEqual([]);
  });

  test.each(['reseal', 'pass'] as const)('holds nothing of a customer after an order (variant %s)', async (variant) => {
    const group = await anAgencyGroup(variant);
    const [wallet, given] = [await aWallet(group.agency), await aWallet(group.agency)];
    const order = await anAskedOrder(group);
    const confirmation = await aConfirmation(group, order, wallet);
    expectOk(await confirmOrder(group.agency.agency, { code: order.code, wallet, confirmation }));
    expectOk(await giveUpWallet(group.agency.agency, given));
    const { storage } = group.agency;
    const rows = JSON.stringify([
      await storage.read.selectFrom('agency_request').selectAll().execute(),
      await storage.read.selectFrom('outbox').selectAll().where('type', '=', 'agency.request').execute(),
      await storage.read.selectFrom('trail').selectAll().execute(),
    ]);
    const { serial } = JSON.parse(Buffer.from(wallet.split('.')[1]!, 'base64url').toString('utf8')) as {
      serial: string;
    };
    const marks = [
      ...Object.values(OWNER.identity),
      OWNER.pin,
      serial,
      wallet.slice(200, 260),
      confirmation.slice(60, 120),
    ];
    for (const mark of [...marks, order.code]) expect(rows).not.toContain(mark);
    expect(rows).toContain(order.purchase);
  });
});
