/**
 * A key centre's word to one party on which identifiers it may not deal with any more (docs/protocol.md, "Pairwise keys").
 * Written by the centre, read by that party's command line and vault; customers never see it.
 */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { canonical } from './event.ts';
import { base64UrlSchema, partyIdSchema } from './party.ts';
import { identifierSchema, originShape } from './personal-key.ts';

export const revokedIdentifiersSchema = z.object({
  tokumei: z.literal('revoked-identifiers/1'),
  ...originShape,
  /** The party that it is for, and nobody else: others' pseudonyms are not on it. */
  party: partyIdSchema,
  /** Counts up; an older list never replaces a newer one. */
  number: z.int().min(1),
  /** Of every generation of the centre; issued anew in a later one, an identifier is good there. */
  revoked: z.array(z.object({ id: identifierSchema, generation: originShape.generation })),
  /** HMAC-SHA256 over {@link revokedText}, base64url. */
  mac: base64UrlSchema.length(43),
});
export type RevokedIdentifiers = z.infer<typeof revokedIdentifiersSchema>;

/** What the list's code is computed over: its canonical JSON without `mac`. */
export function revokedText(list: Omit<RevokedIdentifiers, 'mac'>): Uint8Array<ArrayBuffer> {
  return utf8(canonical({ ...list, mac: undefined }));
}

/** The identifier under which a centre itself meets a party, to vouch for its lists; nobody is ever issued it. */
export function centreIdentifier(centre: string): string {
  return `~centre~${centre}`;
}
