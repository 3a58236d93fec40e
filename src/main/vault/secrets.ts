/** The content of `vault.json`: all private material of a party, as it lies sealed. Only the vault's own files see it. */
import { z } from 'zod';
import { cardKeySchema } from '#shared/protocol/party-card.ts';
import { base64UrlSchema } from '#shared/protocol/party.ts';
import { agreedKeySchema, personalKeySchema } from '#shared/protocol/personal-key.ts';
import { revokedIdentifiersSchema } from '#shared/protocol/revoked-identifiers.ts';
import type { SealedFileKind } from './sealed-file.ts';

export const storedKeySchema = cardKeySchema.extend({
  /** Private key, 32 raw bytes, base64url. */
  d: base64UrlSchema.length(43),
});
export type StoredKey = z.infer<typeof storedKeySchema>;

const tlsIdentitySchema = z.object({
  /** In use: PKCS#8 PEM, and the certificates from the leaf upwards, PEM. */
  installed: z.object({ key: z.string(), chain: z.string() }).optional(),
  /** Waiting for its certificate: PKCS#8 PEM. */
  pending: z.string().optional(),
});
export type TlsIdentity = z.infer<typeof tlsIdentitySchema>;

const secretsSchema = z.object({
  keys: z.array(storedKeySchema),
  tls: z.object({
    public: tlsIdentitySchema,
    partner: tlsIdentitySchema,
    /** A station's own, for the line to its service. */
    station: tlsIdentitySchema.default({}),
  }),
  /** Of a party whose stations are other computers: PKCS#8 PEM, and its certificate, PEM; made when first needed. */
  stationAuthority: z.object({ key: z.string(), root: z.string() }).optional(),
  /** For keyed hashes, 32 bytes, base64url; made when first needed. */
  hashKey: base64UrlSchema.length(43).optional(),
  /** Passwords for others' servers, by name. */
  named: z.record(z.string(), z.string()).optional(),
  /** Of key centres, of every generation that is still in use. */
  personalKeys: z.array(personalKeySchema).optional(),
  agreedKeys: z.array(agreedKeySchema).optional(),
  /** The newest list of each centre. */
  revoked: z.array(revokedIdentifiersSchema.pick({ centre: true, number: true, revoked: true })).optional(),
  /** A station's own, that its party seals keys to; and what its records lie encrypted under, 32 bytes, base64url. */
  stationKey: storedKeySchema.optional(),
  restKey: base64UrlSchema.length(43).optional(),
});
export type Secrets = z.infer<typeof secretsSchema>;

export const NO_SECRETS: Secrets = { keys: [], tls: { public: {}, partner: {}, station: {} } };

export const VAULT_FILE: SealedFileKind<Secrets> = {
  fileName: 'vault.json',
  format: 'tokumei-vault/1',
  schema: secretsSchema,
};
