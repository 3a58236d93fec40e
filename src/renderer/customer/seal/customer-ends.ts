/**
 * The customer's ends towards the parties of one order, by whatever key there is: one of the customer's own files, or the
 * party's public key. Called by the page of sealed orders; nothing here sends or keeps anything.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import {
  envelopeAad,
  type EnvelopeBinding,
  envelopeInfo,
  parseEnvelope,
  unpadPlaintext,
} from '#shared/protocol/envelope.ts';
import { type CustomerEnd, pairwiseEnd, publicKeyEnd, type ReplyKey } from '#shared/protocol/make-bundle.ts';
import {
  type AgreedKey,
  agreedKeySchema,
  type CustomerKeys,
  parseJson,
  pseudonymSchema,
  readCustomerKeys,
} from '#shared/protocol/personal-key.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { agreedScheme, customerScheme, publicKeyScheme } from './sealing-scheme.ts';

/** What a key file holds. */
export type KeyFile = CustomerKeys | AgreedKey;

/** Larger ones are no key files: 64 keys of the largest threshold. */
export const LARGEST_KEY_FILE = 4 * 1024 * 1024;

/** A customer's file of personal keys, or a key agreed beforehand under a pseudonym. Fails with `key-invalid`. */
export function readKeyFile(text: string): Result<KeyFile> {
  const agreed = parseJson(text, agreedKeySchema);
  if (!agreed) return readCustomerKeys(text);
  return agreed.ends.some((end) => isPseudonym(end)) ? ok(agreed) : fail('key-invalid', 'id');
}

const isPseudonym = (id: string): boolean => pseudonymSchema.safeParse(id).success;

/** The pseudonym under which a file has a key for a party. */
function ownEnd(file: KeyFile, party: string): string | undefined {
  if (file.tokumei === 'customer-keys/1') return file.keys.find((key) => key.for === party)?.id;
  return file.ends.includes(party) ? file.ends.find((end) => end !== party && isPseudonym(end)) : undefined;
}

/** Whether a file has a key for a party. */
export function hasKeyFor(file: KeyFile, party: string): boolean {
  return ownEnd(file, party) !== undefined;
}

/** The end of the first file that has a key for the party; `undefined` where none has. Fails as the files' schemes do. */
export async function endByFile(files: readonly KeyFile[], party: string): Promise<Result<CustomerEnd> | undefined> {
  const file = files.find((each) => hasKeyFor(each, party));
  if (!file) return undefined;
  const id = ownEnd(file, party)!;
  if (file.tokumei === 'agreed-key/1') {
    const scheme = agreedScheme(file, id, party);
    return scheme.ok ? ok(pairwiseEnd(scheme.value, { scheme: 'agreed', id })) : scheme;
  }
  const end = await customerScheme(file, party);
  return end.ok ? ok(pairwiseEnd(end.value.scheme, { scheme: 'blom', ...end.value.peer })) : end;
}

/** The end towards a public key, X25519, 32 bytes, with a reply key of its own. */
export async function endByPublicKey(publicKey: Uint8Array<ArrayBuffer>): Promise<CustomerEnd> {
  return publicKeyEnd(publicKeyScheme(publicKey), await drawReplyKey());
}

/** Nobody can take its private half out, and nothing keeps it longer than the page. */
async function drawReplyKey(): Promise<ReplyKey> {
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const pair = await suite.GenerateKeyPair();

  async function open(envelope: Uint8Array, binding: EnvelopeBinding): Promise<Result<Uint8Array>> {
    const parts = parseEnvelope(envelope);
    if (!parts.ok) return parts;
    const { version, kind, header, enc, ciphertext } = parts.value;
    if (version !== 1) return fail('unknown-version');
    if (kind !== binding.kind) return fail('wrong-kind');
    const info = envelopeInfo(kind);
    try {
      return unpadPlaintext(await suite.Open(pair, enc, ciphertext, { info, aad: envelopeAad(header, binding) }));
    } catch {
      return fail('not-authentic');
    }
  }

  return { publicKey: await suite.SerializePublicKey(pair.publicKey), open };
}
