import { GOODS, PURCHASE } from '#shared/domain/states.ts';
import { countByKey, endsOf, keyOfEnvelope } from '#main/storage/index.ts';
import type { Mall } from './mall.ts';

/** Parcels and electronic goods not at their end, by the key that their contents are sealed to. */
export async function countInFlight({ storage }: Pick<Mall, 'storage'>): Promise<ReadonlyMap<string, number>> {
  const parcels = await storage.read
    .selectFrom('purchase')
    .select((eb) => [keyOfEnvelope('contents').as('key'), eb.fn.countAll<number>().as('count')])
    .where('state', 'not in', endsOf(PURCHASE))
    .groupBy('key')
    .execute();
  const goods = await storage.read
    .selectFrom('goods')
    .innerJoin('settlement', 'settlement.number', 'goods.number')
    .select((eb) => [keyOfEnvelope('settlement.contents').as('key'), eb.fn.countAll<number>().as('count')])
    .where('goods.state', 'not in', endsOf(GOODS))
    // Forwarded is where goods stay, though their money may come back.
    .where('goods.state', '!=', 'forwarded')
    .groupBy('key')
    .execute();
  return countByKey([...parcels, ...goods]);
}
