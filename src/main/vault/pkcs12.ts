/**
 * PKCS#12 (RFC 7292), the file in which other programs hand over a key with its certificates. The library can wrap RSA
 * keys alone, so the file is put together here from PKCS#8 and DER as they are: any kind of key travels.
 */
import { createPrivateKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { fail, ok, type Result } from '#shared/result.ts';
import { parseChain } from './certificates.ts';
import { sha256 } from './digest.ts';

const { asn1, pki } = forge;
type Asn1 = forge.asn1.Asn1;

/** Of PBKDF2 and of the MAC's key derivation; OpenSSL's own default is 2048. */
const ITERATIONS = 20_000;

const sequence = (...parts: Asn1[]): Asn1 => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts);
const set = (...parts: Asn1[]): Asn1 => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, parts);
const explicit = (part: Asn1): Asn1 => asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, [part]);
const octets = (bytes: string): Asn1 => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes);
const nothing = (): Asn1 => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.NULL, false, '');
const oid = (dotted: string): Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(dotted).getBytes());
const integer = (value: number): Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes());

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const der = (part: Asn1): string => asn1.toDer(part).getBytes();
const derBytes = (part: Asn1): Buffer => Buffer.from(der(part), 'latin1');
const known = (name: string): string => pki.oids[name]!;

/** Programs disagree on how a password beyond ASCII becomes bytes. */
function checkPassword(password: string): Result<void> {
  if (password === '') return fail('field-missing', 'password');
  return /^[\x20-\x7e]+$/.test(password) ? ok() : fail('field-characters', 'password');
}

/** Key and chain as PKCS#12, DER. Fails with `field-missing` or `field-characters` about `password`. */
export function writePkcs12(
  { key, chain }: { readonly key: string; readonly chain: string },
  password: string,
): Result<Uint8Array<ArrayBuffer>> {
  const checked = checkPassword(password);
  if (!checked.ok) return checked;
  const certificates = parseChain(chain) ?? [];
  // What pairs the key with its certificate for whoever reads the file.
  const pairing = octets(binary(sha256(certificates[0]!.raw).subarray(0, 20)));
  const attributes = set(sequence(oid(known('localKeyId')), set(pairing)));
  const safe = der(
    sequence(
      dataContent(sequence(...certificates.map((one, at) => certificateBag(one, at === 0 ? [attributes] : [])))),
      dataContent(sequence(keyBag(key, password, attributes))),
    ),
  );
  const pfx = sequence(integer(3), sequence(oid(known('data')), explicit(octets(safe))), macData(safe, password));
  return ok(new Uint8Array(derBytes(pfx)));
}

function dataContent(safeContents: Asn1): Asn1 {
  return sequence(oid(known('data')), explicit(octets(der(safeContents))));
}

function certificateBag(certificate: X509Certificate, attributes: Asn1[]): Asn1 {
  const value = sequence(oid(known('x509Certificate')), explicit(octets(binary(certificate.raw))));
  return sequence(oid(known('certBag')), explicit(value), ...attributes);
}

function keyBag(keyPem: string, password: string, attributes: Asn1): Asn1 {
  const pkcs8 = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' });
  const shrouded = pki.encryptPrivateKeyInfo(asn1.fromDer(binary(pkcs8)), password, {
    algorithm: 'aes256',
    prfAlgorithm: 'sha256',
    count: ITERATIONS,
    saltSize: 16,
  });
  return sequence(oid(known('pkcs8ShroudedKeyBag')), explicit(shrouded), attributes);
}

function macData(safe: string, password: string): Asn1 {
  const salt = binary(randomBytes(16));
  const md = forge.md.sha256.create();
  const key = forge.pkcs12.generateKey(password, forge.util.createBuffer(salt), 3, ITERATIONS, 32, md);
  const mac = forge.hmac.create();
  mac.start(md, key);
  mac.update(safe);
  const digestInfo = sequence(sequence(oid(known('sha256')), nothing()), octets(mac.getMac().getBytes()));
  return sequence(digestInfo, octets(salt), integer(ITERATIONS));
}

/**
 * The one private key and all certificates of a PKCS#12 file, of whatever algorithms the library knows.
 * Fails with `wrong-passphrase`, `certificate-invalid` about `form` or `key` (none, or more than one), and as
 * `writePkcs12` about `password`.
 */
export function readPkcs12(
  bytes: Uint8Array,
  password: string,
): Result<{ key: KeyObject; certificates: X509Certificate[] }> {
  const checked = checkPassword(password);
  if (!checked.ok) return checked;
  const opened = openPfx(bytes, password);
  if (!opened.ok) return opened;
  const bags = (bagType: string): forge.pkcs12.Bag[] => opened.value.getBags({ bagType })[bagType] ?? [];
  const keyBags = [...bags(pki.oids.pkcs8ShroudedKeyBag!), ...bags(pki.oids.keyBag!)];
  if (keyBags.length !== 1) return fail('certificate-invalid', 'key');
  try {
    return ok({
      key: createPrivateKey({ key: derBytes(privateKeyInfo(keyBags[0]!)), type: 'pkcs8', format: 'der' }),
      certificates: bags(pki.oids.certBag!).map((bag) => new X509Certificate(derBytes(certificateOf(bag)))),
    });
  } catch {
    return fail('certificate-invalid', 'form');
  }
}

function openPfx(bytes: Uint8Array, password: string): Result<forge.pkcs12.Pkcs12Pfx> {
  try {
    return ok(forge.pkcs12.pkcs12FromAsn1(asn1.fromDer(binary(bytes)), password));
  } catch (error) {
    const wrong = error instanceof Error && /invalid password|wrong password/i.test(error.message);
    return wrong ? fail('wrong-passphrase') : fail('certificate-invalid', 'form');
  }
}

/** The library parses what is RSA and leaves everything else as it is. */
function privateKeyInfo(bag: forge.pkcs12.Bag): Asn1 {
  return bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : bag.asn1;
}

function certificateOf(bag: forge.pkcs12.Bag): Asn1 {
  return bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1;
}
