import type { ExceptionPicture, PictureType } from '#shared/desk/exceptions.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Readable } from '#main/storage/index.ts';
import { randomUuid, type Vault } from '#main/vault/index.ts';
import type { SealedPicture } from './file-exception.ts';
import type { ExceptionTables } from './tables.ts';

/** Bytes; a larger file is not kept. */
export const LARGEST_PICTURE = 2_000_000;

const context = (id: string): string => `exception ${id}`;

/** By the first bytes: what a file says about itself is not believed. */
function typeOf(file: Uint8Array): PictureType | undefined {
  const begins = (...bytes: number[]): boolean => bytes.every((byte, at) => file[at] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return begins(0x25, 0x50, 0x44, 0x46) ? 'application/pdf' : undefined;
}

/** Encrypts the picture of a scan: nobody knows what else stands on it. Undefined for anything else, or too large. */
export async function sealPicture(vault: Vault, file: Uint8Array): Promise<SealedPicture | undefined> {
  const type = typeOf(file);
  if (type === undefined || file.length > LARGEST_PICTURE) return undefined;
  const id = randomUuid();
  const cipher = await vault.restCipher();
  return { id, type, sealed: cipher.seal(context(id), file) };
}

/** Fails with `not-found`, also where the vault's key is another one. */
export async function readPicture(
  vault: Vault,
  db: Readable<ExceptionTables>,
  id: string,
): Promise<Result<ExceptionPicture>> {
  const row = await db
    .selectFrom('exception')
    .select(['picture', 'picture_type'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.picture || row.picture_type === null) return fail('not-found');
  const cipher = await vault.restCipher();
  const opened = cipher.open(context(id), row.picture);
  if (!opened) return fail('not-found');
  return ok({ type: row.picture_type, picture: Buffer.from(opened).toString('base64') });
}
