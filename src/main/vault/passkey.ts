/**
 * Passkeys (W3C Web Authentication Level 3): the signature of an authenticator in a browser instead of a password. The
 * options that a page hands to its browser, and the check of what the browser brings back. Which card a passkey is for
 * is the caller's to know.
 */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { fromBase64Url } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** For whom a passkey is: it answers nobody else's page. */
export interface PasskeyPlace {
  /** Host name of the pages ("RP ID"). */
  readonly host: string;
  /** Their origin: scheme, host and port. */
  readonly origin: string;
}

export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  /** COSE key (RFC 9053). */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** How often the authenticator says that it signed; stays 0 with one that does not count. */
  readonly counter: number;
  /** How the browser reaches the authenticator: `internal`, `usb` … */
  readonly transports: readonly string[];
}

/** What a passkey is named by in a request; of it the browser needs no more. */
export type PasskeyName = Pick<Passkey, 'id' | 'transports'>;

/** For `navigator.credentials.create`, as JSON. */
export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;
/** For `navigator.credentials.get`, as JSON. */
export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;

/** The time a customer has, in milliseconds; challenges are kept no longer. */
export const PASSKEY_MS = 300_000;
/**
 * COSE algorithms (RFC 9053): EdDSA, ES256, RS256 – what every runtime that this party may move to can verify, and no
 * newer one that only this runtime happens to have.
 */
const ALGORITHMS = [-8, -7, -257];
const MOST = 16_384;

const base64Url = z
  .string()
  .max(MOST)
  .regex(/^[\w-]+$/);
const credentialSchema = z.object({
  id: base64Url.max(1366),
  rawId: base64Url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional().catch(undefined),
});
const creationSchema = credentialSchema.extend({
  response: z.object({
    clientDataJSON: base64Url,
    attestationObject: base64Url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(8)
      .optional()
      .catch(undefined),
  }),
});
const assertionSchema = credentialSchema.extend({
  response: z.object({
    clientDataJSON: base64Url,
    authenticatorData: base64Url,
    signature: base64Url,
    userHandle: base64Url.max(128).nullish(),
  }),
});

/** An assertion of the right form, not yet checked. */
export type PasskeyAssertion = z.infer<typeof assertionSchema>;

/** Parses what a browser brings; `undefined` for anything of another form. */
export function readAssertion(brought: unknown): PasskeyAssertion | undefined {
  return assertionSchema.safeParse(brought).data;
}

/** Loaded when first needed: two of three roles never do. */
const library = () => import('@simplewebauthn/server');

/**
 * Options with a fresh challenge (32 random bytes) for making a passkey that verifies its user, by PIN or finger.
 *
 * @param holder.handle random bytes, base64url, the same for all passkeys of one holder and told to nobody else
 * @param holder.label what the authenticator shows its owner
 * @param holder.known an authenticator that has one of these makes no second
 */
export async function askForNewPasskey(
  place: PasskeyPlace,
  holder: {
    readonly party: string;
    readonly handle: string;
    readonly label: string;
    readonly known: readonly PasskeyName[];
  },
): Promise<PasskeyCreation> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: holder.party,
    rpID: place.host,
    userID: fromBase64Url(holder.handle)!,
    userName: holder.label,
    userDisplayName: holder.label,
    timeout: PASSKEY_MS,
    attestationType: 'none',
    excludeCredentials: holder.known.map(named),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/**
 * A passkey just made for a challenge of ours, its user verified. Fails with `passkey-refused`, whatever was wrong: form,
 * challenge, origin, host, flags, signature.
 */
export async function acceptPasskey(
  place: PasskeyPlace,
  challenge: string,
  brought: unknown,
): Promise<Result<Passkey>> {
  const parsed = creationSchema.safeParse(brought);
  if (!parsed.success) return fail('passkey-refused');
  const { verifyRegistrationResponse } = await library();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...parsed.data, clientExtensionResults: {} } as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return fail('passkey-refused');
    const { id, publicKey, counter } = registrationInfo.credential;
    return ok({ id, publicKey, counter, transports: parsed.data.response.transports ?? [] });
  } catch {
    return fail('passkey-refused');
  }
}

/** Options with a fresh challenge for an assertion by one of these passkeys, its user verified. */
export async function askForPasskey(place: PasskeyPlace, passkeys: readonly PasskeyName[]): Promise<PasskeyRequest> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: place.host,
    allowCredentials: passkeys.map(named),
    timeout: PASSKEY_MS,
    userVerification: 'required',
  });
}

/**
 * Whether this passkey signed this challenge of ours, at our origin, its user verified, and counted on since.
 * Fails with `passkey-refused`, whatever was wrong. Returns the authenticator's counter, to be kept.
 *
 * @param passkey found by the assertion's own id; the signature does not cover the id
 */
export async function checkPasskey(
  place: PasskeyPlace,
  challenge: string,
  assertion: PasskeyAssertion,
  passkey: Passkey,
): Promise<Result<{ counter: number }>> {
  const { verifyAuthenticationResponse } = await library();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} } as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      credential: { id: passkey.id, publicKey: passkey.publicKey, counter: passkey.counter },
      requireUserVerification: true,
    });
    return verified ? ok({ counter: authenticationInfo.newCounter }) : fail('passkey-refused');
  } catch {
    return fail('passkey-refused');
  }
}

function named({ id, transports }: PasskeyName): { id: string; transports?: string[] } {
  return transports.length === 0 ? { id } : { id, transports: [...transports] };
}
