import type { z } from 'zod';
import {
  CLOCK_SKEW_SECONDS,
  INSTRUCTION_SECONDS,
  INSTRUCTION_TYPE,
  instructionVariant,
} from '#shared/protocol/instruction.ts';
import { canonical } from '#shared/protocol/event.ts';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { maySend } from '#shared/protocol/may-send.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { peekJws, sha256, verifyJws } from '#main/vault/index.ts';
import { findPartner, type Partner } from './find-partner.ts';
import type { Post } from './post.ts';

/** What every instruction claims, whatever it asks for. */
export interface InstructionClaims {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly contents?: string | undefined;
  readonly ret: string;
}

export type InstructionSchema<C> = z.ZodType<C>;

export interface ReadInstruction<C> {
  readonly mall: Partner;
  readonly claims: C;
  /** SHA-256 of the claims, base64url: the same `jti` with other claims is another instruction. */
  readonly digest: string;
}

/**
 * Reads an instruction that a customer's browser brought from a mall (PROTOCOL.md §4): who signed it, for whom it is,
 * where it returns to. Whether it came in time is `checkInstructionTime`, for first arrivals. Fails with
 * `partner-unknown`, `partner-suspended`, `message-not-allowed`, `instruction-invalid` or `instruction-foreign`.
 */
export async function readInstruction<C extends InstructionClaims>(
  post: Post,
  schema: InstructionSchema<C>,
  jws: string,
): Promise<Result<ReadInstruction<C>>> {
  const peeked = peekJws(jws, 'instruction-invalid');
  if (!peeked.ok) return peeked;
  const issuer = peeked.value.claims['iss'];
  const partner = typeof issuer === 'string' ? await findPartner(post.storage.read, issuer) : undefined;
  if (partner?.role !== 'mall' || partner.state === 'pending') return fail('partner-unknown');
  if (partner.state === 'suspended') return fail('partner-suspended');
  if (!maySend(partner, post.role, 'instruction')) return fail('message-not-allowed', 'instruction');
  const { keys } = partner.card;
  const at = post.clock();
  const verified = await verifyJws(jws, { type: INSTRUCTION_TYPE, keys, code: 'instruction-invalid', at });
  if (!verified.ok) return verified;
  const claims = parseClaims(schema, verified.value.payload);
  if (!claims.ok) return claims;
  const { iss, aud, ret } = claims.value;
  if (iss !== partner.id) return fail('instruction-foreign', 'iss');
  if (aud !== post.self) return fail('instruction-foreign', 'aud');
  if (new URL(ret).origin !== new URL(partner.card.public).origin) return fail('instruction-foreign', 'ret');
  return ok({ mall: partner, claims: claims.value, digest: toBase64Url(sha256(utf8(canonical(claims.value)))) });
}

function parseClaims<C extends InstructionClaims>(schema: InstructionSchema<C>, payload: Uint8Array): Result<C> {
  let json: unknown;
  try {
    json = JSON.parse(fromUtf8(payload));
  } catch {
    return fail('instruction-invalid');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return fail('instruction-invalid', 'claims');
  const wrong = checkContents(parsed.data);
  return wrong === undefined ? ok(parsed.data) : fail('instruction-invalid', wrong);
}

/** Which of the two is not what it should be: an envelope of product names, and in variant c its digest. */
export function checkContents({
  jti,
  contents,
}: Pick<InstructionClaims, 'jti' | 'contents'>): 'contents' | 'jti' | undefined {
  if (contents === undefined) return undefined;
  const bytes = fromBase64Url(contents);
  const parts = bytes && parseEnvelope(bytes);
  if (!bytes || !parts?.ok || parts.value.kind !== 'contents') return 'contents';
  return instructionVariant({ jti, contents }) === 'c' && toBase64Url(sha256(bytes)) !== jti ? 'jti' : undefined;
}

/** On first arrival only: whoever came in time may take its time. Fails with `instruction-expired` or `-invalid`. */
export function checkInstructionTime(post: Post, claims: InstructionClaims): Result<void> {
  const now = post.clock().getTime() / 1000;
  if (claims.exp - claims.iat > INSTRUCTION_SECONDS) return fail('instruction-invalid', 'exp');
  if (claims.iat > now + CLOCK_SKEW_SECONDS) return fail('instruction-invalid', 'iat');
  return claims.exp < now - CLOCK_SKEW_SECONDS ? fail('instruction-expired') : ok();
}
