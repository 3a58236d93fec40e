/**
 * What lets a station work cut off: a carrier's last sealing keys, handed to its paired stations and to nobody else, and
 * a key under which a station's own records lie encrypted beside its vault. Only the roles' code for stations calls it.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { concatBytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { openBytes, sealBytes } from './aead.ts';
import { hpkeOpen, hpkeSeal, importSealingKeyPair, isUnusableKey } from './hpke.ts';
import { newKey, publicKeyBytes } from './party-keys.ts';
import type { SealedFile } from './sealed-file.ts';
import { NO_SECRETS, type Secrets, type StoredKey, storedKeySchema } from './secrets.ts';

/** Between whom keys are handed over: sealed for one station of one party they open at no other. */
export interface KeySharing {
  /** Id of the party whose keys they are. */
  readonly party: string;
  /** The station's id. */
  readonly station: string;
}

/** Encrypts what a station keeps: AES-256-GCM, under a key that lies in the vault. */
export interface RestCipher {
  /** @param context names what is sealed, so that one record can't stand in for another */
  readonly seal: (context: string, plaintext: Uint8Array) => Uint8Array<ArrayBuffer>;
  /** `undefined` when key, context or a single bit differ. */
  readonly open: (context: string, sealed: Uint8Array) => Uint8Array<ArrayBuffer> | undefined;
}

export interface StationKeys {
  /** This station's own X25519 public key, 32 raw bytes, that its party seals to; made when it is first asked for. */
  readonly stationKey: () => Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The sealing keys of this party's three newest months, private halves included, sealed by HPKE (RFC 9180, base mode)
   * to a station's key and bound to party and station: `enc(32) ‖ ciphertext`. A month that begins while a station may be
   * cut off counts as one of the three. Fails with `unknown-key` when the 32 bytes are no usable X25519 key.
   *
   * @param publicKey the station's X25519 key, 32 raw bytes
   */
  readonly shareSealingKeys: (publicKey: Uint8Array, sharing: KeySharing) => Promise<Result<Uint8Array<ArrayBuffer>>>;
  /**
   * Puts what `shareSealingKeys` made into this station's vault, in place of those from before; durable when it
   * resolves, and nothing is written when they are here already. Fails with `not-authentic` when it was sealed for
   * another station or party, or altered, and with `damaged` when no keys are in it; then all stays as it was.
   */
  readonly takeSharedKeys: (sealed: Uint8Array, sharing: KeySharing) => Promise<Result<void>>;
  /** The cipher for what lies beside this vault; its key is made when it is first asked for. */
  readonly restCipher: () => Promise<RestCipher>;
  /**
   * Destroys every key and secret in this vault, for a station that was revoked: what was sealed to or with them opens
   * no more. Durable when it resolves. Copies of an older `vault.json` still hold them.
   */
  readonly destroyEverything: () => Promise<void>;
}

/** A station that is cut off goes on for so long; a month that begins meanwhile must not stop it. */
const AHEAD_MS = 7 * 86_400_000;
/** Months. */
const SHARED = 3;
const MOST_SHARED = 24;
const INFO = utf8('tokumei/1 station-keys');
const ENC_BYTES = 32;
/** The key of a station itself ends with the station. */
const ALWAYS = { nbf: '2000-01-01T00:00:00Z', exp: '2100-01-01T00:00:00Z' };

const sharedSchema = z.object({ keys: z.array(storedKeySchema).min(1).max(MOST_SHARED) });

const aadOf = ({ party, station }: KeySharing): Uint8Array => utf8(`${party}|${station}`);

/** Those of the newest months, up to the one that a station may still see; a month has several where one was rotated. */
function lastKeys(keys: readonly StoredKey[], at: Date): StoredKey[] {
  const begun = keys
    .filter(({ use, nbf }) => use === 'seal' && Date.parse(nbf) <= at.getTime() + AHEAD_MS)
    .sort((a, b) => Date.parse(b.nbf) - Date.parse(a.nbf));
  const months = [...new Set(begun.map(monthOf))].slice(0, SHARED);
  return begun.filter((key) => months.includes(monthOf(key))).slice(0, MOST_SHARED);
}

const monthOf = ({ nbf }: StoredKey): string => nbf.slice(0, 7);

/** @param changeKeys replaces the stored keys and takes the new ones into use */
export function holdStationKeys(
  file: SealedFile<Secrets>,
  changeKeys: (next: (keys: readonly StoredKey[]) => StoredKey[]) => Promise<void>,
  now: () => Date,
): StationKeys {
  async function ownKey(): Promise<StoredKey> {
    if (file.content().stationKey === undefined) {
      const stationKey = newKey('seal', ALWAYS);
      // Two first calls at once: the one that is written first stays.
      await file.update((secrets) => ({ stationKey, ...secrets }));
    }
    return file.content().stationKey!;
  }

  return {
    stationKey: async () => publicKeyBytes(await ownKey()),
    shareSealingKeys: async (publicKey, sharing) => {
      const plaintext = utf8(JSON.stringify({ keys: lastKeys(file.content().keys, now()) }));
      try {
        const { enc, ciphertext } = await hpkeSeal({ publicKey, info: INFO, aad: aadOf(sharing), plaintext });
        return ok(concatBytes(enc, ciphertext));
      } catch (cause) {
        if (isUnusableKey(cause)) return fail('unknown-key');
        throw cause;
      } finally {
        plaintext.fill(0);
      }
    },
    takeSharedKeys: async (sealed, sharing) => {
      const own = await ownKey();
      const keyPair = await importSealingKeyPair(fromBase64Url(own.d)!, publicKeyBytes(own));
      const enc = sealed.subarray(0, ENC_BYTES);
      const ciphertext = sealed.subarray(ENC_BYTES);
      const opened = await hpkeOpen(keyPair, { enc, ciphertext, info: INFO, aad: aadOf(sharing) });
      if (!opened.ok) return opened;
      const shared = sharedSchema.safeParse(JSON.parse(fromUtf8(opened.value)));
      opened.value.fill(0);
      if (!shared.success) return fail('damaged');
      const { keys } = shared.data;
      if (!isSameKeys(keys, file.content().keys)) await changeKeys(() => keys);
      return ok();
    },
    restCipher: async () => {
      if (file.content().restKey === undefined) {
        const restKey = toBase64Url(randomBytes(32));
        await file.update((secrets) => ({ restKey, ...secrets }));
      }
      const key = fromBase64Url(file.content().restKey!)!;
      return {
        seal: (context, plaintext) => sealBytes(key, plaintext, context),
        open: (context, sealed) => openBytes(key, sealed, context),
      };
    },
    destroyEverything: async () => {
      await file.update(() => NO_SECRETS);
      await changeKeys(() => []);
    },
  };
}

function isSameKeys(one: readonly StoredKey[], other: readonly StoredKey[]): boolean {
  return one.length === other.length && one.every(({ x }, index) => x === other[index]?.x);
}
