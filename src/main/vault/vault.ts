/**
 * A party's cellar: every private key it has lies here, sealed in `vault.json`, and never leaves. Roles call it to open
 * what was sealed to them and to sign; doors get from it what a TLS listener must hold. It knows neither orders nor
 * addresses: to it they are bytes.
 */
import { createHmac, createPrivateKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { EnvelopeBinding } from '#shared/protocol/envelope.ts';
import type { Peer } from '#shared/protocol/pairwise.ts';
import type { CardKey } from '#shared/protocol/party-card.ts';
import { fail, ok, type Result, UnexpectedFailure } from '#shared/result.ts';
import { X25519_PKCS8 } from './hpke.ts';
import { signJws } from './jws.ts';
import { holdPairKeys, type PairKeys } from './pair-keys.ts';
import {
  currentSigningKey,
  importKeyRing,
  keyIdOf,
  type KeyTimes,
  newestSigningKey,
  newKey,
  openEnvelope,
  publicKeyOf,
  type SigningKey,
  storedKey,
} from './party-keys.ts';
import { type Resealing, resealEnvelope } from './reseal.ts';
import { createSealedFile, openSealedFile, SCRYPT_COST, type ScryptCost, type SealedFile } from './sealed-file.ts';
import { NO_SECRETS, type Secrets, type StoredKey, VAULT_FILE } from './secrets.ts';
import { selfTest } from './self-test.ts';
import { holdStationKeys, type StationKeys } from './station-keys.ts';
import { holdStationAuthority, type StationAuthority } from './station-authority.ts';
import { holdTlsIdentities, type TlsIdentities } from './tls-identities.ts';

export interface VaultOptions {
  /** Cost of the passphrase's hash; cheaper for tests and the demo. Used when a passphrase is set. */
  readonly scrypt?: ScryptCost;
  /** The clock that decides which signing key is current and which certificate has run out. */
  readonly now?: () => Date;
}

export interface Vault extends TlsIdentities, PairKeys, StationAuthority, StationKeys {
  /** A new X25519 key, in the vault and durable when it returns. */
  readonly newSealingKey: (times: KeyTimes) => Promise<CardKey>;
  /** A new Ed25519 key, in the vault and durable when it returns. */
  readonly newSigningKey: (times: KeyTimes) => Promise<CardKey>;
  /**
   * Brings in a sealing key from elsewhere: after a restore, or from the program used before.
   * Fails with `field-invalid` when it is not 32 bytes, `wrong-state` (about: the key id) when it is here already.
   *
   * @param privateKey X25519, 32 raw bytes
   */
  readonly importSealingKey: (privateKey: Uint8Array, times: KeyTimes) => Promise<Result<CardKey>>;
  /** Public parts of all keys, sealing and signing, current or not, oldest first. */
  readonly publicKeys: () => readonly CardKey[];
  /**
   * Destroys the private sealing keys whose time ended before then (PROTOCOL.md §2: after the retention time a label
   * opens for nobody). Copies of an older `vault.json`, as in backups, still hold them: they must go too.
   *
   * @returns key ids of what was destroyed, 8 hexadecimal digits each
   */
  readonly destroyKeys: (before: Date) => Promise<readonly string[]>;
  /**
   * Opens an envelope: the plaintext CBOR without padding. Fails closed with exactly one of `damaged` (length),
   * `unknown-version`, `wrong-kind`, `unknown-key` (about: the key id), `not-authentic` (tag), `damaged` (padding),
   * tried in this order (PROTOCOL.md §2).
   *
   * With a peer it opens version 2 alone – sealed under the key in common with that peer, and by nobody else – and
   * without one version 1 alone; the other is `unknown-version`. Before all these it then fails as `pairwise` does.
   *
   * @param binding what the envelope must be bound to, by the opener's own knowledge
   * @param peer who must have sealed it
   */
  readonly open: (envelope: Uint8Array, binding: EnvelopeBinding, peer?: Peer) => Promise<Result<Uint8Array>>;
  /**
   * Opens an envelope of version 1 and seals its plaintext anew, to somebody else's key and under another binding. The
   * plaintext never leaves the vault; the buffers that held it are overwritten before this resolves, also where sealing
   * fails. The platform's own working memory is beyond that; it is wiped by the platform as it is given back.
   *
   * Fails as `open` does; with `too-large` when no bucket of the new kind holds it, with `unknown-key` (about: the key
   * id) when the new 32 bytes are no usable key. What comes out proves no more about its sender than any envelope.
   *
   * @param resealing.from what the envelope must be bound to
   * @param resealing.publicKey X25519, 32 raw bytes, of whoever is to open the new one
   * @param resealing.to what the new envelope is bound to
   */
  readonly reseal: (envelope: Uint8Array, resealing: Resealing) => Promise<Result<Uint8Array<ArrayBuffer>>>;
  /**
   * JWS compact (RFC 7515), `alg` EdDSA, by the signing key that is valid now – of several the oldest, which every
   * partner has compared; `kid` is its RFC 7638 thumbprint. Throws `UnexpectedFailure` with `key-expired` when none is.
   *
   * @param type the `typ` header
   * @param header further protected header parameters
   */
  readonly sign: (type: string, payload: string | Uint8Array, header?: Record<string, unknown>) => Promise<string>;
  /**
   * As `sign`, by the newest of the keys that are valid: for the party's card alone, which must be signed by the very
   * key whose fingerprint staff compare.
   */
  readonly signCard: (type: string, payload: string | Uint8Array) => Promise<string>;
  /** As `sign`, by the newest valid key: whoever takes it has compared that key. */
  readonly signNewest: Vault['sign'];
  /**
   * Ends the use of a key before its time: from then on nobody is to seal to it, or this party to sign with it. What
   * was sealed to it opens as before. A sealing key that has not begun by then is destroyed.
   * Fails with `unknown-key` where there is none with this public half.
   *
   * @param x the key's public half as it stands on the card
   */
  readonly endKey: (x: string, at: Date) => Promise<Result<void>>;
  /**
   * HMAC-SHA256 under a key of this vault, base64url: finds what must be looked up but not be readable at rest, a card
   * number say. The same text under another purpose gives another hash.
   */
  readonly keyedHash: (purpose: string, text: string) => Promise<string>;
  /**
   * Keeps a text that must not lie in the clear: the password for a mail server, say. Durable when it resolves; another
   * under the same name replaces it, an empty one removes it.
   */
  readonly setSecret: (name: string, text: string) => Promise<void>;
  /** What `setSecret` kept. For whoever has to show it to the other server; never for a screen. */
  readonly secret: (name: string) => string | undefined;
  /** Sets another passphrase. A copy of the file from before still opens with the old one. */
  readonly changePassphrase: (passphrase: string) => Promise<Result<void>>;
  /**
   * Makes the vault open also for a random 32-byte secret that the desktop shell keeps in the operating system's
   * secret store. One at a time: an earlier one no longer opens it.
   */
  readonly addDeviceKey: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly removeDeviceKey: () => Promise<void>;
}

const pathIn = (folder: string): string => join(folder, VAULT_FILE.fileName);

/**
 * Creates an empty vault in a data folder, which is made when it is missing.
 * Fails with `wrong-state` when there is one, `field-missing` when the passphrase is empty.
 */
export async function createVault(
  folder: string,
  passphrase: string,
  options: VaultOptions = {},
): Promise<Result<Vault>> {
  await selfTest();
  const cost = options.scrypt ?? SCRYPT_COST;
  const file = await createSealedFile(pathIn(folder), VAULT_FILE, passphrase, cost, NO_SECRETS);
  return file.ok ? ok(await holdVault(file.value, options)) : file;
}

/** Fails with `wrong-passphrase`, `vault-damaged`, or `not-found` when the folder has no vault. */
export async function openVault(
  folder: string,
  passphrase: string,
  options: VaultOptions = {},
): Promise<Result<Vault>> {
  return openWith(folder, { passphrase }, options);
}

/** As `openVault`, with the secret that `addDeviceKey` returned. */
export async function openVaultWithDeviceKey(
  folder: string,
  deviceKey: Uint8Array,
  options: VaultOptions = {},
): Promise<Result<Vault>> {
  return openWith(folder, { deviceKey }, options);
}

async function openWith(
  folder: string,
  unlock: { readonly passphrase: string } | { readonly deviceKey: Uint8Array },
  options: VaultOptions,
): Promise<Result<Vault>> {
  await selfTest();
  const file = await openSealedFile(pathIn(folder), VAULT_FILE, unlock);
  return file.ok ? ok(await holdVault(file.value, options)) : file;
}

function signWith(
  key: SigningKey | undefined,
  type: string,
  payload: string | Uint8Array,
  header: Record<string, unknown>,
): Promise<string> {
  if (!key) throw new UnexpectedFailure({ code: 'key-expired', about: 'sign' });
  return signJws(key.privateKey, payload, { ...header, typ: type, kid: key.kid });
}

async function holdVault(file: SealedFile<Secrets>, options: VaultOptions): Promise<Vault> {
  const now = options.now ?? (() => new Date());
  let ring = await importKeyRing(file.content().keys);
  let refreshed = Promise.resolve();

  async function changeKeys(next: (keys: readonly StoredKey[]) => StoredKey[]): Promise<void> {
    await file.update((secrets) => ({ ...secrets, keys: next(secrets.keys) }));
    // One after another: an import that takes long must not bring back an older ring.
    refreshed = refreshRing(refreshed);
    await refreshed;
  }

  async function refreshRing(before: Promise<void>): Promise<void> {
    await before;
    ring = await importKeyRing(file.content().keys);
  }

  async function addKey(key: StoredKey): Promise<CardKey> {
    await changeKeys((keys) => [...keys, key]);
    return publicKeyOf(key);
  }

  function freshSealingKey(times: KeyTimes): StoredKey {
    const key = newKey('seal', times);
    // An envelope names its key by 4 bytes: two keys of one party may not share them.
    return ring.sealing.has(keyIdOf(key)) ? freshSealingKey(times) : key;
  }

  let hashKeyMade: Promise<void> | undefined;
  function makeHashKey(): Promise<void> {
    const hashKey = toBase64Url(randomBytes(32));
    return file.update((secrets) => ({ hashKey, ...secrets }));
  }

  const pairKeys = holdPairKeys(file);

  return {
    ...holdTlsIdentities(file, now),
    ...holdStationAuthority(file, now),
    ...pairKeys,
    ...holdStationKeys(file, changeKeys, now),
    newSealingKey: (times) => addKey(freshSealingKey(times)),
    newSigningKey: (times) => addKey(newKey('sign', times)),
    importSealingKey: async (privateKey, times) => {
      if (privateKey.length !== 32) return fail('field-invalid', 'privateKey');
      const der = Buffer.concat([X25519_PKCS8, privateKey]);
      const key = storedKey(createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }), 'seal', times);
      return ring.sealing.has(keyIdOf(key)) ? fail('wrong-state', keyIdOf(key)) : ok(await addKey(key));
    },
    publicKeys: () => file.content().keys.map(publicKeyOf),
    destroyKeys: async (before) => {
      const isOver = (key: StoredKey): boolean => key.use === 'seal' && Date.parse(key.exp) < before.getTime();
      const destroyed = file.content().keys.filter(isOver).map(keyIdOf);
      if (destroyed.length > 0) await changeKeys((keys) => keys.filter((key) => !isOver(key)));
      return destroyed;
    },
    keyedHash: async (purpose, text) => {
      if (file.content().hashKey === undefined) {
        // However many first calls there are at once, one key is made and one file written.
        hashKeyMade ??= makeHashKey().finally(() => (hashKeyMade = undefined));
        await hashKeyMade;
      }
      const key = fromBase64Url(file.content().hashKey!)!;
      return createHmac('sha256', key).update(`${purpose}\0${text}`).digest('base64url');
    },
    open: async (envelope, binding, peer) => {
      if (peer === undefined) return openEnvelope(ring, envelope, binding);
      const scheme = await pairKeys.pairwise(binding.recipient, peer);
      return scheme.ok ? scheme.value.open(envelope, binding) : scheme;
    },
    reseal: (envelope, resealing) => resealEnvelope(ring, envelope, resealing),
    sign: async (type, payload, header = {}) => signWith(currentSigningKey(ring, now()), type, payload, header),
    signCard: async (type, payload) => signWith(newestSigningKey(ring, now()), type, payload, {}),
    signNewest: async (type, payload, header = {}) => signWith(newestSigningKey(ring, now()), type, payload, header),
    endKey: async (x, at) => {
      const ending = file.content().keys.find((key) => key.x === x);
      if (!ending) return fail('unknown-key');
      const isUnused = ending.use === 'seal' && Date.parse(ending.nbf) >= at.getTime();
      const exp = new Date(Math.min(at.getTime(), Date.parse(ending.exp))).toISOString();
      await changeKeys((keys) =>
        isUnused ? keys.filter((key) => key.x !== x) : keys.map((key) => (key.x === x ? { ...key, exp } : key)),
      );
      return ok();
    },
    setSecret: (name, text) =>
      file.update((secrets) => {
        const { [name]: _, ...others } = secrets.named ?? {};
        return { ...secrets, named: text === '' ? others : { ...others, [name]: text } };
      }),
    secret: (name) => file.content().named?.[name],
    changePassphrase: async (passphrase) => {
      if (passphrase === '') return fail('field-missing', 'passphrase');
      return ok(await file.changePassphrase(passphrase, options.scrypt ?? SCRYPT_COST));
    },
    addDeviceKey: file.addDeviceKey,
    removeDeviceKey: file.removeDeviceKey,
  };
}
