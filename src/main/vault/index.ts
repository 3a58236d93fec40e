/**
 * The vault: keys, sealed data, signatures, certificates – the only room where cryptography is done. Roles and doors
 * call it through this file; it must never know what the bytes that it seals and opens are about.
 */
export {
  type Authority,
  type AuthorityOptions,
  createAuthority,
  type IssuedCertificate,
  type NewAuthorityOptions,
  openAuthority,
} from './authority.ts';
export { syncFolder, writeFileAtomically } from './atomic-file.ts';
export { signPartyCard, verifyPartyCard } from './card.ts';
export { spkiPin, type TlsKeyKind } from './certificates.ts';
export { authoritiesIn, checkCertificate } from './check-certificate.ts';
export { type ContentChoice, ContentDamaged, decodeContent, encodeContent } from './content-encoding.ts';
export {
  digestPrefix,
  fileSha256,
  namedUuid,
  type RunningDigest,
  sha256,
  startSha256,
  tokenHash,
  variantCDigits,
} from './digest.ts';
export { sealingKeyId, sealTo } from './hpke.ts';
export { type JwsHeader, keyThumbprint, peekJws, type VerifiedJws, verifyJws } from './jws.ts';
export {
  createKeyCentre,
  drawAgreedKey,
  type IssuedIdentifier,
  type KeyCentre,
  type KeyCentreOptions,
  type KeyCentreState,
  type NewKeyCentreOptions,
  openKeyCentre,
} from './keycentre/key-centre.ts';
export { readKeyFile, writeKeyFile } from './keycentre/key-file.ts';
export type { PairKeys, PersonalKeyName } from './pair-keys.ts';
export { agreedScheme, hpkeScheme, pairwiseCipher } from './pairwise.ts';
export { keyIdOf, type KeyTimes } from './party-keys.ts';
export { openPassingHash } from './passing-hash.ts';
export {
  acceptPasskey,
  checkPasskey,
  type Passkey,
  PASSKEY_MS,
  type PasskeyCreation,
  askForNewPasskey,
  type PasskeyName,
  type PasskeyPlace,
  type PasskeyRequest,
  askForPasskey,
  readAssertion,
} from './passkey.ts';
export {
  createRecoveryKey,
  drawPaperKey,
  openPaperKey,
  openRecoveryKey,
  type PaperKey,
  type RecoveryKey,
  recoveryKeyId,
  type SealedContentKey,
  sealToRecoveryKey,
} from './recovery.ts';
export { drawReplyKey } from './reply-key.ts';
export { type RevocationList, readRevocationList } from './revocation-list.ts';
export { hashSecret, hashSecrets, isAmongSecrets, isSameSecret, verifySecret } from './secret-hash.ts';
export { randomContentKey, randomDigit, randomToken, randomUuid } from './random.ts';
export type { Resealing } from './reseal.ts';
export { safetyNumber, type SafetyNumberParty } from './safety-number.ts';
export { DEMO_COST, type ScryptCost } from './sealed-file.ts';
export { selfTest } from './self-test.ts';
export { authorityDigits, certificatePem, type StationAuthority } from './station-authority.ts';
export type { KeySharing, RestCipher, StationKeys } from './station-keys.ts';
export type { InstalledCertificate, TlsIdentities, TlsUse } from './tls-identities.ts';
export { createVault, openVault, openVaultWithDeviceKey, type Vault, type VaultOptions } from './vault.ts';
