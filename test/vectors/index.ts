/** Known answers from elsewhere: what this program must give, byte for byte. */
import { readFileSync } from 'node:fs';

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;
}

type Hex<Names extends string> = Readonly<Record<Names, string>>;

/** One addressee, by an independent implementation (PROTOCOL.md §2): hexadecimal but for number, party and label text. */
export const envelopeVector = read<Hex<'number' | 'party' | 'skR' | 'pkR' | 'skE' | 'cbor' | 'envelope' | 'text'>>(
  './envelope-vector.json',
);

type HpkeVector = { readonly source: string; readonly kem: number; readonly kdf: number; readonly aead: number } & Hex<
  'info' | 'skE' | 'pkR' | 'skR' | 'enc' | 'aad' | 'plaintext' | 'ciphertext'
>;

/** Published numbers of RFC 9180, base mode, first message of each context. */
export const rfc9180 = read<readonly HpkeVector[]>('./rfc9180-base.json');
