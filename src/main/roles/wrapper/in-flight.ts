import { fromBase64Url, toHex } from '#shared/bytes.ts';
import type { SealedPart } from '#shared/protocol/order-part.ts';
import { countByKey } from '#main/storage/index.ts';
import type { Wrapper } from './wrapper.ts';

/** Gift cards to be written, by the key that their words are sealed to. */
export async function countInFlight({ storage }: Pick<Wrapper, 'storage'>): Promise<ReadonlyMap<string, number>> {
  const rows = await storage.read.selectFrom('gift').select('part').where('state', '=', 'open').execute();
  return countByKey(
    rows.map(({ part }) => {
      const { envelope } = JSON.parse(part) as SealedPart;
      return { key: toHex(fromBase64Url(envelope)!.subarray(2, 6)), count: 1 };
    }),
  );
}
