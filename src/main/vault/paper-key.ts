/**
 * 32 secret bytes as people write and type them: Crockford's base 32, which has no I, L, O and U, in 14 groups of 4. The
 * last 3 of 35 bytes are a check sum: a wrong character is found, not used.
 */
import { fail, ok, type Result } from '#shared/result.ts';
import { sha256 } from './digest.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_BYTES = 32;
const CHECK_BYTES = 3;
const LENGTH = ((SECRET_BYTES + CHECK_BYTES) * 8) / 5;

export function paperKeyText(secret: Uint8Array): string {
  const bytes = Buffer.concat([secret, checkOf(secret)]);
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let at = 0; at < LENGTH; at++) {
    text = ALPHABET[Number(value & 31n)]! + text;
    value >>= 5n;
  }
  return text.match(/.{4}/g)!.join(' ');
}

/** Forgives blanks, dashes, small letters, and O, I and L for the digits that they look like. */
export function readPaperKeyText(typed: string): Result<Uint8Array> {
  const wrong = fail('field-invalid', 'recovery-key');
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (text.length !== LENGTH) return wrong;
  let value = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return wrong;
    value = (value << 5n) | BigInt(digit);
  }
  const bytes = Buffer.from(value.toString(16).padStart((SECRET_BYTES + CHECK_BYTES) * 2, '0'), 'hex');
  const secret = new Uint8Array(bytes.subarray(0, SECRET_BYTES));
  return Buffer.compare(bytes.subarray(SECRET_BYTES), checkOf(secret)) === 0 ? ok(secret) : wrong;
}

function checkOf(secret: Uint8Array): Uint8Array {
  return sha256(secret).subarray(0, CHECK_BYTES);
}
