import type { Money } from '#shared/domain/money.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { writeResult } from '#main/storage/index.ts';
import { randomUuid } from '#main/vault/index.ts';
import type { Credit } from './credit.ts';
import { giveBackCaptured } from './refunds.ts';

/**
 * A customer contests a charge: as much of what the mall claimed goes back, and the mall is told and charged for it,
 * whatever it says. The reason stays in our trail. Fails with `not-found`, `field-invalid` or `refund-too-high`.
 */
export async function disputeSettlement(
  credit: Credit,
  who: string,
  order: { receipt: string; amount: Money; reason: string },
): Promise<Result<{ refund: string }>> {
  const { receipt, amount, reason } = order;
  return writeResult(credit.storage, async (db) => {
    const settlement = await db
      .selectFrom('settlement')
      .select('currency')
      .where('receipt', '=', receipt)
      .executeTakeFirst();
    if (!settlement) return fail('not-found');
    if (settlement.currency !== amount.currency || amount.value < 1) return fail('field-invalid', 'amount');
    const refund = randomUuid();
    const given = await giveBackCaptured(credit, db, {
      refund,
      receipt,
      amount: amount.value,
      reason: 'disputed',
      kind: 'disputed',
    });
    if (!given.ok) return given;
    await recordDeed(db, { at: credit.clock(), who, action: 'settlement.disputed', subject: receipt, detail: reason });
    credit.changes.announce('settlements');
    return ok({ refund });
  });
}
