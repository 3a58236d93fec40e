import { canonical } from '#shared/protocol/event.ts';
import {
  CLOCK_SKEW_SECONDS,
  INSTRUCTION_SECONDS,
  INSTRUCTION_TYPE,
  instructionVariant,
  type ShipInstruction,
  shipInstructionSchema,
} from '#shared/protocol/instruction.ts';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, type Partner } from '#main/post/index.ts';
import { claimNumber, reserveNumber, writeResult } from '#main/storage/index.ts';
import { peekJws, randomDigit, randomToken, sha256, tokenHash, variantCDigits, verifyJws } from '#main/vault/index.ts';
import type { Carrier } from './carrier.ts';
import { tellNotShipped } from './ship-answer.ts';
import { readTariff } from './tariff.ts';

/** How long a browser may take to fill in the form. */
export const SESSION_MINUTES = 60;
/** Browsers at one instruction: beyond the customer's own few, somebody else is trying. */
const MOST_SESSIONS = 12;

/**
 * Takes an instruction that a browser posted (PROTOCOL.md §4). With the cookie of the browser that brought it before
 * it goes on where it stood; any other browser starts blank, with a shipping number of its own. Fails with one of
 * `instruction-invalid`, `-foreign`, `-expired`, `-reused`, `partner-unknown`, `partner-suspended`, `too-many`.
 *
 * @returns the token for the browser's cookie
 */
export async function receiveInstruction(
  carrier: Carrier,
  jws: string,
  cookieToken: string | undefined,
): Promise<Result<{ token: string }>> {
  const read = await readInstruction(carrier, jws);
  if (!read.ok) return read;
  const claims = read.value;
  const digest = toBase64Url(sha256(utf8(canonical(claims))));
  const known = await carrier.storage.read
    .selectFrom('ship_request')
    .select('claims_digest')
    .where('mall', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .executeTakeFirst();
  if (known && known.claims_digest !== digest) return fail('instruction-reused');
  if (!known) {
    const timely = checkTime(carrier, claims);
    if (!timely.ok) return timely;
  }
  if (cookieToken !== undefined && (await isOwnSession(carrier, cookieToken, claims)))
    return ok({ token: cookieToken });
  const token = randomToken();
  const isCarried = (await readTariff(carrier.storage.read)).fees[claims.size.size] !== undefined;
  return writeResult(carrier.storage, async (db) => {
    const now = carrier.clock();
    const arrived = await db
      .insertInto('ship_request')
      .values({
        mall: claims.iss,
        jti: claims.jti,
        claims_digest: digest,
        variant: instructionVariant(claims)!,
        contents: claims.contents === undefined ? null : fromBase64Url(claims.contents)!,
        amount: claims.amount?.value ?? null,
        currency: claims.amount?.currency ?? null,
        size: claims.size.size,
        weight: claims.size.weight,
        pay: claims.pay,
        return_url: claims.ret,
        state: isCarried ? 'open' : 'no',
        arrived_at: now.toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (arrived.numInsertedOrUpdatedRows === 0n) {
      const earlier = await db
        .selectFrom('ship_request')
        .select('claims_digest')
        .where('mall', '=', claims.iss)
        .where('jti', '=', claims.jti)
        .executeTakeFirstOrThrow();
      if (earlier.claims_digest !== digest) return fail('instruction-reused');
    } else if (!isCarried) {
      await tellNotShipped(carrier, db, { mall: claims.iss, jti: claims.jti }, 'no');
    }
    const { sessions } = await db
      .selectFrom('ship_session')
      .select((eb) => eb.fn.countAll<number>().as('sessions'))
      .where('mall', '=', claims.iss)
      .where('jti', '=', claims.jti)
      .executeTakeFirstOrThrow();
    if (sessions >= MOST_SESSIONS) return fail('too-many');
    await db
      .insertInto('ship_session')
      .values({
        token_hash: tokenHash(token),
        mall: claims.iss,
        jti: claims.jti,
        number: await reserveShippingNumber(db, claims),
        decided: 0,
        expires_at: new Date(now.getTime() + SESSION_MINUTES * 60_000).toISOString(),
      })
      .execute();
    return ok({ token });
  });
}

/** Random, or in variant c what both sides derive from the contents' hash, so that nobody needs to tell it. */
async function reserveShippingNumber(db: Parameters<typeof claimNumber>[0], claims: ShipInstruction): Promise<string> {
  if (instructionVariant(claims) !== 'c') return claimNumber(db, 'shipping', randomDigit);
  const number = numberFromDigits('shipping', variantCDigits(fromBase64Url(claims.jti)!));
  await reserveNumber(db, number);
  return number;
}

async function isOwnSession(carrier: Carrier, token: string, claims: ShipInstruction): Promise<boolean> {
  const session = await carrier.storage.read
    .selectFrom('ship_session')
    .select('number')
    .where('token_hash', '=', tokenHash(token))
    .where('mall', '=', claims.iss)
    .where('jti', '=', claims.jti)
    .where('expires_at', '>', carrier.clock().toISOString())
    .executeTakeFirst();
  return session !== undefined;
}

async function readInstruction(carrier: Carrier, jws: string): Promise<Result<ShipInstruction>> {
  const peeked = peekJws(jws, 'instruction-invalid');
  if (!peeked.ok) return peeked;
  const issuer = peeked.value.claims['iss'];
  const partner = typeof issuer === 'string' ? await findPartner(carrier.storage.read, issuer) : undefined;
  const mall = checkMall(partner);
  if (!mall.ok) return mall;
  const keys = mall.value.card.keys.filter((key) => key.use === 'sign');
  const verified = await verifyJws(jws, { type: INSTRUCTION_TYPE, keys, code: 'instruction-invalid' });
  if (!verified.ok) return verified;
  const claims = parseClaims(verified.value.payload);
  if (!claims.ok) return claims;
  if (claims.value.iss !== mall.value.id) return fail('instruction-foreign', 'iss');
  if (claims.value.aud !== carrier.self) return fail('instruction-foreign', 'aud');
  if (new URL(claims.value.ret).origin !== new URL(mall.value.card.public).origin) {
    return fail('instruction-foreign', 'ret');
  }
  return claims;
}

function checkMall(partner: Partner | undefined): Result<Partner> {
  if (partner?.role !== 'mall' || partner.state === 'pending') return fail('partner-unknown');
  return partner.state === 'suspended' ? fail('partner-suspended') : ok(partner);
}

function parseClaims(payload: Uint8Array): Result<ShipInstruction> {
  let json: unknown;
  try {
    json = JSON.parse(fromUtf8(payload));
  } catch {
    return fail('instruction-invalid');
  }
  const parsed = shipInstructionSchema.safeParse(json);
  if (!parsed.success) return fail('instruction-invalid', 'claims');
  const { contents, jti } = parsed.data;
  if (contents !== undefined) {
    const bytes = fromBase64Url(contents);
    const parts = bytes && parseEnvelope(bytes);
    if (!parts?.ok || parts.value.kind !== 'contents') return fail('instruction-invalid', 'contents');
    if (instructionVariant(parsed.data) === 'c' && toBase64Url(sha256(bytes!)) !== jti) {
      return fail('instruction-invalid', 'jti');
    }
  }
  return ok(parsed.data);
}

/** On first arrival only: whoever came in time may take its time. */
function checkTime(carrier: Carrier, claims: ShipInstruction): Result<void> {
  const now = carrier.clock().getTime() / 1000;
  if (claims.exp - claims.iat > INSTRUCTION_SECONDS) return fail('instruction-invalid', 'exp');
  if (claims.iat > now + CLOCK_SKEW_SECONDS) return fail('instruction-invalid', 'iat');
  return claims.exp < now - CLOCK_SKEW_SECONDS ? fail('instruction-expired') : ok();
}
