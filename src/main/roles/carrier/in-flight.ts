import { PARCEL } from '#shared/domain/states.ts';
import { countByKey, endsOf, keyOfEnvelope } from '#main/storage/index.ts';
import type { Carrier } from './carrier.ts';

/** Parcels not at their end, by the key that their address is sealed to. */
export async function countInFlight({ storage }: Pick<Carrier, 'storage'>): Promise<ReadonlyMap<string, number>> {
  const rows = await storage.read
    .selectFrom('parcel')
    .select((eb) => [keyOfEnvelope('addressee').as('key'), eb.fn.countAll<number>().as('count')])
    .where('state', 'not in', endsOf(PARCEL))
    .groupBy('key')
    .execute();
  return countByKey(rows);
}
