/** Known answers from elsewhere: what this program must give, byte for byte. */
import { readFileSync } from 'node:fs';
import type { EnvelopeKind } from '#shared/protocol/envelope.ts';

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

type BlomEnvelope = Hex<'salt' | 'commonKey' | 'info' | 'key' | 'nonce' | 'aad' | 'plaintext' | 'envelope'> & {
  readonly scheme: 'blom' | 'agreed';
  readonly sender: string;
  readonly recipient: string;
  readonly kind: EnvelopeKind;
  readonly issuer?: string;
  readonly number: string;
};

/** A key centre with t = 3, its keys and envelopes of version 2, by a second program in another language. */
export const blomVector = read<{
  readonly prime: string;
  readonly threshold: number;
  readonly matrix: readonly (readonly string[])[];
  readonly identifiers: readonly { readonly id: string; readonly point: string; readonly key: readonly string[] }[];
  readonly pairs: readonly { readonly ends: readonly [string, string]; readonly element: string }[];
  readonly envelopes: readonly BlomEnvelope[];
}>('./blom.json');
