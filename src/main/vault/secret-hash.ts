/** Passwords, PINs and check words at rest: scrypt, the cost stored with each hash. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { SCRYPT_COST, type ScryptCost } from './sealed-file.ts';

const HASH_BYTES = 32;
const SALT_BYTES = 16;

function derive(secret: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  const maxmem = 128 * r * (N + p) + 2 ** 20;
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `scrypt$N$r$p$salt$hash`; about 0.2 s and 32 MiB at the usual cost. */
export async function hashSecret(secret: string, cost: ScryptCost = SCRYPT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, toBase64Url(salt), toBase64Url(hash)].join('$');
}

/** Whether this is the secret that was hashed. Throws on a stored hash that this program did not write. */
export async function verifySecret(secret: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  const saltBytes = fromBase64Url(salt ?? '');
  const expected = fromBase64Url(hash ?? '');
  if (scheme !== 'scrypt' || !saltBytes || expected?.length !== HASH_BYTES) throw new Error('not a stored secret');
  const derived = await derive(secret, saltBytes, { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, expected);
}
