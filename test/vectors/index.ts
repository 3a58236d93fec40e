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

type Plaintext = { readonly about: string; readonly value: unknown } & Hex<'cbor'>;
type OrderEnvelope = Hex<'recipient' | 'issuer' | 'number' | 'skR' | 'pkR' | 'skE' | 'cbor' | 'envelope'> & {
  readonly about: 'part' | 'challenge' | 'answer' | 'confirmation' | 'identity' | 'pin' | 'resealed';
  readonly kind: EnvelopeKind;
};
export type OrderPlaintextKind =
  | 'orderPart'
  | 'goodsPart'
  | 'cardPart'
  | 'destinationPart'
  | 'giftPart'
  | 'challenge'
  | 'answer'
  | 'identity'
  | 'pin'
  | 'confirmation';

/**
 * What sealed orders and wallets hold, and one envelope of each binding, by a second program in another language. Bytes
 * are hexadecimal.
 */
export const orderPlaintexts = read<
  Readonly<Record<OrderPlaintextKind, readonly Plaintext[]>> & {
    readonly damaged: readonly ({ readonly kind: OrderPlaintextKind; readonly about: string } & Hex<'cbor'>)[];
    readonly serial: string;
    /** A wallet's file, with the agency's public key; SHA-256 is what a confirmation names it by. */
    readonly wallet: {
      readonly x: string;
      readonly kid: string;
      readonly payload: Readonly<Record<string, string>>;
      readonly jws: string;
      readonly sha256: string;
    };
    readonly envelopes: readonly OrderEnvelope[];
  }
>('./order-plaintexts.json');
