/**
 * How the parties of a sealed order confirm each other before a bundle is made (MISSION.md C6): the customer's terminal
 * seals a nonce to a party, the party opens it and seals the nonce back. Under a key in common both ends prove themselves;
 * by HPKE the party alone does, to a reply key that the terminal drew for this one answer.
 */
import { z } from 'zod';
import type { Result } from '../result.ts';
import { decodeMap, encodeMap } from './cbor-map.ts';
import type { EnvelopeBinding } from './envelope.ts';

export const NONCE_BYTES = 32;

export interface Challenge {
  readonly mall: string;
  /** Unix seconds. */
  readonly expires: number;
  readonly nonce: Uint8Array;
  /** X25519, 32 bytes: where the answer is sealed to, when there is no key in common. */
  readonly replyKey?: Uint8Array;
}

/** 1 mall, 3 expiry in Unix seconds, 5 nonce, 6 reply key. It has no body, so no order part is one. */
export function encodeChallenge({ mall, expires, nonce, replyKey }: Challenge): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, mall],
    [3, expires],
    [5, nonce],
    [6, replyKey],
  ]);
}

const exactly = (bytes: number): z.ZodType<Uint8Array> =>
  z.instanceof(Uint8Array).refine((value) => value.length === bytes);

const challengeMap = z
  .object({
    1: z.string(),
    3: z.int(),
    4: z.undefined().optional(),
    5: exactly(NONCE_BYTES),
    6: exactly(32).optional(),
  })
  .transform((map): Challenge => ({
    mall: map[1],
    expires: map[3],
    nonce: map[5],
    ...(map[6] && { replyKey: map[6] }),
  }));

/** Fails with `damaged`. */
export function decodeChallenge(plaintext: Uint8Array): Result<Challenge> {
  return decodeMap(plaintext, challengeMap);
}

export interface ChallengeAnswer {
  /** Who answers. */
  readonly party: string;
  readonly nonce: Uint8Array;
}

/** 1 party, 5 nonce. */
export function encodeAnswer({ party, nonce }: ChallengeAnswer): Uint8Array<ArrayBuffer> {
  return encodeMap([
    [1, party],
    [5, nonce],
  ]);
}

const answerMap = z
  .object({ 1: z.string(), 5: exactly(NONCE_BYTES) })
  .transform((map): ChallengeAnswer => ({ party: map[1], nonce: map[5] }));

/** Fails with `damaged`. */
export function decodeAnswer(plaintext: Uint8Array): Result<ChallengeAnswer> {
  return decodeMap(plaintext, answerMap);
}

/** @param customer the pseudonym, or `buyer` where the answer goes to a reply key */
export function answerBinding(customer: string, number: string, mall: string): EnvelopeBinding {
  return { kind: 'order', recipient: customer, number, issuer: mall };
}
