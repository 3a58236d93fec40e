/** Passwords, PINs and check words at rest: scrypt, the cost stored with each hash. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
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
  return storedHash(salt, cost, await derive(secret, salt, cost));
}

function storedHash(salt: Uint8Array, { N, r, p }: ScryptCost, hash: Uint8Array): string {
  return ['scrypt', N, r, p, toBase64Url(salt), toBase64Url(hash)].join('$');
}

function readStored(stored: string): { cost: ScryptCost; salt: Uint8Array; hash: Uint8Array } {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  const saltBytes = fromBase64Url(salt ?? '');
  const hashBytes = fromBase64Url(hash ?? '');
  if (scheme !== 'scrypt' || !saltBytes || hashBytes?.length !== HASH_BYTES) throw new Error('not a stored secret');
  return { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: saltBytes, hash: hashBytes };
}

/** Whether this is the secret that was hashed. Throws on a stored hash that this program did not write. */
export async function verifySecret(secret: string, stored: string): Promise<boolean> {
  const { cost, salt, hash } = readStored(stored);
  return timingSafeEqual(await derive(secret, salt, cost), hash);
}

/** Whether two secrets that lie in the clear are one, in a time that tells nothing about either. */
export function isSameSecret(one: string, other: string): boolean {
  const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();
  return timingSafeEqual(hash(one), hash(other));
}

/**
 * Hashes of several secrets of one holder, in their order, under one salt: whether a typed one is among them then costs
 * one derivation, however many there are. Written and replaced as a whole.
 */
export async function hashSecrets(secrets: readonly string[], cost: ScryptCost = SCRYPT_COST): Promise<string[]> {
  const salt = randomBytes(SALT_BYTES);
  const hashes: string[] = [];
  for (const secret of secrets) hashes.push(storedHash(salt, cost, await derive(secret, salt, cost)));
  return hashes;
}

/**
 * Whether this secret is among those that `hashSecrets` hashed together: one derivation, and every hash is compared.
 * Throws on none, on hashes of different salts or costs, and on what this program did not write.
 */
export async function isAmongSecrets(secret: string, stored: readonly string[]): Promise<boolean> {
  const hashes = stored.map(readStored);
  const [first] = hashes;
  if (!first) throw new Error('no stored secret');
  const together = stored[0]!.slice(0, stored[0]!.lastIndexOf('$') + 1);
  if (!stored.every((each) => each.startsWith(together))) throw new Error('secrets that were not hashed together');
  const derived = await derive(secret, first.salt, first.cost);
  return hashes.map(({ hash }) => timingSafeEqual(derived, hash)).includes(true);
}
