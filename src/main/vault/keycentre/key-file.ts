/** A party's personal key on its way from the centre: sealed with a passphrase that goes another way. */
import { basename } from 'node:path';
import { type PersonalKey, personalElements, personalKeySchema } from '#shared/protocol/personal-key.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createSealedFile, openSealedFile, SCRYPT_COST, type ScryptCost, type SealedFileKind } from '../sealed-file.ts';

const kindOf = (path: string): SealedFileKind<PersonalKey> => ({
  fileName: basename(path),
  format: 'tokumei-personal-key/1',
  schema: personalKeySchema,
});

/** Fails with `wrong-state` when there is such a file, `field-missing` when the passphrase is empty. */
export async function writeKeyFile(
  path: string,
  passphrase: string,
  key: PersonalKey,
  scrypt: ScryptCost = SCRYPT_COST,
): Promise<Result<void>> {
  const file = await createSealedFile(path, kindOf(path), passphrase, scrypt, key);
  return file.ok ? ok() : file;
}

/** Fails with `wrong-passphrase`, `not-found`, `vault-damaged` (cut or altered) or `key-invalid`. */
export async function readKeyFile(path: string, passphrase: string): Promise<Result<PersonalKey>> {
  const file = await openSealedFile(path, kindOf(path), { passphrase });
  if (!file.ok) return file;
  const key = file.value.content();
  return personalElements(key) ? ok(key) : fail('key-invalid', 'form');
}
