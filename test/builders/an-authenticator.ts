/** An authenticator with one passkey after another, as a browser would speak for it (W3C Web Authentication Level 3). */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { encode } from 'cborg';
import { toBase64Url } from '#shared/bytes.ts';
import type { PasskeyCreation, PasskeyRequest } from '#main/vault/index.ts';

interface Made {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly handle: string;
}

/** What an authenticator or a browser may get wrong. */
export interface Wrongs {
  readonly origin?: string;
  readonly host?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** The user was there, but nobody checked who it was. */
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly handle?: string;
}

export interface TestAuthenticator {
  counter: number;
  readonly made: Made[];
  create(options: PasskeyCreation, wrongs?: Wrongs): unknown;
  /** Signs with the passkey that is asked for; with its first one when none of its own is. */
  get(options: PasskeyRequest, wrongs?: Wrongs): SignedAssertion;
}

export interface SignedAssertion {
  id: string;
  rawId: string;
  type: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle: string };
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const text64 = (bytes: Uint8Array): string => toBase64Url(new Uint8Array(bytes));

export function anAuthenticator(origin: string): TestAuthenticator {
  const host = new URL(origin).hostname;
  const made: Made[] = [];

  function clientData(type: string, challenge: string, wrongs: Wrongs): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: wrongs.type ?? type,
        challenge: wrongs.challenge ?? challenge,
        origin: wrongs.origin ?? origin,
        crossOrigin: false,
      }),
    );
  }

  function authenticatorData(wrongs: Wrongs, attested?: Buffer): Buffer {
    const flags = 0x01 | (wrongs.unverified ? 0 : 0x04) | (attested ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wrongs.counter ?? authenticator.counter);
    return Buffer.concat([sha256(wrongs.host ?? host), Buffer.from([flags]), counter, attested ?? Buffer.alloc(0)]);
  }

  const authenticator: TestAuthenticator = {
    counter: 1,
    made,
    create: (options, wrongs = {}) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x, y } = publicKey.export({ format: 'jwk' });
      const id = randomBytes(20);
      made.push({ id: text64(id), privateKey, handle: options.user.id });
      const key = encode(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x!, 'base64url')],
          [-3, Buffer.from(y!, 'base64url')],
        ]),
      );
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = authenticatorData(wrongs, Buffer.concat([Buffer.alloc(16), length, id, key]));
      const attestation = encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      return {
        id: text64(id),
        rawId: text64(id),
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: text64(clientData('webauthn.create', options.challenge, wrongs)),
          attestationObject: text64(attestation),
          transports: ['internal'],
        },
      };
    },
    get: (options, wrongs = {}) => {
      const asked = options.allowCredentials?.map(({ id }) => id) ?? [];
      const used = made.find(({ id }) => asked.includes(id)) ?? made[0]!;
      authenticator.counter++;
      const client = clientData('webauthn.get', options.challenge, wrongs);
      const data = authenticatorData(wrongs);
      return {
        id: used.id,
        rawId: used.id,
        type: 'public-key',
        response: {
          clientDataJSON: text64(client),
          authenticatorData: text64(data),
          signature: text64(sign('sha256', Buffer.concat([data, sha256(client)]), used.privateKey)),
          userHandle: wrongs.handle ?? used.handle,
        },
      };
    },
  };
  return authenticator;
}
