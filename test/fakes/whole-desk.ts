/** What a role's own fake leaves to those of single features: so that no screen of it stands before an empty door. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import { fakeBilling, NO_BILLING } from './fake-billing.ts';
import { openFakeForwarding } from './fake-forwarding.ts';
import { openFakeGoods } from './fake-goods.ts';
import { fakeCarrierMoney, fakeMallMoney, NO_MONEY } from './fake-money.ts';
import { fakeCashRefunds, fakeMallRefunds } from './fake-refunds.ts';
import type { FakeDeskOptions } from './desk-server.ts';

export function otherHandlers({ role, empty = false }: FakeDeskOptions): Partial<DeskHandlers> {
  if (role === 'mall') {
    const money = empty ? NO_MONEY : fakeMallMoney;
    return { ...money, ...fakeMallRefunds({ empty }), ...openFakeGoods({ empty }).handlers };
  }
  if (role === 'carrier') return { ...(empty ? NO_MONEY : fakeCarrierMoney), ...fakeCashRefunds({ empty }) };
  if (role === 'credit') return { ...(empty ? NO_BILLING : fakeBilling()), ...openFakeForwarding({ empty }) };
  return {};
}
