import { z } from 'zod';
import type { DeliveryProof, Proof } from '#shared/desk/carrier.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { decodeMap, encodeMap } from '#shared/protocol/cbor-map.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import { sealTo } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { currentSealingKey } from './ship.ts';

/** Like an address it is readable for as long as the key of its month stands, and then for nobody. */
function proofBinding(carrier: Carrier, number: string): Parameters<typeof sealTo>[1] {
  return { kind: 'goods', recipient: carrier.self, issuer: carrier.self, number };
}

/** Seals who took the parcel and what was drawn; nothing at all is no proof. Fails with `too-large`. */
export async function sealProof(
  carrier: Carrier,
  number: string,
  { name, signature }: Proof,
): Promise<Result<Uint8Array | undefined>> {
  if (name === '' && signature === '') return ok(undefined);
  const plaintext = encodeMap([
    [1, name],
    [2, new Uint8Array(Buffer.from(signature, 'base64'))],
  ]);
  return sealTo(fromBase64Url(currentSealingKey(carrier).x)!, proofBinding(carrier, number), plaintext);
}

const proofMap = z.object({ 1: z.string().default(''), 2: z.instanceof(Uint8Array).default(new Uint8Array()) });

/** How a parcel was handed over, opened for staff. Recorded in the trail. */
export async function openProof(carrier: Carrier, who: string, typed: string): Promise<Result<DeliveryProof>> {
  const number = normalizeNumber(typed);
  const row = await carrier.storage.read
    .selectFrom('delivery_proof')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) return fail('not-found');
  const opened = await carrier.vault.open(row.sealed, proofBinding(carrier, number));
  if (!opened.ok) return opened;
  const proof = decodeMap(opened.value, proofMap);
  if (!proof.ok) return proof;
  await carrier.storage.write((db) =>
    recordDeed(db, { at: carrier.clock(), who, action: 'proof.opened', subject: number }),
  );
  const signature = Buffer.from(proof.value[2]).toString('base64');
  return ok({ number, at: row.at, who: row.who, name: proof.value[1], signature });
}
