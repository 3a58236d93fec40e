import { FORWARDING } from '#shared/domain/states.ts';
import { countByKey, endsOf, keyOfEnvelope } from '#main/storage/index.ts';
import type { Credit } from './credit.ts';

/** Settlements that a label may still come for – held, or their goods not at their end – by the customer's key. */
export async function countInFlight({ storage }: Pick<Credit, 'storage'>): Promise<ReadonlyMap<string, number>> {
  const rows = await storage.read
    .selectFrom('settlement')
    .leftJoin('forwarding', 'forwarding.receipt', 'settlement.receipt')
    .select((eb) => [keyOfEnvelope('sealed_customer').as('key'), eb.fn.countAll<number>().as('count')])
    .where((eb) =>
      eb.or([
        eb('settlement.state', '=', 'held'),
        eb.and([eb('forwarding.state', 'is not', null), eb('forwarding.state', 'not in', endsOf(FORWARDING))]),
      ]),
    )
    .groupBy('key')
    .execute();
  return countByKey(rows);
}
